// What hands on a keyboard find: skip link, focus that is seen, theme, list of keys, neighbours, search, menu of small screens.

import { HEIGHT, open } from './check.mjs';

const DOCUMENT = 'documents/prc-013.html';
const CLAUSE = 'clauses/iso20000-1-2018/8.6.1.html';

/** The checks, each as a job of its own; the walk over the stops of Tab for one page of each type. */
export function keyboardChecks(place, chosen) {
  const job = (path, check, options) => {
    const fail = (message, selector) => place.failures.add({ page: path, how: 'keyboard', selector }, message);
    const what = { how: 'http', url: `${place.http}/${path}`, options };
    return { name: `${path}, ${check.name}`, run: () => open(place, { path }, what, (tab) => check(tab, fail, path)) };
  };
  const types = [...new Set(chosen.map((page) => page.type))];
  return [
    ...[skipLink, theme, keyList, neighbours, searchKey].map((check) => job(DOCUMENT, check)),
    job(CLAUSE, neighbours),
    job(DOCUMENT, menu, { viewport: { width: 390, height: HEIGHT } }),
    job('register/index.html', sorting),
    ...types.map((type) => job(chosen.find((page) => page.type === type).path, focusIsSeen)),
  ];
}

async function skipLink(tab, fail) {
  await tab.keyboard.press('Tab');
  const first = await tab.evaluate(() => {
    const it = document.activeElement;
    const box = it.getBoundingClientRect();
    return { href: it.getAttribute('href'), seen: box.width > 1 && box.top >= 0 && box.bottom <= innerHeight };
  });
  if (first.href !== '#page:main' || !first.seen) fail('the first Tab does not lead to a visible skip link');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  if (!(await tab.evaluate(() => Boolean(document.activeElement.closest('main'))))) fail('after the skip link, Tab does not go on in the main part');
}

async function theme(tab, fail) {
  const chosen = () => tab.evaluate(() => document.documentElement.getAttribute('data-theme') ?? 'system');
  const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await tab.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground();
  await tab.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  if (dark === light) fail('the theme does not follow the system');
  const seen = [];
  const grounds = [];
  for (let turn = 0; turn < 3; turn++) {
    await tab.keyboard.press('t');
    seen.push(await chosen());
    grounds.push(await ground());
  }
  if (seen.join() !== 'light,dark,system') fail(`\`t\` gives the themes ${seen.join(', ')}`);
  if (grounds.join(';') !== [light, dark, light].join(';')) fail(`the chosen themes have the grounds ${grounds.join('; ')}`);
  await tab.focus('[id="page:theme"]');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Space');
  await tab.reload();
  if ((await chosen()) !== 'dark') fail('the chosen theme is lost when the page is loaded again');
  if (!(await tab.getAttribute('[id="page:theme"]', 'aria-label'))) fail('the theme switch has no name', '[id="page:theme"]');
}

async function keyList(tab, fail) {
  await tab.focus('.org');
  await tab.keyboard.press('?');
  const opened = () => tab.evaluate(() => document.querySelector('dialog[open]') !== null);
  const inside = () => tab.evaluate(() => Boolean(document.activeElement.closest('dialog[open]')));
  if (!(await opened())) return fail('`?` does not open the list of keys');
  if (!(await inside())) fail('the list of keys does not take the focus');
  await tab.keyboard.press('t');
  if (await tab.evaluate(() => document.documentElement.hasAttribute('data-theme'))) fail('a letter acts while a dialog is open');
  await tab.focus('dialog[open] input[type=checkbox]');
  await tab.keyboard.press('Space');
  await tab.keyboard.press('Escape');
  if (await opened()) fail('Esc does not close the list of keys');
  if (!(await tab.evaluate(() => document.activeElement.matches('.org')))) fail('the focus does not go back to where it was');
  await tab.keyboard.press('t');
  if (await tab.evaluate(() => document.documentElement.hasAttribute('data-theme'))) fail('single letters still act after they were switched off');
  await tab.keyboard.press('?');
  if (!(await opened())) fail('with letters switched off, `?` no longer opens the list where they are switched on');
}

async function neighbours(tab, fail, path) {
  const links = await tab.evaluate(() => ({ next: document.querySelector('a[rel=next]')?.href, prev: document.querySelector('a[rel=prev]')?.href }));
  if (!links.next || !links.prev) return fail('the page has no neighbours');
  for (const [key, target] of [[']', links.next], ['[', links.prev]]) {
    await tab.keyboard.press(key);
    await tab.waitForURL(target, { timeout: 5000 }).catch(() => fail(`\`${key}\` does not lead to ${target}`));
    await tab.goBack();
    if (!tab.url().endsWith(path)) fail('going back does not lead back');
  }
}

async function searchKey(tab, fail) {
  await tab.focus('.org');
  await tab.keyboard.press('/');
  const opened = () => tab.waitForSelector('dialog.sr[open]', { timeout: 5000 });
  await opened().catch(() => fail('`/` does not open the search'));
  if (!(await tab.evaluate(() => document.activeElement.id === 'find:q'))) return fail('the search field does not have the focus');
  await tab.keyboard.type('prc 13');
  const first = (wanted) => tab.waitForFunction((path) => document.querySelector('.sr [role=option]')?.href.endsWith(path), wanted, { timeout: 5000 });
  await first('documents/prc-013.html').catch(() => fail('`prc 13` does not find PRC-013 first'));
  if (await tab.evaluate(() => document.documentElement.hasAttribute('data-theme'))) fail('a letter acts while one types');
  if (!(await tab.textContent('.sr [role=status]'))) fail('how many were found is not said');
  const active = () => tab.evaluate(() => document.getElementById(document.getElementById('find:q').getAttribute('aria-activedescendant'))?.textContent);
  const before = await active();
  await tab.keyboard.press('ArrowDown');
  if (!before || (await active()) === before) fail('the arrow keys do not move in the results');
  await tab.keyboard.press('ArrowUp');
  for (let stop = 0; stop < 3; stop++) await tab.keyboard.press('Tab');
  if (!(await tab.evaluate(() => Boolean(document.activeElement.closest('dialog.sr'))))) fail('the search does not keep the focus');
  await tab.keyboard.press('Escape');
  if (await tab.evaluate(() => document.querySelector('dialog[open]') !== null)) fail('Esc does not close the search');
  if (!(await tab.evaluate(() => document.activeElement.matches('.org')))) fail('the focus does not go back to where it was');
  await tab.keyboard.press('Control+k');
  await opened().catch(() => fail('`Ctrl K` does not open the search'));
  await tab.fill('[id="find:q"]', '<img src=x onerror=alert(1)> "<b>"');
  await tab.waitForFunction(() => !document.querySelector('.sr .none').hidden, null, { timeout: 5000 }).catch(() => fail('that nothing was found is not said'));
  if (await tab.evaluate(() => document.querySelector('.sr img, .sr b') !== null)) fail('a query becomes markup');
  await tab.fill('[id="find:q"]', 'major incidents');
  await first('documents/pro-002.html').catch(() => fail('`major incidents` does not find PRO-002 first'));
  await tab.keyboard.press('Enter');
  await tab.waitForURL(/pro-002\.html/, { timeout: 5000 }).catch(() => fail('Enter does not open the first result'));
}

async function menu(tab, fail) {
  await tab.focus('[id="page:menu"]');
  await tab.keyboard.press('Enter');
  const sheet = () => tab.evaluate(() => document.querySelector('dialog.sheet[open]')?.querySelectorAll('a').length ?? 0);
  if ((await sheet()) < 6) return fail('the menu of small screens does not open with its links');
  await tab.keyboard.press('Tab');
  if (!(await tab.evaluate(() => Boolean(document.activeElement.closest('dialog[open]'))))) fail('the menu does not keep the focus');
  await tab.keyboard.press('Escape');
  if (!(await tab.evaluate(() => document.activeElement.id === 'page:menu'))) fail('Esc does not lead back to the menu button');
}

async function sorting(tab, fail) {
  const head = tab.locator('th button').first();
  if ((await head.count()) === 0) return fail('no column of the register can be sorted');
  await head.focus();
  await tab.keyboard.press('Enter');
  const sorted = await tab.evaluate(() => document.querySelector('th[aria-sort]')?.getAttribute('aria-sort'));
  if (!['ascending', 'descending'].includes(sorted)) fail(`after Enter on a head, \`aria-sort\` is ${sorted}`);
}

/** Walks the first stops of Tab: each is in the window, not under the bar, and has a visible outline. */
async function focusIsSeen(tab, fail) {
  for (let stop = 0; stop < 40; stop++) {
    await tab.keyboard.press('Tab');
    const wrong = await tab.evaluate(() => {
      const it = document.activeElement;
      if (it === document.body) return null;
      const style = getComputedStyle(it);
      const within = it.closest('label,.field,form');
      const ring = (of) => of && (of.outlineStyle !== 'none' && parseFloat(of.outlineWidth) >= 1.5 || of.boxShadow !== 'none');
      const box = it.getClientRects()[0] ?? it.getBoundingClientRect();
      const name = it.nodeName.toLowerCase() + (it.id ? `#${it.id}` : it.className?.baseVal ?? (it.className ? `.${it.className}` : ''));
      if (!ring(style) && !ring(within && getComputedStyle(within))) return { name, why: 'the focus is not shown' };
      if (box.width < 1 || box.height < 1) return { name, why: 'the focus is on something that is not seen' };
      const bar = document.querySelector('header.top');
      const under = bar && !bar.contains(it) && getComputedStyle(bar).position === 'sticky' && !it.matches('.skip') && box.bottom <= bar.getBoundingClientRect().bottom;
      if (under || box.top >= innerHeight || box.bottom <= 0) return { name, why: 'the focus is hidden under the bar or outside the window' };
      return null;
    });
    if (wrong) fail(wrong.why, wrong.name);
  }
}
