/**
 * `npm run conformance -- --site FILE [--out DIR] [--appointment ID]`: sends a marked test set to the systems of the site
 * file, says what it sees line by line, and writes `conformance.html` and `conformance.json` for the hospital's IT.
 *
 * Ends with 0 when nothing was refused, slow or wrong; with 1 when something was; with 2 when it could not be run.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reportPage } from '#backend-client/hospital-kit/conformance/page.ts';
import { type Check, conformanceReport } from '#backend-client/hospital-kit/conformance/report.ts';
import { runConformance } from '#backend-client/hospital-kit/conformance/run.ts';
import { sayHelp } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { englishOf, secretProblem } from '#kiosk/host/start-problem.ts';

const usage = 'Usage: npm run conformance -- --site path/to/site.json [--out DIR] [--appointment ID]';
sayHelp(usage);
const { siteFile, out, appointmentId } = readArguments();
const read = readSiteFile(siteFile);
if (!read.ok) {
  stop(sayMistakes(siteFile, read.problem));
}
if (read.value.hospital.length === 0) stop(`${siteFile} names no system of the hospital.`);

const packageFile = new URL('../package.json', import.meta.url);
const ran = await runConformance(read.value, {
  clock: machineClock,
  randomBytes,
  environment: process.env,
  kioskVersion: JSON.parse(readFileSync(packageFile, 'utf8')).version,
  appointmentId,
  onCheck: (check, systemId) => console.log(lineOf(check, systemId)),
});
if (!ran.ok) stop(englishOf(secretProblem(ran.problem)));
const report = conformanceReport.parse(ran.value);

try {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'conformance.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(out, 'conformance.html'), reportPage(report));
} catch {
  stop(`${out} cannot be written to.`);
}
const { accepted, refused, slow, wrong, 'not-checkable': notCheckable } = report.summary;
console.log(
  `${accepted} accepted, ${refused} refused, ${slow} slow, ${wrong} wrong, ${notCheckable} not checkable: ${join(out, 'conformance.html')}`,
);
process.exit(report.nothingWrong ? 0 : 1);

function lineOf({ id, verdict, tookMs, finding }: Check, systemId: string): string {
  const took = tookMs === null ? '' : ` ${tookMs} ms`;
  return `${verdict.padEnd(14)}${systemId} ${id}${took}${verdict === 'accepted' ? '' : `: ${finding.en}`}`;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { site: { type: 'string' }, out: { type: 'string' }, appointment: { type: 'string' } },
    });
    const { site, out: directory = '.', appointment } = values;
    const isFine = appointment === undefined || /^[!-~]{1,64}$/.test(appointment);
    if (site !== undefined && isFine) return { siteFile: site, out: resolve(directory), appointmentId: appointment };
  } catch {
    // An option that does not exist; the usage says which do.
  }
  return stop(usage);
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
