// How much a page weighs: what a reader's line carries for a document, and what the build adds to the text of every page.

import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { read } from './pages.mjs';

/** HTML, styles and scripts of a document page together, fonts and print styles apart, before compression: of the median
 * document as it is, and of every document less its own words, which are the author's to write. */
const DOCUMENT_LIMIT = 90_000;
/** HTML of a document, clause or role page less what its authors brought: words, and addresses of links. */
const MARKUP_LIMIT = 30_000;

export function checkWeight(site, pages, failures) {
  const documents = pages.filter((page) => /^documents\/(?!index)/.test(page.path));
  const weigh = (page) => page.bytes + parts(site, page).reduce((sum, it) => sum + it, 0);
  const weights = documents.map((page) => ({ page, bytes: weigh(page) })).toSorted((a, b) => a.bytes - b.bytes);
  const median = weights[weights.length >> 1];
  const heavy = weights.filter(({ page, bytes }) => bytes - words(read(site, page)) > DOCUMENT_LIMIT);
  for (const { page, bytes } of new Set([...heavy, ...(median.bytes > DOCUMENT_LIMIT ? [median] : [])])) {
    failures.add({ page: page.path }, `HTML, styles and scripts weigh ${bytes} bytes; the limit is ${DOCUMENT_LIMIT}`);
  }
  const textual = pages.filter((page) => /^(documents|clauses\/[^/]+|roles)\/(?!index)/.test(page.path));
  const markups = textual.map((page) => ({ page, bytes: page.bytes - content(read(site, page)) }));
  for (const { page, bytes } of markups.filter((it) => it.bytes > MARKUP_LIMIT)) {
    failures.add({ page: page.path }, `${bytes} bytes beyond words and addresses, more than ${MARKUP_LIMIT}`);
  }
  return [
    `document page, HTML + styles + scripts: ${figures(weights)}; limit ${DOCUMENT_LIMIT}`,
    `document, clause and role page beyond words and addresses: ${figures(markups)}; limit ${MARKUP_LIMIT}`,
    `whole site: ${pages.length} pages, ${Math.round(pages.reduce((sum, it) => sum + it.bytes, 0) / 1000)} kB of HTML`,
  ];
}

function figures(all) {
  const sorted = all.toSorted((a, b) => a.bytes - b.bytes);
  const most = sorted.at(-1);
  return `median ${sorted[sorted.length >> 1].bytes} bytes, most ${most.bytes} (${most.page.path})`;
}

/** Sizes of the styles and scripts that a page loads to be read on a screen. */
function parts(site, page) {
  const html = read(site, page);
  const links = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"(?! media="print")/g), ...html.matchAll(/<script src="([^"]+)"/g)];
  return links.map(([, href]) => readFileSync(normalize(join(site, dirname(page.path), href))).length);
}

/** Bytes of the words that a page shows. */
function words(html) {
  const text = html.replace(/<head[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return Buffer.byteLength(text.trim());
}

/** Bytes of words and of what links lead to. */
function content(html) {
  return words(html) + [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].reduce((sum, [, href]) => sum + Buffer.byteLength(href), 0);
}
