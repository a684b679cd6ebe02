import { expect, test } from 'vitest';
import { atTime, chairHospital, entering, lan, minh, playDay, today, visitOf } from '../queue/played-day.ts';
import { boardQueue, callId, callsOfPlace, callsToSpeak, isAnswered } from './board-snapshot.ts';
import { boardSettings } from './boards.bench.ts';

const file = boardSettings();

/** A hall with two counters, where twelve wait. */
function hall() {
  const played = playDay();
  played.now = atTime(8);
  played.act({ kind: 'begin-day', day: today });
  for (let count = 1; count <= 12; count += 1) played.act(entering(count, { givenAt: atTime(7, count) }));
  played.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  played.act({ kind: 'sit-down', counter: 'p102', by: minh, force: false });
  const callsHere = (placeId = 'hall') => callsOfPlace(played.day, [], played.settings, placeId);
  return {
    played,
    callNext: (counter = 'p101', by = lan) => played.act({ kind: 'call-next', counter, by }),
    callsHere,
    queue: () =>
      boardQueue({
        file,
        settings: played.settings,
        day: played.day,
        place: { id: 'hall' },
        calls: callsHere(),
        now: played.now,
      }),
  };
}

test('the last four numbers stand on the board, the latest first, each with its room', () => {
  const { callNext, queue } = hall();
  for (const counter of ['p101', 'p102', 'p101', 'p102', 'p101']) callNext(counter, counter === 'p101' ? lan : minh);
  expect(queue().called.map(({ number, room, count }) => [number, room, count])).toEqual([
    ['A005', 'P.101', 1],
    ['A004', 'P.101', 1],
    ['A003', 'P.101', 1],
    ['A002', 'P.101', 1],
  ]);
  expect(queue().serving).toEqual([
    { counter: { vi: 'Phòng 101', en: 'Room 101' }, number: 'A005' },
    { counter: { vi: 'Phòng 102' }, number: 'A004' },
  ]);
  expect(queue().next.slice(0, 2)).toEqual(['A006', 'A007']);
});

test('a number that is called again stands there once, with how often it was called', () => {
  const { played, callNext, queue } = hall();
  callNext();
  callNext('p102', minh);
  played.act({ kind: 'recall', counter: 'p101', by: lan });
  expect(queue().called.map(({ number, count }) => [number, count])).toEqual([
    ['A001', 2],
    ['A002', 1],
  ]);
});

test('whoever was away and is called at the same counter again is spoken for once: the call that nobody answered is over', () => {
  const { played, callNext, callsHere } = hall();
  callNext();
  const visitId = visitOf(1);
  for (const act of [
    { kind: 'absent', counter: 'p101', by: lan },
    { kind: 'call-this', counter: 'p101', by: lan, visitId, reason: 'came-back' },
    { kind: 'recall', counter: 'p101', by: lan },
  ] as const) {
    played.now += 20_000;
    expect(played.act(act).ok).toBe(true);
  }
  const speech = callsToSpeak(played.day, callsHere(), () => 1_000);
  expect(speech.map((call) => call.isAnswered)).toEqual([true, false, false]);
});

test('a call that is taken back is gone from the board and from speech', () => {
  const { played, callNext, queue, callsHere } = hall();
  callNext();
  const undone = played.day.calls.at(-1);
  if (undone) played.act({ kind: 'undo', counter: 'p101', by: lan, undoes: undone.actId });
  expect(queue().called).toEqual([]);
  expect(callsToSpeak(played.day, callsHere(), () => 1)).toEqual([]);
});

test('whom the hospital has called off stands there no more', () => {
  const { played, callNext, queue } = hall();
  callNext();
  callNext('p102', minh);
  const by = { kind: 'system', id: 'his' } as const;
  const done = played.act({ kind: 'withdraw', by, visitId: visitOf(1), reason: 'cancelled-by-hospital' });
  expect(done.ok).toBe(true);
  expect(queue().called.map(({ number }) => number)).toEqual(['A002']);
});

test('whoever was finished, absent or called on is answered', () => {
  const { played, callNext, callsHere } = hall();
  callNext();
  expect(callsHere().map((call) => isAnswered(played.day, call))).toEqual([false]);
  callNext();
  played.act({ kind: 'absent', counter: 'p101', by: lan });
  expect(callsHere().map((call) => isAnswered(played.day, call))).toEqual([true, true]);
});

test('calls of another place are not heard here', () => {
  const { callNext, callsHere } = hall();
  callNext();
  expect(callsHere('imaging')).toEqual([]);
});

test('a board goes on behind midnight with what was called before', () => {
  const { played, callNext } = hall();
  callNext();
  const before = [...played.day.calls];
  played.now = atTime(8) + 86_400_000;
  played.act({ kind: 'begin-day', day: '2026-12-01' as typeof today });
  const calls = callsOfPlace(played.day, before, played.settings, 'hall');
  expect(calls.map(callId)).toEqual(before.map(callId));
});

test('whoever is asked to a chair reads and hears the chair’s name, and is answered by sitting down', () => {
  const played = playDay(chairHospital);
  played.now = atTime(8);
  played.act({ kind: 'begin-day', day: today });
  for (const count of [1, 2]) played.act(entering(count, { givenAt: atTime(7, count) }));
  const chair = { id: 'ghe-1', name: { vi: 'Ghế đo 1' }, place: 'hall', services: ['noi'], kiosk: 'kiosk-3' };
  const withChair = boardSettings({ counters: [...file.counters, chair] });
  const { day, settings, now } = played;
  const calls = () => callsOfPlace(day, [], settings, 'hall');
  const board = () => boardQueue({ file: withChair, settings, day, place: { id: 'hall' }, calls: calls(), now });
  played.act({ kind: 'chair-free', kioskId: 'kiosk-3' });
  expect(board()).toMatchObject({
    called: [{ number: 'A001', counter: { vi: 'Ghế đo 1' }, room: 'Ghế đo 1', count: 1 }],
    serving: [{ counter: { vi: 'Ghế đo 1' }, number: 'A001' }],
  });
  expect(calls().map((call) => isAnswered(day, call))).toEqual([false]);
  played.act({ kind: 'chair-taken', kioskId: 'kiosk-3', visitId: visitOf(1) });
  expect(calls().map((call) => isAnswered(day, call))).toEqual([true]);
});
