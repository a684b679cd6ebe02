import { join } from 'node:path';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type Console, type ManagementPlace, openConsole } from './console/console.ts';
import { keepLogTail } from './console/logs/log-tail.ts';
import { repairAddressOf } from './console/repair-address.ts';
import { openStaffAndSessions } from './console/staff-and-sessions.ts';
import { createDeviceLines } from './device-lines/device-lines.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';
import type { LobbyDoor } from './lobby/lobby.ts';
import { openSetUp, type SetUp, unconfigured } from './set-up/set-up.ts';
import { keepLastGood } from './site-versions/last-good.ts';
import { createSiteEditor, type SiteEditor } from './site-versions/site-editor.ts';
import { openSiteVersions } from './site-versions/site-versions.ts';
import { createSavedTaker, waitsForProgram } from './site-versions/take-saved.ts';
import { consoleSentence, frameOf, type KioskProblem, keySentence, staffSentence } from './start-sentences.ts';
import type { World } from './world.ts';

/** One host process: a kiosk, or the set-up of one that is to be, and the console that looks after it. */
export interface Host {
  /** The kiosk that runs; `undefined` while it is being set up. */
  kiosk(): Kiosk | undefined;
  readonly isSetUp: boolean;
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
  /** `undefined`: nobody has set this kiosk up. */
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
  const known = openStaffAndSessions({ dataDir, masterKey: masterKey.value, randomBytes, clock });
  if (!known.ok) return problem({ sentence: staffSentence(known.problem) });
  const { staff, sessions } = known.value;

  const key = masterKey.value;
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
    const opened = await openSetUp({ dataDir, masterKey: key }, world);
    if (!opened.ok) {
      staff.close();
      return opened;
    }
    setUp = opened.value;
    staff.audit.append(null, { act: 'set-up-begun', details: {} });
  }

  const versions = openSiteVersions({ siteFile, dataDir, dataDirIsGiven, clock });
  // Whatever a hand has written since the last start is a version of its own.
  versions.current();
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

  const place = site?.management ?? unconfigured.management;
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
      offerSetUpCode: setUp?.offerCode,
      onBug: noteCrash,
    });
  const usual = await listenAt(place);
  const opened = usual.ok || site ? usual : await listenAt({ ...place, listen: { ...place.listen, port: 0 } });
  if (!opened.ok) {
    await kiosk?.close('console');
    await setUp?.close();
    staff.close();
    return problem({
      sentence: consoleSentence(opened.problem, place.listen),
    });
  }
  const console: Console = opened.value;
  repairAddress = repairAddressOf(place, console.origin);
  setUp?.showConsole({ address: console.origin, fingerprint: console.fingerprint });
  const socket = await openLaunchSocket(shortSocketPath(join(dataDir, 'technician.sock'), world.workingDirectory), {
    newLaunchUrl: () => (setUp ? `${console.origin}/sign-in` : console.newOpeningUrl()),
  });

  return ok({
    kiosk: () => kiosk,
    isSetUp: site === undefined,
    newLaunchUrl: () => (kiosk ?? setUp)?.newLaunchUrl() ?? '',
    // Before there are people, the code on the screen is the only way in.
    newTechnicianUrl: () => (setUp ? `${console.origin}/sign-in` : console.newOpeningUrl()),
    siteEditor,
    warmUp: () => kiosk?.warmUp(),
    async close(signal) {
      isClosing = true;
      taker.stop();
      await console.close();
      await reopening;
      await socket?.close();
      await kiosk?.close(signal);
      await setUp?.close();
      staff.close();
    },
    noteCrash,
  });

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
      const back = await openSetUp({ dataDir, masterKey: key }, world);
      if (back.ok) setUp = back.value;
      setUp?.showConsole({ address: console.origin, fingerprint: console.fingerprint });
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
