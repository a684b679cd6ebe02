import * as z from 'zod';
import { day, hospitalCode, moment, randomId, text } from './fields.ts';
import { parts } from './words.ts';

/** Questions while a patient waits, and calls for a person; with their answers (see words.ts). */

const everyQuestion = {
  version: parts.version,
  facilityCode: text(20),
  kioskId: text(32),
};

export const findPatientQuestion = z
  .object({
    ...everyQuestion,
    kind: z.literal('find-patient'),
    patient: parts.patient,
    insuranceCard: parts.insuranceCard.optional(),
  })
  .meta({ id: 'FindPatientQuestion', description: 'Do you know this person?' });

export const findAppointmentsQuestion = z
  .object({
    ...everyQuestion,
    kind: z.literal('find-appointments'),
    patient: parts.patient,
    insuranceCard: parts.insuranceCard.optional(),
    patientCode: hospitalCode.optional().describe("The hospital's own code, when find-patient gave one."),
    day,
  })
  .meta({
    id: 'FindAppointmentsQuestion',
    description: 'Which appointments and follow-up slips has this person today?',
  });

export const findAppointmentQuestion = z
  .object({ ...everyQuestion, kind: z.literal('find-appointment'), appointmentId: hospitalCode, day })
  .meta({ id: 'FindAppointmentQuestion', description: 'Which appointment does this scanned slip belong to?' });

export const checkInsuranceQuestion = z
  .object({
    ...everyQuestion,
    kind: z.literal('check-insurance'),
    patient: parts.patient,
    insuranceCard: parts.insuranceCard.optional().describe('Absent: ask the gateway by citizen number.'),
  })
  .meta({
    id: 'CheckInsuranceQuestion',
    description:
      "Is this person insured? The hospital's server asks the gateway of the social insurance; its credentials never live on a kiosk.",
  });

/** What is posted to `lookUpUrl`. */
export const question = z
  .discriminatedUnion('kind', [
    findPatientQuestion,
    findAppointmentsQuestion,
    findAppointmentQuestion,
    checkInsuranceQuestion,
  ])
  .meta({ id: 'Question' });

const namedPerson = z
  .object({
    fullName: z.string().max(400).nullish(),
    birthDate: z.string().max(40).nullish().describe('yyyy-mm-dd, yyyy-mm or yyyy.'),
    sex: z.string().max(20).nullish().describe('male or female.'),
  })
  .nullish()
  .meta({
    id: 'NamedPerson',
    description:
      'Whom this answer is about. Tell it: an answer about somebody else, as under a mistyped number, is not used then.',
  });

/** Offered to the patient to be confirmed with one tap; anything else than a word of ours is asked for. */
const recorded = z.union([z.string().max(400), z.number()]).nullish();

export const findPatientAnswer = z
  .discriminatedUnion('result', [
    z.object({
      result: z.literal('found'),
      patientCode: hospitalCode.describe('MA_BN.'),
      phone: z
        .string()
        .max(40)
        .nullish()
        .describe(
          '8 to 15 digits, with an optional leading +; blanks, dots, hyphens and brackets do no harm. Shown masked.',
        ),
      ethnicity: recorded.describe('MA_DANTOC: 01 to 55.'),
      occupation: recorded.describe('One of the words of Particulars.occupation.'),
      address: z
        .string()
        .max(4000)
        .nullish()
        .describe('Where the patient lives now, in one line; at most 255 characters are shown.'),
      earlierPressures: z
        .array(
          z.object({
            day: z.string().max(40).describe('yyyy-mm-dd.'),
            systolic: z.number().describe('mm[Hg].'),
            diastolic: z.number(),
          }),
        )
        .max(64)
        .nullish()
        .catch(undefined)
        .describe(
          'Blood pressures of earlier days, means of a sitting where there are some; at most the latest twelve are shown to the patient, as a trend, and only where the kiosk measures.',
        ),
      person: namedPerson,
    }),
    z.object({ result: z.literal('unknown') }),
    z.object({ result: z.literal('ambiguous').describe('Several people match; the desk decides.') }),
  ])
  .meta({ id: 'FindPatientAnswer' });

const answeredAppointment = z
  .object({
    appointmentId: hospitalCode,
    kind: z.enum(['appointment', 'follow-up-slip']),
    serviceHisCode: hospitalCode.nullish(),
    startsAt: moment.nullish().describe('Absent when only the day is set.'),
    description: z
      .string()
      .max(400)
      .nullish()
      .describe('Room, doctor or purpose, worded for the patient. 80 characters are shown.'),
  })
  .meta({ id: 'AnsweredAppointment' });

export const findAppointmentsAnswer = z
  .object({
    appointments: z.array(answeredAppointment).max(64).describe('The soonest eight are shown.'),
    person: namedPerson,
  })
  .meta({ id: 'FindAppointmentsAnswer' });

export const findAppointmentAnswer = z
  .object({ appointment: answeredAppointment.nullable().describe('null: not known, or not of this day.') })
  .meta({ id: 'FindAppointmentAnswer' });

const gatewayText = z.union([z.string().max(400), z.number()]).nullish();

/**
 * The gateway's own answer, passed on as it is (KQNhanLichSuKCB2024); everything else in it, such as the history, may and
 * should be left out.
 */
export const checkInsuranceAnswer = z
  .object({
    maKetQua: gatewayText.describe('000, 001, …; what the kiosk does not know is not-verified.'),
    maThe: gatewayText.describe('The number that belongs in the check-in table when only a citizen number was asked.'),
    gtTheTu: gatewayText.describe('dd/MM/yyyy'),
    gtTheDen: gatewayText.describe('dd/MM/yyyy'),
    maDKBD: gatewayText,
    maTheMoi: gatewayText,
    gtTheTuMoi: gatewayText.describe('dd/MM/yyyy'),
    gtTheDenMoi: gatewayText.describe('dd/MM/yyyy'),
    maDKBDMoi: gatewayText,
    maGiaoDich: gatewayText,
    hoTen: gatewayText.describe('With another name, birth or sex the answer is about somebody else, and not used.'),
    ngaySinh: gatewayText.describe('dd/MM/yyyy or yyyy'),
    gioiTinh: gatewayText.describe('Nam or Nữ'),
  })
  .meta({ id: 'CheckInsuranceAnswer' });

/** What is posted to `alertUrl`. Answer: any 2xx. Idempotency-Key is `<alertId>-<escalation>`. */
export const alert = z
  .object({
    version: parts.version,
    kind: z
      .enum([
        'help-wanted',
        'emergency',
        'crisis-reading',
        'high-reading',
        'isolation',
        'hospital-standing',
        'self-test-failed',
      ])
      .describe(
        'crisis-reading: whoever has `ticketNumber` has measured a blood pressure from the line of danger on twice, and sits at the kiosk, which rings until a named person acknowledges; the values are in the readings. high-reading: they have measured so once, and the reading that says whether it is so was not taken; somebody is wanted there, without haste, or to look for the number. isolation: whoever has `ticketNumber` was sent to the room for whoever may be infectious, and somebody is wanted there. hospital-standing: no patient; a system of the hospital has accepted nothing for long while something waits for it. self-test-failed: no patient; the kiosk has found at opening time that a part of it does not work. Both are told once, and their end, too.',
      ),
    alertId: randomId,
    test: z.boolean(),
    facilityCode: text(20),
    kioskId: text(32),
    place: z.string().max(80).describe('Where the kiosk stands; empty when the site file does not say.'),
    raisedAt: moment,
    ticketNumber: text(20)
      .optional()
      .describe('As on the paper; with crisis-reading, high-reading and isolation alone.'),
    escalation: z.int().min(0).describe('0 at first; one more each time nobody acknowledged within 60 seconds.'),
  })
  .meta({ id: 'Alert', description: 'Somebody at a kiosk needs a person. Says where, never who.' });

/** The answer to `GET <alertUrl>/<alertId>`; 204 without a body says the same as null. */
export const acknowledgement = z
  .object({
    acknowledgedBy: z
      .string()
      .max(400)
      .nullish()
      .describe('Name of the person who is coming; null or absent: nobody yet. 80 characters are shown.'),
  })
  .meta({ id: 'Acknowledgement' });

/**
 * What is posted to `<alertUrl>/<alertId>/end`. Answer: any 2xx. Idempotency-Key is `<alertId>-end`. A receiver that has no use
 * for it answers 404 or any other 4xx, and is not asked again.
 */
export const alertEnd = z
  .object({
    version: parts.version,
    kind: z.literal('alert-end'),
    alertId: randomId,
    test: z.boolean(),
    facilityCode: text(20),
    kioskId: text(32),
    ended: z
      .enum(['answered', 'called-off', 'nobody-came'])
      .describe(
        'answered: a named person said so at the kiosk or elsewhere, the one way in which an emergency or a crisis ends; called-off: help is not needed any more, or the system stands no longer; nobody-came: a call for help, open for a day.',
      ),
    endedBy: z
      .enum(['caller', 'person', 'kiosk'])
      .describe(
        'caller: the patient who had called for help; person: whom acknowledgedBy names; kiosk: it saw by itself that the call is over.',
      ),
    acknowledgedBy: z.string().max(80).optional().describe('Who came or is coming; present when it was answered.'),
    endedAt: moment.describe('When the kiosk says so for this time.'),
  })
  .meta({ id: 'AlertEnd', description: 'A call for a person is over: nobody else need come.' });

export type WebhookAlertEnd = z.infer<typeof alertEnd>;
export type WebhookNamedPerson = z.infer<typeof namedPerson>;
export type WebhookQuestion = z.infer<typeof question>;
export type WebhookAppointment = z.infer<typeof answeredAppointment>;
export type WebhookAlert = z.infer<typeof alert>;
