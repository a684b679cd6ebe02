import * as z from 'zod';
import { priorityGrounds } from '#config/catalogues/priority-grounds.ts';
import { visitPurposes } from '#config/catalogues/visit-purposes.ts';
import { type ColumnName, columnNames, columns } from '../check-in-columns/columns.ts';
import { answers } from './answer-words.ts';
import { birthDate, citizenNumber, day, hospitalCode, moment, phone, randomId, text } from './fields.ts';

/**
 * Every word that kiosk and hospital exchange over the webhook. The OpenAPI document, the kiosk's reading of answers and the
 * simulated hospital's reading of facts all come from here.
 *
 * Within one version fields may be added, never changed or taken away; both sides ignore what they do not know.
 */
export const webhookVersion = 1;

const version = z
  .literal(webhookVersion)
  .describe('Grows when a field changes its meaning or goes; fields may join within a version.');

/** ICAO 9303 part 3 §5: three letters as in ISO 3166, but D for Germany. */
const stateOf = z.string().regex(/^[A-Z]{1,3}$/);

const patient = z
  .object({
    fullName: text(255)
      .optional()
      .describe('Family name first, as Vietnamese names are written. Absent without papers.'),
    birthDate: birthDate.optional().describe('As precise as the card: yyyy-mm-dd, yyyy-mm or yyyy.'),
    sex: z.enum(['male', 'female', 'unknown']),
    address: text(1024).optional().describe('One line, as on the card.'),
    citizenNumber: citizenNumber.optional().describe('12 digits of the CCCD; text, because it may begin with 0.'),
    oldCitizenNumber: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional()
      .describe('Number of the identity card before it, usually 9 digits; without citizenNumber it was typed.'),
    citizenCardIssuedOn: day.optional(),
    passport: z
      .object({
        number: z.string().regex(/^[A-Z0-9]{1,25}$/),
        issuer: stateOf.optional().describe('Issuing state; absent when the number was typed.'),
        nationality: stateOf.optional(),
        expiresOn: day.optional(),
      })
      .optional()
      .describe('Passport or another travel document, as its machine-readable zone says or as it was typed.'),
    patientCode: hospitalCode
      .optional()
      .describe(
        "MA_BN, as the hospital's own patient card says or as it was typed; contact.patientCode is the hospital's answer.",
      ),
    saidPhone: phone.optional().describe('Of somebody without papers, as they typed it.'),
    source: z
      .enum(['qr-cccd', 'qr-bhyt', 'chip', 'passport-mrz', 'patient-card', 'typed', 'phone-shown', 'none'])
      .describe(
        'How the person was shown to the kiosk, and where name and birth date come from. typed: said by the patient, nothing was read. phone-shown: stands on a phone, staff confirm it. none: a visit without papers, details at the desk. More words may join.',
      ),
    chip: z
      .enum(['genuine', 'not-verified', 'does-not-match'])
      .optional()
      .describe(
        'What the chip of the citizen card proved. genuine: signed by the country, and no copy. not-verified: nothing contradicts, but something could not be checked. does-not-match: forged, altered, damaged, or the chip of another card; the patient is sent to the desk. Absent: no chip was read, which says nothing against the patient.',
      ),
  })
  .meta({ id: 'Patient', description: 'Who is here.' });

const insuranceCard = z
  .object({
    number: z
      .string()
      .regex(/^([A-Za-z0-9]{15}|\d{10})$/)
      .describe('15 characters or 10 digits, as on the card.'),
    facilityCode: text(20).optional().describe('MA_DKBD, facility of first registration.'),
    validFrom: day.optional(),
    validTo: day.optional().describe('Absent on an open-ended card.'),
    fiveYearsOn: day.optional().describe('When five continuous years are complete.'),
    benefitLevel: text(4).optional().describe('Mức hưởng, 1 to 5.'),
  })
  .meta({ id: 'InsuranceCard', description: 'The BHYT card as it was read.' });

export const insurancePaths = [
  'insured',
  'insured-show-papers',
  'insured-by-new-card',
  'expired',
  'see-desk',
  'scan-again',
  'not-verified',
] as const;

const insuranceCheck = z
  .object({
    path: z.enum(insurancePaths).describe('Where the answer led the patient; not-verified when nobody knew.'),
    resultCode: z.string().max(8).describe('maKetQua as received; empty when it was not passed on.'),
    validFrom: day.optional(),
    validTo: day.optional(),
    cardNumber: text(15).optional().describe('maThe: the card of somebody who showed only a citizen card.'),
    newCardNumber: text(15).optional().describe('maTheMoi: the card that counts from now on.'),
    facilityCode: text(20).optional().describe('maDKBD as the gateway knows it.'),
    transactionId: text(100).optional().describe('maGiaoDich: the proof of this check.'),
    checkedAt: moment,
  })
  .meta({ id: 'InsuranceCheck', description: "The hospital's own answer about the card, as the kiosk understood it." });

const insurance = z
  .object({
    card: insuranceCard.optional().describe('Absent when only a citizen number was asked about.'),
    check: insuranceCheck.optional().describe('Absent when no answer came in time: not verified.'),
  })
  .meta({ id: 'Insurance', description: 'Present when a card was read or a check was answered.' });

const contact = z
  .object({
    phone: phone.optional(),
    phoneConfirmed: z
      .boolean()
      .optional()
      .describe('What the patient said about the masked number: true it is right, false it is not. Absent: not asked.'),
    patientCode: hospitalCode.optional().describe("The hospital's own code of this patient (MA_BN)."),
  })
  .meta({ id: 'Contact', description: 'As the hospital told it in a look-up; comes back when it was confirmed.' });

const appointment = z
  .object({
    appointmentId: hospitalCode.describe("The hospital's id, as in a look-up or on a slip."),
    kind: z.enum(['appointment', 'follow-up-slip']),
    serviceHisCode: text(64).optional(),
    startsAt: moment.optional(),
    description: text(80).optional(),
  })
  .meta({ id: 'Appointment', description: 'An appointment or a follow-up slip (giấy hẹn khám lại).' });

const priority = z
  .object({
    ground: z
      .enum(priorityGrounds)
      .describe(
        'More may join; one that you do not know is a ground all the same. Never to be shown or called out as a reason.',
      ),
    certain: z
      .boolean()
      .describe('False when staff check: the birth year alone allows it, or the patient has said so.'),
  })
  .meta({ id: 'Priority', description: 'Ground for the priority lane, Law 15/2023/QH15 article 3.2.' });

const visit = z
  .object({
    visitId: randomId.describe('The business id: the same in everything that is ever said about this visit.'),
    day: day.describe('The business day that the ticket number belongs to.'),
    ticketNumber: text(20).describe('As printed: A012.'),
    replaces: text(20)
      .optional()
      .describe(
        'The number that ticketNumber was given in place of, when the patient chose another service: A012. It is not called, and nobody else gets it.',
      ),
    givenUpAt: moment
      .optional()
      .describe(
        'When the patient said at the kiosk that they do not want to be seen any more: ticketNumber is not called.',
      ),
    storedAt: moment.describe('When the visit was registered; stays when the patient chooses another service.'),
    purpose: text(80).describe(
      `Why the patient comes: ${Object.keys(visitPurposes).join(', ')}; other words may join, and are to be kept as text.`,
    ),
    purposeName: text(80).optional().describe('In Vietnamese.'),
    priority: priority.optional().describe('Absent in the ordinary lane.'),
  })
  .meta({ id: 'Visit' });

const service = z
  .object({
    code: text(32).describe("The kiosk's name of the service."),
    hisCode: text(20).describe("The hospital's code of the service, from the site file."),
    name: text(80),
    room: text(40),
  })
  .meta({ id: 'Service' });

/** One schema per column, with the length and the meaning that the table of columns gives. */
const columnShape = Object.fromEntries(
  columnNames.map((name) => [name, z.string().max(columns[name].longest).describe(columns[name].what)]),
) as Readonly<Record<ColumnName, z.ZodString>>;

const checkInColumns = z.object(columnShape).meta({
  id: 'CheckInColumns',
  description:
    "The 26 columns of XML0, QĐ 4750/QĐ-BYT and QĐ 3176/QĐ-BYT, in its order; '' is what only the hospital knows.",
});

const checkIn = z
  .object({
    columns: checkInColumns,
    objectCodeReason: text(40).describe(
      'Why MA_DOITUONG_KCB is what it is, or why it is empty. Always provisional: the facility decides after the visit.',
    ),
    problems: z
      .array(z.object({ column: text(20), problem: z.enum(['cut', 'too-long', 'not-a-code', 'hour-wanted']) }))
      .describe(
        'Columns to look at: a text that was cut to its length, or a number or code that does not fit and was left out.',
      ),
  })
  .meta({
    id: 'CheckIn',
    description: 'What the hospital needs for the national check-in table (QĐ 4750/3176), in its formats and codes.',
  });

const everyFact = {
  version,
  controlId: randomId.describe('Equal to the Idempotency-Key: the same in every repetition of this post.'),
  test: z.boolean().describe('True from a demo site: not a patient.'),
  facilityCode: text(20).describe('MA_CSKCB of the site file.'),
  kioskId: text(32),
};

const everyVisitFact = {
  visit,
  service,
  patient,
  insurance: insurance.optional(),
  contact: contact.optional(),
  appointment: appointment.optional(),
  answers: answers.optional(),
  checkIn,
};

export const registration = z
  .object({ ...everyFact, kind: z.literal('registration'), ...everyVisitFact })
  .meta({ id: 'Registration', description: 'Somebody has a number. The first post of each visit.' });

export const correction = z
  .object({ ...everyFact, kind: z.literal('correction'), correctedAt: moment, ...everyVisitFact })
  .meta({
    id: 'Correction',
    description:
      'More or better is known about the patient of a visit, or they have chosen another service and the visit has another number (visit.replaces), or they do not want to be seen any more (visit.givenUpAt). Everything is repeated; the newest counts.',
  });

export const arrival = z
  .object({ ...everyFact, kind: z.literal('arrival'), ...everyVisitFact, appointment })
  .meta({ id: 'Arrival', description: 'The patient of an appointment is here. Follows the registration.' });

const observation = z
  .object({
    loinc: z
      .string()
      .regex(/^\d{1,7}-\d$/)
      .optional()
      .describe('Absent for a quantity that has no code that is certain; its name says what it is.'),
    name: text(80),
    value: z.number(),
    unit: text(20).describe('UCUM: mm[Hg], /min.'),
  })
  .meta({ id: 'Observation' });

export const reading = z
  .object({
    ...everyFact,
    kind: z.literal('reading'),
    reading: z
      .object({
        readingId: randomId.describe('The business id of this reading.'),
        panel: z
          .object({
            loinc: z
              .string()
              .regex(/^\d{1,7}-\d$/)
              .optional(),
            name: text(80),
          })
          .describe(
            'What was measured: 85354-9 is one reading of the blood pressure, 96607-7 the mean of a sitting, which comes beside its readings; absent for other vital signs.',
          ),
        observations: z.array(observation).min(1).max(16),
        irregularPulse: z.boolean().optional().describe('As the device says; absent when it does not.'),
        moved: z.boolean().optional().describe('The device noticed movement.'),
        takenAt: moment,
        number: z.int().min(1).describe('Which reading of this sitting, and of how many.'),
        count: z.int().min(1),
        restSeconds: z.int().min(0).optional().describe('Quiet sitting before the first reading; absent: unknown.'),
        posture: z.enum(['sitting']).optional(),
        arm: z.enum(['left', 'right']).optional().describe('The arm that the cuff was on.'),
        protocol: z
          .object({ name: text(32), version: z.int().min(0) })
          .optional()
          .describe(
            'Rules that led to the reading: none (one reading, without rest; version 0), esh, aha; more words may join.',
          ),
        sitting: text(40)
          .optional()
          .describe('The same on all readings of one sitting and on their mean; absent for one alone.'),
        mean: z
          .object({
            rule: text(32).describe('esh: the last two readings; aha: all of them; more words may join.'),
            of: z.array(z.int().min(1)).min(1).max(16).describe('number of each reading that counts.'),
            readingIds: z.array(randomId).min(1).max(16).optional().describe('Their readingId, in the same order.'),
            spread: z
              .object({ systolic: z.number().min(0), diastolic: z.number().min(0) })
              .describe('Largest less smallest of the readings that count, in mm[Hg].'),
          })
          .optional()
          .describe('Present in a mean (96607-7) alone: what it is made of.'),
        said: z
          .object({
            quietHalfHour: z.boolean().optional().describe('No coffee, smoking or exercise within the last half hour.'),
            emptyBladder: z.boolean().optional(),
            medicineToday: z.boolean().optional().describe('Medicine for blood pressure was taken today.'),
          })
          .optional()
          .describe('What the patient said while resting; absent: nothing, or not asked.'),
        deviceId: text(32).describe('Name of the device in the site file.'),
        deviceModel: text(80).optional(),
        deviceSerial: text(80).optional().describe('As the device or its site names it.'),
        validation: z
          .object({
            status: z.enum(['validated', 'not-validated', 'unknown']),
            cuffCm: z
              .object({ from: z.number(), to: z.number() })
              .optional()
              .describe('Arms that the cuff is for, circumference in cm.'),
          })
          .optional()
          .describe(
            'Whether the accuracy of the model was tested on people; not-validated: it was, and failed. Absent: not known.',
          ),
        deviceTime: text(40).optional().describe("The device's own clock, where it goes with the kiosk's."),
      })
      .meta({ id: 'Reading' }),
    visit: z.object({ visitId: randomId, ticketNumber: text(20), day }).meta({ id: 'VisitOfReading' }),
    patient: patient.optional().describe('Absent from a kiosk that only measures: it knows the ticket alone.'),
  })
  .meta({ id: 'ReadingTaken', description: 'Something was measured for a visit.' });

export const survey = z
  .object({
    ...everyFact,
    kind: z.literal('survey'),
    opinion: z
      .object({
        opinionId: randomId.describe('The business id of this opinion; leads to no visit.'),
        day,
        serviceHisCode: hospitalCode
          .optional()
          .describe('hisCode of the service; absent from a kiosk that only measures.'),
        score: z
          .int()
          .min(1)
          .max(5)
          .describe(
            '1 very dissatisfied, 2 dissatisfied, 3 neither, 4 satisfied, 5 very satisfied (QĐ 56/QĐ-BYT 2024).',
          ),
      })
      .meta({ id: 'Opinion' }),
  })
  .meta({
    id: 'Survey',
    description:
      'How it went, in one tap. Of nobody: no visit, no patient, no time of day, so that whoever was not content can say so. Please keep it apart from the time at which it arrived.',
  });

/** What is posted to `url`. Answer: any 2xx, the body is not read. */
export const fact = z
  .discriminatedUnion('kind', [registration, correction, arrival, reading, survey])
  .meta({ id: 'Fact' });

export type WebhookFact = z.infer<typeof fact>;
export type WebhookRegistration = z.infer<typeof registration>;
export type WebhookReading = z.infer<typeof reading>;
export type WebhookPatient = z.infer<typeof patient>;
export type WebhookInsurance = z.infer<typeof insurance>;

export const parts = { version, patient, insuranceCard };
