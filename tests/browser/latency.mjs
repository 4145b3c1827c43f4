// How long it takes from the write of a file to the new text on the screen.
//
//   node latency.mjs URL FILE COUNT [PAUSE]
//
// Opens URL in Chromium, puts a new number into the line of FILE that begins with "Latency mark" COUNT times, and prints a JSON object
// with the times in milliseconds. PAUSE is what passes between a change seen and the next, in milliseconds.

import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [url, file, count, pause = '400'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const waiting = new Map();
await page.exposeBinding('clausebookSeen', (_, mark, time) => waiting.get(mark)?.(time));
await page.addInitScript(() => {
  let last = '';
  const look = () => {
    const mark = document.body?.textContent.match(/Latency mark (\d+)/)?.[1];
    if (mark && mark !== last) {
      last = mark;
      window.clausebookSeen(mark, performance.timeOrigin + performance.now());
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener('DOMContentLoaded', look);
});
await page.goto(url, { waitUntil: 'load' });
await page.waitForTimeout(2000);
const times = [];
let missed = 0;
for (let i = 0; i < Number(count); i++) {
  const mark = String(Math.floor(Math.random() * 1e9) + 1e9);
  const text = readFileSync(file, 'utf8').replace(/Latency mark \d+/, `Latency mark ${mark}`);
  const seen = new Promise((done) => waiting.set(mark, done));
  const began = performance.timeOrigin + performance.now();
  writeFileSync(file, text);
  const late = new Promise((done) => setTimeout(done, 30_000, null));
  const time = await Promise.race([seen, late]);
  if (time === null) missed += 1;
  else times.push(time - began);
  await page.waitForTimeout(Number(pause));
}
await browser.close();
times.sort((a, b) => a - b);
const of = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;
console.log(JSON.stringify({ edits: Number(count), missed, median: of(0.5), p90: of(0.9), least: times[0] ?? null, most: times.at(-1) ?? null }));
