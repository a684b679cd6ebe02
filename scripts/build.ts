/** `npm run build`: the pages that are missing or older than their sources. Speaks on stderr: `npm run host` owns stdout. */
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { buildPages } from './start/build-pages.ts';

const { values: wanted } = readCommandLine('Usage: npm run build', {
  options: { quiet: { type: 'boolean', default: false } },
});

await buildPages(fileURLToPath(new URL('..', import.meta.url)), (name, did) => {
  if (!wanted.quiet || did !== 'is up to date') console.error(`${name} ${did}`);
});
