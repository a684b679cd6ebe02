import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BoardHears, BoardSays, BoardSnapshot } from '#kiosk/bridge/hub/board-words.ts';
import type { LinkEnd } from '#kiosk/web/routes.ts';
import { atTime, entering, lan, playDay, today } from '../queue/played-day.ts';
import { createClipLibrary } from '../voice/clip-library.ts';
import type { SayText } from '../voice/espeak.ts';
import { spokenFile } from '../voice/spoken-file.ts';
import { boardSettings } from './boards.bench.ts';
import { type Boards, openBoards } from './boards.ts';

/** Half a second of a tone for each word. */
const sayText: SayText = async () => ({
  ok: true,
  value: { sampleRate: 8_000, samples: Int16Array.from({ length: 4_000 }, (_, at) => 9_000 * Math.sin(at / 3)) },
});

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-boards-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

interface OpenBoard {
  readonly end: LinkEnd;
  latest(): BoardSnapshot | undefined;
  closedWith(): number | undefined;
  say(says: BoardSays): void;
  /** Says every second that it is there, and plays what it is told to the end. */
  live(seconds: number): void;
}

/** A hall whose day outlives the hub's process. */
async function hall(place: Record<string, unknown> = {}) {
  const clock = createHandCrankedClock(atTime(8));
  const played = playDay();
  const settings = boardSettings({ dataDir }, place);
  const library = createClipLibrary({ settings, sayText });
  await library.prepare();
  const heard = new Set<() => void>();
  const spoken: string[] = [];
  let isDeciding = true;
  const act: typeof played.act = (wish, id) => {
    played.now = clock.now();
    const done = played.act(wish, id);
    for (const each of heard) each();
    return done;
  };
  act({ kind: 'begin-day', day: today });
  for (let count = 1; count <= 9; count += 1) act(entering(count, { givenAt: clock.now() }));
  act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });

  const start = (): Boards =>
    openBoards({
      settings,
      library,
      clock,
      spokenFile: spokenFile(dataDir),
      decider: {
        today: () => (isDeciding ? played.day : undefined),
        onCommitted(listener) {
          const tell = () => listener([], played.day);
          heard.add(tell);
          return () => heard.delete(tell);
        },
      },
      logSpoken: (fields) => spoken.push(fields.spoken),
      logFailed: () => undefined,
    });

  function open(boards: Boards): OpenBoard {
    let latest: BoardSnapshot | undefined;
    let closedWith: number | undefined;
    let signs = 0;
    let begun: { readonly attempt: number; readonly at: number } | undefined;
    const end = boards.connect('hall', {
      send(text) {
        const message: BoardHears = JSON.parse(text);
        if ('revision' in message) latest = message;
      },
      waitingBytes: () => 0,
      touch: () => undefined,
      close(code) {
        closedWith = code;
      },
    });
    const say = (says: BoardSays) => end.receive(JSON.stringify(says));
    return {
      end,
      latest: () => latest,
      closedWith: () => closedWith,
      say,
      live(seconds) {
        for (let second = 0; second < seconds; second += 1) {
          signs += 1;
          say({ here: signs, speaker: true });
          clock.advance(1_000);
          const speech = latest?.speech;
          if (!speech) continue;
          if (begun?.attempt !== speech.attempt) begun = { attempt: speech.attempt, at: clock.monotonic() };
          else if (clock.monotonic() - begun.at >= 8_000) say({ spoken: speech.call, attempt: speech.attempt });
        }
      },
    };
  }
  const callNext = () => act({ kind: 'call-next', counter: 'p101', by: lan });
  return {
    ...{ clock, played, act, start, open, callNext, spoken },
    decides: (now: boolean) => {
      isDeciding = now;
    },
  };
}

test('a hub that was started anew never says again what was heard to its end, and says what nobody has heard', async () => {
  const { start, open, callNext, spoken, act } = await hall();
  const first = start();
  const before = open(first);
  callNext();
  before.live(20);
  expect(spoken).toEqual(['A001']);
  act({ kind: 'recall', counter: 'p101', by: lan });
  first.close();

  const second = start();
  const after = open(second);
  after.live(30);
  expect(spoken).toEqual(['A001', 'A001']);
  expect(after.latest()?.called[0]).toMatchObject({ number: 'A001', count: 2 });
  const third = start();
  open(third).live(30);
  expect(spoken).toHaveLength(2);
});

test('what a board has heard is believed by a hub that takes over with another disk', async () => {
  const { start, open, callNext, spoken } = await hall();
  const first = start();
  const board = open(first);
  callNext();
  board.live(20);
  const known = board.latest()?.spoken ?? [];
  expect(known).toHaveLength(1);
  first.close();
  rmSync(join(dataDir, 'voice', 'spoken.json'));

  const second = start();
  const again = open(second);
  again.say({ heard: known, ended: [] });
  again.live(30);
  expect(spoken).toEqual(['A001']);
});

test('a call that came to its end while the line was broken is told over the next one, and counts once', async () => {
  const { start, open, callNext, spoken, clock } = await hall();
  const boards = start();
  const board = open(boards);
  callNext();
  board.live(6);
  const call = board.latest()?.speech?.call ?? '';
  expect(call).not.toBe('');
  board.end.disconnected();
  clock.advance(1_000);
  const again = open(boards);
  again.say({ heard: [], ended: [call] });
  again.live(30);
  expect(spoken).toEqual(['A001']);
});

test('a hub that does not decide any more sends its boards away, and takes none', async () => {
  const { start, open, clock, decides } = await hall();
  const boards = start();
  const board = open(boards);
  decides(false);
  clock.advance(1_000);
  expect(board.closedWith()).toBe(1013);
  expect(open(boards).closedWith()).toBe(1013);
});

test('a hub that has stood by for an hour lets no board sound while one of the hub before it may still be sounding', async () => {
  const { clock, start, open, callNext, decides } = await hall();
  decides(false);
  const boards = start();
  clock.advance(3_600_000);
  callNext();
  decides(true);
  const board = open(boards);
  board.live(3);
  expect(board.latest()?.speech).toBeUndefined();
  board.live(3);
  expect(board.latest()?.speech?.call).toBeDefined();
});

test('in quiet hours nothing is spoken, and the board knows that it has to flash', async () => {
  const { start, open, callNext, spoken } = await hall({ voice: { quiet: [{ from: '07:00', to: '09:00' }] } });
  const boards = start();
  const board = open(boards);
  callNext();
  board.live(30);
  expect([spoken, board.latest()?.isVoiceless, boards.voices()[0]?.voice]).toEqual([[], true, 'quiet']);
});

test('whatever somebody in the house sends over a board’s line, the hub goes on', async () => {
  const { start, open, callNext, spoken } = await hall();
  const boards = start();
  const stranger = open(boards);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((each) => JSON.stringify(each)),
      ),
      (text) => {
        stranger.end.receive(text);
      },
    ),
  );
  stranger.end.receive('x'.repeat(100_000));
  callNext();
  open(boards).live(30);
  expect(spoken).toEqual(['A001']);
});
