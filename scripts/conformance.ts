/**
 * `npm run conformance -- --site FILE [--system ID] [--out DIR] [--appointment ID] [--masked]`: sends a marked test set to the systems of the site
 * file, says what it sees line by line, and writes `conformance.html` and `conformance.json` for the hospital's IT.
 *
 * `--system`: one of them alone. `--masked`: whoever is in an answer and was not made up by the kit has no letter and no digit in the
 * report. Started with a channel, as the kiosk's console does, it says each check there and ends when the channel breaks.
 *
 * Ends with 0 when nothing was refused, slow or wrong; with 1 when something was; with 2 when it could not be run.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reportPage } from '#backend-client/hospital-kit/conformance/page.ts';
import { type Check, conformanceReport } from '#backend-client/hospital-kit/conformance/report.ts';
import { runConformance } from '#backend-client/hospital-kit/conformance/run.ts';
import { sayHelp } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { maskAnswer, maskFinding } from '#kiosk/host/console/hospital/mask-answer.ts';
import { englishOf, secretProblem } from '#kiosk/host/start-problem.ts';

const usage =
  'Usage: npm run conformance -- --site path/to/site.json [--system ID] [--out DIR] [--appointment ID] [--masked]';
sayHelp(usage);
const { siteFile, systemId, out, appointmentId, isMasked } = readArguments();
process.once('disconnect', () => process.exit(2));
process.channel?.unref();
const read = readSiteFile(siteFile);
if (!read.ok) {
  stop(sayMistakes(siteFile, read.problem));
}
const hospital = read.value.hospital.filter(({ id }) => systemId === undefined || id === systemId);
if (hospital.length === 0) stop(`${siteFile} names no ${systemId ?? ''} system of the hospital.`.replace('  ', ' '));

// The same one from the bundle, which lies deeper.
const packageFile = findPackageJSON(import.meta.url);
if (packageFile === undefined) stop('package.json is not there.');
const ran = await runConformance(
  { ...read.value, hospital },
  {
    clock: machineClock,
    randomBytes,
    environment: process.env,
    kioskVersion: JSON.parse(readFileSync(packageFile, 'utf8')).version,
    appointmentId,
    masks: isMasked ? { answer: maskAnswer, finding: maskFinding } : undefined,
    onCheck(check, id) {
      console.log(lineOf(check, id));
      if (process.connected) process.send?.({ id: check.id, title: check.title, verdict: check.verdict }, () => {});
    },
  },
);
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
      options: {
        site: { type: 'string' },
        system: { type: 'string' },
        out: { type: 'string' },
        appointment: { type: 'string' },
        masked: { type: 'boolean', default: false },
      },
    });
    const { site, system, out: directory = '.', appointment, masked } = values;
    const isFine = appointment === undefined || /^[!-~]{1,64}$/.test(appointment);
    if (site !== undefined && isFine)
      return {
        ...{ siteFile: site, systemId: system, out: resolve(directory) },
        ...{ appointmentId: appointment, isMasked: masked },
      };
  } catch {
    // An option that does not exist; the usage says which do.
  }
  return stop(usage);
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
