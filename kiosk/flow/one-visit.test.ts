import { describe, expect, test } from 'vitest';
import { startingState } from './moves.ts';
import {
  anhCitizen,
  anhInsurance,
  chosen,
  firstSession,
  paperBegins,
  plainVisit,
  scanOf,
  settings,
  storedVisit,
  today,
  upTo,
  walk,
} from './synthetic.ts';

describe('a visit', () => {
  test('goes from card to ticket and leaves nothing behind', () => {
    const places = plainVisit.map((_, taken) => walk(upTo(taken + 1)).state.at);
    expect(places).toEqual([
      'confirming-identity',
      'asking',
      'storing-visit',
      'showing-ticket',
      'showing-ticket',
      'showing-ticket',
      'waiting-for-card',
    ]);
    const { state, effects } = walk(plainVisit);
    const rest = startingState(settings);
    expect(state).toEqual({ ...rest, turn: { ...rest.turn, count: state.turn.count } });
    expect(effects.map((effect) => effect.do)).toEqual([
      'note-session-started',
      'store-visit',
      'print-ticket',
      'note-session-ended',
    ]);
  });

  test('asks the store for the priority that the birth date gives', () => {
    const stored = walk(upTo(3)).effects.find((effect) => effect.do === 'store-visit');
    expect(stored).toMatchObject({
      request: {
        sessionId: firstSession,
        serviceCode: 'noi',
        priority: { ground: 'age-75', certain: true },
        patient: { source: 'qr-cccd' },
      },
    });
  });

  test('with the other card of the same person, counts both', () => {
    const { effects } = walk([...upTo(1), scanOf(anhInsurance), ...plainVisit.slice(1, 3)]);
    expect(effects.at(-1)).toMatchObject({
      request: { patient: { citizen: { number: '027148000123' }, insurance: { number: 'HT2270199999123' } } },
    });
  });

  test('without papers leads to a number all the same', () => {
    const { state, effects } = walk([
      { type: 'started-without-papers', sessionId: firstSession, today },
      chosen('mat'),
    ]);
    expect(state.at).toBe('storing-visit');
    expect(effects.at(-1)).toMatchObject({
      do: 'store-visit',
      request: { serviceCode: 'mat', patient: { source: 'none', fullName: undefined } },
    });
  });

  test('begun without papers becomes that of the card that is shown then', () => {
    const { state } = walk([{ type: 'started-without-papers', sessionId: firstSession, today }, scanOf(anhCitizen)]);
    expect(state).toMatchObject({
      at: 'confirming-identity',
      facts: { identities: [anhCitizen], sessionId: firstSession },
    });
  });

  test('of somebody who does not know what to choose goes to the service for that', () => {
    const { effects } = walk([...upTo(2), chosen(null)]);
    expect(effects.at(-1)).toMatchObject({ do: 'store-visit', request: { serviceCode: 'tiep-don' } });
  });

  test('for a service that this kiosk does not have is not stored', () => {
    for (const answer of [{ serviceCode: 'no-such-service' }, { serviceCode: 7 }, {}, { serviceCode: '__proto__' }]) {
      const { state, effects } = walk([...upTo(2), { type: 'answered', answer }]);
      expect([state, effects]).toEqual([walk(upTo(2)).state, walk(upTo(2)).effects]);
    }
    const nobodyHelps = { ...settings, helpChoosingCode: undefined };
    expect(walk([...upTo(2), chosen(null)], nobodyHelps).state.at).toBe('asking');
  });

  test('of a card that has a printed number today shows that number and prints nothing', () => {
    const visit = { ...storedVisit, paper: 'printed' } as const;
    const { state, effects } = walk([
      ...upTo(3),
      { type: 'visit-stored', sessionId: firstSession, visit, found: true },
    ]);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { again: true, paper: 'kept' } });
    expect(effects.map((effect) => effect.do)).not.toContain('print-ticket');
  });

  test('of a card whose number never reached paper prints it now', () => {
    const visit = { ...storedVisit, paper: 'not-printed' } as const;
    const found = { type: 'visit-stored', sessionId: firstSession, visit, found: true } as const;
    expect(walk([...upTo(3), found, paperBegins]).effects.at(-1)).toMatchObject({ do: 'print-ticket', visit });
  });
});
