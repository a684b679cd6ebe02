/** `npm run soak -- kills`, `memory`, `hospital`, `clocks`, `devices`, `twins` or `year`: thousands of simulated patients with faults and kills, and the laws asserted. */
import { fileURLToPath } from 'node:url';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { soakClocks } from './soak/clocks.ts';
import { soakDevices } from './soak/devices.ts';
import { soakHospital } from './soak/hospital.ts';
import { soakWithKills } from './soak/kills.ts';
import { soakMemory } from './soak/memory.ts';
import { soakTwins } from './soak/twins.ts';
import { daysOfYear } from './soak/year/province.ts';
import { soakYear } from './soak/year.ts';
import { buildPages } from './start/build-pages.ts';

const usage = `Usage: npm run soak -- kills [--check-ins 200] [--kills 50] [--seed N]
       npm run soak -- memory [--check-ins 1000]
       npm run soak -- hospital [--registrations 10000] [--kills 30] [--seed N]
       npm run soak -- clocks [--days 200] [--seed N]
       npm run soak -- devices [--patients 500] [--seed N]
       npm run soak -- twins [--visits 2000] [--seed N]
       npm run soak -- year [--days 366] [--every N] [--visits N] [--stores] [--seed N] [--profiles DIR]`;
const { values, positionals } = readCommandLine(usage, {
  options: {
    'check-ins': { type: 'string' },
    kills: { type: 'string' },
    registrations: { type: 'string' },
    days: { type: 'string' },
    every: { type: 'string' },
    patients: { type: 'string' },
    visits: { type: 'string' },
    stores: { type: 'boolean', default: false },
    profiles: { type: 'string' },
    seed: { type: 'string' },
  },
  allowPositionals: true,
});
const startedAt = Date.now();
const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`;

// A real host serves the page in these two, and does not start without it.
if (positionals[0] === 'kills' || positionals[0] === 'memory') {
  await buildPages(fileURLToPath(new URL('..', import.meta.url)), (name, did) => console.log(`The ${name} ${did}.`));
}

switch (positionals[0]) {
  case 'kills': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const plan = {
      checkIns: Number(values['check-ins'] ?? 200),
      kills: Number(values.kills ?? 50),
      seed,
      say: console.log,
    };
    const { broken, ...seen } = await soakWithKills(plan);
    judge(seed, seen, broken);
    break;
  }
  case 'hospital': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const registrations = Number(values.registrations ?? 10_000);
    const plan = { registrations, kills: Number(values.kills ?? 30), seed, say: console.log };
    const { broken, ...seen } = await soakHospital(plan);
    judge(seed, seen, broken);
    break;
  }
  case 'devices': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const patients = Number(values.patients ?? 500);
    const { broken, lines } = await soakDevices({ seed, patients, say: console.log });
    for (const line of lines) console.log(line);
    judge(seed, { patients }, broken);
    break;
  }
  case 'clocks': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const { broken, ...seen } = await soakClocks({ days: Number(values.days ?? 200), seed, say: console.log });
    judge(seed, seen, broken);
    break;
  }
  case 'twins': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const { broken, ...seen } = await soakTwins({ visits: Number(values.visits ?? 2000), seed, say: console.log });
    judge(seed, seen, broken);
    break;
  }
  case 'year': {
    const seed = Number(values.seed ?? Date.now() % 1_000_000);
    const withStores = values.stores;
    const days = Number(values.days ?? (withStores ? 14 : daysOfYear));
    const visits = values.visits === undefined ? (withStores ? 100_000 : undefined) : Number(values.visits);
    const every = values.every === undefined ? undefined : Number(values.every);
    const plan = { days, every, visits, withStores, seed, profiles: values.profiles, say: console.log };
    const { broken, ...seen } = await soakYear(plan);
    judge(seed, seen, broken);
    break;
  }
  case 'memory': {
    const { report, held } = await soakMemory({ checkIns: Number(values['check-ins'] ?? 1000), say: console.log });
    console.log(`${report}\n${seconds()}`);
    process.exit(held ? 0 : 1);
    break;
  }
  default:
    console.error(usage);
    process.exit(2);
}

function judge(seed: number, seen: unknown, broken: readonly string[]): never {
  console.log(`seed ${seed}, ${seconds()}: ${JSON.stringify(seen)}`);
  for (const promise of broken) console.log(`BROKEN: ${promise}`);
  console.log(broken.length === 0 ? 'Every promise held.' : `${broken.length} promises broken.`);
  process.exit(broken.length === 0 ? 0 : 1);
}
