import { describe, expect, test } from 'vitest';
import {
  anhCitizen,
  anhInsurance,
  chosen,
  contactKnown as contact,
  elsewhere,
  firstSession,
  followUp,
  type Happening,
  hospitalSaid,
  scanOf,
  secondSession,
  settings,
  today,
  walk,
} from './synthetic.ts';

const site = { ...settings, asksHospital: true };
const scanned = scanOf(anhCitizen, firstSession);
const confirmed: Happening = { type: 'identity-confirmed' };
const back: Happening = { type: 'went-back' };
const phone = (isRight: boolean): Happening => ({ type: 'answered', answer: { isRight } });
const appointment = (appointmentId: string | null): Happening => ({ type: 'answered', answer: { appointmentId } });
const asked = (...happenings: readonly Happening[]) => walk(happenings, site);
const placeAfter = (...happenings: readonly Happening[]) => {
  const { state } = asked(...happenings);
  return state.at === 'asking' ? state.question : state.at;
};
const knowsAll = [scanned, hospitalSaid({ contact, appointments: [followUp, elsewhere] }), confirmed] as const;

describe('a phone number that the hospital knows', () => {
  const known = [scanned, hospitalSaid({ contact }), confirmed] as const;

  test.each([true, false])('is confirmed once (%s) and goes back to the hospital with the visit', (isRight) => {
    expect(placeAfter(...known, phone(isRight))).toBe('service');
    const { effects } = asked(...known, phone(isRight), chosen('noi'));
    expect(effects.at(-1)).toMatchObject({
      do: 'store-visit',
      request: { contact: { ...contact, phoneConfirmed: isRight } },
    });
  });

  test('that was called wrong by mistake is asked about again after Back', () => {
    expect(placeAfter(...known, phone(false), back)).toBe('contact');
    const { effects } = asked(...known, phone(false), back, phone(true), chosen('noi'));
    expect(effects.at(-1)).toMatchObject({ request: { contact: { phoneConfirmed: true } } });
  });

  test('is not confirmed by anything but yes or no', () => {
    for (const answer of [{}, { isRight: 'true' }, { isRight: 1 }, { isRight: null }, { serviceCode: 'noi' }]) {
      expect(asked(...known, { type: 'answered', answer })).toEqual(asked(...known));
    }
  });
});

describe('an appointment of today', () => {
  const offered = [scanned, hospitalSaid({ appointments: [followUp, elsewhere] }), confirmed] as const;

  test('for a service of this kiosk leads straight to the number', () => {
    const { state, effects } = asked(...offered, appointment('H-1'));
    expect(state).toMatchObject({ at: 'storing-visit', facts: { choice: { serviceCode: 'mat' } } });
    expect(effects.at(-1)).toMatchObject({
      request: { appointment: followUp, purpose: 'follow-up', serviceCode: 'mat' },
    });
  });

  test('for a service that the kiosk does not have asks which one to take the number for', () => {
    expect(placeAfter(...offered, appointment('H-2'))).toBe('service');
    const { effects } = asked(...offered, appointment('H-2'), chosen('noi'));
    expect(effects.at(-1)).toMatchObject({ request: { appointment: elsewhere, purpose: 'examination' } });
  });

  test('is left alone by a patient who comes for something else, or points at one that is not theirs', () => {
    const { effects } = asked(...offered, appointment(null), chosen('noi'));
    expect(effects.at(-1)).toMatchObject({ do: 'store-visit' });
    expect(effects.at(-1)).not.toMatchObject({ request: { appointment: expect.anything() } });
    expect(placeAfter(...offered, appointment('H-9'))).toBe('appointment');
  });

  test('is not asked about once its slip is scanned, neither at once nor by Back', () => {
    const slip = (appointmentId: string): Happening => ({
      type: 'appointment-read',
      appointment: { facilityCode: '27005', appointmentId },
      sessionId: secondSession,
      today,
    });
    expect(asked(...offered, slip('H-9')).state).toMatchObject({
      at: 'asking',
      question: 'service',
      frame: { notice: { words: 'appointment-added' } },
    });
    expect(placeAfter(...offered, appointment(null), slip('H-9'), back)).toBe('confirming-identity');
    // As when it is chosen on the screen: the hospital has told for which clinic it is.
    expect(asked(...offered, slip('H-1')).effects.at(-1)).toMatchObject({
      do: 'store-visit',
      request: { serviceCode: 'mat', appointment: { appointmentId: 'H-1' } },
    });
  });
});

describe('Back', () => {
  test('goes through the questions that were asked, one by one, and then to who this is', () => {
    const answered = [...knowsAll, phone(true), appointment('H-2')] as const;
    const backs = [0, 1, 2, 3, 4].map((times) => placeAfter(...answered, ...Array.from({ length: times }, () => back)));
    expect(backs).toEqual(['service', 'appointment', 'contact', 'confirming-identity', 'waiting-for-card']);
  });

  test('before the hospital has answered asks what it knows by then', () => {
    expect(placeAfter(scanned, confirmed, { waited: 'hospital' }, back, hospitalSaid({ contact }), confirmed)).toBe(
      'contact',
    );
  });

  test('from the service without papers or slip ends the turn', () => {
    expect(placeAfter({ type: 'started-without-papers', sessionId: firstSession, today }, back)).toBe(
      'waiting-for-card',
    );
  });
});

describe('another card at a question', () => {
  test('keeps the place, what was answered, and what the hospital said', () => {
    const { state } = asked(...knowsAll, phone(true), scanOf(anhInsurance));
    expect(state).toMatchObject({
      at: 'asking',
      question: 'appointment',
      facts: { phoneIsRight: true, hospital: { contact, open: [2] }, identities: [anhCitizen, anhInsurance] },
    });
    expect(placeAfter(...knowsAll, scanOf(anhInsurance), hospitalSaid({}, 2))).toBe('contact');
  });

  test('of whoever began without papers asks who this is, and loses no answer', () => {
    const { state } = asked({ type: 'started-without-papers', sessionId: firstSession, today }, scanned);
    expect(state).toMatchObject({ at: 'confirming-identity', facts: { sessionId: firstSession } });
  });
});
