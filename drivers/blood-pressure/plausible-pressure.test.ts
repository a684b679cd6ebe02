import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MeasuredPressure } from './measured-record.ts';
import { plausiblePressure, pressureRanges } from './plausible-pressure.ts';

const someone: MeasuredPressure = {
  systolic: 127,
  diastolic: 76,
  mean: 97,
  pulse: 78,
  irregular: false,
  moved: false,
  model: 'TM2657',
};

function verdict(change: Partial<MeasuredPressure>): string {
  const checked = plausiblePressure({ ...someone, ...change });
  return checked.ok ? 'possible' : checked.problem.kind;
}

test('real records of every device are possible', () => {
  const records = [
    [127, 97, 76, 78],
    [116, 86, 60, 89],
    [140, 98, 77, 68],
    [100, 75, 50, 65],
    [119, 90, 76, 83],
    [128, 97, 82, 84],
  ] as const;
  for (const [systolic, mean, diastolic, pulse] of records) {
    expect(verdict({ systolic, mean, diastolic, pulse })).toBe('possible');
  }
  expect(verdict({ mean: undefined })).toBe('possible');
});

test('each way to be impossible has its name', () => {
  expect({
    high: verdict({ systolic: 271 }),
    low: verdict({ systolic: 49 }),
    nothing: verdict({ systolic: Number.NaN }),
    half: verdict({ systolic: 120.5 }),
    diastolic: verdict({ diastolic: 24 }),
    pulse: verdict({ pulse: 0 }),
    racing: verdict({ pulse: 221 }),
    swapped: verdict({ systolic: 76, diastolic: 127 }),
    same: verdict({ systolic: 100, diastolic: 100 }),
    meanBelow: verdict({ mean: 76 }),
    meanAbove: verdict({ mean: 127 }),
    meanMissing: verdict({ mean: Number.NaN }),
    meanOff: verdict({ mean: 110 }),
  }).toEqual({
    high: 'systolic-out-of-range',
    low: 'systolic-out-of-range',
    nothing: 'systolic-out-of-range',
    half: 'systolic-out-of-range',
    diastolic: 'diastolic-out-of-range',
    pulse: 'pulse-out-of-range',
    racing: 'pulse-out-of-range',
    swapped: 'diastolic-not-below-systolic',
    same: 'diastolic-not-below-systolic',
    meanBelow: 'mean-not-between',
    meanAbove: 'mean-not-between',
    meanMissing: 'mean-not-between',
    meanOff: 'mean-off',
  });
});

test('no pressure whose mean is the usual one is refused within the ranges, and none is accepted outside of them', () => {
  const { systolic, diastolic, pulse } = pressureRanges;
  const any = fc.integer({ min: -10, max: 400 });
  fc.assert(
    fc.property(any, any, any, (high, low, beats) => {
      const mean = high - low > 2 ? Math.round((high + 2 * low) / 3) : undefined;
      const inside =
        high >= systolic.least &&
        high <= systolic.most &&
        low >= diastolic.least &&
        low <= diastolic.most &&
        beats >= pulse.least &&
        beats <= pulse.most &&
        low < high;
      expect(verdict({ systolic: high, diastolic: low, pulse: beats, mean }) === 'possible').toBe(inside);
    }),
  );
});
