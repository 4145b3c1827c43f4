// Proves in a real browser that editions can be switched and left: on a site with several of them, over HTTP and from files.
//
//   node editions.mjs SITE    SITE is the example with history, built with three editions and the draft
//
// Exit status 0 without failures, 1 with some, 3 if it could not run.

import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { Failures, inParallel, open, within } from './lib/check.mjs';
import { serve } from './lib/server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DOCUMENT = 'documents/prc-013.html';
/** It was superseded before the current edition. */
const GONE = 'documents/prc-020.html';
const BUTTON = '[id="page:edition"]';
const LIST = '[id="page:editions"]';

const names = (tab) => tab.$$eval(`${LIST} a .v`, (all) => all.map((it) => it.textContent));
const focused = (tab) => tab.evaluate(() => document.activeElement.querySelector('.v')?.textContent ?? document.activeElement.id);
const opened = (tab) => tab.waitForSelector(`${LIST}:not([hidden])`);
const path = (tab) => decodeURIComponent(new URL(tab.url()).pathname);

async function byKeyboard(tab, fail) {
  await tab.keyboard.press('v');
  await opened(tab);
  const all = await names(tab);
  if (all.length < 4 || all.at(-1) !== 'Draft') fail(`the list holds ${all.join(', ')}`);
  if ((await focused(tab)) !== all[0]) fail(`the focus is at ${await focused(tab)} and not at the edition of the page`);
  await tab.keyboard.press('ArrowDown');
  if ((await focused(tab)) !== all[1]) fail(`an arrow leads to ${await focused(tab)}`);
  await tab.keyboard.press('ArrowUp');
  await tab.keyboard.press('ArrowUp');
  const last = await tab.evaluate((list) => document.activeElement === [...document.querySelectorAll(`${list} a`)].at(-1), LIST);
  if (!last) fail('the arrows do not go round');
  await tab.keyboard.press('Escape');
  if (await tab.isVisible(LIST)) fail('Esc does not close the list');
  if ((await focused(tab)) !== 'page:edition') fail('after Esc the focus is lost');
  if ((await tab.getAttribute(BUTTON, 'aria-expanded')) !== 'false') fail('the button says that the list is open');
}

async function staysOnThePage(tab, fail) {
  for (const [name, folder] of [['v2024.1', 'editions/v2024.1/'], ['Draft', 'editions/draft/'], ['v2026.1', '']]) {
    await tab.click(BUTTON);
    await opened(tab);
    await tab.click(`${LIST} a:has(.v:text-is("${name}"))`);
    await tab.waitForURL((url) => url.pathname.endsWith(`/${folder}${DOCUMENT}`)).catch(() => fail(`${name} leads to ${path(tab)}`));
    const shown = await tab.textContent(`${BUTTON} b`);
    if (shown !== name) fail(`the bar names ${shown} instead of ${name}`);
  }
}

async function leadsToTheCurrentText(tab, fail) {
  const paper = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const old = await paper();
  await tab.click('.ban .btn.pri');
  await tab.waitForURL((url) => url.pathname.endsWith(`/${DOCUMENT}`) && !url.pathname.includes('/editions/'));
  if (await tab.isVisible('.ban.sup')) fail('the current text has the banner of a superseded one');
  if ((await paper()) === old) fail('a superseded page looks like a current one');
}

async function looksRight(tab, fail) {
  for (const width of [390, 1280]) {
    for (const theme of ['light', 'dark']) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.emulateMedia({ colorScheme: theme });
      if (!(await tab.isVisible(LIST))) await tab.click(BUTTON);
      await opened(tab);
      await tab.waitForFunction(() => [...document.styleSheets].some((it) => it.href?.endsWith('switch.css')));
      await tab.evaluate(axe);
      const found = await tab.evaluate(async () => (await window.axe.run(document, { preload: false })).violations.map((it) => `${it.id}: ${it.nodes[0].target}`));
      for (const it of found) fail(`${theme}, ${width} px: axe ${it}`);
      const box = await tab.locator(LIST).boundingBox();
      if (box.x < 0 || box.x + box.width > width) fail(`at ${width} px the list reaches from ${box.x} to ${box.x + box.width}`);
      const over = await tab.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
      if (over > 0) fail(`at ${width} px the page scrolls sideways by ${over} px`);
    }
  }
}

async function saysWhatIsMissing(tab, fail) {
  await tab.click(BUTTON);
  await opened(tab);
  const missing = await tab.$$eval(`${LIST} a`, (all) => all.filter((it) => it.textContent.includes('not in it')).map((it) => it.querySelector('.v').textContent));
  if (!missing.includes('v2026.1')) fail(`only ${missing.join(', ') || 'no edition'} is said to lack the page`);
}

async function goesOnByItself(tab, fail) {
  await tab.waitForURL((url) => !url.pathname.endsWith(GONE), { timeout: 10_000 }).catch(() => fail('it stays where it is'));
  if (!path(tab).includes('/documents/')) fail(`it leads to ${path(tab)}`);
}

async function worksWithoutScript(tab, fail) {
  await tab.click(BUTTON);
  await tab.waitForURL((url) => url.pathname.endsWith('/editions/index.html')).catch(() => fail('the button leads nowhere'));
  const count = await tab.locator('table.eds tbody tr').count();
  if (count < 4) fail(`the list of editions has ${count} rows`);
}

const CHECKS = [
  [DOCUMENT, byKeyboard],
  [DOCUMENT, staysOnThePage],
  [DOCUMENT, looksRight],
  [`editions/v2024.1/${DOCUMENT}`, leadsToTheCurrentText],
  [`editions/v2024.1/${GONE}`, saysWhatIsMissing],
  [GONE, goesOnByItself],
  [`editions/draft/${DOCUMENT}`, worksWithoutScript, { javaScriptEnabled: false }],
];

async function main(site) {
  const failures = new Failures();
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const server = await serve(site);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true });
  const place = { http: server.origin, file: pathToFileURL(`${site}/`).href, browser, failures, site };
  const jobs = ['http', 'file'].flatMap((how) => CHECKS.map(([page, check, options]) => {
    const url = how === 'file' ? `${place.file}${page}` : `${place.http}/${page}`;
    const fail = (message) => failures.add({ page, how: `${how}, ${check.name}` }, message);
    return { name: `${page}, ${how}, ${check.name}`, run: () => open(place, { path: page }, { how, url, options }, (tab) => check(tab, fail)) };
  }));
  try {
    await inParallel(2, jobs.map((job) => () => within(job, failures)));
  } finally {
    await browser.close();
    server.close();
  }
  for (const line of failures.lines()) console.log(`FAILED ${line}`);
  console.log(`${jobs.length} checks of editions in Chromium: ${failures.lines().length} failures`);
  return failures.lines().length === 0 ? 0 : 1;
}

const [site] = process.argv.slice(2);
if (!site || !existsSync(resolve(site, 'editions/index.html'))) {
  console.error('usage: node editions.mjs SITE, where SITE is the folder of a handbook with editions');
  process.exit(3);
}
process.exit(await main(resolve(site)));
