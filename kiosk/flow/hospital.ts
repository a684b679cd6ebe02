import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import type { FlowEffect } from './effects.ts';
import type { EventOf } from './events.ts';

/**
 * What the hospital knows about the patient, asked while the patient looks at the confirm screen. Nobody waits longer than the
 * host's deadline, and without an answer everything goes on as "not verified" (laws 1, 9).
 */

/** One more question; the answers to earlier ones of this session still count, since they are about the same person. */
export function askHospital(
  settings: FlowSettings,
  facts: Facts,
): { readonly facts: Facts; readonly effects: readonly FlowEffect[] } {
  if (!settings.asksHospital) return { facts, effects: [] };
  const { sessionId, today, slip, hospital } = facts;
  const question = hospital.question + 1;
  const patient = patientFromIdentities(facts.identities, today);
  return {
    facts: { ...facts, hospital: { ...hospital, question, open: [...hospital.open, question] } },
    effects: [{ do: 'ask-hospital', sessionId, question, patient, day: today, appointmentId: slip }],
  };
}

/** What was known stays; what a later question found out is added. `undefined`: nobody has asked this. */
export function factsFromHospital(
  facts: Facts,
  { question, answers }: EventOf<'hospital-answered'>,
): Facts | undefined {
  const { hospital } = facts;
  if (!hospital.open.includes(question)) return undefined;
  // Unless a later question was answered before this one.
  const isLatest = hospital.open.filter((each) => each > question).length === hospital.question - question;
  const [newer, older] = isLatest ? [answers, hospital] : [hospital, answers];
  return {
    ...withNumbers(facts, answers.numbersElsewhere ?? []),
    hospital: {
      question: hospital.question,
      open: hospital.open.filter((each) => each !== question),
      contact:
        newer.contact?.phone === undefined && older.contact?.phone !== undefined
          ? older.contact
          : (newer.contact ?? older.contact),
      appointments: [
        ...newer.appointments,
        ...older.appointments.filter(
          ({ appointmentId }) => !newer.appointments.some((each) => each.appointmentId === appointmentId),
        ),
      ],
      insuranceCheck: newer.insuranceCheck ?? older.insuranceCheck,
      namesAnother: hospital.namesAnother || (answers.namesAnother ?? false),
      ...((newer.veiledName ?? older.veiledName) ? { veiledName: newer.veiledName ?? older.veiledName } : {}),
      ...((newer.particulars ?? older.particulars)
        ? { particulars: { ...older.particulars, ...newer.particulars } }
        : {}),
      ...((newer.earlierPressures ?? older.earlierPressures)
        ? { earlierPressures: newer.earlierPressures ?? older.earlierPressures }
        : {}),
    },
  };
}

/** Each document may know of others; the latest number first. */
export function withNumbers(facts: Facts, found: Facts['numbersToday']): Facts {
  const known = facts.numbersToday.map(({ visitId }) => visitId);
  const more = found.filter(({ visitId }) => !known.includes(visitId));
  if (more.length === 0) return facts;
  return { ...facts, numbersToday: [...facts.numbersToday, ...more].toSorted((a, b) => givenAt(b) - givenAt(a)) };
}

function givenAt({ numberedAt, storedAt }: Facts['numbersToday'][number]): number {
  return numberedAt ?? storedAt;
}
