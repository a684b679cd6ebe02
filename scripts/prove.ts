/**
 * `npm run prove -- breakout`: every way out of a kiosk that we know of, tried on a whole one; `npm run prove -- residue`: what is left of
 * patients who have gone, looked for everywhere on a whole one; `npm run prove -- consent`: a no costs no more than a yes, anywhere;
 * `npm run prove -- crisis`: whoever was measured in danger is never left, whatever staff, channel, clock and strangers do;
 * `npm run prove -- hospital`: no number twice, nobody called by two counters, nobody lost, whatever database, hubs and lines do.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { prepareSystemParts } from './test/system-parts.ts';

const usage = `Usage: npm run prove -- breakout [--rows 3,11] [--falls 20] [--short] [--screenshots DIR]
   or: npm run prove -- residue [--patients 500] [--seed N]
   or: npm run prove -- consent
   or: npm run prove -- crisis [--crises 1000] [--seed 1]
   or: npm run prove -- hospital [--visits 500] [--seed N] [--sqlite] [--short]`;
const { values, positionals } = readCommandLine(usage, {
  options: {
    rows: { type: 'string' },
    falls: { type: 'string' },
    short: { type: 'boolean', default: false },
    screenshots: { type: 'string' },
    patients: { type: 'string' },
    crises: { type: 'string' },
    visits: { type: 'string' },
    sqlite: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
  allowPositionals: true,
});
const proofs = { breakout, residue, consent, crisis, hospital };
const what = (Object.keys(proofs) as (keyof typeof proofs)[]).find((name) => name === positionals[0]);
if (what === undefined) {
  console.error(usage);
  process.exit(2);
}
// A crisis is proved without a window.
if (what !== 'crisis') {
  const missing = await prepareSystemParts();
  for (const part of missing) console.log(`Missing: ${part.name}. ${part.instruction}`);
  const build = fileURLToPath(new URL('./build.ts', import.meta.url));
  spawnSync(process.execPath, [build, '--pages', '--quiet'], { stdio: 'inherit' });
}

const open = await proofs[what]();
for (const each of open) console.log(`OPEN: ${each}`);
console.log(`${open.length} open`);
process.exit(open.length === 0 ? 0 : 1);

async function breakout(): Promise<readonly string[]> {
  const { openIn, outcomeInWords, proveBreakout, rowInWords } = await import('./prove/breakout/prove-breakout.ts');
  const { enduranceInWords } = await import('./prove/breakout/endurance.ts');
  const { residueInWords } = await import('./prove/breakout/residue.ts');
  const { rowNumbers } = await import('./prove/breakout/ways.ts');
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
  for (const { chromium } of result.rows) {
    if (chromium.is === 'open') for (const { did, saw } of chromium.tries) console.log(`   ${did}: ${saw}`);
  }
  return openIn(result);
}

async function residue(): Promise<readonly string[]> {
  const { leftIn, lookedInWords, proveResidue } = await import('./prove/residue/prove-residue.ts');
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  console.log(`Seed ${seed}: the same answers again with --seed ${seed}`);
  const proof = await proveResidue({
    patients: Number(values.patients ?? 500),
    looksIntoMemory: true,
    seed,
    say: (line) => console.log(line),
  });
  console.log('\nWhile somebody stands at the screen');
  for (const each of proof.during) console.log(`  ${lookedInWords(each)}`);
  console.log(
    `\nAfter ${proof.patients} patients have gone, ${proof.numbers} of them with a number; ${proof.erased} visits erased at the end; the walk took ${(proof.walkedMs / 60_000).toFixed(1)} min`,
  );
  for (const each of proof.after) console.log(`  ${lookedInWords(each)}`);
  console.log('\nRaw memory of the processes, measured without a promise');
  for (const each of proof.memory) console.log(`  ${lookedInWords(each)}`);
  console.log('');
  return leftIn(proof);
}

async function consent(): Promise<readonly string[]> {
  const { proveFlows } = await import('./prove/consent/flows.ts');
  const { proveButtons } = await import('./prove/consent/buttons.ts');
  const flows = proveFlows();
  console.log(
    `${flows.flows} flows, ${flows.withConsent} of them ask for consent; ${flows.ways} ways of yes and no through them`,
  );
  const buttons = await proveButtons();
  console.log(`${buttons.pictures} pictures of yes and no, in every language on every glass`);
  return [...flows.open, ...buttons.open];
}

async function crisis(): Promise<readonly string[]> {
  const { proveCrises } = await import('./prove/crisis/prove-crises.ts');
  const seed = Number(values.seed ?? 1);
  const proof = await proveCrises({ crises: Number(values.crises ?? 1_000), seed, say: console.log });
  const named = Object.entries(proof.named).filter(([, count]) => count > 0);
  console.log(`\n${proof.crises} crises from seed ${seed}`);
  for (const [staff, count] of named) console.log(`  ended with a name, staff ${staff}: ${count}`);
  console.log(`  nobody came, and still ringing at full volume: ${proof.ringing}`);
  for (const [what, count] of Object.entries(proof.happened)) console.log(`  while it was open, ${what}: ${count}`);
  const { median, longest } = proof.minutes;
  console.log(`  simulated minutes of one: ${median.toFixed(1)} (median), ${longest.toFixed(1)} (longest)`);
  return proof.open;
}

async function hospital(): Promise<readonly string[]> {
  const { faultsOf, proveHospital, provedInWords } = await import('./prove/hospital/prove-hospital.ts');
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  const database = values.sqlite ? 'sqlite' : 'postgresql';
  console.log(`Seed ${seed}: the same faults in the same order with --seed ${seed}`);
  const proof = await proveHospital({
    database,
    visits: Number(values.visits ?? (values.short ? 24 : 500)),
    faults: faultsOf(database, values.short ? 'short' : 'long'),
    seed,
    say: console.log,
  });
  console.log(`\nA hospital on ${database}`);
  for (const line of provedInWords(proof)) console.log(`  ${line}`);
  return proof.open;
}
