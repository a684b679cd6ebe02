import { expect, test } from 'vitest';
import type { CounterAct } from './acts.ts';
import type { Entry } from './entry.ts';
import { entering, lan, minh, type PlayedDay, playDay, visitOf } from './played-day.ts';
import { undoable } from './rules/undo.ts';

const p101 = { counter: 'p101', by: lan } as const;
const p102 = { counter: 'p102', by: minh } as const;

function busyHospital(): PlayedDay {
  const hub = playDay();
  for (const visit of [1, 2, 3, 4]) hub.act(entering(visit, { givenAt: hub.now + visit }));
  hub.now += 60_000;
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act({ kind: 'sit-down', ...p102, force: false });
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'absent', ...p101 });
  hub.act({ kind: 'call-next', ...p101 });
  hub.now += 60_000;
  return hub;
}

function takeBack(hub: PlayedDay, seat: typeof p101 | typeof p102 = p101) {
  const last = hub.day.counters.get(seat.counter)?.last;
  if (!last) throw new Error('nothing to take back');
  return hub.act({ kind: 'undo', ...seat, undoes: last.actId });
}

/** What patients and staff see of the day. */
function seen({ day }: PlayedDay) {
  return structuredClone({
    entries: day.entries,
    lines: [...day.lines].filter(([, line]) => Object.values(line).some((list) => list.length > 0)),
    services: day.services,
    calls: day.calls,
    serving: [...day.counters].map(([counter, { serving }]) => [counter, serving]),
  });
}

const acts: readonly CounterAct[] = [
  { kind: 'call-next', ...p101 },
  { kind: 'recall', ...p101 },
  { kind: 'call-this', ...p101, visitId: visitOf(4), reason: 'asked-by-doctor' },
  { kind: 'call-this', ...p101, visitId: visitOf(1), reason: 'came-back' },
  { kind: 'finish', ...p101 },
  { kind: 'absent', ...p101 },
  { kind: 'return', ...p101, visitId: visitOf(1), after: 1 },
  { kind: 'park', ...p101, reason: 'fetches-paper' },
  { kind: 'transfer', ...p101, visitId: visitOf(2), to: { to: 'service', serviceCode: 'xray' } },
  { kind: 'transfer', ...p101, visitId: visitOf(3), to: { to: 'counter', counter: 'p102' } },
];

test.each(acts)('taken back, $kind is as if it had not been', (act) => {
  const hub = busyHospital();
  const before = seen(hub);
  expect(hub.act(act).ok).toBe(true);
  expect(seen(hub)).not.toEqual(before);
  expect(undoable(hub.day, 'p101', hub.now)?.act).toBe(act.kind);
  hub.now += 10_000;
  expect(takeBack(hub).ok).toBe(true);
  expect(seen(hub)).toEqual(before);
});

test('a number that was given by mistake is withdrawn and never given again', () => {
  const hub = busyHospital();
  const given = (visit: number) =>
    hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(visit), serviceCode: 'noi', as: 'ordinary' });
  given(8);
  takeBack(hub);
  expect(hub.day.entries.get(visitOf(8))?.state).toMatchObject({ is: 'withdrawn', reason: 'issued-by-mistake' });
  given(9);
  expect(hub.day.entries.get(visitOf(9))?.number.text).toBe('A006');
});

test('whoever was finished by serving somebody without a ticket is served again', () => {
  const hub = busyHospital();
  hub.act({ kind: 'serve-without-ticket', ...p101, visitId: visitOf(8), serviceCode: 'noi' });
  expect(hub.day.counters.get('p101')?.serving).toBe(visitOf(8));
  takeBack(hub);
  expect(hub.day.counters.get('p101')?.serving).toBe(visitOf(2));
});

test('after ten seconds, twice, or by somebody else nothing is taken back', () => {
  const hub = busyHospital();
  hub.act({ kind: 'call-next', ...p101 });
  const last = hub.day.counters.get('p101')?.last;
  if (!last) throw new Error('nothing to take back');
  const undo = { kind: 'undo', undoes: last.actId } as const;
  expect(hub.act({ ...undo, ...p101, by: minh })).toEqual({ ok: false, problem: 'not-your-counter' });
  expect(hub.act({ ...undo, ...p102 })).toEqual({ ok: false, problem: 'too-late-to-undo' });
  hub.now += 10_001;
  expect(hub.act({ ...undo, ...p101 })).toEqual({ ok: false, problem: 'too-late-to-undo' });
  hub.now -= 1_000;
  expect(hub.act({ ...undo, ...p101 }).ok).toBe(true);
  expect(hub.act({ ...undo, ...p101 })).toEqual({ ok: false, problem: 'too-late-to-undo' });
});

test('what others have gone on with stays as it is', () => {
  const hub = busyHospital();
  hub.act({ kind: 'finish', ...p101 });
  hub.act({ kind: 'transfer', ...p102, visitId: visitOf(3), to: { to: 'service', serviceCode: 'xray' } });
  hub.act({ kind: 'withdraw', by: lan, visitId: visitOf(3), reason: 'cancelled-by-hospital' });
  expect(takeBack(hub, p102)).toEqual({ ok: false, problem: 'too-late-to-undo' });
  const state = (visit: number): Entry['state']['is'] | undefined => hub.day.entries.get(visitOf(visit))?.state.is;
  expect(state(3)).toBe('withdrawn');
  expect(takeBack(hub).ok).toBe(true);
  expect(state(2)).toBe('called');
});
