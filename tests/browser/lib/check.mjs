// What all checks share: the failures, a page that is watched, and work on several pages at once.

/** Widths in CSS pixels: the narrowest that WCAG asks for (400 % zoom), a phone, a tablet, a desk. */
export const WIDTHS = [320, 390, 768, 1280];
export const HEIGHT = 900;

/** Collects failures; each stands once, in the order of pages. */
export class Failures {
  #lines = new Set();

  /** `where` holds page and, as far as they matter, how, theme, width and selector. */
  add(where, message) {
    const place = [where.page, where.how, where.theme, where.width && `${where.width} px`].filter(Boolean).join(', ');
    const selector = where.selector ? ` at ${where.selector}` : '';
    this.#lines.add(`${place}: ${message}${selector}`.replace(/\s+/g, ' '));
  }

  lines() {
    return [...this.#lines].sort();
  }
}

/** Runs jobs with at most `count` at a time. */
export async function inParallel(count, jobs) {
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) await jobs[next++]();
  };
  await Promise.all(Array.from({ length: count }, worker));
}

/** A check that breaks off is a failure of its own, and the others go on. */
export async function within(run, failures) {
  try {
    await run();
  } catch (error) {
    failures.add({ page: 'a check broke off' }, error.stack.split('\n').slice(0, 4).join(' '));
  }
}

/** Opens a page in a context of its own, hands it to `use`, and watches it: console, errors, requests, violated policy. */
export async function open(place, page, { how, url, options = {} }, use) {
  const context = await place.browser.newContext({ viewport: { width: 1280, height: HEIGHT }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(30_000);
  const tab = await context.newPage();
  const where = { page: page.path, how };
  const inside = how === 'file' ? place.file : `${place.http}/`;
  tab.on('console', (message) => place.failures.add(where, `console ${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => place.failures.add(where, `script error: ${error.message}`));
  tab.on('request', (request) => {
    if (!request.url().startsWith(inside)) place.failures.add(where, `a request leaves the site: ${request.url().slice(0, 200)}`);
  });
  tab.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    // A page that is left while something is loading breaks that off.
    if (why !== 'net::ERR_ABORTED') place.failures.add(where, `request failed: ${request.url()}: ${why}`);
  });
  tab.on('response', (response) => {
    if (response.status() >= 400) place.failures.add(where, `status ${response.status()} for ${response.url()}`);
  });
  await tab.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`);
    });
  });
  try {
    await tab.goto(url, { waitUntil: 'load' });
    await use(tab, context);
    for (const it of await tab.evaluate(() => window.violations ?? [])) place.failures.add(where, `against the content policy: ${it}`);
  } finally {
    await context.close();
  }
}

/** The address of a page on the local server. */
export function http(place, page) {
  return `${place.http}/${page.path}`;
}
