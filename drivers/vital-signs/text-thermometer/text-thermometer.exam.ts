import type { ExaminedDevice } from '../vital-signs.exam.ts';

/** People who do not exist, and what the driver must say of them. */
export const examined: ExaminedDevice = {
  speaks: 'record',
  one: [{ of: 'body-temperature', value: 36.6, unit: 'Cel' }],
  other: [{ of: 'body-temperature', value: 39.2, unit: 'Cel' }],
  refused: { vitals: { 'body-temperature': 24.5 }, reason: 'sensor' },
};
