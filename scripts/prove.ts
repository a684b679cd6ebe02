/** `npm run prove -- breakout`: every way out of a kiosk that we know of, tried on a whole one. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { enduranceInWords } from './prove/breakout/endurance.ts';
import { openIn, outcomeInWords, proveBreakout, rowInWords } from './prove/breakout/prove-breakout.ts';
import { residueInWords } from './prove/breakout/residue.ts';
import { rowNumbers } from './prove/breakout/ways.ts';
import { prepareSystemParts } from './test/system-parts.ts';

const usage = `Usage: npm run prove -- breakout [--rows 3,11] [--falls 20] [--short] [--screenshots DIR]`;
const { values, positionals } = readCommandLine(usage, {
  options: {
    rows: { type: 'string' },
    falls: { type: 'string' },
    short: { type: 'boolean', default: false },
    screenshots: { type: 'string' },
  },
  allowPositionals: true,
});
if (positionals[0] !== 'breakout') {
  console.error(usage);
  process.exit(2);
}
const missing = await prepareSystemParts();
for (const part of missing) console.log(`Missing: ${part.name}. ${part.instruction}`);
const build = fileURLToPath(new URL('./build.ts', import.meta.url));
spawnSync(process.execPath, [build, '--pages', '--quiet'], { stdio: 'inherit' });

const asked = values.rows?.split(',').map(Number);
const result = await proveBreakout({
  rows: rowNumbers.filter((row) => asked?.includes(row) ?? true),
  isShort: values.short,
  falls: Number(values.falls ?? (asked ? 0 : values.short ? 2 : 20)),
  say: console.log,
  pictures: values.screenshots,
});
console.log('\nChromium');
for (const row of result.rows) console.log(rowInWords(row));
console.log('\nElectron');
for (const { row, electron } of result.rows) console.log(`${String(row).padStart(2)} ${outcomeInWords(electron)}`);
console.log('');
for (const each of result.endurance) console.log(enduranceInWords(each));
for (const each of result.residue?.counts ?? []) console.log(`Left of a patient, ${residueInWords(each)}`);
const open = openIn(result);
for (const { chromium } of result.rows) {
  if (chromium.is === 'open') for (const { did, saw } of chromium.tries) console.log(`   ${did}: ${saw}`);
}
for (const each of open) console.log(`OPEN: ${each}`);
console.log(`${open.length} open`);
process.exit(open.length === 0 ? 0 : 1);
