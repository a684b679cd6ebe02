/** `npm run prove -- breakout`: every way out of a kiosk that we know of, tried on a whole one. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { openBench, tryRows } from './prove/breakout/prove-breakout.ts';
import { type RowNumber, rowNumbers } from './prove/breakout/ways.ts';

const usage = 'Usage: npm run prove -- breakout [--seed N] [--rows 3,11] [--short] [--screenshots DIR]';
const { values, positionals } = readCommandLine(usage, {
  options: {
    seed: { type: 'string' },
    rows: { type: 'string' },
    short: { type: 'boolean', default: false },
    screenshots: { type: 'string' },
  },
  allowPositionals: true,
});
if (positionals[0] !== 'breakout') {
  console.error(usage);
  process.exit(2);
}
const build = fileURLToPath(new URL('./build.ts', import.meta.url));
spawnSync(process.execPath, [build, '--quiet'], { stdio: 'inherit' });
const asked = values.rows?.split(',').map(Number);
const rows: readonly RowNumber[] = rowNumbers.filter((row) => asked?.includes(row) ?? true);
const bench = await openBench();
const results = await tryRows(bench, { rows, isShort: values.short, say: console.log, pictures: values.screenshots });
await bench.close();
for (const { chromium } of results) {
  if (chromium.is === 'open') for (const { did, saw } of chromium.tries) console.log(`   ${did}: ${saw}`);
}
const open = results.filter(({ chromium }) => chromium.is === 'open').length;
console.log(`${open} open`);
process.exit(open === 0 ? 0 : 1);
