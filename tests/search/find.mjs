// Asks the index of a built site with the reader that pages use.
//
//   node find.mjs SITE < QUERIES     one query a line; prints for each a JSON array of [unit, score, address], the best ten first

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';

const site = process.argv[2];
const run = (path) => runInThisContext(readFileSync(join(site, path.split('?')[0]), 'utf8'), { filename: path });
run('assets/search.js');
const index = await clausebookSearch.open(async (path) => run(path));
for (const query of readFileSync(0, 'utf8').split('\n').slice(0, -1)) {
  const found = await index.find(query);
  const best = [...found.hits.slice(0, 10)].map((hit) => [clausebookSearch.unitOf(hit), clausebookSearch.score(hit)]);
  const texts = await index.until(() => best.map(([unit]) => {
    const place = index.place(unit);
    const text = index.text(place.record);
    return text && text[0] + (place.section >= 0 ? `#${text[6][place.section][2]}` : '');
  }));
  console.log(JSON.stringify(best.map(([unit, score], at) => [unit, score, texts[at]])));
}
