import { expect, test } from 'vitest';
import { countVisit } from './robot.ts';
import { everythingOn, plain } from './sites.ts';

const returning = {
  way: 'citizen card',
  birthYear: 1948,
  hasAppointment: false,
  purpose: 'insured',
  isFeverish: false,
  ground: 'none',
} as const;

test('where nothing is switched on whoever has a card is done with three taps on three screens', () => {
  expect(countVisit(plain, returning)).toEqual({ taps: 3, screens: 4 });
});

test('where everything is asked nobody with a card has more than fourteen screens', () => {
  expect(countVisit(everythingOn, returning).screens).toBeLessThanOrEqual(14);
});
