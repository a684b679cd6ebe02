import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { CheckInEvent } from './events.ts';
import { startingState } from './moves.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  anhInsurance,
  binhCitizen,
  firstSession,
  plainVisit,
  scanOf,
  secondSession,
  settings,
  storedVisit,
  today,
  upTo,
  walk,
} from './synthetic.ts';
import { timersOf } from './timers.ts';

const notices = (events: readonly CheckInEvent[]) => walk(events).state.notice?.words;

describe('a visit', () => {
  test('goes from card to ticket and leaves nothing behind', () => {
    const places = plainVisit.map((_, taken) => walk(upTo(taken + 1)).state.at);
    expect(places).toEqual([
      'confirming-identity',
      'choosing-service',
      'storing-visit',
      'showing-ticket',
      'showing-ticket',
      'waiting-for-card',
    ]);
    const { state, effects } = walk(plainVisit);
    expect({ ...state, turn: 0 }).toEqual(startingState(settings));
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

  test('without papers leads to a number all the same', () => {
    const { state, effects } = walk([
      { type: 'started-without-papers', sessionId: firstSession, today },
      { type: 'service-chosen', serviceCode: 'mat' },
    ]);
    expect(state.at).toBe('storing-visit');
    expect(effects.at(-1)).toMatchObject({
      do: 'store-visit',
      request: { serviceCode: 'mat', patient: { source: 'none', fullName: undefined } },
    });
  });

  test('of somebody who does not know what to choose goes to the service for that', () => {
    const { effects } = walk([...upTo(2), { type: 'help-choosing-asked' }]);
    expect(effects.at(-1)).toMatchObject({ do: 'store-visit', request: { serviceCode: 'tiep-don' } });
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
    const { effects } = walk([...upTo(3), { type: 'visit-stored', sessionId: firstSession, visit, found: true }]);
    expect(effects.at(-1)?.do).toBe('print-ticket');
  });
});

describe('a second scan', () => {
  test("of the same person's other card is added and counts", () => {
    const { state } = walk([...upTo(1), scanOf(anhInsurance)]);
    expect(state).toMatchObject({
      identities: [anhCitizen, anhInsurance],
      session: { sessionId: firstSession },
      notice: { words: 'other-card-added' },
    });
    const { effects } = walk([...upTo(1), scanOf(anhInsurance), ...plainVisit.slice(1, 3)]);
    expect(effects.at(-1)).toMatchObject({
      request: { patient: { citizen: { number: '027148000123' }, insurance: { number: 'HT2270199999123' } } },
    });
  });

  test.each([1, 2])("of somebody else's card is ignored with a notice after %i steps", (steps) => {
    const { state, effects } = walk([...upTo(steps), scanOf(binhCitizen)]);
    expect(state).toMatchObject({ identities: [anhCitizen], notice: { words: 'somebody-elses-card' } });
    expect(effects).toHaveLength(1);
  });

  test.each([3, 4])('while the number is stored or printed asks to wait, after %i steps', (steps) => {
    expect(notices([...upTo(steps), scanOf(binhCitizen)])).toBe('please-wait-for-ticket');
  });

  test('of the next patient, when the ticket is out, begins their session', () => {
    const { state, effects } = walk([...upTo(5), scanOf(binhCitizen)]);
    expect(state).toMatchObject({
      at: 'confirming-identity',
      identities: [binhCitizen],
      session: { sessionId: secondSession },
    });
    expect(effects.slice(-2)).toEqual([
      { do: 'note-session-ended', sessionId: firstSession, reason: 'next-patient' },
      { do: 'note-session-started', sessionId: secondSession },
    ]);
  });

  test('of the card that still lies on the glass changes nothing', () => {
    for (const steps of [1, 2, 3, 4, 5]) {
      const { state } = walk(upTo(steps));
      expect(step(settings, state, scanOf(anhCitizen))).toEqual({ state, effects: [] });
    }
  });

  test('by a patient who began without papers is adopted', () => {
    const { state } = walk([{ type: 'started-without-papers', sessionId: firstSession, today }, scanOf(anhCitizen)]);
    expect(state).toMatchObject({
      at: 'confirming-identity',
      identities: [anhCitizen],
      session: { sessionId: firstSession },
    });
  });

  test('that cannot be read gives a screen at rest and a notice in a session', () => {
    expect(walk([{ type: 'card-not-read', why: 'foreign' }]).state).toMatchObject({
      at: 'asking-to-scan-again',
      why: 'foreign',
    });
    expect(notices([...upTo(1), { type: 'card-not-read', why: 'damaged' }])).toBe('code-not-usable');
  });
});

describe('time', () => {
  /** Lets the present state's own timer elapse. */
  const wait = (events: readonly CheckInEvent[]): readonly CheckInEvent[] => {
    const [timer] = timersOf(walk(events).state, settings);
    return timer ? [...events, { type: 'timer-elapsed', timer: timer.timer, turn: timer.turn }] : events;
  };

  test('a patient who walks away is asked, then forgotten', () => {
    const asked = wait(upTo(2));
    expect(walk(asked).state).toMatchObject({ at: 'choosing-service', overlay: 'idle-warning' });
    expect(walk([...asked, { type: 'stayed' }]).state).toMatchObject({ at: 'choosing-service', overlay: undefined });
    expect(walk(wait(asked)).state).toMatchObject({ at: 'waiting-for-card' });
  });

  test('a timer that elapsed as the patient touched the screen means nothing', () => {
    const late = wait(upTo(2)).at(-1);
    if (!late) throw new Error('no timer');
    expect(walk([...upTo(2), { type: 'touched' }, late]).state.overlay).toBeUndefined();
  });

  test('a printed ticket clears the screen; a number that is not on paper stays longer and is not taken away unasked', () => {
    expect(walk(wait(upTo(5))).state.at).toBe('waiting-for-card');
    const unprinted: readonly CheckInEvent[] = [
      ...upTo(4),
      { type: 'ticket-not-printed', sessionId: firstSession, paper: 'unknown' },
    ];
    expect(timersOf(walk(unprinted).state, settings)[0]?.ms).toBe(120_000);
    expect(walk(wait(unprinted)).state).toMatchObject({ at: 'showing-ticket', overlay: 'idle-warning' });
  });

  test('a kiosk in another language returns to its own', () => {
    expect(walk(wait([{ type: 'language-chosen', language: 'en' }])).state.language).toBe('vi');
  });

  test("a stranger's card does not lengthen the countdown of somebody who walked away", () => {
    const asked = wait(upTo(1));
    expect(timersOf(walk([...asked, scanOf(binhCitizen)]).state, settings)[0]).toEqual(
      timersOf(walk(asked).state, settings)[0],
    );
  });
});

describe('a store that cannot write (law 1)', () => {
  const failed: readonly CheckInEvent[] = [...upTo(3), { type: 'visit-not-stored', sessionId: firstSession }];

  test('puts the kiosk out of service until it writes again', () => {
    expect(walk(failed).state.at).toBe('out-of-service');
    expect(walk([...failed, scanOf(binhCitizen)]).state.at).toBe('out-of-service');
    expect(walk([...failed, { type: 'store-probed', writable: true }]).state.at).toBe('waiting-for-card');
  });

  test('puts a resting kiosk out of service before anybody begins, in their language', () => {
    const before: readonly CheckInEvent[] = [{ type: 'language-chosen', language: 'en' }];
    const { state, effects } = walk([...before, { type: 'store-probed', writable: false }]);
    expect([state.at, state.language, effects]).toEqual(['out-of-service', 'en', [{ do: 'note-out-of-service' }]]);
  });

  test('does not send away who has begun', () => {
    expect(walk([...upTo(1), { type: 'store-probed', writable: false }]).state.at).toBe('confirming-identity');
  });

  test('a resting kiosk asks it once a minute', () => {
    const [probe] = timersOf(startingState(settings), settings);
    expect(probe).toEqual({ timer: 'store-probe', ms: delays.storeCheckMs, turn: 0 });
    const asked: readonly CheckInEvent[] = [
      { type: 'timer-elapsed', timer: 'store-probe', turn: 0 },
      { type: 'store-probed', writable: true },
    ];
    expect(walk(asked.slice(0, 1)).effects).toEqual([{ do: 'probe-store' }]);
    expect(timersOf(walk(asked).state, settings)).toEqual([{ ...probe, turn: 1 }]);
  });

  test('is asked again and again', () => {
    const [probe] = timersOf(walk(failed).state, settings);
    if (!probe) throw new Error('no timer');
    const { effects, state } = walk([...failed, { type: 'timer-elapsed', timer: probe.timer, turn: probe.turn }]);
    expect(effects.at(-1)).toEqual({ do: 'probe-store' });
    expect(timersOf(state, settings)[0]?.timer).toBe('store-probe');
  });
});
