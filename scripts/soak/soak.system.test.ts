import { expect, test } from 'vitest';
import { soakWithKills } from './kills.ts';
import { soakMemory } from './memory.ts';

/** The short form of `npm run soak -- kills`; the long one has 200 check-ins and 50 kills. */
test('a host that is killed again and again issues no number twice and loses no registration', async () => {
  const seed = 20_261_121;
  const { broken, kills, visits } = await soakWithKills({ checkIns: 48, kills: 12, seed, say: () => undefined });
  expect({ seed, broken, kills }).toEqual({ seed, broken: [], kills: 12 });
  expect(visits).toBeGreaterThan(40);
});

/** The short form of `npm run soak -- memory`; the long one has 1,000 check-ins. */
test('a host that has served many patients holds no more memory than after the first hundred', async () => {
  const { held, report } = await soakMemory({ checkIns: 400, say: () => undefined });
  expect(held, report).toBe(true);
});
