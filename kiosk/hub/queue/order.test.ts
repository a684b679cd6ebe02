import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import { waitingCount, waitingFor } from './order.ts';
import {
  atTime,
  entering,
  lan,
  minh,
  numbersOf,
  type PlayedDay,
  playDay,
  smallHospital,
  today,
  visitOf,
} from './played-day.ts';

const minute = 60_000;
const p101 = { counter: 'p101', by: lan } as const;
const p102 = { counter: 'p102', by: minh } as const;

function seatedHospital(): PlayedDay {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act({ kind: 'sit-down', ...p102, force: false });
  return hub;
}

/** `ordinary` A001 …, `priority` UA001 …: one a minute, in this order. */
function arrive(hub: PlayedDay, lanes: readonly ('ordinary' | 'priority')[]): void {
  const given = { ordinary: 0, priority: 0 };
  for (const lane of lanes) {
    hub.now += minute;
    given[lane] += 1;
    const number = ticketNumber(lane === 'priority' ? 'UA' : 'A', given[lane]);
    const visit = hub.day.entries.size + 1;
    hub.act(entering(visit, { givenAt: hub.now, lane, number }));
  }
}

function order(hub: PlayedDay, counter = 'p101', now = hub.now): string {
  return numbersOf(waitingFor(hub.day, smallHospital, counter, now)).join(' ');
}

/** Called until nobody waits. */
function callAll(hub: PlayedDay, seat: typeof p101 | typeof p102 = p101): string {
  const called: string[] = [];
  while (hub.act({ kind: 'call-next', ...seat }).ok) called.push(hub.day.calls.at(-1)?.number ?? '');
  return called.join(' ');
}

test('two of the priority lane are called, then one ordinary, while both wait', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'priority', 'priority', 'priority', 'ordinary', 'priority', 'ordinary']);
  const lawful = 'UA001 UA002 A001 UA003 UA004 A002 A003 A004';
  expect(order(hub)).toBe(lawful);
  expect(callAll(hub)).toBe(lawful);
});

test('the ratio goes on across counters that call the same service', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'priority', 'priority', 'priority']);
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'call-next', ...p102 });
  hub.act({ kind: 'call-next', ...p101 });
  expect(hub.day.calls.map(({ number }) => number)).toEqual(['UA001', 'UA002', 'A001']);
});

test('a call that is taken back gives no lane a turn more', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'priority', 'priority', 'priority', 'priority']);
  for (let call = 0; call < 5; call += 1) {
    hub.act({ kind: 'call-next', ...p101 });
    const last = hub.day.counters.get('p101')?.last;
    if (last) expect(hub.act({ kind: 'undo', ...p101, undoes: last.actId }).ok).toBe(true);
  }
  expect(callAll(hub)).toBe('UA001 UA002 A001 UA003 UA004 A002');
});

test('an ordinary one beyond the ceiling goes before whoever came later, and only before them', () => {
  const hub = seatedHospital();
  arrive(hub, ['priority', 'ordinary', 'priority', 'priority', 'priority']);
  expect(order(hub)).toBe('UA001 UA002 A001 UA003 UA004');
  expect(order(hub, 'p101', hub.now + 70 * minute)).toBe('UA001 A001 UA002 UA003 UA004');
});

test('an emergency goes before everybody', () => {
  const hub = seatedHospital();
  arrive(hub, ['priority', 'ordinary', 'ordinary']);
  hub.act({ kind: 'open-emergency', by: minh, visitId: visitOf(3) });
  expect(order(hub)).toBe('A002 UA001 A001');
});

test('whoever comes back is called after so many others of the service, and before them when nobody else is there', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'ordinary', 'ordinary']);
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'absent', ...p101 });
  expect(order(hub)).toBe('A002 A003 A004');
  hub.act({ kind: 'return', ...p102, visitId: visitOf(1), after: 2 });
  expect(order(hub)).toBe('A002 A003 A001 A004');
  hub.act({ kind: 'call-next', ...p102 });
  expect(order(hub)).toBe('A003 A001 A004');
  hub.act({ kind: 'call-this', ...p101, visitId: visitOf(4), reason: 'needs-help' });
  expect(order(hub)).toBe('A001 A003');
});

test('nobody sits idle because others are to come first who are not there', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary']);
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'absent', ...p101 });
  hub.act({ kind: 'return', ...p101, visitId: visitOf(1), after: 5 });
  expect(callAll(hub)).toBe('A002 A001');
});

test('without a number of others whoever comes back waits for as many as the hospital has set', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'ordinary', 'ordinary', 'ordinary']);
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'absent', ...p101 });
  hub.act({ kind: 'return', ...p101, visitId: visitOf(1), after: undefined });
  expect(callAll(hub)).toBe('A002 A003 A004 A001 A005');
});

test('an appointment overtakes when its time has come, not before and not after', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary']);
  hub.now += minute;
  const appointment = { from: atTime(9), to: atTime(10) };
  hub.act(entering(3, { givenAt: hub.now, appointment }));
  expect(order(hub, 'p101', atTime(7, 30))).toBe('A001 A002 A003');
  expect(order(hub, 'p101', atTime(7, 59))).toBe('A001 A002 A003');
  const tolerant = { ...smallHospital, lanes: { ...smallHospital.lanes, ceilingMs: 240 * minute } };
  const at = (now: number) => numbersOf(waitingFor(hub.day, tolerant, 'p101', now)).join(' ');
  expect(at(atTime(9))).toBe('A003 A001 A002');
  expect(at(atTime(10) + 1)).toBe('A001 A002 A003');
});

test('whoever came for nine does not go before a priority patient who came at eight', () => {
  const hub = seatedHospital();
  hub.act(entering(1, { givenAt: hub.now, appointment: { from: atTime(9), to: atTime(10) } }));
  hub.now = atTime(8);
  hub.act(entering(2, { givenAt: hub.now, lane: 'priority', number: ticketNumber('UA', 1) }));
  expect(order(hub, 'p101', atTime(9))).toBe('UA001 A001');
});

test('whoever was left over from yesterday is first in their lane', () => {
  const hub = seatedHospital();
  arrive(hub, ['priority', 'ordinary']);
  const tomorrow = dayAfter(today, 1);
  hub.now = atTime(0, 0, tomorrow);
  hub.act({ kind: 'begin-day', day: tomorrow });
  hub.now = atTime(7, 0, tomorrow);
  const late = { givenAt: hub.now - 60 * minute, day: tomorrow };
  hub.act(entering(11, { ...late, lane: 'priority', number: ticketNumber('UA', 1) }));
  hub.act(entering(12, { ...late, number: ticketNumber('A', 1) }));
  expect(waitingFor(hub.day, smallHospital, 'p101', hub.now).map(({ day, number }) => `${day} ${number.text}`)).toEqual(
    [`${today} UA001`, `${today} A001`, `${tomorrow} UA001`, `${tomorrow} A001`],
  );
});

test('who is sent to a person is called where that person sits, and loses none of the time waited', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'ordinary']);
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'transfer', ...p101, visitId: visitOf(1), to: { to: 'person', person: minh.id } });
  expect(order(hub, 'p101')).toBe('A002 A003');
  expect(order(hub, 'p102')).toBe('A001 A002 A003');
});

test('who was sent to a person who has gone is called after the others, and not forgotten', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary', 'ordinary']);
  hub.act({ kind: 'transfer', ...p101, visitId: visitOf(1), to: { to: 'person', person: minh.id } });
  hub.act({ kind: 'leave-counter', ...p102 });
  expect(order(hub, 'p101')).toBe('A002 A003 A001');
  expect(waitingCount(hub.day, smallHospital, 'p101')).toBe(3);
  hub.act({ kind: 'open-emergency', by: lan, visitId: visitOf(1) });
  expect(callAll(hub)).toBe('A001 A002 A003');
});

test('who was sent to a counter that the settings no longer have is not forgotten', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary']);
  hub.act({ kind: 'transfer', ...p101, visitId: visitOf(1), to: { to: 'counter', counter: 'p102' } });
  expect(order(hub)).toBe('A002');
  const counters = new Map([...smallHospital.counters].filter(([id]) => id !== 'p102'));
  expect(numbersOf(waitingFor(hub.day, { ...smallHospital, counters }, 'p101', hub.now))).toEqual(['A002', 'A001']);
});

test('a reading that is told before its number puts it before others as soon as the number comes', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary']);
  hub.act({ kind: 'raise-lane', kioskId: 'kiosk-2', visitId: visitOf(2), isLaneToBeConfirmed: true });
  hub.act(entering(2, { givenAt: hub.now, number: ticketNumber('A', 2) }));
  expect(order(hub)).toBe('A002 A001');
  expect(hub.day.entries.get(visitOf(2))?.isLaneToBeConfirmed).toBe(true);
});

test('who is sent to another service waits behind those who are there', () => {
  const hub = seatedHospital();
  arrive(hub, ['ordinary', 'ordinary']);
  hub.act(entering(9, { givenAt: hub.now, serviceCode: 'xray', number: ticketNumber('X', 1) }));
  hub.now += minute;
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'transfer', ...p101, visitId: visitOf(1), to: { to: 'service', serviceCode: 'xray' } });
  expect(order(hub, 'p201')).toBe('X001 A001');
});

test('a kiosk that was cut off all morning puts its patients where they came, a clock that runs ahead nowhere better', () => {
  const hub = seatedHospital();
  hub.now = atTime(9);
  hub.act(entering(1, { givenAt: atTime(9) }));
  hub.act(entering(2, { givenAt: atTime(11), number: ticketNumber('A', 2) }));
  hub.now = atTime(9, 30);
  hub.act(entering(3, { givenAt: atTime(8), number: ticketNumber('A-K1', 1) }));
  expect(order(hub)).toBe('A-K1-01 A001 A002');
});

test('next of a day with ten thousand numbers is found at once', () => {
  const hub = seatedHospital();
  const lanes = (visit: number) => (visit % 6 === 0 ? 'priority' : 'ordinary');
  for (let visit = 1; visit <= 10_000; visit += 1) {
    hub.now += 1;
    hub.act(entering(visit, { givenAt: hub.now, lane: lanes(visit) }));
  }
  const took = Array.from({ length: 200 }, () => {
    const began = performance.now();
    hub.act({ kind: 'call-next', ...p101 });
    return performance.now() - began;
  });
  // The quickest: a loaded machine makes others slow.
  expect(Math.min(...took)).toBeLessThan(0.5);
});
