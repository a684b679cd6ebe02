/**
 * `npm run verify-readiness -- --file readiness.json --key KEY`: whether a readiness report is as the kiosk with this key signed it.
 * KEY stands on the kiosk's readiness page. Ends with 0 when it is, with 1 when not.
 */
import { readFileSync } from 'node:fs';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { outcomeOf } from '#kiosk/bridge/console/readiness-words.ts';
import { type ReportProblem, verifyReport } from '#kiosk/host/console/readiness/signed-report.ts';

const sentences = {
  'not-a-report': 'this is no readiness report.',
  'not-signed': 'the kiosk had no key to sign it with; look at its own readiness page.',
  'wrong-signature': 'another kiosk signed it, or it was changed.',
  'not-what-was-signed': 'the readable part was changed; what was signed says something else.',
} as const satisfies Readonly<Record<ReportProblem['kind'], string>>;

const usage = 'Usage: npm run verify-readiness -- --file readiness.json --key KEY';
const { values } = readCommandLine(usage, {
  options: { file: { type: 'string' }, key: { type: 'string' } },
  strict: true,
});
if (values.file === undefined || values.key === undefined) stop(2, usage);
const verified = await verifyReport(readFileSync(values.file, 'utf8'), values.key);
if (!verified.ok) stop(1, `${values.file}: ${sentences[verified.problem.kind]} (${verified.problem.kind})`);
const { kioskId, version, at, outcome, checks, hashes, audit } = verified.value;
process.stdout.write(
  `Signed by this kiosk: ${kioskId}, version ${version}, ${at}: ${outcome}\n` +
    `  site file ${hashes.siteFile ?? '-'}\n  program   ${hashes.program ?? '-'}\n` +
    `  audit log ${audit.count} entries, ${audit.hash}\n`,
);
for (const check of checks.filter((each) => outcomeOf(each) !== 'pass'))
  process.stdout.write(
    `  ${outcomeOf(check)}  ${check.part} ${check.about ?? ''} ${'found' in check ? check.found : check.condition}\n`,
  );
