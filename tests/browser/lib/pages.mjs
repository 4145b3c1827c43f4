// Which pages stand for all of them. A page of a type that is not listed here is a failure, so that none stays unchecked.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

// Of every type the largest page is taken, and those that `also` picks by path. `each` takes all.
const TYPES = [
  { type: 'home', match: /^index\.html$/ },
  { type: 'documents', match: /^documents\/index\.html$/ },
  { type: 'document', match: /^documents\/([a-z]+)-\d+\.html$/, by: (path) => /\/([a-z]+)-/.exec(path)[1], also: /prc-013|pol-002|pro-001/ },
  { type: 'matrix', match: /^clauses\/[^/]+\/index\.html$/, by: (path) => path },
  { type: 'clause', match: /^clauses\/[^/]+\/[^/]+\.html$/, by: (path) => path.split('/')[1], also: /iso20000-1-2018\/(8|8\.6|8\.6\.1|6\.3|10\.1\.1)\.html|itil4\/(general|incident-management)\.html/, least: true },
  { type: 'register', match: /^register\/[^/]+\.html$/, by: (path) => path },
  { type: 'items', match: /^registers\/[^/]+\.html$/, by: (path) => path },
  { type: 'reports', match: /^reports\/[^/]+\.html$/, by: (path) => path },
  { type: 'roles', match: /^roles\/index\.html$/ },
  { type: 'role', match: /^roles\/[^/]+\.html$/, least: true },
  { type: 'raci', match: /^raci\/[^/]+\.html$/ },
  { type: 'glossary', match: /^glossary\.html$/ },
  { type: 'search', match: /^search\.html$/ },
  { type: 'editions', match: /^editions\/[^/]+\.html$/, by: (path) => path },
  { type: 'exports', match: /^exports\/index\.html$/ },
  { type: 'proof', match: /^proof\/[^/]+\.html$/, by: (path) => path },
];

/** All pages of a site: path with `/`, and size. */
export function allPages(site) {
  return readdirSync(site, { recursive: true })
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({ path: relative(site, join(site, name)).split(sep).join('/'), bytes: statSync(join(site, name)).size }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The pages to open in the browser, each with its type. */
export function representatives(site, pages, failures) {
  const chosen = new Map();
  const rest = new Set(pages);
  for (const { type, match, by = () => '', also, least } of TYPES) {
    const mine = [...rest].filter((page) => match.test(page.path));
    mine.forEach((page) => rest.delete(page));
    if (mine.length === 0) failures.add({ page: type }, 'the site has no page of this type');
    for (const kind of new Set(mine.map((page) => by(page.path)))) {
      const group = mine.filter((page) => by(page.path) === kind);
      const bySize = group.toSorted((a, b) => b.bytes - a.bytes);
      const take = [bySize[0], ...(least ? [bySize.at(-1)] : []), ...group.filter((page) => also?.test(page.path))];
      take.forEach((page) => chosen.set(page.path, { ...page, type }));
    }
  }
  for (const page of rest) failures.add({ page: page.path }, 'no type in tests/browser/lib/pages.mjs fits this page');
  return [...chosen.values()];
}

/** The text of a page. */
export function read(site, page) {
  return readFileSync(join(site, page.path), 'utf8');
}
