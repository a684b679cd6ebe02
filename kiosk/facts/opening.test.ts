import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { weekdays } from '#config/agreements/weekday.ts';
import { nextOpening, notOpenNow, type OpeningSettings, spokenOpening } from './opening.ts';

const monday = '2026-11-30' as BusinessDay;
const at = (time: string, day = monday) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { day, minute: hour * 60 + minute };
};
const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const twice: OpeningSettings['hours'] = [
  { days: [...workdays], from: '07:00', to: '11:30' },
  { days: [...workdays], from: '13:30', to: '16:30' },
];

test.each([
  ['06:59', { day: '2026-11-30', time: '07:00' }],
  ['07:00', 'open'],
  ['11:29', 'open'],
  ['11:30', { day: '2026-11-30', time: '13:30' }],
  ['16:30', { day: '2026-12-01', time: '07:00' }],
])('at %s a clinic with a break at noon is %o', (time, expected) => {
  expect(nextOpening(twice, at(time), [])).toEqual(expected);
});

test('after Friday comes Monday, and a holiday is passed over', () => {
  const friday = '2026-12-04' as BusinessDay;
  expect(nextOpening(twice, at('17:00', friday), [])).toEqual({ day: '2026-12-07', time: '07:00' });
  expect(nextOpening(twice, at('17:00', friday), ['2026-12-07'])).toEqual({ day: '2026-12-08', time: '07:00' });
  expect(nextOpening(twice, at('08:00'), [monday])).toEqual({ day: '2026-12-01', time: '07:00' });
});

test('a night belongs to the day on which it begins, also where the next one is a holiday', () => {
  const night: OpeningSettings['hours'] = [{ days: ['sun', 'mon'], from: '19:00', to: '06:00' }];
  expect(nextOpening(night, at('05:59'), [])).toBe('open');
  expect(nextOpening(night, at('05:59'), [monday])).toBe('open');
  expect(nextOpening(night, at('06:00'), [])).toEqual({ day: monday, time: '19:00' });
  const sunday = '2026-11-29';
  expect(nextOpening(night, at('05:59'), [sunday])).toEqual({ day: monday, time: '19:00' });
});

test('a service that opens at the same minute at which it closes never closes', () => {
  const always: OpeningSettings['hours'] = [{ days: [...weekdays], from: '00:00', to: '00:00' }];
  fc.assert(fc.property(fc.nat(1439), (minute) => nextOpening(always, { day: monday, minute }, []) === 'open'));
});

test('what is said to open again is closed until then, and open at that minute', () => {
  const anyTime = fc.nat(1439).map((minute) => {
    const two = (part: number) => String(part).padStart(2, '0');
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  });
  const anyHours = fc.array(
    fc.record({ days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), from: anyTime, to: anyTime }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(anyHours, anyTime, (hours, time) => {
      const opens = nextOpening(hours, at(time), []);
      if (opens === 'open' || opens === undefined) return;
      expect(nextOpening(hours, at(opens.time, opens.day), [])).toBe('open');
    }),
  );
});

const services: readonly OpeningSettings[] = [
  { code: 'noi', hours: twice, quota: 2, helpChoosing: false },
  { code: 'mat', hours: [], quota: undefined, helpChoosing: false },
  { code: 'tiep-don', hours: [], quota: undefined, helpChoosing: true },
];

test('a service whose numbers are given is full, and one that is closed says when it opens', () => {
  const given = () => 2;
  expect([...notOpenNow(services, { wall: at('08:00'), closedDays: [], given })]).toEqual([['noi', { is: 'full' }]]);
  expect([...notOpenNow(services, { wall: at('12:00'), closedDays: [], given })]).toEqual([
    ['noi', { is: 'closed', opens: { day: monday, time: '13:30' } }],
  ]);
  expect(notOpenNow(services, { wall: at('08:00'), closedDays: [], given: () => 1 }).size).toBe(0);
});

test('law 12: while nobody is sure of the time nothing is closed and nothing is full', () => {
  expect(notOpenNow(services, { wall: undefined, closedDays: [monday], given: () => 99 }).size).toBe(0);
});

test('an opening is said as people say it', () => {
  const said = (day: string) => spokenOpening({ day: day as BusinessDay, time: '07:00' }, monday);
  expect(said('2026-11-30').on).toBe('today');
  expect(said('2026-12-01').on).toBe('tomorrow');
  expect(said('2026-12-02')).toEqual({ on: 'later', time: '07:00', weekday: 'wed', date: '02/12' });
});
