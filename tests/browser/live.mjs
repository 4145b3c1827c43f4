// Proves the preview end to end: a handbook is edited on the disk while Chromium has it open, and each time the page has to show the
// right thing by itself. After each step the site that is served is compared with one that is built from nothing.
//
//   node live.mjs CLAUSEBOOK [STEP…]   the program to prove, and steps to do by name; all without

import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Preview } from './lib/preview.mjs';

const PATIENCE = Number(process.env.PATIENCE || 20_000);
const [program, ...only] = process.argv.slice(2);
if (!program || !existsSync(program)) {
  console.error('usage: node live.mjs CLAUSEBOOK [STEP…]');
  process.exit(3);
}
const preview = new Preview(program);
const { sms } = preview;
const tool = (...words) => preview.tool(...words);
const git = (...words) => preview.git(...words);
const at = (path) => preview.at(path);
const read = (path) => preview.read(path);
const write = (path, text) => preview.write(path, text);
const edit = (path, from, to) => preview.edit(path, from, to);
const start = () => preview.start();
const stop = () => preview.stop();
const url = (path) => preview.url(path);

// ---- what is proved
/** The site that is served is the one that a build from nothing makes. */
async function equalsColdBuild() {
  const wrong = await preview.differences();
  if (wrong.length) throw new Error(`the preview differs from a build from nothing in ${wrong.slice(0, 5).join(', ')} and ${wrong.length} in all`);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const faults = [];
async function tab(path) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A server that is away, and a page that is gone, are seen in the console.
    if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url(path));
  return page;
}
const shows = (page, text, selector = 'main') => page.locator(selector, { hasText: text }).first().waitFor();
const hides = (page, text, selector = 'main') =>
  page.waitForFunction(([s, t]) => !document.querySelector(s).textContent.includes(t), [selector, text], { timeout: PATIENCE });
/** Marks the window: a load of the page takes the mark away. */
const mark = (page) => page.evaluate(() => { window.marked = true; });
const kept = async (page) => {
  if (!(await page.evaluate(() => window.marked === true))) throw new Error('the page was loaded anew');
};
const overlay = (page) => page.locator('#clausebook-preview dialog.err[open]');

const INC = 'processes/prc-001-incident-management.md';
const PAGE = 'documents/prc-001.html';
let page;
const steps = {
  async 'the body'() {
    await mark(page);
    await page.evaluate(() => window.scrollTo(0, 300));
    edit(INC, '## Steps', 'A sentence that was not there.\n\n## Steps');
    await shows(page, 'A sentence that was not there.');
    await kept(page);
    if ((await page.evaluate(() => window.scrollY)) < 200) throw new Error('the place on the page was lost');
  },
  async 'open folds, focus, selection and what was typed'() {
    await mark(page);
    await page.evaluate(() => {
      for (const it of document.querySelectorAll('details')) it.open = !it.open;
      const p = [...document.querySelectorAll('.db p')].find((it) => it.textContent.includes('A sentence that was'));
      p.tabIndex = 0;
      p.focus();
      getSelection().setBaseAndExtent(p.firstChild, 2, p.firstChild, 10);
      window.folds = [...document.querySelectorAll('details')].map((it) => it.open).join();
    });
    edit(INC, 'A sentence that was not there.', 'A sentence that was not there before.');
    await shows(page, 'not there before.');
    await kept(page);
    const state = await page.evaluate(() => [String(getSelection()), document.activeElement.nodeName, [...document.querySelectorAll('details')].map((it) => it.open).join() === window.folds]);
    if (state[0] !== 'sentence' || state[1] !== 'P' || !state[2]) throw new Error(`it is now ${JSON.stringify(state)}`);
  },
  async 'the title, also where others name it'() {
    const other = await tab('documents/pro-002.html');
    await mark(other);
    edit(INC, 'title: Incident management', 'title: Care of incidents');
    await shows(page, 'Care of incidents', 'h1');
    await shows(other, 'Care of incidents', 'body');
    await kept(other);
    if (!(await page.title()).includes('Care of incidents')) throw new Error('the title of the window is the old one');
    await other.close();
  },
  async 'a link target'() {
    edit(INC, 'A sentence that was', 'See [[PRC-003]]. A sentence that was');
    await page.locator('.db a[href="prc-003.html"]').first().waitFor();
    edit(INC, 'See [[PRC-003]].', 'See [[PRC-999]].');
    await shows(page, 'PRC-999', '.clausebook-found.error');
    edit(INC, 'See [[PRC-999]]. ', '');
    await hides(page, 'PRC-999');
  },
  async 'the id: the browser is led to the new address'() {
    edit(INC, 'id: PRC-001', 'id: PRC-011');
    await page.waitForURL('**/documents/prc-011.html');
    await shows(page, 'Care of incidents', 'h1');
    edit(INC, 'id: PRC-011', 'id: PRC-001');
    await page.waitForURL('**/documents/prc-001.html');
  },
  async 'a role'() {
    const roles = await tab('roles/index.html');
    edit('people.yml', 'title: Service Desk Manager', 'title: Head of the Desk');
    await shows(roles, 'Head of the Desk');
    await shows(page, 'Head of the Desk', 'body');
    await roles.close();
  },
  async 'values'() {
    edit(INC, 'A sentence that was', 'It takes {{ proof.time }}. A sentence that was');
    write('values.yml', `${read('values.yml')}\nproof: {time: 7 minutes}\n`);
    await shows(page, 'It takes 7 minutes.');
    edit('values.yml', '7 minutes', '9 minutes');
    await shows(page, 'It takes 9 minutes.');
  },
  async 'the glossary'() {
    const glossary = await tab('glossary.html');
    write('glossary.yml', `${read('glossary.yml').replace(/^\[\]\s*$|^\{\}\s*$/m, '')}\n`);
    const text = read('glossary.yml');
    const form = /^- /m.test(text) ? '- {term: bunyip, definition: A creature of the proof.}\n' : 'bunyip: A creature of the proof.\n';
    write('glossary.yml', text.trimEnd() + (/^terms:/m.test(text) ? '\n' : '\n') + form);
    await shows(glossary, 'A creature of the proof.', 'body');
    await glossary.close();
  },
  async 'the configuration'() {
    edit('clausebook.yml', 'title: SMS handbook', 'title: Book of the proof');
    await shows(page, 'Book of the proof', 'header.top');
  },
  async 'a template'() {
    mkdirSync(at('theme/templates'), { recursive: true });
    write('theme/templates/crumbs.html', '<p class="proof">A template of the proof</p>');
    await shows(page, 'A template of the proof', 'body');
    rmSync(at('theme/templates'), { recursive: true });
    await page.locator('p.proof').waitFor({ state: 'detached' });
  },
  async 'a style, without loading the page'() {
    await mark(page);
    mkdirSync(at('theme/css'), { recursive: true });
    const builtIn = await (await fetch(url('assets/document.css'))).text();
    write('theme/css/document.css', `${builtIn}\nhtml h1{letter-spacing:7px!important}`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing === '7px');
    await kept(page);
    rmSync(at('theme'), { recursive: true });
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing !== '7px');
    await kept(page);
  },
  async 'a document that goes and comes back'() {
    const text = read(INC);
    rmSync(at(INC));
    await shows(page, 'was removed', 'body');
    write(INC, text);
    await shows(page, 'Care of incidents', 'h1');
  },
  async 'front matter that breaks and is mended'() {
    const text = read(INC);
    write(INC, text.replace('title: Care', 'title: [Care'));
    await overlay(page).waitFor();
    await shows(page, 'Care of incidents', 'h1');
    await page.keyboard.press('Escape');
    await overlay(page).waitFor({ state: 'detached' }).catch(() => overlay(page).waitFor({ state: 'hidden' }));
    await page.locator('#clausebook-preview .bar').waitFor();
    await page.reload();
    await overlay(page).waitFor();
    await shows(page, 'Care of incidents', 'h1');
    write(INC, text);
    await overlay(page).waitFor({ state: 'hidden' });
    await page.locator('#clausebook-preview .bar').waitFor({ state: 'hidden' });
  },
  async 'a role that nobody knows'() {
    const text = read(INC);
    write(INC, text.replace(/^owner: .*$/m, 'owner: incident-manger'));
    await overlay(page).waitFor();
    await shows(page, 'incident-manger', '#clausebook-preview dialog.err');
    await page.keyboard.press('Escape');
    await shows(page, 'Nobody can work by this page.', '#clausebook-preview .bar');
    write(INC, text);
    await page.locator('#clausebook-preview .bar').waitFor({ state: 'hidden' });
  },
  async 'settings that break and are mended'() {
    const text = read('clausebook.yml');
    write('clausebook.yml', `${text}\nfriendly: [\n`);
    await overlay(page).waitFor();
    write('clausebook.yml', text);
    await overlay(page).waitFor({ state: 'hidden' });
  },
  async 'files that editors replace, and folders that get another name'() {
    write(`${INC}.tmp`, read(INC).replace('A sentence that was', 'A replaced sentence that was'));
    renameSync(at(`${INC}.tmp`), at(INC));
    await shows(page, 'A replaced sentence');
    renameSync(at('processes'), at('procs'));
    edit(INC.replace('processes/', 'procs/'), 'A replaced sentence', 'A moved sentence');
    await shows(page, 'A moved sentence');
    mkdirSync(at('deep/er/still'), { recursive: true });
    renameSync(at('procs'), at('deep/er/still/procs'));
    edit(INC.replace('processes/', 'deep/er/still/procs/'), 'A moved sentence', 'A deep sentence');
    await shows(page, 'A deep sentence');
    renameSync(at('deep/er/still/procs'), at('processes'));
    rmSync(at('deep'), { recursive: true });
    edit(INC, 'A deep sentence', 'A sentence');
    await shows(page, 'A sentence that was');
    await hides(page, 'A deep sentence');
  },
  async 'a commit, and a checkout'() {
    write('processes/prc-050-new.md', read(INC).replace('id: PRC-001', 'id: PRC-050'));
    const fresh = await tab('documents/prc-050.html');
    await shows(fresh, 'Care of incidents', 'h1');
    await shows(fresh, 'Not committed', '.after');
    git('add', '-A');
    git('commit', '-qm', 'What the proof changed');
    await hides(fresh, 'Not committed');
    git('checkout', '-qb', 'other');
    edit(INC, 'A sentence that was', 'Another sentence that was');
    git('rm', '-q', 'processes/prc-050-new.md');
    git('commit', '-qam', 'On another branch');
    await shows(page, 'Another sentence');
    await shows(fresh, 'was removed', 'body');
    git('checkout', '-q', 'master');
    await hides(page, 'Another sentence');
    await shows(fresh, 'Care of incidents', 'h1');
    git('rm', '-q', 'processes/prc-050-new.md');
    git('commit', '-qm', 'Away with it');
    git('pack-refs', '--all');
    git('gc', '--quiet');
    await shows(fresh, 'was removed', 'body');
    await fresh.close();
  },
  async 'a burst of a thousand files'() {
    const list = await tab('register/index.html');
    mkdirSync(at('burst'));
    for (let i = 0; i < 1000; i++) {
      const id = String(i).padStart(4, '0');
      write(`burst/b${id}.md`, `---\nid: BUR-${id}\ntitle: Burst ${id}\ntype: record\nowner: sms-manager\n---\n\nText ${i}.\n`);
    }
    // The register goes on to another page after 500 documents.
    await shows(list, 'BUR-0400', 'body');
    await list.goto(url('documents/bur-0999.html'));
    await shows(list, 'Text 999.');
    if (only.includes('a burst of a thousand files') || !process.env.QUICK) await equalsColdBuild();
    rmSync(at('burst'), { recursive: true });
    await shows(list, 'was removed', 'body');
    await list.close();
  },
  async 'an attachment, and a link in its place that leads out'() {
    write('processes/plan.txt', 'The plan of the proof.');
    edit(INC, 'A sentence that was', 'See [the plan](plan.txt). A sentence that was');
    await page.locator('.db a[href$="processes/plan.txt"]').first().waitFor();
    const address = url('files/processes/plan.txt');
    if ((await (await fetch(address)).text()) !== 'The plan of the proof.') throw new Error('the attachment is not served');
    writeFileSync(join(preview.home, 'secret.txt'), 'A secret.');
    rmSync(at('processes/plan.txt'));
    symlinkSync(join(preview.home, 'secret.txt'), at('processes/plan.txt'));
    // Before the preview has seen it, and after.
    for (let i = 0; i < 20; i++) {
      const reply = await fetch(address);
      if ((await reply.text()).includes('A secret.')) throw new Error('the link was followed');
      await page.waitForTimeout(50);
    }
    if ((await fetch(address)).status !== 404) throw new Error('the link is served');
    rmSync(at('processes/plan.txt'));
    edit(INC, 'See [the plan](plan.txt). ', '');
    await hides(page, 'the plan');
  },
  async 'an output folder that is built meanwhile'() {
    await mark(page);
    try {
      tool('build', '--quiet', sms);
    } catch (error) {
      if (error.status !== 1) throw error;
    }
    edit(INC, 'A sentence that was', 'A built sentence that was');
    await shows(page, 'A built sentence');
    await kept(page);
    rmSync(at('_site'), { recursive: true });
  },
  async 'many tabs'() {
    const tabs = [];
    for (let i = 0; i < 12; i++) tabs.push(await tab(PAGE));
    edit(INC, 'A built sentence', 'A shared sentence');
    for (const it of tabs) await shows(it, 'A shared sentence');
    for (const it of tabs) await it.close();
  },
  async 'a click opens the editor, and nobody else can'() {
    edit(INC, 'A shared sentence', 'See [[PRC-998]]. A shared sentence');
    // In a tab of its own: Chromium asks there whether the address may be opened, and takes no click until somebody answers.
    const asking = await tab(PAGE);
    const button = asking.locator('.clausebook-found .loc').first();
    await button.waitFor();
    const [reply] = await Promise.all([asking.waitForResponse(/@preview\/open/), button.click()]);
    const text = await reply.text();
    await asking.close();
    await shows(page, 'PRC-998', '.clausebook-found');
    if (reply.status() !== 200 || !/^vscode:\/\/file\/.*prc-001-incident-management\.md:\d+:\d+$/.test(text)) throw new Error(`${reply.status()} ${text}`);
    const stranger = await fetch(url('@preview/open?path=clausebook.yml&line=1&column=1'));
    if (stranger.status !== 403) throw new Error(`without the secret it is ${stranger.status}`);
    edit(INC, 'See [[PRC-998]]. ', '');
    await hides(page, 'PRC-998');
  },
  async 'what is not committed, and what it will need'() {
    await page.locator('#clausebook-preview .pill', { hasText: 'not committed' }).waitFor();
    await page.locator('#clausebook-preview .pill').click();
    await page.locator('#clausebook-preview .panel', { hasText: 'it still says 0.1' }).waitFor();
    await page.locator('#clausebook-preview .panel .btn', { hasText: 'the last commit' }).click();
    await page.locator('ins', { hasText: 'shared' }).first().waitFor();
    edit(INC, 'A shared sentence', 'A twice shared sentence');
    await page.locator('ins', { hasText: 'twice' }).first().waitFor();
    edit(INC, 'A twice shared sentence', 'A shared sentence');
    await page.goto(url(PAGE));
  },
  async 'a server that ends and comes back'() {
    const code = await stop();
    if (code !== 0) throw new Error(`Ctrl-C ended it with ${code}`);
    await page.locator('#clausebook-preview .pill.lost').waitFor();
    edit(INC, 'A shared sentence', 'A later sentence');
    await start();
    await shows(page, 'A later sentence');
  },
};

let failed = 0;
try {
  tool('init', sms, '--organization', 'Proof');
  git('init', '-q', '-b', 'master');
  git('add', '-A');
  git('commit', '-qm', 'As it begins');
  edit(INC, '## Steps', '## Steps');
  await start();
  page = await tab(PAGE);
  await page.locator('#clausebook-preview .pill').waitFor();
  for (const [name, step] of Object.entries(steps)) {
    if (only.length && !only.some((it) => name.includes(it))) continue;
    const began = Date.now();
    try {
      await step();
      await equalsColdBuild();
      console.log(`ok: ${name}, ${Date.now() - began} ms`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}: ${error.stack.split('\n').slice(0, 3).join(' ')}`);
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${failed}.png`) });
    }
  }
  for (const it of faults) console.log(`FAILED: in the console: ${it}`);
  failed += faults.length;
} catch (error) {
  failed += 1;
  console.log(`FAILED: ${error.stack}`);
} finally {
  preview.end();
  await browser.close();
}
console.log(failed === 0 ? 'the preview keeps up' : `${failed} failures`);
process.exit(failed === 0 ? 0 : 1);
