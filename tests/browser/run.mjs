// Proves the pages of a built handbook in a real browser.
//
//   node run.mjs SITE            all checks over the representative pages of the folder SITE
//   node run.mjs SITE documents  only pages whose path holds one of the words given
//
// Needs Chromium ($CHROMIUM, else /usr/bin/chromium) and Java for the HTML checker. Prints one line for each failure, with
// page, theme, width and selector, then the figures. Exit status 0 without failures, 1 with some, 3 if it could not run.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { checkAccess } from './lib/access.mjs';
import { checkKeyboard } from './lib/keyboard.mjs';
import { checkOffline } from './lib/offline.mjs';
import { checkWithoutScript } from './lib/plain.mjs';
import { checkValidity } from './lib/validity.mjs';
import { checkWeight } from './lib/weight.mjs';
import { Failures, WIDTHS, inParallel, within } from './lib/check.mjs';
import { representatives, allPages } from './lib/pages.mjs';
import { serve } from './lib/server.mjs';

// Each has a page of its own at a time: two keep two cores busy, more only take memory.
const AT_ONCE = 2;

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--font-render-hinting=none',
];

async function main(site, only) {
  const failures = new Failures();
  const pages = allPages(site);
  const chosen = representatives(site, pages, failures);
  const wanted = chosen.filter((page) => only.length === 0 || only.some((word) => page.path.includes(word)));
  const validity = checkValidity(site, pages, failures);
  const server = await serve(site);
  const browser = await launch();
  const place = { http: server.origin, file: pathToFileURL(`${site}/`).href, browser, failures, site };
  try {
    const work = wanted.flatMap((page) => [
      () => checkAccess(place, page),
      () => checkOffline(place, page),
      () => checkWithoutScript(place, page),
    ]);
    if (only.length === 0) work.unshift(() => checkKeyboard(place, chosen));
    await inParallel(AT_ONCE, work.map((run) => () => within(run, failures)));
  } finally {
    await browser.close();
    server.close();
  }
  const figures = [...checkWeight(site, pages, failures), await validity];
  report(failures, figures, wanted.length, pages.length);
  return failures.lines().length === 0 ? 0 : 1;
}

async function launch() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`there is no Chromium at ${executablePath}; set CHROMIUM`);
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}

function report(failures, figures, checked, all) {
  for (const line of failures.lines()) console.log(`FAILED ${line}`);
  for (const line of figures) console.log(line);
  const count = failures.lines().length;
  const outcome = count === 0 ? 'no failures' : `${count} failures`;
  console.log(`${checked} of ${all} pages in Chromium, at ${WIDTHS.join(', ')} px: ${outcome}`);
}

const [site, ...only] = process.argv.slice(2);
if (!site || !existsSync(resolve(site, 'index.html'))) {
  console.error('usage: node run.mjs SITE [WORD…], where SITE is the folder of a built handbook');
  process.exit(3);
}
try {
  process.exitCode = await main(resolve(site), only);
} catch (error) {
  console.error(`the browser tests could not run: ${error.message}`);
  process.exitCode = 3;
}
