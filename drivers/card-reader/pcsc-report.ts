import * as z from 'zod';
import type { PcscReport } from '../transport/pcsc-messages.ts';

const id = z.int().positive();
const readerName = z.string().min(1).max(255);
const reportSchema: z.ZodType<PcscReport> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), service: z.boolean() }),
  z.object({ type: z.literal('reader'), reader: readerName, hasCard: z.boolean() }),
  z.object({ type: z.literal('reader-removed'), reader: readerName }),
  z.object({ type: z.literal('done'), id, response: z.base64() }),
  z.object({
    type: z.literal('failed'),
    id,
    problem: z.enum(['no-card', 'card-gone', 'mute', 'reader-taken', 'reader-gone']),
  }),
]);

/** A line of the process that holds PC/SC, read again here; `undefined` for what is not a report. */
export function reportFrom(line: string): PcscReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
