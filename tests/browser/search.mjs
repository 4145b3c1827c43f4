// Proves the search in a real browser, over HTTP under the content policy and from files: accessible in both themes and on a phone, usable by
// keyboard alone, linked to by an address, and deaf to markup in titles, headings, terms and queries.
//
//   node search.mjs SITE HOSTILE    SITE is the built example, HOSTILE a handbook whose every word is an attack
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
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const opened = (tab) => tab.waitForSelector('dialog.sr[open]');
const counted = (tab) => tab.waitForFunction(() => document.querySelector('.sr [role=status]')?.textContent);
const first = (tab) => tab.evaluate(() => document.querySelector('.sr [role=option]')?.getAttribute('href') ?? '');
const shown = (tab) => tab.evaluate(() => document.querySelectorAll('.sr [role=option]').length);

async function asked(tab, text) {
  await tab.fill('[id="find:q"]', text);
  await tab.waitForTimeout(120);
  await tab.waitForFunction(() => document.querySelector('.sr [role=status]').textContent || !document.querySelector('.sr .none').hidden);
}

async function looksRight(tab, fail) {
  await tab.keyboard.press('/');
  await opened(tab);
  await asked(tab, 'major incidents');
  await tab.evaluate(axe);
  for (const width of [390, 1280]) {
    await tab.setViewportSize({ width, height: 900 });
    for (const theme of ['light', 'dark']) {
      await tab.emulateMedia({ colorScheme: theme });
      for (const open of width === 390 ? [false, true] : [false]) {
        if (open) await tab.click('.sr .fbtn button');
        await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const found = await tab.evaluate(async (tags) => {
          const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, preload: false });
          return violations.map((it) => `${it.id}: ${it.nodes[0].target}`);
        }, TAGS);
        for (const it of found) fail(`${theme}, ${width} px${open ? ', filters open' : ''}: axe ${it}`);
        if (open) await tab.click('.sr .fbtn button');
      }
      const out = await tab.evaluate(() => {
        const box = document.querySelector('dialog.sr').getBoundingClientRect();
        const wide = [...document.querySelectorAll('.sr *')].filter((it) => it.getClientRects().length && it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.vh'));
        return box.left < 0 || box.right > innerWidth || wide.length ? `from ${box.left} to ${box.right}, ${wide[0]?.className}` : '';
      });
      if (out) fail(`${theme}, ${width} px: the search reaches out of the window: ${out}`);
    }
  }
}

async function byKeyboardAlone(tab, fail) {
  await tab.keyboard.press('Control+k');
  await opened(tab);
  await tab.keyboard.type('incident');
  await counted(tab);
  const all = await tab.textContent('.sr [role=status]');
  // Tab leads past the button that closes to the first filter; a space ticks it.
  for (let stop = 0; stop < 4 && !(await tab.evaluate(() => document.activeElement.type === 'checkbox')); stop++) await tab.keyboard.press('Tab');
  if (!(await tab.evaluate(() => document.activeElement.type === 'checkbox'))) return fail('Tab does not lead to the filters');
  const ticked = await tab.evaluate(() => document.activeElement.id);
  await tab.keyboard.press('Space');
  await tab.waitForFunction((before) => document.querySelector('.sr [role=status]').textContent !== before, all);
  if ((await tab.evaluate(() => document.activeElement.id)) !== ticked) fail('the focus is lost when a filter is ticked');
  if (!(await tab.isChecked(`[id="${ticked}"]`))) fail('the filter is not ticked');
  await tab.keyboard.press('Space');
  await tab.waitForFunction((before) => document.querySelector('.sr [role=status]').textContent === before, all);
  await tab.focus('[id="find:q"]');
  const ids = [];
  for (let step = 0; step < 3; step++) {
    ids.push(await tab.getAttribute('[id="find:q"]', 'aria-activedescendant'));
    await tab.keyboard.press('ArrowDown');
  }
  if (new Set(ids).size !== 3 || ids.includes(null)) fail(`the arrows walk over ${ids.join(', ')}`);
  const wanted = await tab.evaluate(() => document.querySelector('.sr [aria-selected=true]').href);
  await tab.keyboard.press('Enter');
  await tab.waitForURL(wanted).catch(() => fail(`Enter leads to ${tab.url()} and not to ${wanted}`));
}

async function byAddress(tab, fail, how) {
  const base = tab.url().replace(/search\.html.*$/, 'search.html');
  const query = 'prc 13 "&<b>x';
  for (const mark of ['?q=', '#q=']) {
    await tab.goto(`about:blank`);
    await tab.goto(`${base}${mark}${encodeURIComponent('major incidents')}`);
    await opened(tab).catch(() => fail(`an address with ${mark} does not open the search`));
    await counted(tab);
    if ((await tab.inputValue('[id="find:q"]')) !== 'major incidents') fail(`${mark}: the field holds ${await tab.inputValue('[id="find:q"]')}`);
    if (!(await first(tab)).endsWith('documents/pro-002.html')) fail(`${mark}: the first result is ${await first(tab)}`);
  }
  await asked(tab, query);
  const address = await tab.getAttribute('.sr .hint a', 'href');
  await tab.goto('about:blank');
  await tab.goto(new URL(address, base).href);
  await opened(tab).catch(() => fail(`the link to what is found does not open the search: ${address}`));
  if ((await tab.inputValue('[id="find:q"]')) !== query) fail(`the link to what is found gives ${await tab.inputValue('[id="find:q"]')}`);
  await asked(tab, 'capacity plan');
  if (!decodeURIComponent(tab.url()).endsWith('q=capacity plan')) fail(`the address of the page stays ${tab.url()}`);
  await tab.goto(`${base}#q=%E0%A4%A`);
  await opened(tab).catch(() => fail(`${how}: an address that is no good text breaks the search`));
}

async function listWithoutScript(tab, fail) {
  const links = await tab.$$eval('.az li a', (all) => all.length);
  const text = await tab.textContent('.az');
  if (links < 80 || !text.includes('Incident management')) fail(`the list from A to Z has ${links} links`);
}

async function staysText(tab, fail) {
  await tab.evaluate(() => { window.boom = () => { window.harmed = true; }; window.alert = window.boom; });
  await tab.keyboard.press('Control+k');
  await opened(tab);
  const seen = new Set();
  for (const query of ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', '<img src=x onerror=boom()>', '"><svg/onload=boom()>', '"alpha']) {
    await asked(tab, query);
    const { markup, text } = await tab.evaluate(() => ({
      markup: [...document.querySelectorAll('.sr :is(img,script,iframe,svg[onload],b,i,style,[onerror],[onload],[style])')].map((it) => it.outerHTML),
      text: document.querySelector('.sr').textContent,
    }));
    if (markup.length) fail(`${query}: markup comes in: ${markup[0]}`);
    for (const word of ['<img src=x onerror=boom()>', '<svg onload=boom()>', '<script>boom()</script>', '<b>bold</b>', '<i>owner</i>']) if (text.includes(word)) seen.add(word);
    if (!['<', '"'].includes(query[0]) && (await shown(tab)) === 0) fail(`${query} finds nothing`);
    const wrong = await tab.$$eval('.sr [role=option]', (all) => all.map((it) => it.getAttribute('href')).filter((it) => /^[a-z]+:/i.test(it)));
    if (wrong.length) fail(`${query}: a result leads to ${wrong[0]}`);
  }
  if (seen.size < 5) fail(`only ${[...seen].join(' and ')} stand there as text`);
  if (await tab.evaluate(() => window.harmed)) fail('a script of the content has run');
}

const CHECKS = [
  [DOCUMENT, looksRight],
  ['index.html', looksRight],
  [DOCUMENT, byKeyboardAlone],
  ['search.html', byAddress],
  ['search.html', listWithoutScript, { javaScriptEnabled: false }],
];
const HOSTILE = [['index.html', staysText], ['search.html', staysText]];

async function main(site, hostile) {
  const failures = new Failures();
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true });
  const servers = [];
  const jobs = [];
  for (const [folder, checks] of [[site, CHECKS], [hostile, HOSTILE]]) {
    const server = await serve(folder);
    servers.push(server);
    const place = { http: server.origin, file: pathToFileURL(`${folder}/`).href, browser, failures, site: folder };
    for (const how of ['http', 'file']) {
      for (const [page, check, options] of checks) {
        const url = how === 'file' ? `${place.file}${page}` : `${place.http}/${page}`;
        const fail = (message) => failures.add({ page, how: `${how}, ${check.name}` }, message);
        jobs.push({ name: `${page}, ${how}, ${check.name}`, run: () => open(place, { path: page }, { how, url, options }, (tab) => check(tab, fail, how)) });
      }
    }
  }
  try {
    await inParallel(2, jobs.map((job) => () => within(job, failures)));
  } finally {
    await browser.close();
    servers.forEach((it) => it.close());
  }
  for (const line of failures.lines()) console.log(`FAILED ${line}`);
  console.log(`${jobs.length} checks of the search in Chromium: ${failures.lines().length} failures`);
  return failures.lines().length === 0 ? 0 : 1;
}

const folders = process.argv.slice(2).map((it) => resolve(it));
if (folders.length !== 2 || !folders.every((it) => existsSync(resolve(it, 'search.html')))) {
  console.error('usage: node search.mjs SITE HOSTILE, both folders of built handbooks');
  process.exit(3);
}
process.exit(await main(...folders));
