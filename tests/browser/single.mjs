// Proves that a document stands alone as a file: opened from a folder of its own, without network.
//
//   node single.mjs FILE…
//
// Exit status 0 without failures, 1 with some.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { Failures, WIDTHS, open, within } from './lib/check.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const failures = new Failures();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'], headless: true });

async function stands(tab, fail) {
  const { broken, pictures, styled, scripts } = await tab.evaluate(() => {
    const all = [...document.images];
    return {
      broken: all.filter((it) => it.complete && it.naturalWidth === 0).length,
      pictures: all.length,
      styled: getComputedStyle(document.querySelector('main h1')).fontSize,
      scripts: document.scripts.length,
    };
  });
  if (broken) fail(`${broken} of ${pictures} pictures are not shown`);
  if (parseFloat(styled) < 28) fail(`the policy stops its styles: the title has ${styled}`);
  if (scripts) fail('it has a script');
  const dead = await tab.$$eval('a[href^="#"]', (all) => all.map((it) => it.getAttribute('href')).filter((it) => !document.getElementById(decodeURIComponent(it.slice(1)))));
  if (dead.length) fail(`${dead[0]} leads nowhere`);
  await tab.evaluate(axe);
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    const over = await tab.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    if (over > 0) fail(`at ${width} px it scrolls sideways by ${over} px`);
    for (const theme of ['light', 'dark']) {
      await tab.emulateMedia({ colorScheme: theme });
      const found = await tab.evaluate(async () => (await window.axe.run(document, { preload: false })).violations.map((it) => `${it.id}: ${it.nodes[0].target}`));
      for (const it of found) fail(`${theme}, ${width} px: axe ${it}`);
    }
  }
  await tab.emulateMedia({ media: 'print' });
  const ground = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  if (ground !== 'rgb(255, 255, 255)') fail(`it prints on ${ground}`);
}

const files = process.argv.slice(2).map((it) => resolve(it));
for (const file of files) {
  const url = pathToFileURL(file).href;
  const place = { browser, failures, file: url, http: 'http://127.0.0.1' };
  const fail = (message) => failures.add({ page: file }, message);
  await within({ name: file, run: () => open(place, { path: file }, { how: 'file', url, options: { offline: true } }, (tab) => stands(tab, fail)) }, failures);
}
await browser.close();
for (const line of failures.lines()) console.log(`FAILED ${line}`);
console.log(`${files.length} documents that stand alone: ${failures.lines().length} failures`);
process.exit(failures.lines().length === 0 ? 0 : 1);
