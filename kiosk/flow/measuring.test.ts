import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { FlowEvent, TicketStanding } from './events.ts';
import { canTryAgain } from './measuring.ts';
import { startingState } from './moves.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  clocks,
  firstSession,
  plainVisit,
  pressureTaken,
  reading,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';

const measured = pressureTaken();
const notMeasured = (attempt: number): FlowEvent => ({
  type: 'nothing-taken',
  sessionId: firstSession,
  attempt,
  deviceId: 'cuff',
  advice: 'sit-still',
});
const afterTicket: readonly FlowEvent[] = [
  ...plainVisit.slice(0, 6),
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
];
const ticketOf = (day: BusinessDay, facilityCode = '27005', standing: TicketStanding = 'vouched'): FlowEvent => ({
  type: 'ticket-read',
  ticket: { facilityCode, day, number: 'A007', visitId: 'ELSEWHERE' as VisitId },
  standing,
  sessionId: firstSession,
  today,
});

describe('measuring after the ticket', () => {
  test('ends as a reading of that visit', () => {
    const { state, effects } = walk([...afterTicket, measured]);
    expect(state).toMatchObject({
      at: 'storing-reading',
      measuring: { visitId: storedVisit.visitId, number: 'UA012' },
    });
    expect(effects.slice(-2)).toEqual([
      { do: 'start-measuring', sessionId: firstSession, attempt: 1, deviceId: 'cuff', takes: 'blood-pressure' },
      {
        do: 'store-reading',
        sessionId: firstSession,
        visitId: storedVisit.visitId,
        ticketNumber: storedVisit.number.text,
        deviceId: 'cuff',
        reading: { kind: 'blood-pressure', ...reading },
        circumstances: {
          readingNumber: 1,
          readingCount: 1,
          restSeconds: undefined,
          posture: 'sitting',
          protocol: { name: 'none', version: 0 },
        },
        average: undefined,
      },
    ]);
    const shown = walk([...afterTicket, measured, { type: 'reading-stored', sessionId: firstSession }]);
    expect(shown.state).toMatchObject({ at: 'showing-reading', result: { readings: [{ systolic: 127 }] } });
  });

  test('is not offered while the ticket is printing, nor on a kiosk without a monitor', () => {
    const printing = walk(plainVisit.slice(0, 5)).state;
    expect(step(settings, printing, { type: 'measuring-asked' }).state).toMatchObject({ at: 'showing-ticket' });
    const ticket = walk(plainVisit.slice(0, 6)).state;
    expect(step({ ...settings, offersMeasuring: false }, ticket, { type: 'measuring-asked' }).state.at).toBe(ticket.at);
  });

  test('leaves whoever rests alone for ten minutes', () => {
    const resting = walk([...plainVisit.slice(0, 6), { type: 'measuring-asked' }]).state;
    expect(clocks(resting)).toEqual({ idle: delays.restingMs });
  });

  test('with a number that is only on the screen is not over before the patient was asked', () => {
    const onScreen: readonly FlowEvent[] = [
      ...plainVisit.slice(0, 5),
      { type: 'ticket-not-printed', sessionId: firstSession, paper: 'untouched' },
      { type: 'measuring-asked' },
      { type: 'measuring-begun' },
    ];
    const shown = walk([
      ...onScreen,
      measured,
      { type: 'reading-stored', sessionId: firstSession },
      { waited: 'reading' },
    ]);
    expect(shown.state).toMatchObject({ at: 'showing-reading', turn: { asked: expect.any(Number) } });
  });

  test('starts over three times at most, then a person has to look', () => {
    const tries: readonly FlowEvent[] = [
      notMeasured(1),
      { type: 'measuring-begun' },
      notMeasured(2),
      { type: 'measuring-begun' },
      notMeasured(3),
    ];
    const { state } = walk([...afterTicket, ...tries]);
    expect(state.at === 'not-measured' && canTryAgain(state)).toBe(false);
    expect(step(settings, state, { type: 'measuring-begun' }).state).toBe(state);
  });
});

describe('a reading belongs to the measurement that this session opened (law 11)', () => {
  test.each([
    ['an earlier attempt', { ...measured, attempt: 0 }],
    ['another device', { ...measured, deviceId: 'scale' }],
    ['another session', { ...measured, sessionId: secondSession }],
  ] as const)('a result of %s changes nothing', (_name, event) => {
    const { state } = walk(afterTicket);
    expect(step(settings, state, event)).toEqual({ state, effects: [] });
  });

  test("a patient who leaves lets the air out, and a result after that is nobody's", () => {
    const left = walk([...afterTicket, { type: 'started-over' }]);
    expect(left.effects.slice(-2).map((effect) => effect.do)).toEqual(['stop-measuring', 'note-session-ended']);
    expect(step(settings, left.state, measured)).toEqual({ state: left.state, effects: [] });
  });

  test('"stop" stops the cuff and keeps the patient', () => {
    const { state, effects } = walk([...afterTicket, { type: 'measuring-stopped' }]);
    expect(state).toMatchObject({ at: 'not-measured', advice: 'none' });
    expect(effects.at(-1)).toEqual({ do: 'stop-measuring' });
  });

  test('nobody is timed out while the cuff works', () => {
    expect(clocks(walk(afterTicket).state)).toEqual({});
  });

  test('whoever waits for somebody else’s cuff is not timed out, may leave, and goes on when it is free', () => {
    const phase = (phase: 'waiting-for-device' | 'waiting-for-button'): FlowEvent => ({
      type: 'measuring-progressed',
      sessionId: firstSession,
      attempt: 1,
      deviceId: 'cuff',
      phase,
      cuffMmHg: undefined,
    });
    const waiting = walk([...afterTicket, phase('waiting-for-device')]).state;
    expect([waiting, clocks(waiting)]).toMatchObject([{ at: 'measuring', phase: 'waiting-for-device' }, {}]);
    expect(step(settings, waiting, { type: 'measuring-stopped' }).effects).toEqual([{ do: 'stop-measuring' }]);
    expect(step(settings, waiting, phase('waiting-for-button')).state).toMatchObject({ phase: 'waiting-for-button' });
  });
});

describe('a vitals kiosk', () => {
  test("starts from today's ticket, also of a visit that another kiosk stored", () => {
    expect(walk([ticketOf(today)]).state).toMatchObject({
      at: 'getting-ready',
      measuring: { visitId: 'ELSEWHERE', number: 'A007' },
    });
  });

  test.each([
    ['of yesterday', ticketOf('2026-11-20' as BusinessDay)],
    ['of another hospital', ticketOf(today, '01001')],
  ])('does not take a ticket %s', (_name, event) => {
    expect(walk([event]).state).toMatchObject({ at: 'asking-to-scan-again', why: 'ticket-of-another-day' });
  });

  test.each(['ours', 'vouched', 'not-verified', 'unknown'] as const)(
    'takes no ticket that is made up: %s',
    (standing) => {
      const { at } = walk([ticketOf(today, '27005', standing)]).state;
      expect(at).toBe(standing === 'unknown' ? 'asking-to-scan-again' : 'getting-ready');
    },
  );

  test('that only measures asks a patient with a card for the ticket', () => {
    const vitalsOnly = { ...settings, offersCheckIn: false };
    const card: FlowEvent = { type: 'card-read', identity: anhCitizen, sessionId: firstSession, today };
    expect(step(vitalsOnly, startingState(vitalsOnly), card).state).toMatchObject({
      at: 'asking-to-scan-again',
      why: 'ticket-wanted',
    });
  });

  test('that only measures knows a card by its own number of today, and the same card again is no stranger’s', () => {
    const vitalsOnly = { ...settings, offersCheckIn: false };
    const card = (sessionId = firstSession): FlowEvent => ({
      type: 'card-read',
      identity: anhCitizen,
      sessionId,
      today,
      numbersToday: [{ ...storedVisit, paper: 'printed' }],
    });
    const { state, effects } = walk([card()], vitalsOnly);
    expect(state).toMatchObject({
      at: 'getting-ready',
      measuring: { visitId: storedVisit.visitId, number: storedVisit.number.text, isOnPaper: true },
    });
    expect(effects).toEqual([{ do: 'note-session-started', sessionId: firstSession }]);
    expect(walk([card(), card(secondSession)], vitalsOnly).state.turn.next).toBeUndefined();
    expect(walk([{ ...card(), numbersToday: [] } as FlowEvent], vitalsOnly).state).toMatchObject({
      why: 'ticket-wanted',
    });
  });

  test('whoever came with the ticket alone and shows their card as well is asked nothing', () => {
    const ticket: FlowEvent = {
      type: 'ticket-read',
      ticket: { facilityCode: '27005', day: today, number: storedVisit.number.text, visitId: storedVisit.visitId },
      standing: 'ours',
      sessionId: firstSession,
      today,
    };
    const card = (numbersToday: readonly (typeof storedVisit)[]): FlowEvent => ({
      type: 'card-read',
      identity: anhCitizen,
      sessionId: secondSession,
      today,
      numbersToday,
    });
    expect(walk([ticket, card([storedVisit])]).state).toMatchObject({ at: 'getting-ready', turn: { next: undefined } });
    expect(walk([ticket, card([])]).state).toMatchObject({ turn: { next: { scan: { type: 'card-read' } } } });
  });

  test('does not let the next ticket into a running measurement', () => {
    const { state } = walk([...afterTicket, ticketOf(today)]);
    expect(state).toMatchObject({
      at: 'measuring',
      frame: { notice: { words: 'please-wait-for-measurement' } },
    });
  });
});
