/**
 * `npm run build`: the pages that are missing or older than their sources, and host and tools as plain JavaScript. With `--pages`
 * the pages alone. Speaks on stderr: `npm run host` owns stdout.
 */
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { buildPages } from './start/build-pages.ts';
import { bundlePrograms } from './start/bundle-programs.ts';

const { values: wanted } = readCommandLine('Usage: npm run build [-- --pages]', {
  options: { quiet: { type: 'boolean', default: false }, pages: { type: 'boolean', default: false } },
});

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (name: string, did: string): void => {
  if (!wanted.quiet || did !== 'is up to date') console.error(`${name} ${did}`);
};
await buildPages(root, say);
if (!wanted.pages) await bundlePrograms(root, say);
