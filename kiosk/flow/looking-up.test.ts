import { describe, expect, test } from 'vitest';
import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { CheckInEvent } from './events.ts';
import { patientFromIdentities } from './patient.ts';
import {
  anhCitizen,
  anhInsurance,
  firstSession,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';
import { timersOf } from './timers.ts';

const asking = { ...settings, asksHospital: true, callsForHelp: true };
const scanned: CheckInEvent = { type: 'card-read', identity: anhCitizen, sessionId: firstSession, today };
const confirmed: CheckInEvent = { type: 'identity-confirmed' };

const followUp: Appointment = {
  appointmentId: 'H-1',
  kind: 'follow-up-slip',
  serviceHisCode: 'K30',
  startsAt: undefined,
  description: undefined,
};
const elsewhere: Appointment = { ...followUp, appointmentId: 'H-2', kind: 'appointment', serviceHisCode: 'K99' };
const contact = { phone: '0912000567', patientCode: 'BN000123' };
const insured: InsuranceCheck = {
  resultCode: '000',
  path: 'insured',
  validFrom: undefined,
  validTo: undefined,
  newCardNumber: undefined,
  facilityCode: undefined,
  transactionId: undefined,
  checkedAt: 0,
};

type Answers = Extract<CheckInEvent, { type: 'hospital-answered' }>['answers'];
const nothingKnown: Answers = { contact: undefined, appointments: [], insuranceCheck: undefined };
const answered = (answers: Partial<Answers> = {}, question = 1, sessionId = firstSession): CheckInEvent => ({
  type: 'hospital-answered',
  sessionId,
  question,
  answers: { ...nothingKnown, ...answers },
});

const asked = (...events: readonly CheckInEvent[]) => walk(events, asking);
const placeAfter = (...events: readonly CheckInEvent[]) => asked(...events).state.at;

describe('a hospital that is asked', () => {
  test('is asked about the person while they look at their name', () => {
    expect(asked(scanned).effects).toEqual([
      { do: 'note-session-started', sessionId: firstSession },
      {
        do: 'ask-hospital',
        sessionId: firstSession,
        question: 1,
        patient: patientFromIdentities([anhCitizen], today),
        day: today,
      },
    ]);
  });

  test('keeps a quick patient waiting only until it answers, and never when nothing is known', () => {
    expect(placeAfter(scanned, confirmed)).toBe('waiting-for-hospital');
    expect(placeAfter(scanned, confirmed, answered())).toBe('choosing-service');
    expect(placeAfter(scanned, answered(), confirmed)).toBe('choosing-service');
  });

  test('that never answers lets the patient go on all the same', () => {
    const { state } = asked(scanned, confirmed);
    const [timer] = timersOf(state, asking);
    if (!timer) throw new Error('no timer');
    expect(placeAfter(scanned, confirmed, { type: 'timer-elapsed', ...timer })).toBe('choosing-service');
  });

  test('is asked anew when another card joins, and its answer to the first question means nothing', () => {
    const second: CheckInEvent = { ...scanned, identity: anhInsurance, sessionId: secondSession };
    const { state } = asked(scanned, second, answered({ contact }, 1), confirmed);
    expect(state).toMatchObject({
      at: 'waiting-for-hospital',
      session: { hospital: { question: 2, contact: undefined } },
    });
    expect(placeAfter(scanned, second, confirmed, answered({ contact }, 2))).toBe('confirming-contact');
  });

  test("says nothing about the next patient with an answer to the last one's question", () => {
    expect(asked(scanned, answered({ contact }, 1, secondSession))).toEqual(asked(scanned));
  });
});

describe('a phone number that the hospital knows', () => {
  test.each([true, false])('is confirmed once (%s) and goes back to the hospital with the visit', (isRight) => {
    const events = [scanned, answered({ contact }), confirmed, { type: 'phone-confirmed', isRight } as const];
    expect(placeAfter(...events)).toBe('choosing-service');
    expect(placeAfter(...events, { type: 'went-back' }, confirmed)).toBe('choosing-service');
    const { effects } = asked(...events, { type: 'service-chosen', serviceCode: 'noi' });
    expect(effects.at(-1)).toMatchObject({
      do: 'store-visit',
      request: { contact: { ...contact, phoneConfirmed: isRight } },
    });
  });
});

describe('an appointment of today', () => {
  const offered = [scanned, answered({ appointments: [followUp, elsewhere] }), confirmed] as const;

  test('for a service of this kiosk leads straight to the number', () => {
    const { state, effects } = asked(...offered, { type: 'appointment-chosen', appointmentId: 'H-1' });
    expect(state).toMatchObject({ at: 'storing-visit', choice: { serviceCode: 'mat' } });
    expect(effects.at(-1)).toMatchObject({
      request: { appointment: followUp, purpose: 'follow-up', serviceCode: 'mat' },
    });
  });

  test('for a service that the kiosk does not have asks which one to take the number for', () => {
    const chosen = [...offered, { type: 'appointment-chosen', appointmentId: 'H-2' } as const];
    expect(placeAfter(...chosen)).toBe('choosing-service');
    const { effects } = asked(...chosen, { type: 'service-chosen', serviceCode: 'noi' });
    expect(effects.at(-1)).toMatchObject({ request: { appointment: elsewhere, purpose: 'examination' } });
  });

  test('is left alone by a patient who comes for something else, or points at one that is not theirs', () => {
    const other = [...offered, { type: 'appointment-chosen', appointmentId: undefined } as const];
    const { effects } = asked(...other, { type: 'service-chosen', serviceCode: 'noi' });
    expect(effects.at(-1)).toMatchObject({ do: 'store-visit' });
    expect(effects.at(-1)).not.toMatchObject({ request: { appointment: expect.anything() } });
    expect(placeAfter(...offered, { type: 'appointment-chosen', appointmentId: 'H-9' })).toBe('choosing-appointment');
  });
});

test('what the insurance check said goes to the hospital with the visit', () => {
  const { effects } = asked(scanned, answered({ insuranceCheck: insured }), confirmed, {
    type: 'service-chosen',
    serviceCode: 'noi',
  });
  expect(effects.at(-1)).toMatchObject({ request: { insuranceCheck: insured } });
});

test('nothing that the hospital said outlives the session', () => {
  const { state } = asked(
    scanned,
    answered({ contact, appointments: [followUp], insuranceCheck: insured }),
    confirmed,
    { type: 'phone-confirmed', isRight: true },
    { type: 'appointment-chosen', appointmentId: 'H-1' },
    { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false },
    { type: 'ticket-printed', sessionId: firstSession },
    { type: 'finished' },
  );
  expect(JSON.stringify(state)).not.toMatch(/0912|BN000|H-1|000/);
});

describe('a call for help', () => {
  const called = { type: 'help-called' } as const;

  test('reaches somebody where a system takes calls, and says where to go where none does', () => {
    const alert = { do: 'raise-alert', kind: 'help-wanted' };
    expect(asked(called).effects).toEqual([{ ...alert, sessionId: undefined }]);
    expect(asked(scanned, called).effects.at(-1)).toEqual({ ...alert, sessionId: firstSession });
    expect(walk([called]).effects).toEqual([]);
  });

  test('can be an emergency, and can be called off', () => {
    expect(asked(called, { type: 'emergency-called' }).effects.at(-1)).toEqual({
      do: 'raise-alert',
      kind: 'emergency',
      sessionId: undefined,
    });
    const off = asked(called, { type: 'help-called-off' });
    expect(off.effects.at(-1)).toEqual({ do: 'close-alerts' });
    expect(off.state.overlay).toBeUndefined();
  });
});
