import { join } from 'node:path';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type Console, type ManagementPlace, openConsole } from './console/console.ts';
import { repairAddressOf } from './console/repair-address.ts';
import { openStaffAndSessions } from './console/staff-and-sessions.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';
import { openSetUp, type SetUp, unconfigured } from './set-up/set-up.ts';
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
  /** Another site file: the kiosk that runs is closed, and the next one opened. The old one comes back when that fails. */
  reopen(site: SiteFile): Promise<Result<void, KioskProblem>>;
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
}

export async function openHost({ site, dataDir }: HostNeeds, machine: World): Promise<Result<Host, KioskProblem>> {
  let repairAddress: string | undefined;
  const world: World = { ...machine, repairAddress: () => repairAddress };
  const { clock, randomBytes } = world;
  const masterKey = readMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory, randomBytes });
  if (!masterKey.ok) return problem({ sentence: keySentence(masterKey.problem) });
  const opening = openStaffAndSessions({ dataDir, masterKey: masterKey.value, randomBytes, clock });
  if (!opening.ok) return problem({ sentence: staffSentence(opening.problem) });
  const { staff, sessions } = opening.value;

  let kiosk: Kiosk | undefined;
  let setUp: SetUp | undefined;
  let running = site;
  if (site) {
    const opened = await openKiosk(site, world);
    if (!opened.ok) {
      staff.close();
      return opened;
    }
    kiosk = opened.value;
  } else {
    const opened = await openSetUp({ dataDir, masterKey: masterKey.value }, world);
    if (!opened.ok) {
      staff.close();
      return opened;
    }
    setUp = opened.value;
    staff.audit.append(null, { act: 'set-up-begun', details: {} });
  }

  const place = site?.management ?? unconfigured.management;
  const listenAt = (management: ManagementPlace) =>
    openConsole({
      management,
      kioskId: site?.kiosk.id ?? unconfigured.kioskId,
      dataDir,
      pageDir: world.pageDir,
      staff,
      sessions,
      clock,
      randomBytes,
      rooms: () => kiosk?.rooms,
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
    isSetUp: setUp !== undefined,
    newLaunchUrl: () => (kiosk ?? setUp)?.newLaunchUrl() ?? '',
    // Before there are people, the code on the screen is the only way in.
    newTechnicianUrl: () => (setUp ? `${console.origin}/sign-in` : console.newOpeningUrl()),
    reopen,
    warmUp: () => kiosk?.warmUp(),
    async close(signal) {
      await console.close();
      await socket?.close();
      await kiosk?.close(signal);
      await setUp?.close();
      staff.close();
    },
    noteCrash,
  });

  async function reopen(next: SiteFile): Promise<Result<void, KioskProblem>> {
    await kiosk?.close('site-file');
    await setUp?.close();
    setUp = undefined;
    kiosk = undefined;
    const another = await openKiosk(next, world);
    if (another.ok) {
      kiosk = another.value;
      running = next;
      kiosk.warmUp();
      return ok(undefined);
    }
    const before = running ? await openKiosk(running, world) : undefined;
    if (before?.ok) kiosk = before.value;
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
