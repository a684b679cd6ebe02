import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { TicketStanding } from './events.ts';
import type { SessionState } from './state.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  anhInsurance,
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  scanOf,
  secondSession,
  settings,
  today,
  twinAnh,
  twinAnhWithTone,
  upTo,
  walk,
} from './synthetic.ts';

const notice = (happenings: readonly Happening[]) => walk(happenings).state.frame.notice?.words;
const bình = scanOf(binhCitizen);
const unprinted: readonly Happening[] = [
  ...upTo(5),
  { type: 'ticket-not-printed', sessionId: firstSession, paper: 'unknown' },
];
/** Bình's turn, with nothing of whoever was there before. */
const bìnhsTurn = { at: 'confirming-identity', facts: { sessionId: secondSession, identities: [binhCitizen] } };

describe("one's own card", () => {
  test('of the same person is added', () => {
    expect(walk([...upTo(1), scanOf(anhInsurance)]).state).toMatchObject({
      facts: { identities: [anhCitizen, anhInsurance], sessionId: firstSession },
      frame: { notice: { words: 'other-card-added' } },
    });
  });

  test('that still lies on the glass changes nothing but says that they are still here', () => {
    for (const steps of [1, 2, 3, 4, 5, 6]) {
      const { state } = walk(upTo(steps));
      const again = step(settings, state, scanOf(anhCitizen));
      expect(again.effects).toEqual([]);
      expect({ ...again.state, turn: 0, veil: 0 }).toEqual({ ...state, turn: 0, veil: 0 });
    }
  });

  test('answers "are you still here?"', () => {
    const asked = [...upTo(2), { waited: 'idle' }] as const;
    expect(walk([...asked, scanOf(anhCitizen)]).state).toMatchObject({ at: 'asking', turn: { asked: undefined } });
    expect(walk([...asked, scanOf(anhInsurance)]).state.turn.asked).toBeUndefined();
  });

  test('keeps the turn when somebody else has come, who reads that it goes on', () => {
    const { state } = walk([...upTo(2), bình, scanOf(anhCitizen)]);
    expect(state).toMatchObject({
      at: 'asking',
      turn: { next: undefined },
      frame: { notice: { words: 'somebody-elses-card' } },
    });
  });

  test('that cannot be read is said in a session', () => {
    expect(notice([...upTo(1), { type: 'card-not-read', why: 'damaged' }])).toBe('code-not-usable');
  });
});

describe("somebody else's card", () => {
  test.each([1, 2])(
    'after %i steps asks whoever stands here whether they are still here, and shows nothing',
    (steps) => {
      const { state, effects } = walk([...upTo(steps), bình]);
      expect(state).toMatchObject({ facts: { identities: [anhCitizen] }, turn: { next: { scan: bình } } });
      expect(clocks(state)).toMatchObject({ 'next-waits': delays.nextWaitsMs });
      expect(clocks(state)).not.toHaveProperty('idle');
      expect(effects).toHaveLength(1);
    },
  );

  test('begins their turn when nobody says that they are still here', () => {
    const { state, effects } = walk([...upTo(2), bình, { waited: 'next-waits' }]);
    expect(state).toMatchObject(bìnhsTurn);
    expect(JSON.stringify(state)).not.toMatch(/Ánh|027148000123/);
    expect(effects.slice(-2)).toEqual([
      { do: 'note-session-ended', sessionId: firstSession, reason: 'next-patient' },
      { do: 'note-session-started', sessionId: secondSession },
    ]);
  });

  test('is forgotten when whoever stands here taps "I am still here"', () => {
    const { state } = walk([...upTo(2), bình, { type: 'stayed' }]);
    expect(state).toMatchObject({ at: 'asking', facts: { sessionId: firstSession }, turn: { next: undefined } });
    expect(JSON.stringify(state)).not.toContain('Bình');
  });

  test('again and again lengthens nobody’s clock, and the first one who came is next', () => {
    const once = walk([...upTo(1), bình]).state;
    const often = walk([...upTo(1), bình, bình, scanOf(twinAnh), bình]).state;
    expect(often).toEqual(once);
    const asked = [...upTo(1), { waited: 'idle' }] as const;
    expect(clocks(walk([...asked, bình, bình]).state)).toEqual(clocks(walk(asked).state));
    expect(walk([...asked, bình, { waited: 'idle-countdown' }]).state).toMatchObject(bìnhsTurn);
  });

  test.each([3, 4, 5])('while the number is stored or printed asks to wait, after %i steps', (steps) => {
    expect(notice([...upTo(steps), bình])).toBe('please-wait-for-ticket');
  });

  test('when the ticket is out, begins their session', () => {
    const { state, effects } = walk([...upTo(6), bình]);
    expect(state).toMatchObject(bìnhsTurn);
    expect(effects.slice(-2)).toEqual([
      { do: 'note-session-ended', sessionId: firstSession, reason: 'next-patient' },
      { do: 'note-session-started', sessionId: secondSession },
    ]);
  });

  test('does not take away a number that is only on the screen: its owner is asked for 20 s', () => {
    const { state } = walk([...unprinted, bình]);
    expect(state).toMatchObject({ at: 'showing-ticket', facts: { sessionId: firstSession } });
    expect(clocks(state)).toMatchObject({ 'next-waits': delays.nextWaitsForNumberMs });
    expect(walk([...unprinted, bình, { type: 'stayed' }]).state.at).toBe('showing-ticket');
    expect(walk([...unprinted, bình, { waited: 'next-waits' }]).state).toMatchObject(bìnhsTurn);
  });

  test('asks nobody to go who has called for help', () => {
    const called = { type: 'help-called', caller: firstSession } as const;
    for (const steps of [1, 2, 6]) {
      const { state } = walk([...upTo(steps), called, bình]);
      expect(state).toMatchObject({
        facts: { sessionId: firstSession },
        turn: { next: undefined },
        frame: { help: { caller: firstSession }, notice: { words: 'please-wait-for-help' } },
      });
    }
  });

  test('of a twin is somebody else’s, also where only a tone tells them apart', () => {
    const { state } = walk([scanOf(twinAnh, firstSession), scanOf(twinAnhWithTone)]);
    expect(state).toMatchObject({ facts: { identities: [twinAnh] }, turn: { next: { scan: { sessionId: 'S2' } } } });
  });

  test('is not added to a visit without cards once its owner may have gone', () => {
    const noPapers: Happening = { type: 'started-without-papers', sessionId: firstSession, today };
    const { state } = walk([noPapers, { waited: 'idle' }, bình]);
    expect(state).toMatchObject({ at: 'asking', facts: { identities: [] } });
    expect(walk([noPapers, { waited: 'idle' }, bình, { waited: 'idle-countdown' }]).state).toMatchObject(bìnhsTurn);
  });

  test('after somebody else’s slip is not added to the visit of whoever has only shown a slip', () => {
    const slip = (appointmentId: string): Happening => ({
      type: 'appointment-read',
      appointment: { facilityCode: '27005', appointmentId },
      sessionId: firstSession,
      today,
    });
    const { facts } = walk([slip('LK-1'), slip('LK-2'), bình]).state as SessionState;
    expect([facts.slip, facts.identities]).toEqual(['LK-1', []]);
  });
});

describe('a scan that could not begin a turn', () => {
  const ticket = (standing: TicketStanding, day = today, facilityCode = '27005'): Happening => ({
    type: 'ticket-read',
    ticket: { facilityCode, day, number: 'ZZ99999', visitId: walkedVisit },
    standing,
    sessionId: secondSession,
    today,
  });
  const walkedVisit = '0000000000000000ZZZZ' as Extract<Happening, { type: 'ticket-read' }>['ticket']['visitId'];

  test.each([
    ['a made-up ticket', ticket('unknown'), settings],
    ['a ticket of another day', ticket('vouched', '2026-11-20' as typeof today), settings],
    ['a ticket of another hospital', ticket('not-verified', today, '01001'), settings],
    ['a ticket where nothing is measured', ticket('ours'), { ...settings, offersMeasuring: false }],
  ] as const)('asks nobody to go: %s', (_name, scan, site) => {
    for (const steps of [1, 2, 6]) {
      const { state } = walk([...upTo(steps), scan], site);
      expect(state).toMatchObject({
        facts: { sessionId: firstSession },
        turn: { next: undefined },
        frame: { notice: { words: 'code-not-usable' } },
      });
    }
  });

  test('asks nobody to go: a card where only tickets count', () => {
    const { state } = walk([ticket('ours'), bình], { ...settings, offersCheckIn: false });
    expect(state).toMatchObject({ at: 'getting-ready', turn: { next: undefined } });
  });
});
