// What a query costs a reader: bytes that are loaded for it and script time, in Chromium.
//
//   node asking.mjs SITE QUERY…
//
// Each query is asked several times from a document's page, each time by a browser context that has loaded the first file of the index and
// nothing else. Prints one JSON object a query: bytes beyond the first load, and medians in milliseconds: of script time, by V8's profiler,
// everything that runs or is compiled until the results stand there, garbage collection and the reading of loaded shards included, whatever
// Chromium itself does left out; and of the time that passed. A first line holds what is loaded before: scripts, styles and first file.

import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROUNDS = 5;
const [folder, ...queries] = process.argv.slice(2);
const site = resolve(folder);
const start = pathToFileURL(join(site, 'documents', readdirSync(join(site, 'documents')).find((it) => it !== 'index.html'))).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const middle = (all) => all.toSorted((a, b) => a - b)[all.length >> 1];
const bytes = (urls) => [...urls].filter((url) => !url.endsWith(".woff2")).reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);

async function ask(query) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const loaded = new Set();
  page.on('request', (request) => loaded.add(request.url().split('?')[0]));
  await page.goto(start, { waitUntil: 'load' });
  loaded.clear();
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.sr[open]');
  await page.waitForTimeout(300);
  const first = bytes(loaded);
  loaded.clear();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.setSamplingInterval', { interval: 100 });
  await devtools.send('Profiler.start');
  const { results, whole } = await page.evaluate((text) => new Promise((done) => {
    const field = document.getElementById('find:q');
    const count = document.querySelector('.sr .n');
    const began = performance.now();
    new MutationObserver(() => {
      if (count.textContent) setTimeout(() => done({ results: count.textContent, whole: performance.now() - began }), 50);
    }).observe(count, { childList: true, characterData: true, subtree: true });
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }), query);
  const { profile } = await devtools.send('Profiler.stop');
  await context.close();
  const names = new Map(profile.nodes.map((it) => [it.id, it.callFrame.functionName]));
  const script = profile.samples.reduce((sum, id, at) => sum + (['(idle)', '(program)', '(root)'].includes(names.get(id)) ? 0 : profile.timeDeltas[at] / 1000), 0);
  if (process.env.VERBOSE) {
    const by = {};
    profile.samples.forEach((id, at) => { by[names.get(id)] = (by[names.get(id)] ?? 0) + profile.timeDeltas[at] / 1000; });
    console.error(query, Object.entries(by).sort((a, b) => b[1] - a[1]).slice(0, 12).map(([name, ms]) => `${name || '(anonymous)'} ${ms.toFixed(1)}`).join(', '));
  }
  return { first, bytes: bytes(loaded), files: loaded.size, script, whole, results };
}

for (const [at, query] of queries.entries()) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await ask(query));
  const { first, bytes, files, results } = rounds[0];
  if (at === 0) console.log(JSON.stringify({ first }));
  console.log(JSON.stringify({ query, results, bytes, files, script: middle(rounds.map((it) => it.script)), whole: middle(rounds.map((it) => it.whole)) }));
}
await browser.close();
