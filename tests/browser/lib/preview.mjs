// A handbook in a folder of its own with a preview of it, for tests that edit and look.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const bare = (html) => html.replace(/\n<meta name="clausebook-page"[\s\S]*?page\.js" defer><\/script>/, '').replace(/ data-at="\d+"/g, '');

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name !== '.clausebook.json' && !it.name.startsWith('.'))
    .map((it) => relative(folder, join(it.parentPath, it.name)));
}

export class Preview {
  constructor(program) {
    this.program = resolve(program);
    this.home = mkdtempSync(join(tmpdir(), 'clausebook-live-'));
    this.sms = join(this.home, 'sms');
    this.port = 0;
    // Commits are older than the day that is shown: what is younger is not on record yet.
    const dated = { GIT_AUTHOR_DATE: '1782777600 +0000', GIT_COMMITTER_DATE: '1782777600 +0000' };
    this.env = { ...process.env, ...dated, SOURCE_DATE_EPOCH: '1782864000', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', VISUAL: '' };
  }
  tool(...words) {
    return execFileSync(this.program, words, { env: this.env, stdio: 'pipe' });
  }
  git(...words) {
    return execFileSync('git', ['-C', this.sms, '-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', ...words], { env: this.env, stdio: 'pipe' });
  }
  at(path) {
    return join(this.sms, path);
  }
  read(path) {
    return readFileSync(this.at(path), 'utf8');
  }
  write(path, text) {
    writeFileSync(this.at(path), text);
  }
  edit(path, from, to) {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
    this.write(path, text.replace(from, to));
  }
  /** Starts the server; again on the port it had. */
  async start() {
    this.server = spawn(this.program, ['serve', this.sms, '--port', String(this.port), '--editor', 'vscode'], { env: this.env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    await new Promise((done, fail) => {
      this.server.stderr.on('data', (bytes) => {
        said = (said + bytes).slice(-10_000);
        const url = said.match(/preview at http:\/\/127\.0\.0\.1:(\d+)\//);
        if (url) {
          this.port = Number(url[1]);
          done();
        }
      });
      this.server.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
    });
    this.server.removeAllListeners('exit');
  }
  stop() {
    return new Promise((done) => {
      this.server.on('exit', (code, signal) => done(code ?? signal));
      this.server.kill('SIGINT');
    });
  }
  url(path) {
    return `http://127.0.0.1:${this.port}/${path}`;
  }
  /** Files in which the site that is served differs from the one that a build from nothing makes. */
  async differences() {
    const out = join(this.home, 'cold');
    rmSync(out, { recursive: true, force: true });
    try {
      this.tool('build', '--quiet', '--out', out, this.sms);
    } catch (error) {
      if (error.status !== 1) throw error;
    }
    const wrong = [];
    for (const path of files(out)) {
      const reply = await fetch(this.url(path.split('/').map(encodeURIComponent).join('/')));
      const bytes = Buffer.from(await reply.arrayBuffer());
      const cold = readFileSync(join(out, path));
      const same = path.endsWith('.html') ? bare(bytes.toString()) === cold.toString() : bytes.equals(cold);
      if (!same) wrong.push(`${path} (${reply.status})`);
    }
    return wrong;
  }
  /** Resident memory in kilobytes. */
  memory() {
    return Number(readFileSync(`/proc/${this.server.pid}/status`, 'utf8').match(/VmRSS:\s*(\d+)/)[1]);
  }
  end() {
    this.server?.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
  }
}
