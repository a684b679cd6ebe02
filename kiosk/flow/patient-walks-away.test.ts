import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import { canStartOver } from './places.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  binhCitizen,
  clocks,
  elapsed,
  firstSession,
  type Happening,
  scanOf,
  settings,
  storedVisit,
  today,
  upTo,
  walk,
} from './synthetic.ts';
import { mostActs, mostTouches } from './turn.ts';

const unprinted: readonly Happening[] = [
  ...upTo(5),
  { type: 'ticket-not-printed', sessionId: firstSession, paper: 'unknown' },
];

describe('a patient who walks away', () => {
  const asked = [...upTo(2), { waited: 'idle' }] as const;

  test('is asked, then forgotten', () => {
    expect(walk(asked).state).toMatchObject({ at: 'asking', turn: { asked: expect.any(Number) } });
    expect(clocks(walk(asked).state)).toEqual({ 'idle-countdown': delays.idleCountdownMs });
    expect(walk([...asked, { type: 'stayed' }]).state).toMatchObject({ at: 'asking', turn: { asked: undefined } });
    const left = walk([...asked, { waited: 'idle-countdown' }]);
    expect(left.state.at).toBe('waiting-for-card');
    expect(left.effects.at(-1)).toEqual({ do: 'note-session-ended', sessionId: firstSession, reason: 'left' });
  });

  test('and a hand that only brushes the glass answers no question', () => {
    expect(walk([...asked, { type: 'touched' }])).toEqual(walk(asked));
  });

  test('leaves no name on the screen after 25 s, unless it is shown again', () => {
    const { state } = walk(upTo(1));
    expect(clocks(state)).toMatchObject({ veil: delays.nameOnScreenMs });
    const veiled = [...upTo(1), { waited: 'veil' }] as const;
    expect(walk(veiled).state).toMatchObject({ at: 'confirming-identity', veil: { hides: true } });
    expect(clocks(walk(veiled).state)).toEqual({ idle: delays.untilIdleWarningMs });
    expect(walk([...veiled, { type: 'touched' }]).state).toMatchObject({ veil: { hides: true } });
    const again = walk([...veiled, scanOf(anhCitizen)]).state;
    expect(again).toMatchObject({ veil: { hides: false } });
    expect(clocks(again)).toMatchObject({ veil: delays.nameOnScreenMs });
  });

  test('leaves no name to whoever goes back after them, unless it is shown again', () => {
    const back = walk([...upTo(2), { type: 'went-back' }]).state;
    expect(back).toMatchObject({ at: 'confirming-identity', veil: { hides: true } });
    expect(walk([...upTo(2), { type: 'went-back' }, scanOf(anhCitizen)]).state).toMatchObject({
      veil: { hides: false },
    });
  });

  test('after a card that had to wait leaves the name for 10 s', () => {
    const { state } = walk([...upTo(2), scanOf(binhCitizen), { waited: 'next-waits' }]);
    expect(state).toMatchObject({ at: 'confirming-identity', facts: { identities: [binhCitizen] } });
    expect(clocks(state)).toMatchObject({ veil: delays.nameOfNextMs });
  });

  test('and a stranger who scans every few seconds does not keep the name there', () => {
    const { state } = walk([...upTo(1), scanOf({ ...anhCitizen, fullName: 'Khác' })]);
    expect(elapsed(state, 'veil')).toEqual(elapsed(walk(upTo(1)).state, 'veil'));
  });
});

describe('a clock', () => {
  test('that elapsed as the patient touched the screen means nothing', () => {
    const late = elapsed(walk(upTo(2)).state, 'idle');
    expect(walk([...upTo(2), { type: 'touched' }, late]).state.turn.asked).toBeUndefined();
  });

  test('of a printed ticket clears the screen', () => {
    expect(walk([...upTo(6), { waited: 'ticket' }]).state.at).toBe('waiting-for-card');
  });

  test('of a number that is not on paper is longer, and takes nothing away unasked', () => {
    const { state } = walk(unprinted);
    expect(clocks(state)).toEqual({ ticket: delays.unprintedTicketMs });
    const asked = walk([...unprinted, { waited: 'ticket' }]).state;
    expect(asked).toMatchObject({ at: 'showing-ticket', turn: { asked: expect.any(Number) } });
    expect(clocks(asked)).toEqual({ 'idle-countdown': delays.nextWaitsForNumberMs });
  });

  test('does not run while the store or the printer owes an answer, and nobody ends the turn', () => {
    for (const steps of [3, 5]) {
      const { state } = walk(upTo(steps));
      expect(clocks(state)).toEqual({});
      expect(canStartOver(state)).toBe(false);
      expect(step(settings, state, { type: 'started-over' }).state).toBe(state);
    }
  });
});

describe('a child that plays', () => {
  const touched = { type: 'touched' } as const;
  const language = (turn: number): Happening => ({ type: 'language-chosen', language: turn % 2 ? 'vi' : 'en' });
  const many = (count: number, of: (turn: number) => Happening) => Array.from({ length: count }, (_, turn) => of(turn));

  test('with its hands on the glass keeps no turn for ever', () => {
    const { state } = walk([...upTo(2), ...many(mostTouches, () => touched)]);
    const { idle } = { idle: elapsed(state, 'idle') };
    const later = walk([...upTo(2), ...many(5000, () => touched)]).state;
    expect(elapsed(later, 'idle')).toEqual(idle);
  });

  test('with buttons ends its turn, but never while a number is owed', () => {
    expect(walk([...upTo(2), ...many(mostActs, language)]).state.at).toBe('waiting-for-card');
    expect(walk([...upTo(3), ...many(mostActs, language)]).state.at).toBe('storing-visit');
    const storing = [...upTo(3), ...many(mostActs, language)] as const;
    const stored: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
    expect(walk([...storing, stored]).state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'held' } });
  });

  test('puts off nobody’s paper and keeps no question after the number open for ever', () => {
    const before = elapsed(walk(upTo(4)).state, 'paper');
    const played = [...upTo(4), ...many(20, language), touched, touched] as const;
    expect(elapsed(walk(played).state, 'paper')).toEqual(before);
    const again = [...upTo(4), { type: 'service-change-asked' } as const, ...many(mostActs, language)] as const;
    expect(walk(again).state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'held' } });
  });

  test('gets a few numbers without papers on paper, the next ones only on the screen, until it has gone', () => {
    const number = (turn: number): readonly Happening[] => {
      const sessionId = `N${turn}` as typeof firstSession;
      return [
        { type: 'started-without-papers', sessionId, today },
        { type: 'answered', answer: { serviceCode: 'noi' } },
        { type: 'visit-stored', sessionId, visit: storedVisit, found: false },
      ];
    };
    const paper = (turn: number): readonly Happening[] => [
      { waited: 'paper' },
      { type: 'ticket-printed', sessionId: `N${turn}` as typeof firstSession },
      { type: 'finished' },
    ];
    const five = [1, 2, 3, 4, 5].flatMap((turn) => [...number(turn), ...paper(turn)]);
    expect(walk(five).effects.filter((effect) => effect.do === 'print-ticket')).toHaveLength(5);
    const sixth = [...five, ...number(6)];
    expect(walk(sixth).state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'not-printed', noPaper: true } });
    expect(walk([...sixth, { type: 'copy-asked' }])).toEqual(walk(sixth));
    const gone = [...sixth, { type: 'finished' } as const];
    expect(clocks(walk(gone).state)).toMatchObject({ 'papers-again': delays.papersAgainMs });
    expect(walk([...gone, { waited: 'papers-again' }, ...number(7)]).state).toMatchObject({
      ticket: { paper: 'held' },
    });
    expect(walk([...gone, ...upTo(4)]).state).toMatchObject({ ticket: { paper: 'held' }, turn: { noPapersInRow: 0 } });
  });
});
