import { expect, test } from 'vitest';
import { soakClocks } from './clocks.ts';
import { soakDevices } from './devices.ts';
import { soakHospital } from './hospital.ts';
import { soakWithKills } from './kills.ts';
import { soakMemory } from './memory.ts';
import { soakTwins } from './twins.ts';

/** The short form of `npm run soak -- kills`; the long one has 200 check-ins and 50 kills. */
test('a host that is killed again and again issues no number twice and loses no registration', async () => {
  const seed = 20_261_121;
  const { broken, kills, visits } = await soakWithKills({ checkIns: 32, kills: 12, seed, say: () => undefined });
  expect({ seed, broken, kills }).toEqual({ seed, broken: [], kills: 12 });
  expect(visits).toBeGreaterThan(26);
}, 240_000);

/** The short form of `npm run soak -- memory`; the long one has 1,000 check-ins. */
test('a host that has served many patients holds no more memory than after the first hundred', async () => {
  const { held, report } = await soakMemory({ checkIns: 400, say: () => undefined });
  expect(held, report).toBe(true);
});

/** The short form of `npm run soak -- hospital`; the long one has 10,000 registrations and 30 kills. */
test('over a line that breaks in every way, a kiosk that is killed loses nothing and says nothing under two ids', async () => {
  const seed = 20_261_125;
  const plan = { registrations: 300, kills: 4, seed, say: () => undefined };
  const { broken, kills, visits } = await soakHospital(plan);
  expect({ seed, broken, kills, visits }).toEqual({ seed, broken: [], kills: 4, visits: 300 });
});

/** The short form of `npm run soak -- clocks`; the long one has 200 days, one outage of weeks among them. */
test('under clocks that are wrong in every way nobody is lost, no number comes twice on a day, and nothing is erased in doubt', async () => {
  const seed = 20_261_129;
  const { broken, visits, deadClocks, unsure } = await soakClocks({ days: 25, seed, say: () => undefined });
  expect({ seed, broken }).toEqual({ seed, broken: [] });
  expect(Math.min(visits, deadClocks, unsure)).toBeGreaterThan(0);
}, 60_000);

/** The short form of `npm run soak -- devices`; the long one has 500 patients on each device. */
test('no reading is ever somebody else’s and no ticket is called printed without paper, whatever the devices do', async () => {
  const seed = 20_261_129;
  const { broken } = await soakDevices({ seed, patients: 40, say: () => undefined });
  expect({ seed, broken }).toEqual({ seed, broken: [] });
});

/** The short form of `npm run soak -- twins`; the long one has 2,000 visits. */
test('among twins, families and strangers nobody gets into another one’s visit, and nobody’s number, call or name is lost', async () => {
  const seed = 20_261_129;
  const { broken, strangers, numbersOnScreenOnly, calls } = await soakTwins({ visits: 40, seed, say: () => undefined });
  expect({ seed, broken }).toEqual({ seed, broken: [] });
  expect(Math.min(strangers, numbersOnScreenOnly, calls)).toBeGreaterThan(0);
});
