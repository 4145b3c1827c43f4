// The same page from an unpacked archive: file://, nothing on the network, fonts and scripts at work.

import { open } from './check.mjs';

export async function checkOffline(place, page) {
  const url = new URL(page.path, place.file).href;
  await open(place, page, { how: 'file', url, options: { offline: true } }, async (tab) => {
    const seen = await tab.evaluate(async () => {
      await document.fonts.ready;
      const faces = [...document.fonts].filter((face) => face.status === 'loaded');
      const theme = document.getElementById('page:theme');
      return { fonts: faces.length, broken: [...document.fonts].filter((face) => face.status === 'error').length, scripted: theme && !theme.hidden };
    });
    const where = { page: page.path, how: 'file' };
    if (seen.fonts === 0 || seen.broken > 0) place.failures.add(where, `${seen.fonts} fonts were loaded, ${seen.broken} failed`);
    if (!seen.scripted) place.failures.add(where, 'the script did not run: the theme switch is still hidden');
  });
}
