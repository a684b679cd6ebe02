import type { ExaminedDevice } from '../vital-signs.exam.ts';

/** People who do not exist, and what the driver must say of them. */
export const examined: ExaminedDevice = {
  speaks: 'memory',
  one: [{ of: 'glucose', value: 105, unit: 'mg/dL' }],
  other: [{ of: 'glucose', value: 262, unit: 'mg/dL' }],
  refused: { vitals: { glucose: 5 }, reason: 'impossible-values' },
};
