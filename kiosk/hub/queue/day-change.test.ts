import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { Entry } from './entry.ts';
import { waitingFor } from './order.ts';
import { atTime, entering, lan, minh, type PlayedDay, playDay, smallHospital, today, visitOf } from './played-day.ts';
import { wantsLeases } from './rules/leases.ts';

const p101 = { counter: 'p101', by: lan } as const;
const tomorrow = dayAfter(today, 1);

function fiftyWaiting(): PlayedDay {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.now = atTime(23);
  for (let visit = 1; visit <= 50; visit += 1) hub.act(entering(visit, { givenAt: hub.now + visit }));
  return hub;
}

function turnDay(hub: PlayedDay): void {
  hub.now = atTime(0, 0, tomorrow);
  hub.act({ kind: 'begin-day', day: tomorrow });
}

function stateOf(hub: PlayedDay, visit: number): Entry['state']['is'] | undefined {
  return hub.day.entries.get(visitOf(visit))?.state.is;
}

test('fifty who wait over midnight stay callable, in their order and under their date', () => {
  const hub = fiftyWaiting();
  const before = waitingFor(hub.day, smallHospital, 'p101', hub.now);
  turnDay(hub);
  expect(waitingFor(hub.day, smallHospital, 'p101', hub.now)).toEqual(before);
  expect(hub.act({ kind: 'call-next', ...p101 }).ok).toBe(true);
  expect(hub.day.calls).toMatchObject([{ number: 'A001', count: 1 }]);
});

test('who is being served at midnight goes on being served, and the day is begun once', () => {
  const hub = fiftyWaiting();
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'call-next', ...p101 });
  turnDay(hub);
  expect(hub.act({ kind: 'begin-day', day: tomorrow })).toEqual({ ok: true, value: [] });
  expect(hub.act({ kind: 'begin-day', day: today })).toEqual({ ok: false, problem: 'day-over' });
  expect(hub.day.counters.get('p101')).toMatchObject({ by: lan, serving: visitOf(2) });
  expect(stateOf(hub, 1)).toBeUndefined();
  expect(hub.act({ kind: 'finish', ...p101 }).ok).toBe(true);
});

test('a day is closed by a named person; who is being served and who came later stays', () => {
  const hub = fiftyWaiting();
  hub.act({ kind: 'call-next', ...p101 });
  turnDay(hub);
  hub.act(entering(60, { givenAt: hub.now, day: tomorrow, number: ticketNumber('A', 1) }));
  expect(hub.act({ kind: 'close-day', by: { kind: 'system', id: 'his' }, day: today }).ok).toBe(false);
  expect(hub.act({ kind: 'close-day', by: minh, day: today }).ok).toBe(true);
  expect([1, 2, 50, 60].map((visit) => stateOf(hub, visit))).toEqual(['called', 'closed', 'closed', 'waiting']);
});

test('whoever was called where nobody sits any more is closed with the day', () => {
  const hub = fiftyWaiting();
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'leave-counter', ...p101 });
  hub.act({ kind: 'close-day', by: minh, day: today });
  expect(stateOf(hub, 1)).toBe('closed');
});

test('the same number of yesterday and today are two numbers', () => {
  const hub = fiftyWaiting();
  turnDay(hub);
  expect(hub.act(entering(60, { givenAt: hub.now, day: tomorrow, number: ticketNumber('A', 1) })).ok).toBe(true);
});

test('yesterday’s numbers that are told in the morning are sorted by staff, those of a minute before midnight wait', () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  turnDay(hub);
  hub.act(entering(1, { givenAt: hub.now - 60_000 }));
  hub.now = atTime(8, 0, tomorrow);
  hub.act(entering(2, { givenAt: atTime(9) }));
  expect([1, 2].map((visit) => stateOf(hub, visit))).toEqual(['waiting', 'unknown']);
});

test('a hub that has lost its log grants no block before every kiosk has told what it holds', () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'begin-recovery' });
  const lease = () => hub.act({ kind: 'lease', kioskId: 'kiosk-1', day: today, series: 'A', count: 10 });
  const report = (kioskId: string, last: number) =>
    hub.act({ kind: 'report-leases', kioskId, day: today, leases: [{ series: 'A', first: last - 9, last }] });
  expect(lease()).toEqual({ ok: false, problem: 'recovering' });
  report('kiosk-1', 40);
  expect([wantsLeases(hub.day, 'kiosk-1'), wantsLeases(hub.day, 'kiosk-2')]).toEqual([false, true]);
  expect(lease()).toEqual({ ok: false, problem: 'recovering' });
  report('kiosk-2', 70);
  expect(lease()).toMatchObject({ ok: true, value: [{ first: 71, last: 80, isBehindGap: false }] });
});

test('a person may end the recovery: every series goes on behind a gap, once', () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'begin-recovery' });
  hub.act({ kind: 'report-leases', kioskId: 'kiosk-1', day: today, leases: [{ series: 'A', first: 31, last: 40 }] });
  expect(hub.act({ kind: 'end-recovery', by: { kind: 'system', id: 'his' } }).ok).toBe(false);
  hub.act({ kind: 'end-recovery', by: minh });
  const lease = (series: string, day = today) => hub.act({ kind: 'lease', kioskId: 'kiosk-1', day, series, count: 10 });
  expect(lease('A')).toMatchObject({ ok: true, value: [{ first: 1001, last: 1010, isBehindGap: true }] });
  expect(lease('A')).toMatchObject({ ok: true, value: [{ first: 1011, isBehindGap: false }] });
  expect(lease('B')).toMatchObject({ ok: true, value: [{ first: 1001, isBehindGap: true }] });
  expect(lease('A', tomorrow)).toMatchObject({ ok: true, value: [{ first: 1001, isBehindGap: true }] });
});

test('what was given before the log was lost is never called by itself; staff sort it', () => {
  const hub = playDay();
  hub.now = atTime(10);
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act({ kind: 'begin-recovery' });
  for (const visit of [1, 2, 3]) hub.act(entering(visit, { givenAt: atTime(9, visit) }));
  hub.act(entering(4, { givenAt: hub.now }));
  expect(hub.act({ kind: 'call-next', ...p101 }).ok).toBe(true);
  expect(hub.act({ kind: 'call-next', ...p101 })).toEqual({ ok: false, problem: 'nobody-waits' });
  hub.act({ kind: 'sort-unknown', by: lan, visitId: visitOf(1), as: 'waits' });
  hub.act({ kind: 'sort-unknown', by: lan, visitId: visitOf(2), as: 'was-served' });
  hub.act({ kind: 'sort-unknown', by: lan, visitId: visitOf(3), as: 'is-gone' });
  expect([1, 2, 3, 4].map((visit) => stateOf(hub, visit))).toEqual(['waiting', 'finished', 'closed', 'called']);
});

test('whoever was given a number before their kiosk had a hub is sorted by staff, and called by nobody before that', () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act(entering(1, { givenAt: hub.now, mayBeServed: true }));
  expect(stateOf(hub, 1)).toBe('unknown');
  expect(hub.act({ kind: 'call-next', ...p101 })).toEqual({ ok: false, problem: 'nobody-waits' });
  hub.act({ kind: 'sort-unknown', by: lan, visitId: visitOf(1), as: 'waits' });
  expect(hub.act({ kind: 'call-next', ...p101 }).ok).toBe(true);
});
