/**
 * `npm run export-check-in -- --site FILE --day DAY --out FILE`: the day's visits as the national check-in file (XML0 of
 * QĐ 4750 and 3176), for the hospital to complete and sign. The kiosk must be stopped; while it runs, its console has
 * the file. `--particulars FILE` writes what patients said of people, occupation, present address and phone beside it, which the
 * check-in table has no columns for.
 *
 * stdout says how much is in the file; stderr, by ticket number, what is not, and what a person must complete. Ends with 0 when
 * every visit of the day is in the file, with 1 when some are not or nothing was written, with 2 when it was called wrongly.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { type CheckInDay, checkInFile, nextBatch } from '#backend-client/check-in-columns/check-in-day.ts';
import { particularsFile } from '#backend-client/check-in-columns/particulars-file.ts';
import { findMasterKey, readNextMasterKey } from '#backend-client/store/master-key.ts';
import { openStore, type Store } from '#backend-client/store/store.ts';
import { onDisk } from '#backend-client/store/store-problem.ts';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { englishOf, keyProblem, storeProblem } from '#kiosk/host/start-problem.ts';
import { type NewFile, type NewFileProblem, openNewFile } from './export-check-in/new-file.ts';
import { daySentences } from './export-check-in/say-day.ts';

const usage = `Usage: npm run export-check-in -- --site path/to/site.json --day 2026-11-26 --out path/to/check-in.xml [--particulars path/to/particulars.csv]

Writes the visits of one business day as the national check-in file (QĐ 4750/3176), for the hospital to complete and sign. FILE is
new, and readable by its owner alone: it names patients. The kiosk must be stopped; while it runs, the console has
the same file. With --particulars a second new file has people, occupation, present address and phone of those who were asked, by
MA_LK: the check-in table has no columns for them. Visits whose messages the hospital has accepted are erased a day after their day: export them by then.

Ends with 0 when every visit of the day is in the file, with 1 when some are not or nothing was written, with 2 on a wrong call.`;

const { siteFile, day, out, particulars } = readArguments();
const site = readSiteFile(siteFile);
if (!site.ok) stop(2, sayMistakes(siteFile, site.problem));
const { dataDir } = site.value.kiosk;

const file = newFile('--out', out);
const beside = particulars === undefined ? undefined : newFile('--particulars', particulars);
let stopSignal: NodeJS.Signals | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopSignal = signal;
  });
}

const store = storeOf(site.value);
const facility = site.value.site;
// As the kiosk itself would say, whose clock may be wrong.
const isToday = day === store.time.today();
const written = await write(store);
const asked = await writeParticulars(store);
store.close();
const { stdout, stderr } = daySentences(written, { day, out, isToday, isDemo: site.value.profile === 'demo' });
if (written.rows > 0) {
  const kept = file.keep();
  if (!kept.ok) stop(1, fileSentence('--out', out, kept.problem));
}
process.stdout.write(stdout);
if (beside && particulars !== undefined) {
  const kept = asked > 0 ? beside.keep() : undefined;
  if (kept && !kept.ok) stop(1, fileSentence('--particulars', particulars, kept.problem));
  process.stdout.write(
    asked > 0 ? `${particulars}: ${asked} visits\n` : 'Nobody was asked for particulars on this day.\n',
  );
}
process.stderr.write(stderr);
process.exitCode = written.rows > 0 && written.rows === written.visits ? 0 : 1;

async function write({ visitsOf }: Store): Promise<CheckInDay> {
  const pieces = checkInFile(visitsOf(day), facility);
  for (;;) {
    const batch = onDisk(() => nextBatch(pieces));
    if (!batch.ok)
      stop(1, `The store in ${dataDir} cannot be read to its end: it is damaged or busy. Nothing was written.`);
    const put = file.write(batch.value.text);
    if (!put.ok) stop(1, fileSentence('--out', out, put.problem));
    if (batch.value.day) return batch.value.day;
    // Signals are heard here.
    await otherWork();
    if (stopSignal !== undefined) stop(1, `Stopped by ${stopSignal}. Nothing was written.`);
  }
}

/** How many visits have a line; 0 where no such file is wanted. */
async function writeParticulars({ visitsOf }: Store): Promise<number> {
  if (!beside || particulars === undefined) return 0;
  const pieces = particularsFile(visitsOf(day));
  for (;;) {
    const piece = onDisk(() => pieces.next());
    if (!piece.ok) stop(1, `The store in ${dataDir} cannot be read to its end: it is damaged or busy.`);
    if (piece.value.done) return piece.value.value;
    const put = piece.value.value === '' ? undefined : beside.write(piece.value.value);
    if (put && !put.ok) stop(1, fileSentence('--particulars', particulars, put.problem));
    await otherWork();
    if (stopSignal !== undefined) stop(1, `Stopped by ${stopSignal}.`);
  }
}

function newFile(option: string, path: string): NewFile {
  const opened = openNewFile(path);
  if (!opened.ok) stop(opened.problem.kind === 'exists' ? 2 : 1, fileSentence(option, path, opened.problem));
  process.once('exit', opened.value.discard);
  return opened.value;
}

/**
 * As the kiosk's next start would open it: what a crash left half done is settled in the same way. No message is made and no
 * visit stored.
 */
function storeOf({ site: { timeZone }, hospital }: SiteFile): Store {
  const path = join(dataDir, 'store.sqlite');
  const keyPlace = { dataDir, credentialsDirectory: process.env.CREDENTIALS_DIRECTORY };
  if (!existsSync(path))
    stop(
      1,
      `There is no store in ${dataDir}: this kiosk has not stored a visit yet, or it is another kiosk's site file.`,
    );
  const masterKey = findMasterKey(keyPlace);
  if (!masterKey) {
    stop(
      1,
      `The store's key is missing: neither ${join(dataDir, 'store.key')} nor the credential tiep-don-store-key is there. Put it back.`,
    );
  }
  if (!masterKey.ok) stop(1, englishOf(keyProblem(masterKey.problem)));
  const nextKey = readNextMasterKey(keyPlace);
  if (nextKey && !nextKey.ok) stop(1, englishOf(keyProblem(nextKey.problem)));
  const openedStore = openStore({
    path,
    masterKey: masterKey.value,
    nextMasterKey: nextKey?.value,
    facility: { timeZone, services: [] },
    renderers: [],
    endpoints: hospital,
    clock: machineClock,
    randomBytes,
  });
  if (openedStore.ok) return openedStore.value;
  if (openedStore.problem.kind !== 'in-use') stop(1, englishOf(storeProblem(openedStore.problem, dataDir)));
  return stop(
    1,
    `The kiosk on ${dataDir} is running and holds its store. Take the file from its console, or stop it, run this again, and start it.`,
  );
}

function readArguments() {
  const { values } = readCommandLine(usage, {
    options: {
      site: { type: 'string' },
      day: { type: 'string' },
      out: { type: 'string' },
      particulars: { type: 'string' },
    },
    strict: true,
    allowPositionals: false,
  });
  const { site: siteFile, day: wanted = '', out: file, particulars: besides } = values;
  const asDay = businessDayFrom(wanted);
  if (siteFile && asDay && file) {
    return { siteFile, day: asDay, out: resolve(file), particulars: besides && resolve(besides) };
  }
  const mistakes = [
    ...(siteFile ? [] : ['--site: missing, expected the path of the site file']),
    ...(asDay ? [] : [`--day: ${wanted ? `found "${wanted}"` : 'missing'}, expected a day as 2026-11-26`]),
    ...(file ? [] : ['--out: missing, expected the path of a new file']),
  ];
  return stop(2, [...mistakes, usage].join('\n'));
}

function fileSentence(option: string, path: string, { kind }: NewFileProblem): string {
  switch (kind) {
    case 'exists':
      return `${option}: ${path} is there already and is left alone. Choose another name, or move it away.`;
    case 'no-directory':
      return `${option}: there is no directory ${dirname(path)}. Make it first.`;
    case 'not-allowed':
      return `${option}: ${path} cannot be written. Choose a directory that this user may write to.`;
    case 'disk-full':
      return `${option}: there is no room for ${path}. Make room, or choose another disk. Nothing was written.`;
    default:
      return unreachable(kind);
  }
}
