import { expect, test } from 'vitest';
import { benchBloodPressure } from '../blood-pressure.ts';
import { literature } from './literature.ts';
import { shareOf } from './misclassified.ts';

const plan = { people: 10_000, stored: 20, seed: 20_261_130 };

test('whoever is measured by protocol is told wrongly less often than by one reading, with the same figures each time', async () => {
  const { ratio, withoutQuality, sections } = await benchBloodPressure(plan);
  expect(ratio.to).toBeLessThan(0.85);
  expect((await benchBloodPressure(plan)).sections).toEqual(sections);
  expect(withoutQuality).toBe(0);
});

test('whatever is assumed has its sources, or says that nobody knows', () => {
  for (const { certainty, sources } of Object.values(literature)) {
    const least = { confirmed: 2, single: 1, unknown: 0 }[certainty];
    expect(sources.length).toBeGreaterThanOrEqual(least);
  }
});

test('a share has the interval of Wilson', () => {
  // 10 of 100: 0.0552 to 0.1744 (Brown, Cai, DasGupta 2001).
  expect(shareOf(10, 100)).toBe('10.00 % (5.52–17.44)');
});
