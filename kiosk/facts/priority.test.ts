import { describe, expect, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { priorityOn } from './priority.ts';

const today = '2026-11-21' as BusinessDay;
const born = (date: string) => priorityOn({ precision: 'day', date }, today);

describe('priority by age', () => {
  test.each([
    ['1951-11-21', { ground: 'age-75', certain: true }],
    ['1951-11-22', undefined],
    ['2020-11-22', { ground: 'under-6', certain: true }],
    ['2020-11-21', undefined],
    ['2026-11-21', { ground: 'under-6', certain: true }],
    ['2026-11-22', undefined],
    ['1990-01-01', undefined],
  ])('born on %s', (date, priority) => {
    expect(born(date)).toEqual(priority);
  });

  test.each([
    [1950, { ground: 'age-75', certain: true }],
    [1951, { ground: 'age-75', certain: false }],
    [1952, undefined],
    [2020, { ground: 'under-6', certain: false }],
    [2021, { ground: 'under-6', certain: true }],
    [2019, undefined],
    [2026, { ground: 'under-6', certain: true }],
    [2027, undefined],
  ])('born in %i counts when the year allows it, and is flagged when it is not certain', (year, priority) => {
    expect(priorityOn({ precision: 'year', year }, today)).toEqual(priority);
  });

  test('a month of birth counts likewise', () => {
    expect(priorityOn({ precision: 'month', month: '1951-11' }, today)).toEqual({ ground: 'age-75', certain: false });
    expect(priorityOn({ precision: 'month', month: '1951-10' }, today)).toEqual({ ground: 'age-75', certain: true });
    expect(priorityOn({ precision: 'month', month: '1951-12' }, today)).toBeUndefined();
  });

  test('somebody born on 29 February has their birthday on 1 March of a common year', () => {
    const leapling = { precision: 'day', date: '1952-02-29' } as const;
    expect(priorityOn(leapling, '2027-02-28' as BusinessDay)).toBeUndefined();
    expect(priorityOn(leapling, '2027-03-01' as BusinessDay)).toEqual({ ground: 'age-75', certain: true });
  });

  test('an unknown birth date gives none', () => {
    expect(priorityOn(undefined, today)).toBeUndefined();
  });
});
