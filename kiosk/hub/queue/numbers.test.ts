import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { Act } from './acts.ts';
import { quotaLeft } from './opening-today.ts';
import { atTime, entering, lan, type PlayedDay, playDay, smallHospital, today, visitOf } from './played-day.ts';

const p101 = { counter: 'p101', by: lan } as const;
const tomorrow = dayAfter(today, 1);

function beginDay(hub = playDay()): PlayedDay {
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  return hub;
}

function lease(hub: PlayedDay, kioskId: string, given: Partial<Extract<Act, { kind: 'lease' }>> = {}) {
  const leased = hub.act({ kind: 'lease', kioskId, day: today, series: 'A', count: 10, ...given });
  const block = leased.ok ? leased.value[0] : undefined;
  return block?.kind === 'leased' ? [block.first, block.last] : leased.ok ? 'nothing' : leased.problem;
}

test('blocks of a series follow each other, whoever asks, also behind numbers that staff gave', () => {
  const hub = beginDay();
  expect(lease(hub, 'kiosk-1')).toEqual([1, 10]);
  hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(99), serviceCode: 'noi', as: 'ordinary' });
  expect(hub.day.entries.get(visitOf(99))?.number.text).toBe('A011');
  expect(lease(hub, 'kiosk-2')).toEqual([12, 21]);
  expect(lease(hub, 'kiosk-2', { series: 'UA' })).toEqual([1, 10]);
});

test('the button for the elderly gives a number before others', () => {
  const hub = beginDay();
  hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(99), serviceCode: 'noi', as: 'elderly' });
  expect(hub.day.entries.get(visitOf(99))).toMatchObject({ lane: 'priority', number: { text: 'UA001' } });
});

test('a block begins behind the numbers that a kiosk gave before there was a hub', () => {
  const hub = beginDay();
  hub.act(entering(7, { givenAt: hub.now, number: ticketNumber('A', 7) }));
  hub.act({ kind: 'report-leases', kioskId: 'kiosk-1', day: today, leases: [{ series: 'A', first: 1, last: 30 }] });
  expect(lease(hub, 'kiosk-1')).toEqual([31, 40]);
  expect(hub.act(entering(12, { givenAt: hub.now, number: ticketNumber('A', 12) })).ok).toBe(true);
});

test('a hub that hears of a block which it never gave has lost its log, and gives none before all kiosks have told', () => {
  const hub = beginDay();
  const report = { kind: 'report-leases', day: today } as const;
  const held = (first: number, last: number) => [{ series: 'A', first, last, isOfHub: true }];
  hub.act({ ...report, kioskId: 'kiosk-1', leases: held(1, 10) });
  expect(lease(hub, 'kiosk-1')).toBe('recovering');
  hub.act({ ...report, kioskId: 'kiosk-2', leases: held(11, 20) });
  expect(lease(hub, 'kiosk-1')).toEqual([21, 30]);
});

test('what was reported once is not reported again', () => {
  const hub = beginDay();
  const report = { kind: 'report-leases', kioskId: 'kiosk-1', day: today } as const;
  const leases = [{ series: 'A', first: 1, last: 30 }];
  expect(hub.act({ ...report, leases })).toMatchObject({ ok: true, value: [{ isReported: true }] });
  expect(hub.act({ ...report, leases })).toEqual({ ok: true, value: [] });
});

test('a block of tomorrow may be asked for ahead of midnight and holds after it, one of yesterday or next week not', () => {
  const hub = beginDay();
  expect(lease(hub, 'kiosk-1', { day: tomorrow })).toEqual([1, 10]);
  expect(lease(hub, 'kiosk-1', { day: dayAfter(today, -1) })).toBe('day-over');
  expect(lease(hub, 'kiosk-1', { day: dayAfter(today, 7) })).toBe('day-over');
  hub.now = atTime(0, 0, tomorrow);
  hub.act({ kind: 'begin-day', day: tomorrow });
  expect(lease(hub, 'kiosk-2', { day: tomorrow })).toEqual([11, 20]);
  const ofFirst = { day: tomorrow, number: ticketNumber('A', 3), givenAt: hub.now } as const;
  expect(hub.act(entering(1, { ...ofFirst, kioskId: 'kiosk-2' }))).toEqual({ ok: false, problem: 'not-yours' });
  expect(hub.act(entering(1, ofFirst)).ok).toBe(true);
});

test('no kiosk speaks of another one’s numbers', () => {
  const hub = beginDay();
  lease(hub, 'kiosk-1');
  const second = (series: string, sequence: number) =>
    hub.act(entering(1, { givenAt: hub.now, kioskId: 'kiosk-2', number: ticketNumber(series, sequence) }));
  expect(second('A', 4)).toEqual({ ok: false, problem: 'not-yours' });
  expect(second('A-K1', 4)).toEqual({ ok: false, problem: 'not-yours' });
  expect(second('A-K2', 4).ok).toBe(true);
  expect(lease(hub, 'kiosk-2', { series: 'A-K2' })).toBe('not-yours');
  const foreign = { kind: 'void-numbers', kioskId: 'kiosk-2', day: today, series: 'A', first: 1, last: 10 } as const;
  expect(hub.act(foreign)).toEqual({ ok: false, problem: 'not-yours' });
});

test('the same visit under the same number is nothing new, under another one it is refused, as a number of somebody else', () => {
  const hub = beginDay();
  hub.act(entering(1, { givenAt: hub.now }));
  expect(hub.act(entering(1, { givenAt: hub.now + 5 }))).toEqual({ ok: true, value: [] });
  expect(hub.act(entering(1, { givenAt: hub.now, number: ticketNumber('A', 2) }))).toEqual({
    ok: false,
    problem: 'visit-differs',
  });
  expect(hub.act(entering(2, { givenAt: hub.now, number: ticketNumber('A', 1) }))).toEqual({
    ok: false,
    problem: 'number-taken',
  });
});

test('what is called follows from series and sequence, whatever a kiosk says', () => {
  const hub = beginDay();
  hub.act(entering(1, { givenAt: hub.now, number: { series: 'A', sequence: 1, text: 'B999' } }));
  expect(hub.day.entries.get(visitOf(1))?.number.text).toBe('A001');
});

test('a patient who takes another service waits under the new number; the old one is nobody’s any more', () => {
  const hub = beginDay();
  hub.act(entering(1, { givenAt: hub.now }));
  const change = {
    kind: 'change-service',
    kioskId: 'kiosk-1',
    visitId: visitOf(1),
    day: today,
    number: ticketNumber('B', 1),
    serviceCode: 'ngoai',
    lane: 'ordinary',
    givenAt: hub.now,
  } as const;
  expect(hub.act(change).ok).toBe(true);
  expect(hub.act(change)).toEqual({ ok: true, value: [] });
  expect(hub.act(entering(1, { givenAt: hub.now }))).toEqual({ ok: true, value: [] });
  expect(hub.day.entries.get(visitOf(1))).toMatchObject({ number: { text: 'B001' }, serviceCode: 'ngoai' });
  expect(hub.act({ kind: 'call-next', ...p101 })).toEqual({ ok: false, problem: 'nobody-waits' });
  expect(hub.act(entering(2, { givenAt: hub.now, number: ticketNumber('A', 1) }))).toMatchObject({ ok: false });
});

test('a kiosk that asks without end gets no more than anybody needs', () => {
  const hub = beginDay();
  const leased = Array.from({ length: 8 }, () => lease(hub, 'kiosk-1', { count: 1_000_000 }));
  expect(leased.slice(0, 4)).toEqual([
    [1, 500],
    [501, 1000],
    [1001, 1500],
    [1501, 2000],
  ]);
  expect(leased.slice(4)).toEqual(['service-full', 'service-full', 'service-full', 'service-full']);
  hub.act({ kind: 'void-numbers', kioskId: 'kiosk-1', day: today, series: 'A', first: 1, last: 500 });
  expect(lease(hub, 'kiosk-1', { count: 500 })).toEqual([2001, 2500]);
});

test('what a kiosk never needed of blocks that follow one another is one run', () => {
  const hub = playDay();
  for (const kioskId of ['kiosk-1', 'kiosk-1', 'kiosk-2', 'kiosk-1']) lease(hub, kioskId, { count: 10 });
  const unused = { kind: 'void-numbers', kioskId: 'kiosk-1', day: today, series: 'A', first: 8, last: 20 } as const;
  expect(hub.act({ ...unused, last: 21 })).toEqual({ ok: false, problem: 'not-yours' });
  expect(hub.act({ ...unused, last: 35 })).toEqual({ ok: false, problem: 'not-yours' });
  expect(hub.act(unused)).toMatchObject({ ok: true, value: [{ kind: 'numbers-voided', first: 8, last: 20 }] });
  expect(hub.act(unused)).toEqual({ ok: true, value: [] });
});

test('numbers that were given are not voided', () => {
  const hub = beginDay();
  lease(hub, 'kiosk-1');
  hub.act(entering(1, { givenAt: hub.now, number: ticketNumber('A', 4) }));
  const unused = { kind: 'void-numbers', kioskId: 'kiosk-1', day: today, series: 'A', first: 4, last: 10 } as const;
  expect(hub.act(unused)).toEqual({ ok: false, problem: 'number-taken' });
  expect(hub.act({ ...unused, first: 5 })).toMatchObject({ ok: true, value: [{ kind: 'numbers-voided' }] });
  expect(hub.act({ ...unused, first: 5 })).toEqual({ ok: true, value: [] });
  hub.act({ kind: 'begin-day', day: tomorrow });
  expect(hub.act({ ...unused, first: 1, last: 3 })).toMatchObject({ ok: true, value: [{ kind: 'numbers-voided' }] });
  hub.act({ kind: 'begin-day', day: dayAfter(today, 2) });
  expect(hub.act({ ...unused, first: 1, last: 3 })).toEqual({ ok: false, problem: 'day-over' });
});

test('at the desk a service that is closed or full gives no number; who has one from a kiosk is never turned away', () => {
  const limited = { code: 'noi', prefix: 'A', priorityPrefix: 'UA', quota: 2 } as const;
  const hours = [{ days: ['mon' as const], from: '07:30', to: '11:30' }];
  const settings = {
    ...smallHospital,
    services: new Map([...smallHospital.services, ['noi', { ...limited, hours }] as const]),
  };
  const hub = beginDay(playDay(settings));
  const issue = (visit: number) =>
    hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(visit), serviceCode: 'noi', as: 'ordinary' });
  hub.now = atTime(7, 29);
  expect(issue(1)).toEqual({ ok: false, problem: 'service-closed' });
  hub.now = atTime(7, 30);
  expect(issue(1).ok).toBe(true);
  expect(issue(2).ok).toBe(true);
  expect(quotaLeft(hub.day, limited)).toBe(0);
  expect(issue(3)).toEqual({ ok: false, problem: 'service-full' });
  expect(hub.act(entering(4, { givenAt: hub.now, number: ticketNumber('A', 40) })).ok).toBe(true);
  expect(hub.act({ kind: 'serve-without-ticket', ...p101, visitId: visitOf(5), serviceCode: 'noi' }).ok).toBe(true);
});

test('whatever kiosks claim, no number is anybody else’s too, and a block begins behind all that was told', () => {
  const claim = fc.record({
    what: fc.constantFrom('enter', 'change', 'lease', 'report', 'void', 'issue'),
    kioskId: fc.constantFrom('kiosk-1', 'kiosk-2', 'stranger'),
    series: fc.constantFrom('A', 'UA', 'A-K1', 'A-K2', 'ZZZZ'),
    visit: fc.integer({ min: 1, max: 12 }),
    first: fc.integer({ min: -1, max: 40 }),
    length: fc.oneof(fc.integer({ min: -2, max: 30 }), fc.constant(999_999)),
    day: fc.constantFrom(dayAfter(today, -1), today, tomorrow, dayAfter(today, 9)),
  });
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 60, size: 'max' }), (claims) => {
      const hub = beginDay();
      const told = new Map<string, number>();
      for (const { what, kioskId, series, visit, first, length, day } of claims) {
        const kiosk = { kioskId, day, series } as const;
        const given = { kioskId, day, visitId: visitOf(visit), givenAt: hub.now } as const;
        const number = { series, sequence: Math.max(1, first), text: 'A001' };
        const last = first + length;
        const from = hub.log.length;
        if (what === 'enter') hub.act(entering(visit, { ...given, number }));
        if (what === 'change')
          hub.act({ kind: 'change-service', ...given, number, serviceCode: 'noi', lane: 'ordinary' });
        if (what === 'lease') hub.act({ kind: 'lease', ...kiosk, count: length });
        if (what === 'report') hub.act({ kind: 'report-leases', kioskId, day, leases: [{ series, first, last }] });
        if (what === 'void') hub.act({ kind: 'void-numbers', ...kiosk, first, last });
        if (what === 'issue') {
          hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(100 + from), serviceCode: 'noi', as: 'ordinary' });
        }
        for (const { event } of hub.log.slice(from)) {
          const run = 'series' in event ? `${event.day}/${event.series}` : '';
          if (event.kind === 'leased' && !event.isReported) expect(event.first).toBe((told.get(run) ?? 0) + 1);
          if (event.kind === 'leased') told.set(run, Math.max(told.get(run) ?? 0, event.last));
          const entered = event.kind === 'entered' ? event.entry : event.kind === 'number-changed' ? event : undefined;
          if (!entered) continue;
          const ran = `${entered.day}/${entered.number.series}`;
          told.set(ran, Math.max(told.get(ran) ?? 0, entered.number.sequence));
        }
      }
      const numbers = hub.log.flatMap(({ event }) => {
        const entered = event.kind === 'entered' ? event.entry : event.kind === 'number-changed' ? event : undefined;
        return entered ? [`${entered.day}/${entered.number.text}`] : [];
      });
      expect(new Set(numbers).size).toBe(numbers.length);
    }),
    { numRuns: 150 },
  );
});
