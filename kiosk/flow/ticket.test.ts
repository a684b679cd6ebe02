import { describe, expect, test } from 'vitest';
import type { CheckInEvent } from './events.ts';
import { binhCitizen, firstSession, scanOf, secondSession, storedVisit, upTo, walk } from './synthetic.ts';

describe('paper (law 3)', () => {
  test.each([
    ['untouched', 'not-printed'],
    ['unknown', 'perhaps-printed'],
  ] as const)('that is %s does not undo the stored visit', (paper, shown) => {
    const { state } = walk([...upTo(4), { type: 'ticket-not-printed', sessionId: firstSession, paper }]);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { paper: shown, visit: storedVisit } });
  });

  test('may be asked for again, twice at most', () => {
    const copy: readonly CheckInEvent[] = [{ type: 'copy-asked' }, { type: 'ticket-printed', sessionId: firstSession }];
    const { effects } = walk([...upTo(5), ...copy, ...copy, ...copy]);
    expect(effects.filter((effect) => effect.do === 'print-ticket')).toHaveLength(3);
  });

  test('is awaited by a patient who says "done" early; a failure keeps the number on the screen', () => {
    const early: readonly CheckInEvent[] = [...upTo(4), { type: 'finished' }];
    expect(walk(early).state).toMatchObject({ at: 'showing-ticket', ticket: { leaving: true } });
    expect(walk([...early, { type: 'ticket-printed', sessionId: firstSession }]).state.at).toBe('waiting-for-card');
    expect(
      walk([...early, { type: 'ticket-not-printed', sessionId: firstSession, paper: 'untouched' }]).state,
    ).toMatchObject({
      at: 'showing-ticket',
      ticket: { leaving: false, paper: 'not-printed' },
    });
  });

  test("of the last patient does not touch the next one's screen", () => {
    const next = walk([
      ...upTo(5),
      scanOf(binhCitizen),
      { type: 'ticket-not-printed', sessionId: firstSession, paper: 'unknown' },
    ]);
    expect(next.state).toMatchObject({ at: 'confirming-identity', session: { sessionId: secondSession } });
  });
});
