import * as z from 'zod';
import { particularKinds } from '#config/catalogues/particulars.ts';
import { visitPurposes } from '#config/catalogues/visit-purposes.ts';
import { expecting } from './site-mistakes.ts';
import { filePath, id, line, localized } from './text-fields.ts';

/**
 * What is asked beyond "is this you?" and "which clinic?", and whom the kiosk serves without a card. Everything has a switch of its
 * own and is off: a site that switches nothing on keeps the visit of four taps.
 */

const off = (sentence: string) => z.boolean().default(false).describe(sentence);

/** Products on their packing (EAN-8) and old identity cards. Citizen cards and other products have more than 11. */
const lengthsOfOtherNumbers: readonly number[] = [8, 9];

const patientCode = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[A-Z]{1,6}$/, expecting('patient-code-letters'))
      .optional()
      .describe('Capital letters in front of the digits, such as BN; absent where there are none.'),
    digits: z.int().min(4).max(11).describe('How many digits follow.'),
  })
  .refine(({ prefix, digits }) => prefix !== undefined || !lengthsOfOtherNumbers.includes(digits), {
    path: ['digits'],
    message: expecting('patient-code-digits'),
  })
  .optional()
  .describe(
    'How the code on the hospital’s own patient card looks (MA_BN). With it the card is read by the scanner, and its code may be typed; without it nothing is taken for one.',
  );

const waysIn = z
  .strictObject({
    typedNumber: off(
      'A number typed on the screen: of the citizen card, the insurance card or the hospital’s patient card.',
    ),
    phone: off('A card shown on a phone (VNeID, VssID); what does not read is noted as shown, for staff to confirm.'),
    passport: off('Passports, read by the scanner or typed, for foreigners.'),
    name: off('Without any papers: name and birth year or a phone number, typed on the screen.'),
    patientCode,
  })
  .prefault({})
  .describe('How somebody may say who they are, beside a card under the scanner.');

const consentOffer = z.strictObject({
  code: id.describe('Our short name of the purpose, such as messages.'),
  title: localized(80).describe('What is asked, as a short question.'),
  text: localized(480).describe(
    'What exactly is done with the data, by whom and how long: the words that count as shown.',
  ),
});

const screening = z
  .strictObject({
    room: line(40).describe('Room of whoever may be infectious, as written on its door sign.'),
    floor: localized(40).optional().describe('Floor of that room, as people say it.'),
    directions: localized(120).optional().describe('One short sentence on how to get there from the kiosk.'),
    mapFile: filePath
      .optional()
      .describe('Picture of the way to that room, as at a service: a PNG file, relative to the file that names it.'),
    feverCelsius: z
      .number()
      .min(36)
      .max(40)
      .default(37.5)
      .describe(
        'Where a thermometer measures: from here on it counts as fever, in °C. It is the hospital that chooses.',
      ),
  })
  .optional()
  .describe(
    'Fever, cough, rash and contact are asked, and whoever has them is sent to a room of their own. Without it nothing is asked.',
  );

const emergency = z
  .strictObject({
    directions: localized(120)
      .optional()
      .describe('One short sentence on how to get to the emergency department from the kiosk.'),
  })
  .optional()
  .describe(
    'Signs of an emergency are asked first, and whoever has one is sent to the emergency department. Without it nothing is asked.',
  );

const minutes = z.int().min(0).max(1440);

const appointmentWindow = z
  .strictObject({
    earlyMinutes: minutes.default(60).describe('Whoever comes earlier than this reads when the appointment is.'),
    lateMinutes: minutes.default(30).describe('Whoever comes later than this reads that it has passed.'),
  })
  .prefault({})
  .describe('How far from its time an appointment may be kept without a word. Everybody gets a number.');

export const checkIn = z
  .strictObject({
    waysIn,
    purposes: z
      .array(z.enum(Object.keys(visitPurposes) as [keyof typeof visitPurposes, ...(keyof typeof visitPurposes)[]]))
      .max(12)
      .default([])
      .describe('Why somebody may come, in the order of the screen. Empty: nobody is asked.'),
    emergency,
    screening,
    priority: off('Pregnancy, disability and merit are asked privately, with one optional question; staff confirm.'),
    companion: off('An adult may check in a child, a parent or somebody else, and a family one after the other.'),
    consents: z
      .array(consentOffer)
      .max(4)
      .default([])
      .describe('Purposes that need consent (Law 91/2025/QH15), each asked by itself. Empty: nobody is asked.'),
    particulars: z
      .array(z.enum(particularKinds))
      .max(4)
      .default([])
      .describe(
        'What the law wants to know of every patient, asked once and then only confirmed. Empty: nobody is asked.',
      ),
    appointmentWindow,
    survey: off('One tap at the end on how it went.'),
    paperless: off('A patient may take the code by phone, and nothing is printed.'),
  })
  .prefault({})
  .describe('What patients are asked, and how they may say who they are.');

export type CheckInSettings = z.infer<typeof checkIn>;
