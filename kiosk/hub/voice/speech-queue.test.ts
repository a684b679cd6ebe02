import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BoardId,
  type CallToSpeak,
  emptySpeechQueue,
  hasFailed,
  type SpeechEvent,
  type SpeechQueue,
  speechStep,
  speechTimes,
} from './speech-queue.ts';

const lengthMs = 6_000;

/** A place with its boards: what the hub knows, and what is really heard in the hall. */
function hall({ isQuiet = false } = {}) {
  let elapsed = 0;
  let queue = emptySpeechQueue([], { elapsed });
  let calls: readonly CallToSpeak[] = [];
  const moment = () => ({ now: 1_000_000 + elapsed, elapsed, isQuiet });
  const step = (event: SpeechEvent) => {
    queue = speechStep(queue, event, moment());
  };
  return {
    queue: () => queue,
    step,
    pass(ms: number) {
      elapsed += ms;
      step({ kind: 'time-passes' });
    },
    call(call: string, more: Partial<CallToSpeak> = {}) {
      calls = [...calls, { call, number: call, at: moment().now, lengthMs, isAnswered: false, ...more }];
      step({ kind: 'calls', calls });
    },
    answer(call: string) {
      calls = calls.map((each) => (each.call === call ? { ...each, isAnswered: true } : each));
      step({ kind: 'calls', calls });
    },
    undo(call: string) {
      calls = calls.filter((each) => each.call !== call);
      step({ kind: 'calls', calls });
    },
    sign(board: BoardId, sounds = true) {
      step({ kind: 'sign-of-life', board, sounds });
    },
    end(kind: 'ended' | 'failed' = 'ended') {
      const { speaking } = queue;
      if (!speaking) throw new Error('nobody speaks');
      step({ kind, board: speaking.board, call: speaking.call, attempt: speaking.attempt });
    },
    speaking: () => queue.speaking && `${queue.speaking.board}: ${queue.speaking.call}`,
  };
}

/** Past the time in which a board of an earlier hub may still be sounding. */
function openHall(...boards: readonly BoardId[]) {
  const opened = hall();
  opened.pass(speechTimes.hubLeaseMs);
  for (const board of boards) opened.sign(board);
  return opened;
}

test('calls are spoken one after the other, each once, by the board that came first', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  place.call('A002');
  expect(place.speaking()).toBe('left: A001');
  place.pass(2_000);
  place.sign('left');
  place.sign('right');
  place.pass(3_500);
  place.end();
  expect(place.speaking()).toBe('left: A002');
});

test('a board that was lost in the middle of a call may sound for as long as its lease; then the next one says it again', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  place.pass(1_000);
  place.sign('left');
  place.sign('right');
  place.step({ kind: 'line-broken', board: 'left' });
  place.pass(speechTimes.hubLeaseMs - 1);
  place.sign('right');
  expect(place.speaking()).toBe('left: A001');
  place.pass(1);
  expect(place.speaking()).toBe('right: A001');
});

test('a board that is closed says so, and the next one speaks at once', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  place.sign('left', false);
  expect(place.speaking()).toBe('right: A001');
});

test('a call that is taken back is silent at once, and no other board sounds before the first one must have stopped', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  place.undo('A001');
  expect(place.speaking()).toBeUndefined();
  place.sign('left', false);
  place.call('A002');
  expect(place.speaking()).toBe('right: A002');
  place.undo('A002');
  place.call('A003');
  // The same board: it stops the one when it begins the other.
  expect(place.speaking()).toBe('right: A003');
});

test('who is answered while others are spoken is not spoken any more; whoever is answered in the middle of it is heard to the end', () => {
  const place = openHall('left');
  place.call('A001');
  place.call('A002');
  place.answer('A001');
  place.answer('A002');
  expect(place.speaking()).toBe('left: A001');
  place.pass(lengthMs / 2);
  place.sign('left');
  place.pass(lengthMs / 2);
  place.end();
  expect(place.speaking()).toBeUndefined();
});

test('a call is three minutes old and nobody has spoken it: it is shown alone', () => {
  const place = openHall();
  place.call('A001');
  place.pass(1_000);
  place.call('A002');
  place.pass(speechTimes.staleMs - 1_000);
  place.sign('left');
  expect(place.speaking()).toBe('left: A002');
});

test('in quiet hours nothing is spoken', () => {
  const place = hall({ isQuiet: true });
  place.pass(speechTimes.hubLeaseMs);
  place.sign('left');
  place.call('A001');
  expect(place.speaking()).toBeUndefined();
});

test('a board that fails gives way to the next one; after three failures the call is only shown', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  place.end('failed');
  expect(place.speaking()).toBe('right: A001');
  place.end('failed');
  expect(place.speaking()).toBe('left: A001');
  place.end('failed');
  expect(place.speaking()).toBeUndefined();
  expect(hasFailed(place.queue(), 'A001')).toBe(true);
});

test('a board that says at once that it has spoken is not believed, nor one that never says it', () => {
  const place = openHall('left');
  place.call('A001');
  place.pass(100);
  place.end();
  expect([place.queue().spoken.has('A001'), place.queue().failures.get('A001')]).toEqual([false, 1]);
  for (let passed = 0; passed < lengthMs + speechTimes.graceMs; passed += 1_000) {
    place.pass(1_000);
    place.sign('left');
  }
  expect(place.queue().failures.get('A001')).toBe(2);
});

test('a board that is late with a call must have stopped before the next one says it', () => {
  const place = openHall('left', 'right');
  place.call('A001');
  const signs = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      place.pass(500);
      place.sign('left');
      place.sign('right');
    }
  };
  signs(lengthMs + speechTimes.graceMs);
  expect(place.speaking()).toBeUndefined();
  signs(speechTimes.hubLeaseMs - 500);
  expect(place.speaking()).toBeUndefined();
  signs(500);
  expect(place.speaking()).toBe('right: A001');
});

test('a hub that has just started waits until no board of another hub can be sounding, and believes what boards know', () => {
  const place = hall();
  place.step({ kind: 'heard', calls: ['A001'] });
  place.sign('left');
  place.call('A001');
  place.call('A002');
  expect(place.speaking()).toBeUndefined();
  place.pass(speechTimes.hubLeaseMs - 1);
  place.sign('left');
  expect(place.speaking()).toBeUndefined();
  place.pass(1);
  expect(place.speaking()).toBe('left: A002');
});

test('calls without a voice are passed over', () => {
  const place = openHall('left');
  place.call('A001', { lengthMs: 0 });
  place.call('A002');
  expect(place.speaking()).toBe('left: A002');
});

interface Page {
  readonly id: BoardId;
  isAlive: boolean;
  isLinked: boolean;
  /** Elapsed ms: falls silent then, unless a sign of life is answered. */
  leaseEnds: number;
  sounds: { readonly call: string; readonly attempt: number; readonly endsAt: number } | undefined;
}

const deed = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 50, max: 3_000 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('call' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'undo' as const), which: fc.nat(40) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('open' as const, 'cut' as const, 'kill' as const, 'close' as const, 'fail' as const),
      which: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quiet' as const) }) },
);

test('whatever is called, answered, taken back, lost and cut: never two at a time, never twice, nothing stale', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 120 }), (deeds) => {
      let elapsed = 0;
      let isQuiet = false;
      let links = 0;
      let queue: SpeechQueue = emptySpeechQueue([], { elapsed });
      let calls: CallToSpeak[] = [];
      let called = 0;
      const pages: Page[] = [];
      const toldEnded: string[] = [];
      const moment = () => ({ now: elapsed, elapsed, isQuiet });

      function step(event: SpeechEvent): void {
        const before = queue;
        queue = speechStep(queue, event, moment());
        for (const call of queue.spoken) if (!before.spoken.has(call)) toldEnded.push(call);
        const { speaking } = queue;
        if (speaking && speaking !== before.speaking) {
          const call = calls.find((each) => each.call === speaking.call);
          expect(call && !call.isAnswered && elapsed - call.at < speechTimes.staleMs && !isQuiet).toBe(true);
          expect(before.spoken.has(speaking.call)).toBe(false);
        }
        // A whole snapshot goes to every page that is linked, in order.
        for (const page of pages) if (page.isLinked) hear(page);
      }
      function hear(page: Page): void {
        const { speaking } = queue;
        if (speaking?.board !== page.id) page.sounds = undefined;
        else if (page.sounds?.attempt !== speaking.attempt)
          page.sounds = { call: speaking.call, attempt: speaking.attempt, endsAt: elapsed + speaking.lengthMs };
        expect(pages.filter(({ sounds }) => sounds).length).toBeLessThanOrEqual(1);
      }
      function pass(ms: number): void {
        for (const until = elapsed + ms; elapsed < until; ) {
          elapsed = Math.min(until, elapsed + 250);
          for (const page of pages) {
            if (!page.isAlive) continue;
            if (page.isLinked) {
              page.leaseEnds = elapsed + speechTimes.boardLeaseMs;
              step({ kind: 'sign-of-life', board: page.id, sounds: true });
            }
            if (elapsed >= page.leaseEnds) page.sounds = undefined;
            if (page.sounds && page.isLinked && elapsed >= page.sounds.endsAt) {
              const { call, attempt } = page.sounds;
              page.sounds = undefined;
              step({ kind: 'ended', board: page.id, call, attempt });
            }
          }
          step({ kind: 'time-passes' });
        }
      }

      for (const each of [
        { do: 'open', which: 0 },
        { do: 'open', which: 0 },
        { do: 'pass', ms: 4_000 },
        ...deeds,
      ] as const) {
        const page = 'which' in each ? pages.filter(({ isLinked }) => isLinked)[each.which] : undefined;
        switch (each.do) {
          case 'pass':
            pass(each.ms);
            break;
          case 'call': {
            called += 1;
            const call = `A${called}`;
            calls = [...calls, { call, number: call, at: elapsed, lengthMs, isAnswered: false }];
            step({ kind: 'calls', calls });
            break;
          }
          case 'answer':
            calls = calls.map((call, at) => (at === each.which ? { ...call, isAnswered: true } : call));
            step({ kind: 'calls', calls });
            break;
          case 'undo':
            calls = calls.filter((_, at) => at !== each.which);
            step({ kind: 'calls', calls });
            break;
          case 'open':
            links += 1;
            pages.push({
              id: `board ${links}`,
              isAlive: true,
              isLinked: true,
              leaseEnds: elapsed + speechTimes.boardLeaseMs,
              sounds: undefined,
            });
            step({ kind: 'sign-of-life', board: `board ${links}`, sounds: true });
            break;
          case 'cut':
            // The page does not know it yet, and sounds on.
            if (page) page.isLinked = false;
            break;
          case 'kill':
            if (page) {
              Object.assign(page, { isLinked: false, isAlive: false, sounds: undefined });
              step({ kind: 'line-broken', board: page.id });
            }
            break;
          case 'close':
            if (page) {
              Object.assign(page, { isLinked: false, isAlive: false, sounds: undefined });
              step({ kind: 'sign-of-life', board: page.id, sounds: false });
            }
            break;
          case 'fail':
            if (page?.sounds) {
              const { call, attempt } = page.sounds;
              page.sounds = undefined;
              step({ kind: 'failed', board: page.id, call, attempt });
            }
            break;
          case 'quiet':
            isQuiet = !isQuiet;
            break;
        }
      }
      expect(new Set(toldEnded).size).toBe(toldEnded.length);

      // Whoever is called now is spoken, as soon as one board stays.
      isQuiet = false;
      links += 1;
      const steady: Page = {
        id: `board ${links}`,
        isAlive: true,
        isLinked: true,
        leaseEnds: elapsed,
        sounds: undefined,
      };
      pages.push(steady);
      calls = [{ call: 'last', number: 'last', at: elapsed, lengthMs, isAnswered: false }];
      step({ kind: 'calls', calls });
      pass(30_000);
      expect(toldEnded).toContain('last');
    }),
    { numRuns: 120 },
  );
});
