import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckInEvent } from './events.ts';
import { startingState } from './moves.ts';
import { type CheckInState, hasSession } from './state.ts';
import { step } from './step.ts';
import {
  anhChip,
  anhInsurance,
  binhCitizen,
  firstSession,
  plainVisit,
  reading,
  scanOf,
  secondSession,
  settingsWithReader,
  storedVisit,
  today,
  upTo,
} from './synthetic.ts';

/** The hospital knows a phone number and an appointment. */
const hospitalKnows = (sessionId: typeof firstSession): CheckInEvent => ({
  type: 'hospital-answered',
  sessionId,
  question: 1,
  answers: {
    contact: { phone: '0912000567', patientCode: 'BN000123' },
    appointments: [
      {
        appointmentId: 'H-1',
        kind: 'appointment',
        serviceHisCode: 'K30',
        startsAt: undefined,
        description: undefined,
      },
    ],
    insuranceCheck: undefined,
  },
});

const slipOf = (appointmentId: string, facilityCode = '27005'): CheckInEvent => ({
  type: 'appointment-read',
  appointment: { facilityCode, appointmentId },
  sessionId: secondSession,
  today,
});

const anyEvent: fc.Arbitrary<CheckInEvent> = fc.oneof(
  fc.constantFrom<CheckInEvent>(
    ...plainVisit,
    scanOf(anhInsurance),
    scanOf(binhCitizen),
    { type: 'card-not-read', why: 'oversized' },
    slipOf('LK-1'),
    slipOf('LK-2', 'ELSEWHERE'),
    { type: 'chip-card-laid' },
    { type: 'chip-reading', sessionId: firstSession, attempt: 1 },
    { type: 'chip-read', sessionId: firstSession, attempt: 1, identity: anhChip, verdict: 'genuine' },
    { type: 'chip-read', sessionId: secondSession, attempt: 1, identity: anhChip, verdict: 'genuine' },
    { type: 'chip-not-read', sessionId: firstSession, attempt: 1, why: 'card-gone' },
    { type: 'chip-not-read', sessionId: secondSession, attempt: 2, why: 'absent' },
    { type: 'visit-stored', sessionId: secondSession, visit: storedVisit, found: true },
    { type: 'visit-not-stored', sessionId: firstSession },
    { type: 'visit-not-stored', sessionId: secondSession },
    { type: 'store-probed', writable: true },
    { type: 'store-probed', writable: false },
    { type: 'ticket-printed', sessionId: secondSession },
    { type: 'ticket-not-printed', sessionId: firstSession, paper: 'untouched' },
    { type: 'ticket-not-printed', sessionId: secondSession, paper: 'unknown' },
    { type: 'started-without-papers', sessionId: secondSession, today },
    { type: 'service-chosen', serviceCode: 'no-such-service' },
    { type: 'measuring-asked' },
    { type: 'measuring-begun' },
    { type: 'measuring-stopped' },
    { type: 'pressure-not-measured', sessionId: firstSession, attempt: 1, advice: 'sit-still' },
    { type: 'pressure-measured', sessionId: firstSession, attempt: 1, reading },
    { type: 'reading-stored', sessionId: firstSession },
    { type: 'reading-not-stored', sessionId: secondSession },
    { type: 'help-choosing-asked' },
    { type: 'copy-asked' },
    { type: 'went-back' },
    { type: 'started-over' },
    { type: 'help-called' },
    { type: 'emergency-called' },
    { type: 'help-called-off' },
    { type: 'phone-confirmed', isRight: true },
    { type: 'appointment-chosen', appointmentId: 'H-1' },
    { type: 'appointment-chosen', appointmentId: undefined },
    hospitalKnows(firstSession),
    hospitalKnows(secondSession),
    { type: 'help-closed' },
    { type: 'stayed' },
    { type: 'touched' },
    { type: 'language-chosen', language: 'en' },
  ),
  fc.record({
    type: fc.constant('timer-elapsed' as const),
    timer: fc.constantFrom(
      'rest',
      'scan-again',
      'hospital',
      'idle',
      'idle-countdown',
      'ticket',
      'notice',
      'store-probe',
    ),
    turn: fc.nat(40),
  }),
);

const opensSession: readonly CheckInEvent['type'][] = ['card-read', 'appointment-read', 'started-without-papers'];

/** A visit with a measurement: a walk that starts anywhere in it reaches every state. */
const throughEverything: readonly CheckInEvent[] = [
  ...upTo(1),
  hospitalKnows(firstSession),
  { type: 'identity-confirmed' },
  { type: 'phone-confirmed', isRight: true },
  { type: 'appointment-chosen', appointmentId: undefined },
  ...plainVisit.slice(2, 5),
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
  { type: 'pressure-measured', sessionId: firstSession, attempt: 1, reading },
  { type: 'reading-stored', sessionId: firstSession },
];

test('every state has a defined outcome for every event, and no event of another session moves a session on', () => {
  const reached = new Set<CheckInState['at']>();
  const site = { ...settingsWithReader, asksHospital: true, callsForHelp: true };
  fc.assert(
    fc.property(fc.nat(throughEverything.length), fc.array(anyEvent, { maxLength: 40 }), (steps, events) => {
      let state = startingState(site);
      for (const event of [...throughEverything.slice(0, steps), ...events]) {
        reached.add(state.at);
        const next = step(site, state, event);
        const isAnswer = 'sessionId' in event && !opensSession.includes(event.type);
        if (isAnswer && hasSession(state) && state.session.sessionId !== event.sessionId) {
          expect(next).toEqual({ state, effects: [] });
        }
        if (!hasSession(next.state)) {
          expect(JSON.stringify(next.state)).not.toMatch(/Ngọc|Bình|NGUYỄN|1480001|0900000|LK-|0912000567|BN000123/);
          // Nobody's chip is being read for nobody.
          const wasReading = hasSession(state) && 'attempt' in state.session.chip;
          expect(next.effects.some((effect) => effect.do === 'stop-reading-chip')).toBe(wasReading);
        }
        state = next.state;
      }
    }),
    { numRuns: 2000 },
  );
  expect([...reached].toSorted()).toEqual([
    'asking-for-card',
    'asking-to-scan-again',
    'choosing-appointment',
    'choosing-service',
    'confirming-contact',
    'confirming-identity',
    'measuring',
    'not-measured',
    'out-of-service',
    'showing-reading',
    'showing-ticket',
    'sitting-down',
    'storing-reading',
    'storing-visit',
    'waiting-for-card',
    'waiting-for-hospital',
  ]);
});
