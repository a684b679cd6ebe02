import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { LoggedEvent } from '#kiosk/hub/queue/events.ts';
import { entering, lan, minh, type PlayedDay, playDay, today, visitOf } from '#kiosk/hub/queue/played-day.ts';
import { clipsOfCall } from '#kiosk/hub/voice/words-of-call.ts';
import type { HospitalAccount } from './account.ts';
import type { BoardAccount } from './board-on-wall.ts';
import { judge } from './judge.ts';

/** Whether the proof finds what is broken: a day in which everything is right, and then one thing that is not. */
interface SmallDay {
  readonly account: HospitalAccount;
  readonly events: readonly LoggedEvent[];
}

const second = 1_000;

/** Two patients; Lan calls the first, Minh the second; both are spoken, shown and finished. */
function smallDay(): SmallDay {
  const played = playDay();
  const act = (wish: Parameters<PlayedDay['act']>[0], after = 4 * second) => {
    played.now += after;
    assert.ok(played.act(wish).ok, wish.kind);
  };
  act({ kind: 'begin-day', day: today });
  act({ kind: 'lease', kioskId: 'kiosk-1', day: today, series: 'A', count: 10 });
  for (const count of [1, 2]) act(entering(count, { givenAt: played.now }));
  act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  act({ kind: 'sit-down', counter: 'p102', by: minh, force: false });
  act({ kind: 'call-next', counter: 'p101', by: lan });
  act({ kind: 'call-next', counter: 'p102', by: minh });
  act({ kind: 'finish', counter: 'p101', by: lan });
  act({ kind: 'finish', counter: 'p102', by: minh });
  return { account: accountOf(played.log), events: played.log };
}

function accountOf(events: readonly LoggedEvent[]): HospitalAccount {
  const calls = events.flatMap(({ event, day, position, at, actId }) =>
    event.kind === 'called'
      ? [{ call: `${day}/${position}`, at, actId, counter: event.counter, visitId: event.visitId }]
      : [],
  );
  const numberOf = new Map<string, string>([
    [visitOf(1), 'A001'],
    [visitOf(2), 'A002'],
  ]);
  const said = calls.map(({ call, at, counter, visitId }, attempt) => {
    const number = numberOf.get(visitId) ?? '';
    const clips = clipsOfCall({ number, counter, count: 1 }, ['vi']).map((word) => `/board/clip/${word}`);
    return { call, at: at + 100, attempt, clips, number, counter };
  });
  const board = (name: string, speaks: boolean): BoardAccount & { readonly lost: [] } => ({
    name,
    shown: said.map(({ at, number, counter }) => ({ at, number, counter: names[counter] ?? '' })),
    sounds: speaks ? said.map(({ at }) => ({ from: at + 100, to: at + 2 * second, clockMs: 1_900 })) : [],
    told: speaks ? said : [],
    said: speaks ? said.map(({ at, call, attempt }) => ({ at: at + 2 * second, is: 'spoken', call, attempt })) : [],
    dark: [],
    errors: [],
    lost: [],
  });
  return {
    given: [...numberOf.values()].map((number) => ({ kiosk: 'kiosk-1', number, at: 0 })),
    troubles: [],
    events,
    numbers: [1, 2].map((sequence) => ({ day: today, series: 'A', sequence })),
    counters: ['p101', 'p102'].map((counter) => {
      const acts = events.flatMap(({ event, actId }) =>
        'counter' in event && event.counter === counter && (event.kind === 'called' || event.kind === 'finished')
          ? [[actId, event.kind === 'called' ? 'call-next' : 'finish'] as const]
          : [],
      );
      return {
        counter,
        pressed: new Map([
          ['call-next', 1],
          ['finish', 1],
        ]),
        sent: new Map(acts),
        answered: new Map(acts.map(([actId]) => [actId, 'done'])),
        served: new Set(
          calls.filter((call) => call.counter === counter).map(({ visitId }) => numberOf.get(visitId) ?? ''),
        ),
        signIns: { count: 1 },
        taken: { count: 0 },
        opened: { count: 0 },
        errors: [],
      };
    }),
    counterNames: names,
    boards: [board('board 1', true), board('board 2', false)],
    hubLogs: [
      said.map(({ at, call, number }) => ({
        event: call,
        spoken: number,
        place: 'hall',
        time: new Date(at + 2 * second).toISOString(),
      })),
    ],
    voices: [['không', 'một']],
    wordsNeeded: new Set(['không', 'một']),
    late: [{ what: 'call', actId: 'LATE', answer: 'not-deciding' }],
    calmFrom: Number.POSITIVE_INFINITY,
  };
}

const names: Readonly<Record<string, string>> = { p101: 'Phòng 101', p102: 'Phòng 102' };

/** The account with something else in it; the sentences that are then said. */
function found(change: (day: SmallDay) => Partial<HospitalAccount>): string {
  const day = smallDay();
  return judge({ ...day.account, ...change(day) }).open.join('\n');
}

/** The same log, with one event more at its end. */
function withEvent({ events }: SmallDay, event: LoggedEvent['event'], more: Partial<LoggedEvent> = {}): LoggedEvent[] {
  const last = events.at(-1);
  assert.ok(last);
  return [...events, { ...last, position: last.position + 1, ...more, event }];
}

/** What the speaking board says of itself, changed. */
function speaker(day: SmallDay, change: (board: BoardAccount) => Partial<BoardAccount>) {
  return {
    boards: day.account.boards.map((board, at) => (at === 0 ? { ...board, ...change(board) } : board)),
  };
}

test('a day in which everything is right is right', () => {
  assert.deepEqual(judge(smallDay().account).open, []);
});

test('a number that two patients have, one that no hub knows and one that no screen has shown are found', () => {
  const given = (numbers: readonly string[]) => numbers.map((number) => ({ kiosk: 'kiosk-1', number, at: 0 }));
  assert.match(
    found(() => ({ given: given(['A001', 'A002', 'A002']) })),
    /A002 was given to two patients/,
  );
  assert.match(
    found(() => ({ given: given(['A001', 'A002', 'A003']) })),
    /A003 of kiosk-1 is lost/,
  );
  assert.match(
    found(() => ({ given: given(['A001']) })),
    /A002 was entered, and no screen has shown it/,
  );
  assert.match(
    found(({ account }) => ({ numbers: account.numbers.slice(1) })),
    /1 rows of numbers, 2 entries/,
  );
});

test('a patient whom two counters call, one who is called after the end and one who is left are found', () => {
  const call = (counter: string) =>
    ({ kind: 'called', visitId: visitOf(2), counter, by: lan, how: { in: 'turn', share: 'ordinary' } }) as const;
  const beforeEnd = (day: SmallDay) => ({ ...day, events: day.events.slice(0, -1) });
  assert.match(
    found((day) => ({ events: withEvent(beforeEnd(day), call('p101')) })),
    /A002 was called at p102, and then at p101/,
  );
  assert.match(
    found((day) => ({ events: withEvent(day, call('p101')) })),
    /A002 was called at p101 although it was finished/,
  );
  assert.match(
    found((day) => ({ events: beforeEnd(day).events })),
    /A002 is still called at the end of the day/,
  );
});

test('an act that nobody pressed, one that was pressed once and sent twice, and an answer that was not true are found', () => {
  const first = ({ account }: SmallDay, change: object) => ({
    counters: account.counters.map((each, at) => (at === 0 ? { ...each, ...change } : each)),
  });
  assert.match(
    found((day) => first(day, { sent: new Map() })),
    /a call at p101 was pressed by nobody/,
  );
  const pressed = new Map([['finish', 1]]);
  assert.match(
    found((day) => first(day, { pressed })),
    /call-next was pressed 0 times, and 1 acts were sent/,
  );
  const sent = new Map([['OTHER', 'recall']]);
  const answered = new Map([['OTHER', 'done']]);
  assert.match(
    found((day) => first(day, { sent, answered })),
    /p101: recall was answered done and is lost/,
  );
  assert.match(
    found((day) => first(day, { served: new Set(['A002']) })),
    /the page of p101 showed A002/,
  );
});

test('what a hub that had been replaced still does, or answers, is found', () => {
  const late = (answer: string, actId = 'LATE') => ({ late: [{ what: 'call', actId, answer }] });
  assert.match(
    found(() => late('done')),
    /a hub that had been replaced answered call: done/,
  );
  assert.match(
    found(({ events }) => late('none', events.at(-1)?.actId)),
    /has done a late call/,
  );
});

test('a call that does not stand on a board is found, and forgiven only to a line that was away while four were called', () => {
  const dark = ({ account }: SmallDay, lost: HospitalAccount['boards'][number]['lost']) => ({
    boards: account.boards.map((board) => ({ ...board, shown: board.shown.slice(1), lost })),
  });
  assert.match(
    found((day) => dark(day, [])),
    /A001 to p101 .* never stood on board 2/,
  );
  assert.match(
    found((day) => dark(day, [{ from: 0, to: 9e15 }])),
    /never stood on board 2/,
  );
});

test('two boards that sound together, and one that sounds unasked, are found', () => {
  assert.match(
    found(({ account }) => ({
      boards: account.boards.map((board) => ({ ...board, sounds: account.boards[0]?.sounds ?? [] })),
    })),
    /board 1 and board 2 sounded together .* \(its own clock went 1900 of 1900 ms, and /,
  );
  assert.match(
    found((day) => speaker(day, ({ sounds }) => ({ sounds: [...sounds, { from: 1, to: 2, clockMs: 1 }] }))),
    /board 1 sounded at .* no hub had told it/,
  );
});

test('a call that is spoken twice, too late, after its answer, with another number, or never, is found', () => {
  const later = (ms: number) => (day: SmallDay) =>
    speaker(day, ({ told }) => ({ told: told.map((each) => ({ ...each, at: each.at + ms })) }));
  assert.match(found(later(20 * second)), /after it had been answered/);
  assert.match(found(later(200 * second)), /after three minutes/);
  assert.match(found(later(5 * second)), /after it had been heard to its end/);
  assert.match(
    found((day) => speaker(day, ({ said }) => ({ said: [...said, ...said] }))),
    /was spoken to its end twice/,
  );
  assert.match(
    found(({ account }) => ({ hubLogs: account.hubLogs.map((each) => [...each, ...each]) })),
    /one hub noted twice/,
  );
  // The board told a second hub what the first one had noted before it was killed.
  assert.equal(
    found(({ account }) => ({ hubLogs: [...account.hubLogs, ...account.hubLogs] })),
    '',
  );
  const silent = { hubLogs: [], calmFrom: 0 };
  assert.equal(
    found(() => silent),
    '',
  );
  const waits = ({ events }: SmallDay) => ({
    ...silent,
    events: events.map((each) => (each.event.kind === 'finished' ? { ...each, at: each.at + 60 * second } : each)),
  });
  assert.match(found(waits), /nobody came for A001 .* and it was not spoken/);
  assert.match(
    found((day) =>
      speaker(day, ({ told }) => ({ told: told.map((each) => ({ ...each, clips: told[0]?.clips ?? [] })) })),
    ),
    /are one clip|was said in two ways/,
  );
  assert.match(
    found(() => ({ voices: [['Nguyễn Thị Thử']] })),
    /the voice was told to say/,
  );
});
