/** `npm run build`: the pages that are missing or older than their sources. Speaks on stderr: `npm run host` owns stdout. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPages } from './start/build-pages.ts';

const { values: wanted } = parseArgs({ options: { quiet: { type: 'boolean', default: false } } });

await buildPages(fileURLToPath(new URL('..', import.meta.url)), (name, did) => {
  if (!wanted.quiet || did !== 'is up to date') console.error(`${name} ${did}`);
});
