import { join } from 'node:path';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteReading } from '#config/settings/read-site-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { repairAddressOf } from '#kiosk/web/reachable.ts';
import { type ManagementPlace, openConsole } from './console/console.ts';
import { type LastingConsole, openLastingConsole } from './console/lasting-console.ts';
import { keepLogTail } from './console/logs/log-tail.ts';
import { openStaffAndSessions } from './console/staff-and-sessions.ts';
import { createDeviceLines } from './device-lines/device-lines.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';
import { keepKiosk } from './kiosk-keeper.ts';
import type { LobbyDoor } from './lobby/lobby.ts';
import { type HeldDataDir, holdDataDir } from './one-host.ts';
import { openOutOfServicePage } from './out-of-service-page.ts';
import { isUntouched, openSetUp, type SetUp, unconfigured, writtenPlace } from './set-up/set-up.ts';
import { keepLastGood } from './site-versions/last-good.ts';
import { createSiteEditor, readingOf, type SiteEditor } from './site-versions/site-editor.ts';
import { openSiteVersions } from './site-versions/site-versions.ts';
import { createSavedTaker, waitsForProgram } from './site-versions/take-saved.ts';
import { consoleProblem, englishOf, frameOf } from './start-problem.ts';
import type { World } from './world.ts';

/** One host process: a kiosk, or the set-up of one that is to be, and the console that looks after it. */
export interface Host {
  /** The kiosk that runs; `undefined` while it is being set up, or does not open. */
  kiosk(): Kiosk | undefined;
  /** Why none runs though there is a site file for one; it is tried again by itself. */
  doesNotOpen(): KioskProblem | undefined;
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

/**
 * Ends in a problem only where going on would do harm or help nobody: another host looks after this data directory, whose audit log and
 * sockets this one would spoil; or no listener at all can be had for the console. Whatever else is broken, the host stands.
 */
export async function openHost(needs: HostNeeds, machine: World): Promise<Result<Host, KioskProblem>> {
  const { dataDir } = needs;
  const held = await holdDataDir({ dataDir, workingDirectory: machine.workingDirectory });
  if (!held.ok) return problem({ kind: 'another-host', dataDir });
  const opened = await openHeldHost(needs, machine, held.value);
  if (!opened.ok) await held.value.letGo();
  return opened;
}

async function openHeldHost(needs: HostNeeds, machine: World, held: HeldDataDir): Promise<Result<Host, KioskProblem>> {
  const { site, siteFile, dataDir, dataDirIsGiven } = needs;
  const { clock, randomBytes, credentialsDirectory } = machine;
  let repairAddress: string | undefined;
  const deviceLines = createDeviceLines(clock);
  const logTail = keepLogTail(machine.stderr);
  const world: World = {
    ...{ ...machine, stderr: logTail.stderr, deviceLines, openAnew },
    repairAddress: () => repairAddress,
  };
  const readStoreKey = () => readMasterKey({ dataDir, credentialsDirectory, randomBytes });
  const storeKey = readStoreKey();
  const masterKey = storeKey.ok ? storeKey.value : undefined;
  const { staff, sessions } = openStaffAndSessions({ dataDir, masterKey, randomBytes, clock });

  // People who were lost are not "nobody": whoever can damage a file gets no code by it.
  const isFresh = site === undefined && isUntouched(dataDir) && !staff.damage().people;
  /** Whoever has a name signs in by it, and a code is for the first one alone. */
  const isBegun = () => !isFresh || staff.people.list().length > 0;
  const versions = openSiteVersions({ siteFile, dataDir, dataDirIsGiven, clock });
  let setUp: SetUp | undefined;
  let standing = world.siteStanding ?? { runs: 'as-written' };
  const lobbyDoor: LobbyDoor = {
    hasPin: staff.people.hasLobbyPin,
    tryPin: staff.signIn.lobbyPin,
    note: (act) => staff.audit.append(null, { act: 'lobby-act', details: { act } }).ok,
    restart: openAnew,
  };
  let running: () => Kiosk | undefined = () => undefined;
  const keeper = await keepKiosk({
    first: site && { site, standing },
    open: (toOpen, { port, free }) =>
      openKiosk(toOpen.site, { ...world, pagePort: port, freePage: free, siteStanding: toOpen.standing }, lobbyDoor),
    async openPage(ofSite, trouble, pagePort) {
      const around = { ...world, pagePort };
      if (ofSite) return openOutOfServicePage({ site: ofSite, masterKey, trouble }, around);
      const opened = await openSetUp({ dataDir, masterKey, isBegun }, around);
      setUp = opened.ok ? opened.value : undefined;
      return opened;
    },
    written() {
      const reading = readingOf(versions.current().look);
      return reading && { site: reading.site, standing: { runs: 'as-written' }, onRuns: () => noteRuns(reading) };
    },
    clock,
    onBug: noteCrash,
  });
  running = keeper.kiosk;
  const doesNotOpen = keeper.trouble();
  if (!held.isSure && doesNotOpen?.kind === 'store' && doesNotOpen.why === 'in-use') {
    await letGo('another-host');
    return problem({ kind: 'another-host', dataDir });
  }
  if (isFresh && !isBegun()) staff.audit.append(null, { act: 'set-up-begun', details: {} });

  // Whatever a hand has written since the last start is a version of its own.
  const written = versions.current().look.merged;
  const taker = createSavedTaker({
    kiosk: keeper.kiosk,
    reopen: keeper.reopen,
    runsAnother: () => standing.runs === 'last-good',
    onRuns: noteRuns,
  });
  const siteEditor = createSiteEditor({
    versions,
    taker,
    runs: () => (keeper.kiosk() || site ? standing.runs : 'nothing'),
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
      readStoreKey,
      pageDir: world.pageDir,
      staff,
      sessions,
      clock,
      randomBytes,
      random: machine.random,
      deviceLines,
      spawnPcsc: machine.spawnPcsc,
      rooms: () => keeper.kiosk()?.rooms,
      doesNotOpen: keeper.trouble,
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
      keeper.kiosk()?.rooms.log('console-back', {});
    },
    onBug: noteCrash,
  });
  if (!opened.ok) {
    await letGo('console');
    return problem(consoleProblem(opened.problem, place.listen));
  }
  const lasting: LastingConsole = opened.value;
  tellConsole();
  const trouble = lasting.trouble();
  if (trouble) keeper.kiosk()?.rooms.log('console-elsewhere', { why: trouble.kind });
  // Before there are people, the code on the screen is the only way in.
  const newTechnicianUrl = () => (isBegun() ? lasting.now().newOpeningUrl() : `${lasting.now().origin}/sign-in`);
  const socket = await openLaunchSocket(shortSocketPath(join(dataDir, 'technician.sock'), world.workingDirectory), {
    newLaunchUrl: newTechnicianUrl,
  });

  return ok({
    kiosk: keeper.kiosk,
    doesNotOpen: keeper.trouble,
    stands: site ? 'kiosk' : isFresh ? 'to-be-set-up' : 'site-file-not-readable',
    consoleTrouble:
      trouble &&
      `${englishOf(consoleProblem(trouble, place.listen))} Until then the console is at ${lasting.now().origin}.`,
    newLaunchUrl: () => keeper.page()?.newLaunchUrl() ?? '',
    newTechnicianUrl,
    siteEditor,
    warmUp: () => keeper.kiosk()?.warmUp(),
    async close(signal) {
      taker.stop();
      await lasting.close();
      await socket?.close();
      await letGo(signal);
      await held.letGo();
    },
    noteCrash,
  });

  function openAnew(): void {
    const kiosk = keeper.kiosk();
    if (kiosk) void keeper.reopen(kiosk.siteNow()).catch(noteCrash);
  }

  async function letGo(signal: string): Promise<void> {
    await keeper.close(signal);
    staff.close();
  }

  function noteRuns({ site: { kiosk }, layers }: SiteReading): void {
    standing = { runs: 'as-written' };
    keepLastGood(kiosk.dataDir, layers, clock);
  }

  /** Whoever stands before the kiosk reads where its console is. */
  function tellConsole(): void {
    const { origin, fingerprint } = lasting.now();
    repairAddress = repairAddressOf(place, origin);
    setUp?.showConsole({ address: origin, fingerprint });
    keeper.showAnew();
  }

  function noteCrash(error: unknown): void {
    const kiosk = running();
    if (kiosk) {
      kiosk.noteCrash(error);
      return;
    }
    const reason = error instanceof Error ? error.name : typeof error;
    world.stderr.write(`${JSON.stringify({ event: 'kiosk-crashed', reason, at: frameOf(error) })}\n`);
  }
}
