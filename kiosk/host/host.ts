import { join } from 'node:path';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type ManagementPlace, openConsole } from './console/console.ts';
import { type LastingConsole, openLastingConsole } from './console/lasting-console.ts';
import { keepLogTail } from './console/logs/log-tail.ts';
import { repairAddressOf } from './console/reachable.ts';
import { openStaffAndSessions } from './console/staff-and-sessions.ts';
import { createDeviceLines } from './device-lines/device-lines.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';
import type { LobbyDoor } from './lobby/lobby.ts';
import { isUntouched, openSetUp, type SetUp, unconfigured, writtenPlace } from './set-up/set-up.ts';
import { keepLastGood } from './site-versions/last-good.ts';
import { createSiteEditor, type SiteEditor } from './site-versions/site-editor.ts';
import { openSiteVersions } from './site-versions/site-versions.ts';
import { createSavedTaker, waitsForProgram } from './site-versions/take-saved.ts';
import { consoleSentence, frameOf, type KioskProblem, keySentence } from './start-sentences.ts';
import type { World } from './world.ts';

/** One host process: a kiosk, or the set-up of one that is to be, and the console that looks after it. */
export interface Host {
  /** The kiosk that runs; `undefined` while it is being set up. */
  kiosk(): Kiosk | undefined;
  /** Why it is no kiosk yet. `to-be-set-up`: none ever ran here. */
  readonly stands: 'kiosk' | 'to-be-set-up' | 'site-file-not-readable';
  /** Where the console is and why, when it is not where the site file says. */
  readonly consoleTrouble: string | undefined;
  /** An address that opens the patient's page once. */
  newLaunchUrl(): string;
  /** An address that opens the console once. */
  newTechnicianUrl(): string;
  /** The site file in the hands of the console. */
  readonly siteEditor: SiteEditor;
  warmUp(): void;
  close(signal: string): Promise<void>;
  noteCrash(error: unknown): void;
}

export interface HostNeeds {
  /** `undefined`: nobody has set this kiosk up, or nothing of what is written can be used. */
  readonly site: SiteFile | undefined;
  /** Where it stands, or will stand. */
  readonly siteFile: string;
  readonly dataDir: string;
  /** Whether the site file must name this data directory: it came from the command line. */
  readonly dataDirIsGiven: boolean;
}

export async function openHost(needs: HostNeeds, machine: World): Promise<Result<Host, KioskProblem>> {
  const { site, siteFile, dataDir, dataDirIsGiven } = needs;
  const { clock, randomBytes } = machine;
  let repairAddress: string | undefined;
  const deviceLines = createDeviceLines(clock);
  const logTail = keepLogTail(machine.stderr);
  const world: World = { ...machine, stderr: logTail.stderr, deviceLines, repairAddress: () => repairAddress };
  const masterKey = readMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory, randomBytes });
  if (!masterKey.ok) return problem({ sentence: keySentence(masterKey.problem) });
  const { staff, sessions } = openStaffAndSessions({ dataDir, masterKey: masterKey.value, randomBytes, clock });

  // People who were lost are not "nobody": whoever can damage a file gets no code by it.
  const isFresh = site === undefined && isUntouched(dataDir) && !staff.damage().people;
  /** Whoever has a name signs in by it, and a code is for the first one alone. */
  const isBegun = () => !isFresh || staff.people.list().length > 0;
  const unconfiguredKiosk = { dataDir, masterKey: masterKey.value, isBegun };
  let kiosk: Kiosk | undefined;
  let setUp: SetUp | undefined;
  let reopening: Promise<unknown> | undefined;
  let isClosing = false;
  let standing = world.siteStanding ?? { runs: 'as-written' };
  const lobbyDoor: LobbyDoor = {
    hasPin: staff.people.hasLobbyPin,
    tryPin: staff.signIn.lobbyPin,
    note: (act) => staff.audit.append(null, { act: 'lobby-act', details: { act } }).ok,
    restart: () => {
      if (kiosk) void reopen(kiosk.siteNow()).catch(noteCrash);
    },
  };
  if (site) {
    const opened = await openKiosk(site, world, lobbyDoor);
    if (!opened.ok) {
      staff.close();
      return opened;
    }
    kiosk = opened.value;
  } else {
    const opened = await openSetUp(unconfiguredKiosk, world);
    if (!opened.ok) {
      staff.close();
      return opened;
    }
    setUp = opened.value;
    if (!isBegun()) staff.audit.append(null, { act: 'set-up-begun', details: {} });
  }

  const versions = openSiteVersions({ siteFile, dataDir, dataDirIsGiven, clock });
  // Whatever a hand has written since the last start is a version of its own.
  const written = versions.current().look.merged;
  const taker = createSavedTaker({
    kiosk: () => kiosk,
    reopen,
    runsAnother: () => standing.runs === 'last-good',
    onRuns({ site: { kiosk }, layers }) {
      standing = { runs: 'as-written' };
      keepLastGood(kiosk.dataDir, layers, clock);
    },
  });
  const siteEditor = createSiteEditor({
    versions,
    taker,
    runs: () => (kiosk || site ? standing.runs : 'nothing'),
    programRestart: (saved) => waitsForProgram(site, saved),
    kioskId: unconfigured.firstKioskId,
    siteFile,
    dataDir,
    randomBytes,
  });

  const place = site?.management ?? writtenPlace(written) ?? unconfigured.management;
  const listenAt = (management: ManagementPlace) =>
    openConsole({
      management,
      kioskId: site?.kiosk.id ?? unconfigured.kioskId,
      dataDir,
      siteFile,
      programFile: world.programFile,
      version: world.version,
      logTail,
      readStoreKey: () => readMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory, randomBytes }),
      pageDir: world.pageDir,
      staff,
      sessions,
      clock,
      randomBytes,
      random: machine.random,
      deviceLines,
      spawnPcsc: machine.spawnPcsc,
      rooms: () => kiosk?.rooms,
      siteEditor,
      offerSetUpCode: isBegun() ? undefined : setUp?.offerCode,
      onBug: noteCrash,
    });
  const opened = await openLastingConsole({
    wanted: place,
    open: listenAt,
    clock,
    isAnybodyIn: () => sessions.list().length > 0,
    onBack() {
      tellConsole();
      kiosk?.rooms.log('console-back', {});
    },
    onBug: noteCrash,
  });
  if (!opened.ok) {
    await kiosk?.close('console');
    await setUp?.close();
    staff.close();
    return problem({ sentence: consoleSentence(opened.problem, place.listen) });
  }
  const lasting: LastingConsole = opened.value;
  tellConsole();
  const trouble = lasting.trouble();
  if (trouble) kiosk?.rooms.log('console-elsewhere', { why: trouble.kind });
  // Before there are people, the code on the screen is the only way in.
  const newTechnicianUrl = () => (isBegun() ? lasting.now().newOpeningUrl() : `${lasting.now().origin}/sign-in`);
  const socket = await openLaunchSocket(shortSocketPath(join(dataDir, 'technician.sock'), world.workingDirectory), {
    newLaunchUrl: newTechnicianUrl,
  });

  return ok({
    kiosk: () => kiosk,
    stands: site ? 'kiosk' : isFresh ? 'to-be-set-up' : 'site-file-not-readable',
    consoleTrouble:
      trouble && `${consoleSentence(trouble, place.listen)} Until then the console is at ${lasting.now().origin}.`,
    newLaunchUrl: () => (kiosk ?? setUp)?.newLaunchUrl() ?? '',
    newTechnicianUrl,
    siteEditor,
    warmUp: () => kiosk?.warmUp(),
    async close(signal) {
      isClosing = true;
      taker.stop();
      await lasting.close();
      await reopening;
      await socket?.close();
      await kiosk?.close(signal);
      await setUp?.close();
      staff.close();
    },
    noteCrash,
  });

  /** Whoever stands before the kiosk reads where its console is. */
  function tellConsole(): void {
    const { origin, fingerprint } = lasting.now();
    repairAddress = repairAddressOf(place, origin);
    setUp?.showConsole({ address: origin, fingerprint });
  }

  /** Another site: the kiosk that runs, or the set-up, is closed and the next one opened. What was there comes back when that fails. */
  function reopen(next: SiteFile): Promise<Result<void, KioskProblem>> {
    // One after the other, whoever asks.
    const opening = (reopening ?? Promise.resolve()).then(() => closeAndOpen(next));
    reopening = opening;
    return opening;
  }

  async function closeAndOpen(next: SiteFile): Promise<Result<void, KioskProblem>> {
    const before = kiosk?.siteNow();
    // "Any free port" stays the one that it was, so that a page that is open finds the kiosk again.
    const pagePort = (kiosk ?? setUp)?.port;
    // Nobody of the console looks at one that lets go.
    const [kioskBefore, setUpBefore] = [kiosk, setUp];
    kiosk = undefined;
    setUp = undefined;
    await kioskBefore?.close('site-file');
    await setUpBefore?.close();
    const another = isClosing
      ? closing
      : await openKiosk(next, { ...world, pagePort, siteStanding: { runs: 'as-written' } }, lobbyDoor);
    if (another.ok) {
      kiosk = another.value;
      kiosk.warmUp();
      return ok(undefined);
    }
    if (isClosing) return another;
    if (before) {
      const back = await openKiosk(before, { ...world, pagePort, siteStanding: standing }, lobbyDoor);
      if (back.ok) kiosk = back.value;
    } else {
      const back = await openSetUp(unconfiguredKiosk, world);
      if (back.ok) setUp = back.value;
      tellConsole();
    }
    return another;
  }

  function noteCrash(error: unknown): void {
    if (kiosk) {
      kiosk.noteCrash(error);
      return;
    }
    const [reason, at] = error instanceof Error ? [error.name, frameOf(error)] : [typeof error, 'unknown'];
    world.stderr.write(`${JSON.stringify({ event: 'kiosk-crashed', reason, at })}\n`);
  }
}

const closing = problem<KioskProblem>({ sentence: 'The program is being ended.' });
