// The page without JavaScript: the same text, and no control that does nothing.

import { WIDTHS, HEIGHT, http, open } from './check.mjs';

export async function checkWithoutScript(place, page) {
  const url = http(place, page);
  let with_;
  await open(place, page, { how: 'http', url }, async (tab) => {
    with_ = await tab.evaluate(shown);
  });
  await open(place, page, { how: 'no script', url, options: { javaScriptEnabled: false } }, async (tab) => {
    const where = { page: page.path, how: 'no script' };
    const without = await tab.evaluate(shown);
    if (without.scripted) throw new Error('JavaScript is on');
    const lost = with_.lines.filter((line) => !without.lines.includes(line));
    for (const line of lost.slice(0, 3)) place.failures.add(where, `this text is missing: ${line.slice(0, 80)}`);
    for (const dead of without.dead) place.failures.add({ ...where, selector: dead }, 'a control that needs JavaScript is shown');
    await tab.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
    const over = await tab.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    if (over > 0) place.failures.add({ ...where, width: WIDTHS[0] }, `the page scrolls sideways by ${over} px`);
  });
}

// Runs in the page: visible text of paragraphs, cells and the like, and visible controls. Boxes to tick work by style alone.
function shown() {
  const visible = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const blocks = 'main :is(p,li,dt,dd,th,td,h1,h2,h3,figcaption,caption,pre)';
  // Scripts add buttons to some of these; what is read is what stands there as text.
  const text = (node) => [...node.childNodes].filter((it) => it.nodeType === 3).map((it) => it.data).join(' ').replace(/\s+/g, ' ').trim();
  const lines = [...document.querySelectorAll(blocks)].filter(visible).map(text).filter(Boolean);
  const name = (node) => node.nodeName.toLowerCase() + (node.id ? `#${node.id}` : node.className ? `.${node.className}` : '');
  const dead = [...document.querySelectorAll('button,input,select,[role=button]')].filter(visible).filter((it) => !['checkbox', 'radio'].includes(it.type)).map(name);
  const theme = document.getElementById('page:theme');
  return { lines, dead, scripted: Boolean(theme && !theme.hidden) };
}
