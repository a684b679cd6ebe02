import * as z from 'zod';
import { hospitalProtocols } from '#config/settings/hospital-settings.ts';

/**
 * What a hospital's IT gets from `npm run conformance`, as `conformance.json`. `version` grows when a field changes its
 * meaning or goes; fields that join do not change it. `conformance.html` shows the same.
 */

/** Vietnamese for the hospital, English for whoever helps from elsewhere. */
const words = z.strictObject({ vi: z.string(), en: z.string() });

export const verdicts = ['accepted', 'refused', 'slow', 'wrong', 'not-checkable'] as const;

const verdict = z
  .enum(verdicts)
  .describe(
    'accepted: as the guide asks (a forged request that is refused counts as accepted, too). refused: the hospital did not take ' +
      'what it should take. slow: right, but later than patients can wait. wrong: taken, answered or kept in another way than the ' +
      'guide asks. not-checkable: cannot be seen from outside, or something else must be mended first.',
  );

const check = z.strictObject({
  id: z.string().describe('registration.ordinary; the same in every report.'),
  title: words,
  verdict,
  tookMs: z
    .int()
    .nullable()
    .describe('From the first byte sent to the last one received; null when nothing was asked.'),
  sent: z.string().nullable().describe('The test data as it went over the wire, without headers; long ones are cut.'),
  received: z.string().nullable().describe('What came back, without headers; long ones are cut.'),
  finding: words.describe('What was seen.'),
  advice: z
    .strictObject({ ...words.shape, where: z.string().describe('A key of the site file, or a chapter of the guide.') })
    .nullable()
    .describe('What to change and where; null when nothing is to be done.'),
});

const system = z.strictObject({
  id: z.string().describe('As in the site file.'),
  protocol: z.enum(hospitalProtocols),
  protocolName: z.string().describe('The protocol as people know it.'),
  address: z.string(),
  secured: z.enum(['plain', 'tls', 'mutual-tls']),
  capabilities: z.array(z.string()),
  medianMs: z.int().nullable().describe('Of all answers that came.'),
  slowestMs: z.int().nullable(),
  checks: z.array(check),
});

export const conformanceReport = z.strictObject({
  version: z.literal(1),
  runId: z.string().describe('Also stands in the names of the visits of this run: how to find and delete them.'),
  kioskVersion: z.string(),
  site: z.strictObject({ name: z.string(), facilityCode: z.string(), kioskId: z.string(), timeZone: z.string() }),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  summary: z.record(verdict, z.int()).describe('How many checks of each verdict.'),
  nothingWrong: z.boolean().describe('No check was refused, slow or wrong.'),
  systems: z.array(system),
});

export type Words = Readonly<z.infer<typeof words>>;
export type Verdict = z.infer<typeof verdict>;
export type Check = Readonly<z.infer<typeof check>>;
export type Advice = NonNullable<Check['advice']>;
export type SystemReport = Readonly<z.infer<typeof system>>;
export type ConformanceReport = Readonly<z.infer<typeof conformanceReport>>;

export function summaryOf(systems: readonly SystemReport[]): ConformanceReport['summary'] {
  const checks = systems.flatMap((each) => each.checks);
  const count = (wanted: Verdict) => checks.filter((each) => each.verdict === wanted).length;
  return {
    accepted: count('accepted'),
    refused: count('refused'),
    slow: count('slow'),
    wrong: count('wrong'),
    'not-checkable': count('not-checkable'),
  };
}

export function isNothingWrong({ refused, slow, wrong }: ConformanceReport['summary']): boolean {
  return refused + slow + wrong === 0;
}

/** Median and slowest of the answers that came, in whole ms. */
export function answerTimes(checks: readonly Check[]): Pick<SystemReport, 'medianMs' | 'slowestMs'> {
  const times = checks.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs])).sort((a, b) => a - b);
  return { medianMs: times[Math.floor((times.length - 1) / 2)] ?? null, slowestMs: times.at(-1) ?? null };
}
