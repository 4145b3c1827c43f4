// Ranks the pages of a built site three ways over the queries of `tests/search/example.txt`: by this site's own search, by Pagefind, and by
// elasticlunr with the fields and weights that mdBook gives it.
//
//   npm install --prefix DIR pagefind elasticlunr playwright-core
//   node benches/relevance.mjs SITE DIR [-v]
//
// All three get the same text. Pagefind reads the pages of a copy of the site, of each its main part, as its manual advises
// (`data-pagefind-body`); what is no page of a document, clause, role or term is left out of the copy. mdBook itself is not run: elasticlunr gets what
// mdBook would give it, one entry a section with title, body and breadcrumbs, and is asked as `book.js` asks it (title counts twice, words are
// joined by OR and go on as one types). `-v` prints where each found each page.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import { serve } from '../tests/browser/lib/server.mjs';

const [site, packages] = process.argv.slice(2, 4).map((it) => resolve(it));
const require = createRequire(join(packages, 'package.json'));
const here = dirname(fileURLToPath(import.meta.url));
const cases = readFileSync(join(here, '../tests/search/example.txt'), 'utf8').split('\n').filter((it) => it && !it.startsWith('#')).map((line) => {
  const [, first, query, page] = /^(3 )?(.*) = (\S+)$/.exec(line);
  return { query, page, first: first ? 3 : 1 };
});
const pagesOf = (addresses) => [...new Set(addresses.map((it) => it.replace(/#.*/, '')))];

// ---- ours
const run = (path) => runInThisContext(readFileSync(join(site, path.split('?')[0]), 'utf8'), { filename: path });
run('assets/search.js');
const index = await clausebookSearch.open(async (path) => run(path));
await index.find('x');
const records = await index.until(() => Array.from({ length: index.first.records }, (_, at) => index.text(at)));
const ours = [];
for (const { query } of cases) {
  const { hits } = await index.find(query);
  ours.push(pagesOf([...hits].map((hit) => records[index.place(clausebookSearch.unitOf(hit)).record][0])));
}

// ---- elasticlunr
const elasticlunr = require('elasticlunr');
const book = elasticlunr(function () {
  ['title', 'body', 'breadcrumbs'].forEach((it) => this.addField(it));
  this.setRef('id');
  this.saveDocument(false);
});
const urls = [];
const add = (url, title, body, breadcrumbs) => book.addDoc({ id: String(urls.push(url) - 1), title, body, breadcrumbs });
for (const [href, label, title, , , text, sections] of records) {
  const name = `${label} ${title}`.trim();
  add(href, name, text, name);
  for (const [, heading, , body] of sections) add(href, heading, body, `${name} » ${heading}`);
}
const options = { bool: 'OR', expand: true, fields: { title: { boost: 2 }, body: { boost: 1 }, breadcrumbs: { boost: 1 } } };
const mdbook = cases.map(({ query }) => pagesOf(book.search(query, options).map((it) => urls[Number(it.ref)])));

// ---- Pagefind
const copy = mkdtempSync(join(tmpdir(), 'pagefind-'));
cpSync(site, copy, { recursive: true });
for (const name of readdirSync(copy, { recursive: true }).filter((it) => it.endsWith('.html'))) {
  const path = join(copy, name);
  if (!/^(documents|roles|clauses\/[^/]+)\/(?!index)|^glossary\.html/.test(name)) rmSync(path);
  else writeFileSync(path, readFileSync(path, 'utf8').replace('<main ', '<main data-pagefind-body '));
}
const made = spawnSync(join(packages, 'node_modules/.bin/pagefind'), ['--site', copy, '--quiet'], { encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stderr || made.stdout);
// Its program is WebAssembly, which the policy of our own pages does not allow.
const server = await serve(copy, "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
const { chromium } = await import(pathToFileURL(require.resolve('playwright-core')).href).then((it) => it.default ?? it);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const tab = await browser.newPage();
await tab.goto(`${server.origin}/glossary.html`);
const pagefind = await tab.evaluate(async (queries) => {
  const engine = await import('/pagefind/pagefind.js');
  const found = [];
  for (const query of queries) {
    const { results } = await engine.search(query);
    found.push(await Promise.all(results.slice(0, 20).map(async (it) => (await it.data()).url.replace(/^\//, ''))));
  }
  return found;
}, cases.map((it) => it.query));
await browser.close();
server.close();
const size = (folder) => readdirSync(folder, { recursive: true }).reduce((sum, it) => sum + (statSync(join(folder, it)).isFile() ? statSync(join(folder, it)).size : 0), 0);
console.log(`bytes of Pagefind's folder: ${size(join(copy, 'pagefind'))}; of elasticlunr's index: ${JSON.stringify(book.toJSON()).length}`);
rmSync(copy, { recursive: true });

// ---- the table
const place = (found, page) => found.indexOf(page) + 1 || Infinity;
console.log('| | first | in the first three | in the first ten |\n|---|---|---|---|');
for (const [name, all] of [['clausebook', ours], ['Pagefind', pagefind], ['elasticlunr as in mdBook', mdbook]]) {
  const places = cases.map(({ page }, at) => place(pagesOf(all[at]), page));
  const within = (n) => places.filter((it) => it <= n).length;
  console.log(`| ${name} | ${within(1)} | ${within(3)} | ${within(10)} |`);
}
if (process.argv.includes('-v')) {
  cases.forEach(({ query, page }, at) => console.log([query, page, ...[ours, pagefind, mdbook].map((all) => place(pagesOf(all[at]), page))].join('\t')));
}
console.log(`${cases.length} queries`);
