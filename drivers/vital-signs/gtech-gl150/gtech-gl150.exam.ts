import type { ExaminedDevice } from '../vital-signs.exam.ts';

/** People who do not exist, and what the driver must say of them. */
export const examined: ExaminedDevice = {
  speaks: 'record',
  one: [
    { of: 'body-height', value: 165.2, unit: 'cm' },
    { of: 'body-weight', value: 61.5, unit: 'kg' },
  ],
  other: [
    { of: 'body-height', value: 98, unit: 'cm' },
    { of: 'body-weight', value: 104.25, unit: 'kg' },
  ],
  refused: { vitals: { 'body-height': 45, 'body-weight': 60 }, reason: 'impossible-values' },
};
