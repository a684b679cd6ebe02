import { describe, expect, test } from 'vitest';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import {
  anhCitizen,
  anhInsurance,
  chosen,
  contactKnown as contact,
  firstSession,
  followUp,
  type Happening,
  hospitalSaid,
  insured,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';

const asking = { ...settings, asksHospital: true };
const scanned: Happening = { type: 'card-read', identity: anhCitizen, sessionId: firstSession, today };
const second: Happening = { ...scanned, identity: anhInsurance, sessionId: secondSession };
const confirmed: Happening = { type: 'identity-confirmed' };
const asked = (...happenings: readonly Happening[]) => walk(happenings, asking);
const placeAfter = (...happenings: readonly Happening[]) => {
  const { state } = asked(...happenings);
  return state.at === 'asking' ? state.question : state.at;
};

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
    expect(placeAfter(scanned, confirmed, hospitalSaid())).toBe('service');
    expect(placeAfter(scanned, hospitalSaid(), confirmed)).toBe('service');
  });

  test('that never answers lets the patient go on all the same', () => {
    expect(placeAfter(scanned, confirmed, { waited: 'hospital' })).toBe('service');
  });

  test('is asked anew when another card joins, and what it said to the first question still counts', () => {
    const { state } = asked(scanned, second, hospitalSaid({ contact }, 1), confirmed);
    expect(state).toMatchObject({
      at: 'waiting-for-hospital',
      facts: { hospital: { question: 2, open: [2], contact } },
    });
    expect(placeAfter(scanned, second, confirmed, hospitalSaid({ contact }, 1), hospitalSaid({}, 2))).toBe('contact');
    expect(placeAfter(scanned, second, confirmed, hospitalSaid({}, 2), hospitalSaid({ contact }, 1))).toBe('contact');
  });

  test('adds what the other card is known by, and the later word counts', () => {
    const other = { ...followUp, appointmentId: 'H-7' };
    const newer = { contact: { ...contact, phone: '0900111222' }, appointments: [other], insuranceCheck: insured };
    const { state } = asked(
      scanned,
      second,
      hospitalSaid(newer, 2),
      hospitalSaid({ contact, appointments: [followUp] }, 1),
    );
    expect(state).toMatchObject({
      facts: {
        hospital: {
          open: [],
          contact: { phone: '0900111222' },
          appointments: [{ appointmentId: 'H-7' }, { appointmentId: 'H-1' }],
          insuranceCheck: insured,
        },
      },
    });
  });

  test('that does not know the phone number takes no known one away', () => {
    const silent = { contact: { phone: undefined, patientCode: 'BN000123' } };
    const { state } = asked(scanned, second, hospitalSaid({ contact }, 1), hospitalSaid(silent, 2));
    expect(state).toMatchObject({ facts: { hospital: { contact } } });
  });

  test('that knows part of what is asked once is offered to the patient, the later word first', () => {
    const { state } = asked(
      scanned,
      second,
      hospitalSaid({ particulars: { ethnicity: '01', phone: '0912000567' } }, 1),
      hospitalSaid({ particulars: { ethnicity: '02' } }, 2),
    );
    expect(state).toMatchObject({ facts: { hospital: { particulars: { ethnicity: '02', phone: '0912000567' } } } });
    expect(asked(scanned, hospitalSaid()).state).not.toHaveProperty('facts.hospital.particulars');
  });

  test("says nothing about the next patient with an answer to the last one's question", () => {
    expect(asked(scanned, hospitalSaid({ contact }, 1, secondSession))).toEqual(asked(scanned));
    expect(asked(scanned, hospitalSaid({ contact }, 9))).toEqual(asked(scanned));
  });
});

test('what the insurance check said goes to the hospital with the visit', () => {
  const { effects } = asked(scanned, hospitalSaid({ insuranceCheck: insured }), confirmed, chosen('noi'));
  expect(effects.at(-1)).toMatchObject({ request: { insuranceCheck: insured } });
});

test('nothing that the hospital said outlives the session', () => {
  const { state } = asked(
    scanned,
    hospitalSaid({ contact, appointments: [followUp], insuranceCheck: insured }),
    confirmed,
    { type: 'answered', answer: { isRight: true } },
    { type: 'answered', answer: { appointmentId: 'H-1' } },
    { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false },
    { waited: 'paper' },
    { type: 'ticket-printed', sessionId: firstSession },
    { type: 'finished' },
  );
  expect(state.at).toBe('waiting-for-card');
  expect(JSON.stringify(state)).not.toMatch(/0912|BN000|H-1|000/);
});
