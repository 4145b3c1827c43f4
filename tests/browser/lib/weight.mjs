// How much a page weighs: what a reader's line carries for a document, and what the build adds to the text of every page.

import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { read } from './pages.mjs';

/** HTML, styles and scripts of a document page together, fonts and print styles apart, before compression. */
const DOCUMENT_LIMIT = 90_000;
/** HTML of a document or clause page less its text. */
const MARKUP_LIMIT = 30_000;

export function checkWeight(site, pages, failures) {
  const documents = pages.filter((page) => /^documents\/(?!index)/.test(page.path));
  const weights = documents.map((page) => ({ page, bytes: page.bytes + parts(site, page).reduce((sum, it) => sum + it, 0) }));
  for (const { page, bytes } of weights.filter((it) => it.bytes > DOCUMENT_LIMIT)) {
    failures.add({ page: page.path }, `HTML, styles and scripts weigh ${bytes} bytes, more than ${DOCUMENT_LIMIT}`);
  }
  const textual = pages.filter((page) => /^(documents|clauses\/[^/]+|roles)\/(?!index)/.test(page.path));
  const markups = textual.map((page) => ({ page, bytes: page.bytes - text(read(site, page)) }));
  for (const { page, bytes } of markups.filter((it) => it.bytes > MARKUP_LIMIT)) {
    failures.add({ page: page.path }, `${bytes} bytes beyond the text, more than ${MARKUP_LIMIT}`);
  }
  return [
    `document page, HTML + styles + scripts: ${figures(weights)}; limit ${DOCUMENT_LIMIT}`,
    `document, clause and role page beyond the text: ${figures(markups)}; limit ${MARKUP_LIMIT}`,
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
function text(html) {
  const words = html.replace(/<head[\s\S]*?<\/head>/, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return Buffer.byteLength(words.trim());
}
