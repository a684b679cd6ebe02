import * as z from 'zod';
import { weekdays } from '#config/agreements/weekday.ts';
import { arrows } from '#config/catalogues/arrows.ts';
import { expecting } from './site-mistakes.ts';
import { filePath, id, line, localized, timeOfDay } from './text-fields.ts';

/** What patients can choose. Nothing here needs Node, so the flow knows these settings by type. */

/** Pictograms that the screens can draw beside a service. */
export const serviceIcons = [
  'stethoscope',
  'eye',
  'heart',
  'tooth',
  'child',
  'ear',
  'bone',
  'brain',
  'lungs',
  'woman',
  'skin',
  'clipboard',
] as const;

const prefix = z.string().regex(/^[A-Z]{1,3}$/, expecting('ticket-letters'));

/** Different complaints of all services together: as many as one screen holds. */
export const mostSymptoms = 24;

const openingHours = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7).describe('Days of the week on which it opens.'),
  from: timeOfDay.describe('When it opens, in the time of the facility.'),
  to: timeOfDay.describe(
    'When nobody is sent there any more. At or before the opening it is meant on the next day: a night.',
  ),
});

export const service = z.strictObject({
  name: localized(80).describe('Name on buttons and tickets.'),
  hisCode: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,20}$/, expecting('his-code'))
    .describe("The hospital's code of the service (HL7 PV1-10)."),
  code: id.describe(
    'Our short name of the service. The console makes it from the name; best left alone once it is saved.',
  ),
  prefix: prefix.describe('Letters before the number of an ordinary ticket.'),
  priorityPrefix: prefix
    .optional()
    .describe('Letters before the number of a priority ticket. Without it: U followed by the prefix.'),
  room: line(40).describe('Room as written on its door sign.'),
  floor: localized(40).optional().describe('Floor, as people say it.'),
  directions: localized(120).optional().describe('One short sentence on how to get there from the kiosk.'),
  arrow: z
    .enum(arrows)
    .optional()
    .describe('Which way to go, as seen by whoever stands before the kiosk; up and down are stairs or a lift.'),
  mapFile: filePath
    .optional()
    .describe(
      'Picture of the way there, for tickets and the screen: a PNG file of at most 256 kB and 1600 × 1600 dots, dark lines on white, relative to the file that names it. Without it, or where it cannot be read, a ticket has the words alone.',
    ),
  icon: z.enum(serviceIcons).default('clipboard').describe('Pictogram on the button.'),
  helpChoosing: z
    .boolean()
    .default(false)
    .describe(
      'True for the one service that patients get who do not know which to choose. It is not listed among the choices.',
    ),
  onlyFor: z
    .enum(['results', 'vitals'])
    .optional()
    .describe('The one place of whoever comes for this alone. It is not listed among the choices.'),
  keywords: z
    .array(localized(40))
    .max(8)
    .default([])
    .describe(
      'Complaints with which patients find this service by touching them, in their words. The same words at several services lead to each of them.',
    ),
  hours: z
    .array(openingHours)
    .max(14)
    .default([])
    .describe(
      'When patients are sent there. Empty: always. Needs a service for whoever does not know which to choose.',
    ),
  quota: z
    .int()
    .min(1)
    .max(9999)
    .optional()
    .describe(
      'How many numbers this kiosk gives for it in a day; appointments are not counted out. Needs a service for whoever does not know which to choose.',
    ),
  otherwise: id
    .optional()
    .describe('Our short name of the service that patients are shown when this one is closed or full.'),
  preparation: z
    .enum(['fasting'])
    .optional()
    .describe('How patients have to come: fasting asks whether they have eaten. Without it nothing is asked.'),
});

export type ServiceSettings = z.infer<typeof service>;
