import * as z from 'zod';
import {
  type ConformanceReportOnPage,
  type ConformanceStep,
  verdicts,
} from '#kiosk/bridge/console/conformance-words.ts';

const text = z.string().max(20_000);
const words = z.object({ vi: text, en: text });
const id = z.string().max(200);

export const step: z.ZodType<ConformanceStep> = z.object({ id, title: words, verdict: z.enum(verdicts) });

/** The report of a program of our own; fields that have joined since are left out. */
const report: z.ZodType<ConformanceReportOnPage> = z.object({
  runId: id,
  kioskVersion: id,
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  nothingWrong: z.boolean(),
  summary: z.record(z.enum(verdicts), z.int()),
  systems: z
    .array(
      z.object({
        id,
        protocolName: text,
        address: text,
        secured: z.enum(['plain', 'tls', 'mutual-tls']),
        checks: z
          .array(
            z.object({
              id,
              title: words,
              verdict: z.enum(verdicts),
              tookMs: z.int().nullable(),
              sent: text.nullable(),
              received: text.nullable(),
              finding: words,
              advice: z.object({ ...words.shape, where: text }).nullable(),
            }),
          )
          .max(200),
      }),
    )
    .max(50),
});

/** `undefined`: it is none. */
export function readReport(json: string): ConformanceReportOnPage | undefined {
  try {
    const read = report.safeParse(JSON.parse(json));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
