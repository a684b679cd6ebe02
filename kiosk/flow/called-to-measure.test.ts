import { describe, expect, test } from 'vitest';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import {
  anhCitizen,
  binhCitizen,
  firstSession,
  type Happening,
  hospitalSaid,
  scanOf,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';

/** A kiosk that only measures, and has a hub. */
const site: FlowSettings = { ...settings, offersCheckIn: false, asksHospital: true, findsNumbersElsewhere: true };
const { visitId } = storedVisit;
const comes: Happening = { type: 'came-as-invited', visitId, number: 'UA012', sessionId: firstSession, today };
const elsewhere = { ...storedVisit, paper: 'printed' as const, isElsewhere: true };

describe('whoever was called to be measured', () => {
  test('begins with one touch on their number', () => {
    expect(walk([comes], site).state).toMatchObject({
      at: 'getting-ready',
      measuring: { visitId, number: 'UA012', isOnPaper: true },
    });
  });

  test('begins nothing while somebody else is served', () => {
    const begun = walk([{ ...comes, sessionId: secondSession }], site).state;
    expect(walk([{ ...comes, sessionId: secondSession }, comes], site).state).toEqual(begun);
  });
});

describe('a card at a kiosk that only measures', () => {
  const scanned = scanOf(anhCitizen, firstSession);

  test('opens a measurement for the number that it has at another kiosk', () => {
    const { state, effects } = walk([scanned], site);
    expect(state.at).toBe('waiting-for-hospital');
    expect(effects.map((effect) => effect.do)).toEqual(['note-session-started', 'ask-hospital']);
    expect(walk([scanned, hospitalSaid({ numbersElsewhere: [elsewhere] })], site).state).toMatchObject({
      at: 'getting-ready',
      measuring: { visitId, number: 'UA012', isOnPaper: true },
    });
  });

  test('without a number is asked for the ticket, and leaves nothing behind', () => {
    for (const answer of [hospitalSaid({}), { waited: 'hospital' } as const]) {
      const { state, effects } = walk([scanned, answer], site);
      expect(state).toMatchObject({ at: 'asking-to-scan-again', why: 'ticket-wanted' });
      expect(effects.at(-1)).toEqual({ do: 'note-session-ended', sessionId: firstSession, reason: 'left' });
    }
  });

  test('of the next one waits until whoever was asked about is known', () => {
    const { state } = walk([scanned, scanOf(binhCitizen), hospitalSaid({ numbersElsewhere: [elsewhere] })], site);
    expect(state.at).toBe('getting-ready');
  });

  test('is asked for the ticket at once where nobody could say whose number it is', () => {
    const alone = { ...site, findsNumbersElsewhere: false };
    expect(walk([scanned], alone).state).toMatchObject({ at: 'asking-to-scan-again', why: 'ticket-wanted' });
  });
});
