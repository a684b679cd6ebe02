import type { ExaminedDevice } from '../vital-signs.exam.ts';

/** People who do not exist, and what the driver must say of them. */
export const examined: ExaminedDevice = {
  speaks: 'stream',
  one: [{ of: 'body-temperature', value: 36.6, unit: 'Cel' }],
  other: [{ of: 'body-temperature', value: 39.2, unit: 'Cel' }],
};
