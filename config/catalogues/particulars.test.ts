import { expect, test } from 'vitest';
import { ethnicities, foreigner, isEthnicity } from './ethnicities.ts';
import { isOccupation, occupations, officialOccupation } from './occupations.ts';

test('every people of Vietnam has its code of 1979, once, the Kinh first', () => {
  const codes = ethnicities.map(({ code }) => code);
  const official = Array.from({ length: 54 }, (_, at) => String(at + 1).padStart(2, '0'));
  expect(codes.toSorted()).toEqual([...official, foreigner]);
  expect(new Set(ethnicities.map(({ name }) => name)).size).toBe(55);
  expect(ethnicities[0]).toEqual({ code: '01', name: 'Kinh' });
  expect(['01', '55', '1', '56', '', undefined].map(isEthnicity)).toEqual([true, true, false, false, false, false]);
});

test('an occupation tells the official code only where it is certain', () => {
  expect(new Set(occupations.map(({ code }) => code)).size).toBe(occupations.length);
  expect(officialOccupation('retired')).toBe('00000');
  expect(officialOccupation('farming')).toBeUndefined();
  expect(officialOccupation('no-such-thing')).toBeUndefined();
  expect(isOccupation('none') && !isOccupation('None')).toBe(true);
});
