import './small-footprint.ts';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stop } from '#config/agreements/command-line.ts';
import { sayMistake, sayMistakes } from '#config/settings/site-mistakes.ts';
import { readArguments } from './arguments.ts';
import { forbidCoreDumps } from './core-dumps.ts';
import { openHost } from './host.ts';
import { keepLastGood, readSiteOrLastGood } from './site-versions/last-good.ts';
import { keepSmall } from './small-footprint.ts';
import { englishOf } from './start-problem.ts';
import { createKernelClock } from './time/kernel-clock.ts';
import { machineTime } from './time/machine-time.ts';

/*
 * The host of one kiosk: `npm run host -- --site FILE`, or `--data-dir DIR`. Start reading here.
 *
 *   site file ──► kiosk.ts, which puts together
 *                   store, outbox, hospital        what must survive           (backend-client)
 *                   devices.ts, scans.ts           what patients hold and take (drivers)
 *                   session-runner.ts, effects/    what happens, one event at a time (kiosk/flow decides)
 *                   snapshot.ts, http/             what the page shows         (kiosk/bridge, kiosk/ui)
 *
 * stdout carries one line: {"ready":true,"url":"…","technicianUrl":"…"}. Everything else goes to stderr and the log file.
 */
const pageDir = fileURLToPath(new URL('../../dist/ui', import.meta.url));
const packageFile = new URL('../../package.json', import.meta.url);

const args = readArguments(process.argv.slice(2));
if (!args.ok) stop(2, args.problem.usage);
const { siteFile, dataDir } = args.value;

const found = readSiteOrLastGood({ siteFile, dataDir });
// With a data directory there is a console, in which it is written or mended.
if (!found.ok && dataDir === undefined) stop(2, sayMistakes(siteFile, found.problem));
if (!found.ok && existsSync(siteFile)) process.stderr.write(`${sayMistakes(siteFile, found.problem)}\n`);
const { reading, standing } = found.ok ? found.value : { reading: undefined, standing: undefined };
if (standing?.runs === 'last-good')
  process.stderr.write(`${sayMistakes(siteFile, standing.mistakes)}\nThe kiosk runs the last good version instead.\n`);
for (const note of reading?.notes ?? []) {
  const { path, found: there, expected } = sayMistake(note, 'en');
  process.stderr.write(`${path}: found ${there}, ${expected}\n`);
}
if (!existsSync(pageDir)) stop(2, 'The patient page is not built yet. Run: npm run build');

if (!forbidCoreDumps())
  process.stderr.write('A crash may leave a core file that holds patients. Install util-linux, or set LimitCORE=0.\n');
const host = await openHost(
  {
    site: reading?.site,
    siteFile,
    dataDir: reading?.site.kiosk.dataDir ?? dataDir ?? '',
    dataDirIsGiven: dataDir !== undefined,
  },
  {
    clock: machineTime,
    askKernel: createKernelClock(),
    randomBytes,
    random: Math.random,
    pageDir,
    workingDirectory: process.cwd(),
    stderr: process.stderr,
    credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
    environment: process.env,
    ...(standing ? { siteStanding: standing } : {}),
    programFile: fileURLToPath(import.meta.url),
    version: JSON.parse(readFileSync(packageFile, 'utf8')).version,
  },
);
if (!host.ok) stop(1, englishOf(host.problem));
if (reading && host.value.kiosk()) keepLastGood(reading.site.kiosk.dataDir, reading.layers, machineTime);
process.on('uncaughtException', (error) => {
  host.value.noteCrash(error);
  process.exit(1);
});
const doesNotOpen = host.value.doesNotOpen();
if (doesNotOpen)
  process.stderr.write(`${englishOf(doesNotOpen)}\nThe console says so, too; the kiosk is tried again by itself.\n`);
if (host.value.consoleTrouble !== undefined) process.stderr.write(`${host.value.consoleTrouble}\n`);
const ready = {
  ready: true,
  url: host.value.newLaunchUrl(),
  technicianUrl: host.value.newTechnicianUrl(),
  ...(host.value.stands === 'to-be-set-up' ? { setUp: true } : {}),
  ...(host.value.stands === 'site-file-not-readable' ? { siteFile: 'not-readable' } : {}),
  ...(standing?.runs === 'last-good' ? { siteFile: 'last-good' } : {}),
  ...(doesNotOpen ? { doesNotOpen: doesNotOpen.kind } : {}),
};
process.stdout.write(`${JSON.stringify(ready)}\n`);
keepSmall();
setImmediate(host.value.warmUp);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await host.value.close(signal);
    process.exit(0);
  });
}
