// A day of use: random edits, saves, renames, checkouts and broken states, for as long as somebody wants, with a browser that watches.
// Every now and then nothing is done for a moment; then the site that is served has to be the one that a build from nothing makes, and
// the page that is open has to show what its file says.
//
//   node soak.mjs CLAUSEBOOK [MINUTES] [SEED]   60 minutes without more words

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Preview } from './lib/preview.mjs';

const [program, minutes = '60', seed = String(Date.now() % 1e9)] = process.argv.slice(2);
let state = BigInt(seed) * 2654435769n + 88172645463325252n;
/** A number below another; the same row for the same seed. */
function roll(below) {
  state ^= (state << 13n) & 0xffffffffffffffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffffffffffffffffn;
  return Number(state % BigInt(below));
}
const preview = new Preview(program);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const PAGE = 'documents/prc-001.html';
const documents = () => ['processes', 'policies', 'procedures', 'moved'].filter((it) => existsSync(preview.at(it)))
  .flatMap((it) => readdirSync(preview.at(it)).filter((name) => name.endsWith('.md')).map((name) => `${it}/${name}`));
const some = (list) => list[roll(list.length)];
const mine = () => documents().find((it) => it.includes('prc-001-'));
let count = 0;
let broken = null;

const acts = {
  type() {
    const path = some(documents());
    preview.write(path, preview.read(path).replace(/(\nTyped \d+\.\n)?$/, `\nTyped ${count}.\n`));
  },
  'type fast'() {
    const path = mine();
    for (let i = 0; path && i < 8; i++) preview.write(path, preview.read(path).replace(/(\nTyped \d+\.\n)?$/, `\nTyped ${count}${i}.\n`));
  },
  replace() {
    const path = some(documents());
    preview.write(`${path}~`, preview.read(path).replace(/(\nTyped \d+\.\n)?$/, `\nTyped ${count}.\n`));
    renameSync(preview.at(`${path}~`), preview.at(path));
  },
  title() {
    const path = some(documents());
    preview.write(path, preview.read(path).replace(/^title: .*$/m, `title: Title ${count}`));
  },
  move() {
    mkdirSync(preview.at('moved'), { recursive: true });
    const path = some(documents());
    const to = path.startsWith('moved/') ? `processes/${path.slice(6)}` : `moved/${path.split('/')[1]}`;
    if (!existsSync(preview.at(to))) renameSync(preview.at(path), preview.at(to));
  },
  'rename a folder'() {
    if (existsSync(preview.at('moved'))) renameSync(preview.at('moved'), preview.at(`processes/deep${count}`));
  },
  create() {
    preview.write(`processes/soak-${count}.md`, `---\nid: SOAK-${count}\ntitle: Soak ${count}\ntype: record\nowner: sms-manager\n---\n\nSee [[PRC-001]].\n`);
  },
  remove() {
    const path = documents().find((it) => it.includes('soak-'));
    if (path) rmSync(preview.at(path));
  },
  'break'() {
    const path = broken ? null : some(documents());
    if (!path) return;
    broken = { path, text: preview.read(path) };
    preview.write(path, broken.text.replace('title: ', 'title: ['));
  },
  mend() {
    if (broken && existsSync(preview.at(broken.path))) preview.write(broken.path, broken.text);
    broken = null;
  },
  settings() {
    preview.write('clausebook.yml', preview.read('clausebook.yml').replace(/^title: .*$/m, `title: Book ${count}`));
  },
  'break the settings'() {
    const text = preview.read('clausebook.yml');
    preview.write('clausebook.yml', `${text}\nx: [\n`);
    preview.write('clausebook.yml', text);
  },
  commit() {
    preview.git('add', '-A');
    preview.git('commit', '-q', '--allow-empty', '-m', `Change ${count}`);
  },
  checkout() {
    acts.commit();
    const branch = `b${roll(4)}`;
    try {
      preview.git('checkout', '-q', branch);
    } catch {
      preview.git('checkout', '-qb', branch);
    }
    broken = null;
  },
  stash() {
    preview.git('add', '-A');
    preview.git('stash', '-q');
    if (roll(2)) preview.git('stash', 'drop', '-q');
    else preview.git('stash', 'pop', '-q');
    broken = null;
  },
  build() {
    try {
      preview.tool('build', '--quiet', preview.sms);
    } catch (error) {
      if (error.status !== 1) throw error;
    }
  },
};
const often = ['type', 'type', 'type', 'type fast', 'replace', 'replace', 'title', 'create', 'break', 'mend', 'mend'];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
let failed = 0;
let looks = 0;
try {
  preview.tool('init', preview.sms, '--organization', 'Soak');
  preview.git('init', '-q', '-b', 'master');
  acts.commit();
  await preview.start();
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    failed += 1;
    console.log(`FAILED: in the page: ${error.message}`);
  });
  await page.goto(preview.url(PAGE));
  const end = Date.now() + Number(minutes) * 60_000;
  const memory = [];
  console.log(`seed ${seed}, ${minutes} minutes`);
  while (Date.now() < end && failed < 5) {
    count += 1;
    const act = roll(4) ? some(often) : some(Object.keys(acts));
    acts[act]();
    await pause(roll(5) ? roll(60) : roll(800));
    if (count % 40) continue;
    // A document that is broken is shown as it was; that is not what a build does.
    acts.mend();
    const path = mine();
    const text = `Seen ${count}.`;
    if (path) preview.write(path, `${preview.read(path).replace(/\nSeen \d+\.\n/g, '')}\n${text}\n`);
    await pause(1500);
    looks += 1;
    const wrong = await preview.differences();
    const shown = !path || (await page.locator('main', { hasText: text }).first().waitFor({ timeout: 20_000 }).then(() => true, () => false));
    if (wrong.length || !shown) {
      failed += 1;
      console.log(`FAILED after ${count} (${act}): ${shown ? '' : 'the page is stale; '}${wrong.slice(0, 5).join(', ')} and ${wrong.length} in all`);
    }
    memory.push(preview.memory());
    if (looks % 10 === 0) console.log(`${count} acts, ${looks} looks, ${Math.round(memory.at(-1) / 1024)} MB`);
  }
  // The first tenth fills what is remembered.
  const settled = memory[Math.floor(memory.length / 10)] ?? 0;
  console.log(`${count} acts, ${looks} looks, ${Math.round(settled / 1024)} MB after a tenth of them, ${Math.round((memory.at(-1) ?? 0) / 1024)} MB at the end, most ${Math.round(Math.max(...memory) / 1024)} MB`);
  const code = await preview.stop();
  if (code !== 0) {
    failed += 1;
    console.log(`FAILED: Ctrl-C ended it with ${code}`);
  }
} catch (error) {
  failed += 1;
  console.log(`FAILED after ${count}: ${error.stack}`);
} finally {
  preview.end();
  await browser.close();
}
console.log(failed === 0 ? 'no stale page' : `${failed} failures`);
process.exit(failed === 0 ? 0 : 1);
