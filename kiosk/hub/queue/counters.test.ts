import { expect, test } from 'vitest';
import { entering, lan, minh, type PlayedDay, playDay, visitOf } from './played-day.ts';

const p101 = { counter: 'p101', by: lan } as const;
const p102 = { counter: 'p102', by: minh } as const;
const his = { kind: 'system', id: 'his' } as const;

function seatedHospital(): PlayedDay {
  const hub = playDay();
  for (const visit of [1, 2, 3]) hub.act(entering(visit, { givenAt: hub.now + visit }));
  hub.now += 60_000;
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act({ kind: 'sit-down', ...p102, force: false });
  return hub;
}

test('nobody acts where somebody else sits, or nobody', () => {
  const hub = seatedHospital();
  expect(hub.act({ kind: 'call-next', counter: 'p101', by: minh })).toEqual({ ok: false, problem: 'not-your-counter' });
  expect(hub.act({ kind: 'call-next', counter: 'p201', by: minh })).toEqual({ ok: false, problem: 'not-your-counter' });
  expect(hub.act({ kind: 'call-next', counter: 'p999', by: minh })).toEqual({ ok: false, problem: 'unknown-counter' });
  expect(hub.act({ kind: 'sit-down', counter: 'p101', by: minh, force: false })).toEqual({
    ok: false,
    problem: 'not-your-counter',
  });
});

test('who takes a counter by force is named, leaves the counter of before, and goes on with whoever is served', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'call-next', ...p101 });
  expect(hub.act({ kind: 'sit-down', counter: 'p101', by: minh, force: true })).toEqual({
    ok: true,
    value: [
      { kind: 'left-counter', counter: 'p101', forcedBy: minh },
      { kind: 'left-counter', counter: 'p102', forcedBy: undefined },
      { kind: 'sat-down', counter: 'p101', by: minh },
    ],
  });
  expect(hub.act({ kind: 'finish', counter: 'p101', by: minh }).ok).toBe(true);
});

test('a paused counter calls nobody, and finishes whom it serves', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'pause', ...p101 });
  for (const act of [
    { kind: 'call-next' },
    { kind: 'recall' },
    { kind: 'call-this', visitId: visitOf(2), reason: 'needs-help' },
    { kind: 'serve-without-ticket', visitId: visitOf(9), serviceCode: 'noi' },
  ] as const) {
    expect(hub.act({ ...act, ...p101 })).toEqual({ ok: false, problem: 'counter-paused' });
  }
  expect(hub.act({ kind: 'finish', ...p101 }).ok).toBe(true);
  hub.act({ kind: 'resume', ...p101 });
  expect(hub.act({ kind: 'call-next', ...p101 }).ok).toBe(true);
});

test('a system of the hospital acts where nobody sits', () => {
  const hub = seatedHospital();
  expect(hub.act({ kind: 'call-next', counter: 'p101', by: his })).toEqual({ ok: false, problem: 'not-your-counter' });
  hub.act({ kind: 'leave-counter', ...p101 });
  expect(hub.act({ kind: 'call-next', counter: 'p101', by: his }).ok).toBe(true);
});

test('two counters never call the same patient', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'call-next', ...p102 });
  expect(hub.day.calls.map(({ number }) => number)).toEqual(['A001', 'A002']);
  const other = { kind: 'call-this', ...p102, visitId: visitOf(1), reason: 'wrong-order' } as const;
  expect(hub.act(other)).toEqual({ ok: false, problem: 'called-elsewhere' });
  hub.act({ kind: 'finish', ...p101 });
  expect(hub.act(other)).toEqual({ ok: false, problem: 'is-over' });
});

test('who was laid aside at one counter is taken by another one of the place, and by none of another place', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'park', ...p101, reason: 'waits-for-result' });
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'absent', ...p101 });
  hub.act({ kind: 'sit-down', counter: 'p201', by: lan, force: false });
  const imaging = { kind: 'call-this', counter: 'p201', by: lan, visitId: visitOf(1), reason: 'came-back' } as const;
  expect(hub.act(imaging)).toEqual({ ok: false, problem: 'not-in-that-pool' });
  expect(hub.act({ kind: 'call-this', ...p102, visitId: visitOf(1), reason: 'result-is-there' }).ok).toBe(true);
  expect(hub.act({ kind: 'return', ...p102, visitId: visitOf(2), after: 0 }).ok).toBe(true);
  expect(hub.act({ kind: 'return', ...p102, visitId: visitOf(3), after: 0 })).toEqual({
    ok: false,
    problem: 'not-in-that-pool',
  });
});

test('a visit that the hospital cancels is withdrawn, also while it is called', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'call-next', ...p101 });
  const cancel = { kind: 'withdraw', by: his, visitId: visitOf(1), reason: 'cancelled-by-hospital' } as const;
  expect(hub.act(cancel).ok).toBe(true);
  expect(hub.act(cancel)).toEqual({ ok: true, value: [] });
  expect(hub.day.counters.get('p101')?.serving).toBeUndefined();
});

test('a lane that staff do not confirm leaves the patient where an ordinary one would stand', () => {
  const hub = seatedHospital();
  hub.act({ kind: 'raise-lane', kioskId: 'kiosk-2', visitId: visitOf(2), isLaneToBeConfirmed: true });
  expect(hub.day.entries.get(visitOf(2))).toMatchObject({ lane: 'priority', isLaneToBeConfirmed: true });
  hub.act({ kind: 'confirm-lane', by: lan, visitId: visitOf(2), isRight: false });
  expect(hub.day.entries.get(visitOf(2))).toMatchObject({ lane: 'ordinary', isLaneToBeConfirmed: false });
  hub.act({ kind: 'call-next', ...p101 });
  expect(hub.day.calls.at(-1)?.number).toBe('A001');
});
