import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { nextTurn, waitingFor } from './order.ts';
import { counterIn } from './owned-day.ts';
import { chairHospital, entering, lan, numbersOf, type PlayedDay, playDay, today, visitOf } from './played-day.ts';

const kioskId = 'kiosk-3';
const p101 = { counter: 'p101', by: lan } as const;

/** Four wait for the ordinary clinic, Lan sits in room 101, and a kiosk measures before it. */
function hospital(): PlayedDay {
  const hub = playDay(chairHospital);
  hub.act({ kind: 'begin-day', day: today });
  for (const visit of [1, 2, 3, 4]) hub.act(entering(visit, { givenAt: hub.now + visit }));
  hub.now += 60_000;
  hub.act({ kind: 'sit-down', ...p101, force: false });
  return hub;
}

const free = (hub: PlayedDay) => hub.act({ kind: 'chair-free', kioskId });
const sits = (hub: PlayedDay, visit: number) => hub.act({ kind: 'chair-taken', kioskId, visitId: visitOf(visit) });
const line = (hub: PlayedDay) => numbersOf(waitingFor(hub.day, hub.settings, 'p101', hub.now));
const next = (hub: PlayedDay) => nextTurn(hub.day, hub.settings, 'p101', hub.now)?.entry.number.text;
const chair = (hub: PlayedDay, visit: number) => hub.day.entries.get(visitOf(visit))?.chair;
const atChair = (hub: PlayedDay) => counterIn(hub.day, 'ghe-1').serving;

test('a free chair asks the first who waits, once, and whoever is expected there is not asked by it again', () => {
  const hub = hospital();
  expect(free(hub)).toEqual({
    ok: true,
    value: [{ kind: 'invited', visitId: visitOf(1), counter: 'ghe-1', until: hub.now + 120_000 }],
  });
  hub.now += 100_000;
  expect(free(hub)).toEqual({ ok: true, value: [] });
  expect(atChair(hub)).toBe(visitOf(1));
});

test('whoever is measured keeps the place in the line: others are called meanwhile, then it is their turn', () => {
  const hub = hospital();
  free(hub);
  sits(hub, 1);
  expect(next(hub)).toBe('A002');
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'measured', kioskId, visitId: visitOf(1) });
  // A second reading follows.
  expect(next(hub)).toBe('A003');
  free(hub);
  expect(chair(hub, 1)).toEqual({ is: 'measured' });
  expect(line(hub)).toEqual(['A001', 'A004', 'A003']);
  expect(next(hub)).toBe('A001');
  expect(chair(hub, 3)).toMatchObject({ is: 'invited' });
});

test('whoever does not come in time is not asked again, and has lost nothing', () => {
  const hub = hospital();
  free(hub);
  hub.now += 120_000;
  expect(next(hub)).toBe('A001');
  free(hub);
  expect([chair(hub, 1), chair(hub, 2)]).toMatchObject([{ is: 'not-again' }, { is: 'invited' }]);
  for (let round = 0; round < 5; round += 1) {
    hub.now += 120_000;
    free(hub);
  }
  expect([1, 2, 3, 4].map((visit) => chair(hub, visit)?.is)).toEqual(Array(4).fill('not-again'));
  expect(line(hub)).toEqual(['A001', 'A002', 'A003', 'A004']);
});

test('nobody is called away from a counter: who is called or served is neither asked nor held', () => {
  const hub = hospital();
  hub.act({ kind: 'call-next', ...p101 });
  free(hub);
  expect(chair(hub, 1)).toBeUndefined();
  expect(chair(hub, 2)).toMatchObject({ is: 'invited' });
  expect(sits(hub, 1)).toEqual({
    ok: true,
    value: [{ kind: 'left-chair', visitId: visitOf(2), as: 'put-off' }],
  });
  expect(hub.day.entries.get(visitOf(1))?.state.is).toBe('called');
  hub.act({ kind: 'absent', ...p101 });
  hub.act({ kind: 'return', ...p101, visitId: visitOf(1), after: 0 });
  free(hub);
  expect(chair(hub, 1)).toBeUndefined();
});

test('somebody else’s ticket is taken at the chair, and whoever was asked is asked again', () => {
  const hub = hospital();
  free(hub);
  sits(hub, 3);
  expect([chair(hub, 1), chair(hub, 3)]).toMatchObject([undefined, { is: 'seated' }]);
  free(hub);
  expect([chair(hub, 1), chair(hub, 3)]).toMatchObject([{ is: 'invited' }, { is: 'not-again' }]);
});

test('no room stands empty for a chair: whoever was asked and has not sat down is called when nobody else is there', () => {
  const hub = hospital();
  free(hub);
  for (const _ of [2, 3, 4]) hub.act({ kind: 'call-next', ...p101 });
  expect(next(hub)).toBe('A001');
  sits(hub, 1);
  expect(next(hub)).toBeUndefined();
  expect(line(hub)).toEqual(['A001']);
  hub.act({ kind: 'call-this', ...p101, visitId: visitOf(1), reason: 'asked-by-doctor' });
  expect([chair(hub, 1), atChair(hub)]).toEqual([undefined, undefined]);
});

test('a number that is given up and comes back for another service takes no chair that somebody else sits in', () => {
  const hub = hospital();
  free(hub);
  hub.act({ kind: 'give-up', kioskId: 'kiosk-1', visitId: visitOf(1) });
  sits(hub, 2);
  const number = ticketNumber('B', 1);
  const again = { serviceCode: 'ngoai', lane: 'ordinary', number, day: today, givenAt: hub.now } as const;
  hub.act({ kind: 'change-service', kioskId: 'kiosk-1', visitId: visitOf(1), ...again });
  expect([chair(hub, 1), atChair(hub)]).toEqual([undefined, visitOf(2)]);
});

test('a kiosk that falls silent holds nobody for ever', () => {
  const hub = hospital();
  sits(hub, 1);
  expect(next(hub)).toBe('A002');
  hub.now += 25 * 60_000;
  expect(next(hub)).toBe('A001');
});

test('an emergency is called from the chair at once', () => {
  const hub = hospital();
  sits(hub, 2);
  hub.act({ kind: 'open-emergency', by: lan, visitId: visitOf(2) });
  expect(next(hub)).toBe('A002');
});

test('nobody signs in at a chair, is sent there or calls from there', () => {
  const hub = hospital();
  const refused = { ok: false, problem: 'unknown-counter' };
  expect(hub.act({ kind: 'sit-down', counter: 'ghe-1', by: lan, force: true })).toEqual(refused);
  expect(hub.act({ kind: 'call-next', counter: 'ghe-1', by: { kind: 'system', id: 'his' } })).toEqual(refused);
  const to = { to: 'counter', counter: 'ghe-1' } as const;
  expect(hub.act({ kind: 'transfer', ...p101, visitId: visitOf(1), to })).toEqual(refused);
  expect(hub.act({ kind: 'chair-free', kioskId: 'kiosk-1' })).toEqual(refused);
});

test('a reading at any kiosk counts, once, and of a visit that nobody knows it means nothing', () => {
  const hub = hospital();
  const measured = (visit: number) => hub.act({ kind: 'measured', kioskId: 'kiosk-1', visitId: visitOf(visit) });
  expect(measured(1)).toMatchObject({ ok: true, value: [{ kind: 'was-measured' }] });
  expect(measured(1)).toEqual({ ok: true, value: [] });
  expect(measured(99)).toEqual({ ok: true, value: [] });
  free(hub);
  expect(chair(hub, 2)).toMatchObject({ is: 'invited' });
});
