import type { ExaminedDevice } from './vital-signs.exam.ts';

/** People who do not exist, and what every driver of an oximeter must say of them. */
export const examinedOximeter: ExaminedDevice = {
  speaks: 'stream',
  one: [
    { of: 'oxygen-saturation', value: 97, unit: '%' },
    { of: 'pulse-rate', value: 68, unit: '/min' },
  ],
  other: [
    { of: 'oxygen-saturation', value: 91, unit: '%' },
    { of: 'pulse-rate', value: 141, unit: '/min' },
  ],
  refused: { vitals: { 'oxygen-saturation': 101, 'pulse-rate': 70 }, reason: 'impossible-values' },
};
