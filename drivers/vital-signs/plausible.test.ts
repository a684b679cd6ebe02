import { expect, test } from 'vitest';
import { recordOf } from './vital-record.ts';

test('a quantity that nobody foresaw is data as long as it is a number, and one that is known is judged', () => {
  const kindOf = (of: string, value: number, unit: string) => recordOf([{ of, value, unit }], undefined).kind;
  expect([
    kindOf('body-temperature', 36.6, 'Cel'),
    kindOf('body-temperature', 366, 'Cel'),
    kindOf('grip-strength', 31.5, 'kg'),
    kindOf('body-weight', 150, '[lb_av]'),
    kindOf('constructor', 1, ''),
    kindOf('grip-strength', Number.NaN, 'kg'),
  ]).toEqual(['result', 'failed', 'result', 'result', 'result', 'failed']);
});
