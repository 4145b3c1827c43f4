// All pages through the Nu HTML checker, the one behind validator.w3.org. One Java process reads the whole folder.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jar = join(dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

export async function checkValidity(site, pages, failures) {
  const args = ['-Xss4m', '-jar', jar, '--format', 'json', '--skip-non-html', '--errors-only', site];
  const output = await new Promise((done, fail) => {
    execFile('java', args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      // It ends with 1 and a report when pages are not valid.
      if (error && !stderr.includes('"messages"')) fail(new Error(`the HTML checker did not run (is Java there?): ${error.message}`));
      else done(stderr);
    });
  });
  const { messages } = JSON.parse(output);
  for (const it of messages.filter((message) => message.type !== 'info')) {
    const page = it.url ? decodeURIComponent(it.url).slice(decodeURIComponent(it.url).indexOf(site) + site.length + 1) : 'HTML checker';
    failures.add({ page }, `not valid HTML: line ${it.lastLine}: ${it.message} ${it.extract ?? ''}`);
  }
  return `valid HTML: ${pages.length} pages through the Nu checker`;
}
