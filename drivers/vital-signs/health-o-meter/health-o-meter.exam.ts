import type { ExaminedDevice } from '../vital-signs.exam.ts';

/** People who do not exist, and what the driver must say of them. */
export const examined: ExaminedDevice = {
  speaks: 'record',
  one: [
    { of: 'body-weight', value: 90.98, unit: 'kg' },
    { of: 'body-height', value: 178.7, unit: 'cm' },
  ],
  other: [
    { of: 'body-weight', value: 41.2, unit: 'kg' },
    { of: 'body-height', value: 149.5, unit: 'cm' },
  ],
  refused: { vitals: { 'body-weight': 999.99, 'body-height': 170 }, reason: 'sensor' },
};
