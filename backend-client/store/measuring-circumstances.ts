import * as z from 'zod';
import type { MeasuringCircumstances } from '../contract/reading.ts';

/**
 * How a stored reading was taken, whichever version of the kiosk wrote it: what this one does not know is left out, and a reading
 * from before they were kept is one alone.
 */
export function circumstancesFrom(stored: unknown): MeasuringCircumstances {
  const { restSeconds, posture, ...others } = circumstances.parse(stored);
  return { ...others, restSeconds, posture };
}

const cuff = z.object({ from: z.number(), to: z.number() }).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const name = z.string().optional().catch(undefined);

const circumstances = z
  .object({
    readingNumber: z.number().catch(1),
    readingCount: z.number().catch(1),
    restSeconds: z.number().optional().catch(undefined),
    posture: z.literal('sitting').optional().catch(undefined),
    protocol: z
      .object({ name: z.enum(['none', 'esh', 'aha']), version: z.number() })
      .optional()
      .catch(undefined),
    sitting: name,
    arm: z.enum(['left', 'right']).optional().catch(undefined),
    deviceSerial: name,
    validation: z
      .object({ status: z.enum(['validated', 'not-validated', 'unknown']), cuffCm: cuff })
      .optional()
      .catch(undefined),
    said: z.object({ quietHalfHour: flag, emptyBladder: flag, medicineToday: flag }).optional().catch(undefined),
    goesFirst: z.literal(true).optional().catch(undefined),
  })
  .catch({ readingNumber: 1, readingCount: 1 });
