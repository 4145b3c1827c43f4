// One page over HTTP under the content policy: axe-core in both themes, no sideways scroll at any width, text spacing.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { HEIGHT, WIDTHS, http, open } from './check.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AXE_WIDTHS = [390, 1280];

export async function checkAccess(place, page) {
  await open(place, page, { how: 'http', url: http(place, page) }, async (tab) => {
    await tab.evaluate(axe);
    for (const width of WIDTHS) {
      await tab.setViewportSize({ width, height: HEIGHT });
      await settled(tab);
      const where = { page: page.path, width };
      await checkScroll(place, tab, where, 'the page scrolls sideways');
      if (!AXE_WIDTHS.includes(width)) continue;
      for (const theme of ['light', 'dark']) {
        await tab.emulateMedia({ colorScheme: theme });
        await settled(tab);
        await checkAxe(place, tab, { ...where, theme });
      }
    }
    await tab.setViewportSize({ width: 320, height: HEIGHT });
    await spaceText(tab);
    await checkScroll(place, tab, { page: page.path, width: 320 }, 'with the text spacing of WCAG 1.4.12 the page scrolls sideways');
  });
}

/** Two frames: styles are applied, and what scripts do on a resize is done. */
async function settled(tab) {
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function checkAxe(place, tab, where) {
  const violations = await tab.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
      rule: rule.id,
      selector: node.target.flat().join(' '),
      why: (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? rule.help,
    })));
  }, TAGS);
  for (const { rule, selector, why } of violations.slice(0, 10)) place.failures.add({ ...where, selector }, `axe ${rule}: ${why}`);
  if (violations.length > 10) place.failures.add(where, `axe: ${violations.length - 10} more`);
}

/** The page itself must never scroll sideways; wide tables and figures scroll in a box of their own. */
async function checkScroll(place, tab, where, message) {
  const wide = await tab.evaluate(() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return null;
    const clipped = (node) => {
      for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== 'visible') return true;
      }
      return false;
    };
    const name = (node) => {
      const own = node.id ? `#${node.id}` : node.classList.length ? `.${[...node.classList].join('.')}` : '';
      return `${node.parentElement?.nodeName.toLowerCase()}>${node.nodeName.toLowerCase()}${own}`;
    };
    const out = [...document.body.querySelectorAll('*')]
      .filter((node) => node.getBoundingClientRect().right > page.clientWidth + 1 && !clipped(node));
    return { by: page.scrollWidth - page.clientWidth, selector: out.slice(-3).map(name).join(' and ') };
  });
  if (wide) place.failures.add({ ...where, selector: wide.selector }, `${message} by ${wide.by} px`);
}

/** What WCAG 1.4.12 lets readers set. A style sheet made by script is not subject to the content policy. */
async function spaceText(tab) {
  await tab.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
      p{margin-bottom:2em!important}`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await settled(tab);
}
