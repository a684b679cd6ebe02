import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import { canGoBack, canStartOver } from './places.ts';
import { step } from './step.ts';
import {
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  pressureTaken,
  scanOf,
  secondSession,
  settings,
  storedVisit,
  upTo,
  walk,
} from './synthetic.ts';
import { timersOf } from './timers.ts';

const timeIsUp: Happening = { waited: 'longest' };
const lastCall = { 'last-call': delays.lastCallMs };

describe('a turn that has lasted for twenty minutes', () => {
  const late = [...upTo(2), timeIsUp] as const;

  test('has one clock of its own, which nothing that is done puts off', () => {
    const longest = ({ state }: ReturnType<typeof walk>) =>
      timersOf(state, settings).filter(({ timer }) => timer === 'longest');
    const begun = longest(walk(upTo(1)));
    expect(begun).toEqual([{ timer: 'longest', count: expect.any(Number), ms: delays.longestTurnMs }]);
    const acted = [...upTo(2), { type: 'touched' }, { type: 'went-back' }, { type: 'language-chosen', language: 'en' }];
    expect(longest(walk(acted as Happening[]))).toEqual(begun);
  });

  test('says so for 20 s and ends, and its card begins a new one', () => {
    expect(walk(late).state.at).toBe('asking');
    expect(clocks(walk(late).state)).toEqual(lastCall);
    const over = walk([...late, { waited: 'last-call' }]);
    expect(over.state.at).toBe('waiting-for-card');
    expect(over.effects.at(-1)).toEqual({ do: 'note-session-ended', sessionId: firstSession, reason: 'time-up' });
  });

  test('takes no answer any more, but can be ended, read in another language, and help can be called', () => {
    const { state } = walk(late);
    for (const type of ['stayed', 'touched', 'went-back', 'identity-confirmed'] as const)
      expect(step(settings, state, { type })).toEqual({ state, effects: [] });
    expect(step(settings, state, { type: 'answered', answer: { serviceCode: 'noi' } }).state).toBe(state);
    expect([canGoBack(state), canStartOver(state)]).toEqual([false, true]);
    expect(walk([...late, { type: 'started-over' }]).state.at).toBe('waiting-for-card');
    const english = walk([...late, { type: 'language-chosen', language: 'en' }]).state;
    expect(english.frame.language).toBe('en');
    expect(timersOf(english, settings)).toEqual(timersOf(state, settings));
    const helped = walk([...late, { type: 'help-called', caller: 'C1' as never }, { waited: 'last-call' }]).state;
    expect(helped).toMatchObject({ at: 'waiting-for-card', frame: { help: { isCallers: false } } });
  });

  test('is the next one’s whose card was shown meanwhile', () => {
    expect(walk([...late, scanOf(binhCitizen), { waited: 'last-call' }]).state).toMatchObject({
      at: 'confirming-identity',
      facts: { identities: [binhCitizen], sessionId: secondSession },
    });
  });

  test('gets the number that is owed to it first, its paper, and a minute to read it', () => {
    const stored: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
    const storing = walk([...upTo(3), timeIsUp]);
    expect([storing.state.at, clocks(storing.state)]).toEqual(['storing-visit', {}]);
    const held = walk([...upTo(3), timeIsUp, stored]);
    expect(clocks(held.state)).toEqual({ paper: delays.chooseAgainMs });
    const failed: readonly Happening[] = [
      ...upTo(3),
      timeIsUp,
      stored,
      { waited: 'paper' },
      { type: 'ticket-not-printed', sessionId: firstSession, paper: 'untouched' },
    ];
    expect(clocks(walk(failed).state)).toEqual({ ticket: delays.unprintedTicketMs, 'last-look': delays.lastLookMs });
    const said = walk([...failed, { waited: 'last-look' }]).state;
    expect([said.at, clocks(said)]).toEqual(['showing-ticket', lastCall]);
  });

  test('with another service half chosen keeps the number that it has', () => {
    const { state } = walk([...upTo(4), { type: 'service-change-asked' }, timeIsUp]);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'held' } });
  });

  test('is not broken off while the cuff works, and the reading is read', () => {
    const measuring = [...upTo(6), { type: 'measuring-asked' }, { type: 'measuring-begun' }, timeIsUp] as const;
    expect([walk(measuring).state.at, clocks(walk(measuring).state)]).toEqual(['measuring', {}]);
    const read = walk([...measuring, pressureTaken(), { type: 'reading-stored', sessionId: firstSession }]).state;
    expect([read.at, clocks(read)]).toEqual([
      'showing-reading',
      { reading: delays.readingMs, 'last-look': delays.lastLookMs },
    ]);
    expect(clocks(walk([...measuring, { type: 'measuring-stopped' }]).state)).toEqual(lastCall);
  });
});
