import * as z from 'zod';
import { ethnicities } from '#config/catalogues/ethnicities.ts';
import { occupations } from '#config/catalogues/occupations.ts';
import { screeningSigns } from '#config/catalogues/screening-signs.ts';
import { relations } from '../contract/visit-answers.ts';
import { citizenNumber, day, moment, phone, text } from './fields.ts';

/** What a patient answered at the kiosk beyond who they are and where they go. Whatever was not asked is left out. */

const consent = z
  .object({
    purpose: text(32).describe(
      'Short name of the purpose in the site file; companion-details: that name and number of the companion may be noted.',
    ),
    granted: z.boolean().describe('False: refused. Care goes on all the same.'),
    wordsHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the words as they stood on the screen, UTF-8.'),
    language: text(16).describe('Of these words: vi, en.'),
    shownMs: z.int().min(0).describe('How long they stood there before the answer, in milliseconds.'),
    by: z.enum(['patient', 'guardian', 'patient-and-guardian', 'companion']),
    at: moment.optional().describe('When it was said.'),
  })
  .meta({
    id: 'Consent',
    description: 'Proof of one answer (Law 91/2025/QH15): keep it. The kiosk erases its own with the visit.',
  });

const companion = z
  .object({
    relation: z.enum(relations).describe('What the companion is to the patient; parent: the mother or father.'),
    fullName: text(255).optional(),
    citizenNumber: citizenNumber.optional(),
  })
  .meta({ id: 'Companion', description: 'Who checked the patient in. Absent: the patient did.' });

const particulars = z
  .object({
    ethnicity: text(8)
      .optional()
      .describe(`MA_DANTOC, ${ethnicities[0].code} ${ethnicities[0].name}: Decision 121-TCTK/PPCĐ; 55 for foreigners.`),
    occupation: text(32)
      .optional()
      .describe(`As the patient said it in one tap: ${occupations.map(({ code }) => code).join(', ')}.`),
    occupationCode: text(5)
      .optional()
      .describe('MA_NGHE_NGHIEP, where it is certain from what the patient said: 00000.'),
    address: text(255).optional().describe('Where the patient lives now, in one line; patient.address is the card’s.'),
    phone: phone.optional(),
  })
  .meta({
    id: 'Particulars',
    description: 'What the law wants of every patient (Circular 38/2024/TT-BYT), as the patient said or confirmed it.',
  });

const screening = z
  .object({
    signs: z.array(z.enum(screeningSigns)).max(16).describe('Empty: asked, and none of them said.'),
    temperature: z.number().min(0).max(100).optional().describe('Measured here, °C.'),
    isolate: z.boolean().describe('The patient was sent to the room for those who may be infectious.'),
  })
  .meta({ id: 'Screening', description: 'As the patient said it. No diagnosis: it routes, and staff look.' });

const referral = z
  .object({
    signedOn: day.optional(),
    validFor: z.enum(['ten-working-days', 'one-year']).optional().describe('one-year: a disease of the list.'),
    standing: z.enum(['valid', 'expired', 'not-known']).describe('Counted in working days from signedOn.'),
  })
  .meta({
    id: 'Referral',
    description:
      'A letter of referral (phiếu chuyển cơ sở khám bệnh, chữa bệnh) as far as the patient said; staff look at the letter (Circular 01/2025/TT-BYT).',
  });

export const answers = z
  .object({
    companion: companion.optional(),
    consents: z.array(consent).max(16).optional().describe('The newest answer to each purpose.'),
    particulars: particulars.optional(),
    screening: screening.optional(),
    preparation: z.object({ hasEaten: z.boolean() }).meta({ id: 'Preparation' }).optional(),
    referral: referral.optional(),
  })
  .meta({
    id: 'Answers',
    description:
      'What the patient answered. Present where the site file has anything asked. More fields and words may join.',
  });

export type WebhookAnswers = z.infer<typeof answers>;
