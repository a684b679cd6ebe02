import { describe, expect, test } from 'vitest';
import { skipReason } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { planOfDays } from './year/province.ts';
import { soakYear } from './year.ts';

/** The short form of `npm run soak -- year`; the long one has 366 days. */
describe.skipIf(skipReason)(
  `a hospital with a hub on PostgreSQL${skipReason ? ` (skipped: ${skipReason})` : ''}`,
  () => {
    test('on a day on which database, hub and lines fail, kiosks, hub and log count the same visits and calls', async () => {
      const seed = 20_261_130;
      const { broken, visits, calls, faults } = await soakYear({
        days: 1,
        withStores: false,
        seed,
        say: () => undefined,
      });
      expect({ seed, broken }).toEqual({ seed, broken: [] });
      expect(visits).toBe(planOfDays(1)[0]?.visits);
      expect(calls).toBeGreaterThan(visits);
      expect(faults).toMatchObject({ 'database-falls': 1, 'sessions-cut': 1, 'hub-killed': 1 });
    }, 180_000);

    test('so they do where kiosks keep their visits in stores of their own', async () => {
      const seed = 20_261_131;
      const plan = { days: 2, visits: 1_000, withStores: true, seed, say: () => undefined };
      const { broken, visits } = await soakYear(plan);
      expect({ seed, broken, visits }).toEqual({ seed, broken: [], visits: 1_000 });
    }, 180_000);
  },
);
