import * as z from 'zod';
import { expecting } from './site-mistakes.ts';
import { id } from './text-fields.ts';

/**
 * How vital signs are measured. Without this section a kiosk takes one blood pressure, unrested, and says so with it
 * (`protocol: none`).
 *
 * Defaults are those of ESH 2023 (Mancia et al., J Hypertens 2023) for readings without a person beside: five minutes of rest, readings
 * a minute apart, the mean of the last two, 135/85 as the line.
 */

const pressure = (systolic: number, diastolic: number) =>
  z
    .strictObject({
      systolic: z.int().min(90).max(260).default(systolic).describe('mmHg.'),
      diastolic: z.int().min(50).max(160).default(diastolic).describe('mmHg.'),
    })
    .refine((both) => both.diastolic < both.systolic, { path: ['diastolic'], message: expecting('below-systolic') })
    .prefault({});

export const measuring = z
  .strictObject({
    restSeconds: z.int().min(0).max(900).default(300).describe('Quiet sitting before the first reading, in seconds.'),
    gapSeconds: z.int().min(15).max(300).default(60).describe('From the end of one reading to the next, in seconds.'),
    readings: z
      .int()
      .min(1)
      .max(3)
      .default(2)
      .describe('Readings of one sitting; a further one is taken when the first two differ by more than 10 mmHg.'),
    rule: z
      .enum(['esh', 'aha'])
      .default('esh')
      .describe('What the mean is made of: esh the last two readings, aha all of them.'),
    line: pressure(135, 85).describe('From here on a mean is told as raised: 135/85 where nobody sits beside.'),
    crisis: pressure(180, 110).describe(
      'A reading from here on is taken again after a minute; if that one is as high a person is called.',
    ),
    crisisPriority: z
      .boolean()
      .default(true)
      .describe('Whoever had such readings goes before others: the hospital is told so.'),
    questions: z
      .boolean()
      .default(true)
      .describe('While the patient rests the kiosk asks about signs of danger, the last half hour, and medicine.'),
    order: z
      .array(id)
      .max(8)
      .default([])
      .describe('Devices that measure, by their names, in the order in which they are used. Empty: as in "devices".'),
    printResult: z.boolean().default(true).describe('The result is printed when the patient asks for it.'),
  })
  .optional()
  .describe('Blood pressure by protocol, and every other reading. Without it: one reading, without rest.');

export type MeasuringSettings = NonNullable<z.infer<typeof measuring>>;
