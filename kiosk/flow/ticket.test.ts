import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import {
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  scanOf,
  secondSession,
  storedVisit,
  upTo,
  walk,
} from './synthetic.ts';

describe('paper (law 3)', () => {
  test('begins 1.5 s after the number, so that "choose again" comes before it', () => {
    const { state, effects } = walk(upTo(4));
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'held' } });
    expect(clocks(state)).toEqual({ paper: delays.chooseAgainMs });
    expect(effects.map((effect) => effect.do)).not.toContain('print-ticket');
    expect(walk([...upTo(4), { waited: 'paper' }]).effects.at(-1)?.do).toBe('print-ticket');
  });

  test.each([
    ['untouched', 'not-printed'],
    ['unknown', 'perhaps-printed'],
  ] as const)('that is %s does not undo the stored visit', (paper, shown) => {
    const { state } = walk([...upTo(5), { type: 'ticket-not-printed', sessionId: firstSession, paper }]);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { paper: shown, visit: storedVisit } });
  });

  test('may be asked for again, twice at most', () => {
    const copy: readonly Happening[] = [{ type: 'copy-asked' }, { type: 'ticket-printed', sessionId: firstSession }];
    const { effects } = walk([...upTo(6), ...copy, ...copy, ...copy]);
    expect(effects.filter((effect) => effect.do === 'print-ticket')).toHaveLength(3);
  });

  test.each([4, 5])(
    'is awaited by a patient who says "done" early, after %i steps; a failure keeps the number',
    (steps) => {
      const early: readonly Happening[] = [...upTo(steps), { type: 'finished' }];
      expect(walk(early).state).toMatchObject({ at: 'showing-ticket', ticket: { leaving: true } });
      const printing: readonly Happening[] = steps === 4 ? [...early, { waited: 'paper' }] : early;
      expect(walk([...printing, { type: 'ticket-printed', sessionId: firstSession }]).state.at).toBe(
        'waiting-for-card',
      );
      expect(
        walk([...printing, { type: 'ticket-not-printed', sessionId: firstSession, paper: 'untouched' }]).state,
      ).toMatchObject({ at: 'showing-ticket', ticket: { leaving: false, paper: 'not-printed' } });
    },
  );

  test("of the last patient does not touch the next one's screen", () => {
    const next = walk([
      ...upTo(6),
      scanOf(binhCitizen),
      { type: 'ticket-not-printed', sessionId: firstSession, paper: 'unknown' },
    ]);
    expect(next.state).toMatchObject({ at: 'confirming-identity', facts: { sessionId: secondSession } });
  });
});
