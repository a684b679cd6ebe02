import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { citizenCardEndsOn } from './citizen-card-validity.ts';

const ends = (date: string, issuedOn: string | undefined) =>
  citizenCardEndsOn({ precision: 'day', date }, { kind: 'citizen-card', number: '', oldNumber: undefined, issuedOn });

test.each([
  ['a child of ten', '2011-03-04', '2021-05-25', '2025-03-04'],
  ['at fourteen, two years before', '2011-03-04', '2023-03-04', '2036-03-04'],
  ['a day earlier', '2011-03-04', '2023-03-03', '2025-03-04'],
  ['a grown-up', '1990-01-02', '2021-05-25', '2030-01-02'],
  ['born on 29 February', '2000-02-29', '2016-06-01', '2025-02-28'],
  ['from fifty-eight on for life', '1948-08-15', '2021-05-25', undefined],
  ['no day of issue', '1990-01-02', undefined, undefined],
  ['issued before its holder was born', '1990-01-02', '1989-12-31', undefined],
])('a citizen card is good until the next age of renewal: %s', (_who, birth, issuedOn, last) => {
  expect(ends(birth, issuedOn)).toBe(last);
});

test('of a year of birth alone nobody says that a card is over', () => {
  const card = { kind: 'citizen-card', number: '', oldNumber: undefined, issuedOn: '2011-01-01' } as const;
  expect(citizenCardEndsOn({ precision: 'year', year: 1990 }, card)).toBeUndefined();
  expect(citizenCardEndsOn(undefined, card)).toBeUndefined();
});

test('a card is never over before it is two years old', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  const day = (at: Date) => at.toISOString().slice(0, 10);
  fc.assert(
    fc.property(date, date, (birth, issued) => {
      const last = ends(day(birth), day(issued));
      const twoYears = `${Number(day(issued).slice(0, 4)) + 2}${day(issued).slice(4)}`;
      // A leap day's card may end a day earlier.
      return last === undefined || last >= twoYears || last.endsWith('-02-28');
    }),
  );
});
