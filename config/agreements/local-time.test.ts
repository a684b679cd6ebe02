import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { businessDayAt, localTimeAt } from './local-time.ts';

const vietnam = 'Asia/Ho_Chi_Minh';

test('the business day in Vietnam turns at local midnight, seven hours before UTC', () => {
  const moments = [
    '2026-03-14T16:59:59.999Z',
    '2026-03-14T17:00:00.000Z',
    '2026-12-31T17:00:00Z',
    '2028-02-28T17:00:00Z',
  ];
  assert.deepEqual(
    moments.map((moment) => businessDayAt(Date.parse(moment), vietnam)),
    ['2026-03-14', '2026-03-15', '2027-01-01', '2028-02-29'],
  );
});

test('midnight is hour 0 of the new day, not hour 24 of the old one', () => {
  assert.deepEqual(localTimeAt(Date.parse('2026-03-14T17:00:05.900Z'), vietnam), {
    year: 2026,
    month: 3,
    day: 15,
    hour: 0,
    minute: 0,
    second: 5,
    offsetMinutes: 420,
  });
});

test('an hour that happens twice is told apart by its offset, and a missing hour is skipped', () => {
  const berlin = (moment: string) => {
    const { hour, minute, offsetMinutes } = localTimeAt(Date.parse(moment), 'Europe/Berlin');
    return [hour, minute, offsetMinutes];
  };
  assert.deepEqual(
    ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'].map(berlin),
    [
      [2, 30, 120],
      [2, 30, 60],
      [1, 59, 60],
      [3, 0, 120],
    ],
  );
});

test('half-hour zones and a day that was skipped at the date line are known', () => {
  assert.deepEqual(
    [
      localTimeAt(Date.parse('2026-01-10T00:00:00Z'), 'Asia/Kolkata').offsetMinutes,
      localTimeAt(Date.parse('2026-01-10T00:00:00Z'), 'America/St_Johns').offsetMinutes,
      businessDayAt(Date.parse('2011-12-30T09:59:59Z'), 'Pacific/Apia'),
      businessDayAt(Date.parse('2011-12-30T10:00:00Z'), 'Pacific/Apia'),
    ],
    [330, -210, '2011-12-29', '2011-12-31'],
  );
});

test('day, clock and offset always tell the same moment, in every zone and year of a kiosk', () => {
  const zones = [
    vietnam,
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'UTC',
  ];
  const moments = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(moments, fc.constantFrom(...zones), (at, timeZone) => {
      const { year, month, day, hour, minute, second, offsetMinutes } = localTimeAt(at, timeZone);
      const wholeSecond = Math.floor(at / 1000) * 1000;
      const shifted = new Date(wholeSecond + offsetMinutes * 60_000);
      assert.equal(Date.UTC(year, month - 1, day, hour, minute, second), shifted.getTime());
      assert.equal(businessDayAt(at, timeZone), shifted.toISOString().slice(0, 10));
    }),
  );
});
