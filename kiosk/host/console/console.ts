import type { MasterKeyProblem } from '#backend-client/store/master-key.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import type { ConsoleCalls, ConsoleTopics } from '#kiosk/bridge/console/calls.ts';
import type { DoorProblem } from '#kiosk/bridge/console/door-words.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import { mayAct, type Role } from '#kiosk/staff/roles.ts';
import { actorOf } from '#kiosk/staff/staff.ts';
import { certificateFor } from '#kiosk/web/certificate.ts';
import { urlHost } from '#kiosk/web/listen.ts';
import { addressesOf } from '#kiosk/web/reachable.ts';
import type { Route } from '#kiosk/web/routes.ts';
import type { SignedInPerson } from '#kiosk/web/sessions.ts';
import { type SetUpRefusal, type SignInRefusal, signInRoutes } from '#kiosk/web/sign-in-routes.ts';
import { openStaffListener } from '#kiosk/web/staff-listener.ts';

import type { DeviceLines } from '../device-lines/device-lines.ts';
import type { SiteEditor } from '../site-versions/site-editor.ts';
import { auditPart } from './audit/audit-part.ts';
import { callRoutes } from './call-routes.ts';
import { conformancePart } from './conformance/conformance-part.ts';
import { conformanceProgram } from './conformance/conformance-program.ts';
import type { CallTable, ConsolePart, TopicTable } from './console-part.ts';
import type { ConsoleProblem } from './console-problem.ts';
import { createDeviceSaver } from './devices/device-saver.ts';
import { devicesPart } from './devices/devices-part.ts';
import { findOnThisMachine } from './devices/find.ts';
import { hospitalPart } from './hospital/hospital-part.ts';
import { upkeepPart } from './kiosk/upkeep-part.ts';
import type { KioskRooms } from './kiosk-rooms.ts';
import { connectLive } from './live.ts';
import type { LogTail } from './logs/log-tail.ts';
import { logsPart } from './logs/logs-part.ts';
import { openingRoute } from './opening.ts';
import { overviewPart } from './overview/overview-part.ts';
import { peoplePart } from './people/people-part.ts';
import { readinessPart } from './readiness/readiness-part.ts';
import { settingsPart } from './settings/settings-part.ts';
import type { StaffAndSessions } from './staff-and-sessions.ts';

/** The pages of the console; each has an address of its own, and all are one program. */
export const consolePages = ['overview', 'devices', 'settings', 'hospital', 'readiness', 'logs', 'people'] as const;

export interface ConsoleNeeds extends StaffAndSessions {
  readonly management: ManagementPlace;
  readonly kioskId: string;
  readonly dataDir: string;
  readonly pageDir: string;
  /** Where the site file stands, or will stand. */
  readonly siteFile: string;
  readonly programFile: string | undefined;
  readonly version: string;
  readonly logTail: LogTail;
  readonly readStoreKey: () => Result<unknown, MasterKeyProblem>;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** In [0, 1). */
  readonly random: () => number;
  readonly deviceLines: DeviceLines;
  readonly spawnPcsc: SpawnPcsc | undefined;
  /** The kiosk that runs; `undefined` while none does. */
  readonly rooms: () => KioskRooms | undefined;
  /** Why none runs though there is a site for one. */
  readonly doesNotOpen: () => KioskProblem | undefined;
  readonly siteEditor: SiteEditor;
  /** Only while set-up lasts. */
  readonly offerSetUpCode: ((typed: string) => Result<void, SetUpRefusal>) | undefined;
  readonly onBug: (error: unknown) => void;
}

/** `management` of the site file, or what holds for a kiosk that has none yet. */
export type ManagementPlace = Pick<SiteFile['management'], 'listen' | 'tls'> & {
  readonly allowedHosts: readonly string[];
};

export interface Console {
  /** `https://192.168.1.20:7071`, without a slash behind it. */
  readonly origin: string;
  /** To be compared with what the browser says; `undefined` without TLS. */
  readonly fingerprint: string | undefined;
  /** Everything that is answered, and who may ask. */
  readonly routes: readonly Route<Role>[];
  /** For whoever starts or owns the kiosk's program on this machine: opens the console once, without a PIN. */
  newOpeningUrl(): string;
  close(): Promise<void>;
}

/**
 * The technician's console: a listener of its own, people who sign in, and parts, each of which says its calls and topics. The console
 * outlives the kiosk that it looks after: a changed site file closes the one and opens the next.
 */
export async function openConsole(needs: ConsoleNeeds): Promise<Result<Console, ConsoleProblem>> {
  const { management, staff, sessions, clock, randomBytes, rooms } = needs;
  const certificate = await certificateFor({ ...management, dataDir: needs.dataDir, randomBytes });
  if (!certificate.ok) return problem({ kind: 'certificate', path: certificate.problem.path });

  const upkeep = upkeepPart(() => rooms()?.upkeep);
  const hospital = hospitalPart(rooms, clock);
  const conformance = conformancePart({ ...needs, program: conformanceProgram() });
  const people = peoplePart(staff, needs.kioskId);
  const audit = auditPart(staff);
  const readiness = readinessPart(needs);
  const overview = overviewPart(rooms, () => readiness.latest()[0]?.report, needs.doesNotOpen);
  const logs = logsPart(needs, readiness);
  const settings = settingsPart(needs.siteEditor, clock);
  const devices = devicesPart({
    ...{ clock, random: needs.random, randomBytes, rooms, lines: needs.deviceLines },
    saver: createDeviceSaver(needs.siteEditor),
    find: findOnThisMachine(clock, needs.random),
    spawnPcsc: needs.spawnPcsc,
  });
  const calls: CallTable<ConsoleCalls> = {
    ...upkeep.calls,
    ...hospital.calls,
    ...conformance.calls,
    ...people.calls,
    ...audit.calls,
    ...devices.calls,
    ...settings.calls,
    ...readiness.calls,
    ...logs.calls,
  };
  const topics: TopicTable<ConsoleTopics> = {
    ...upkeep.topics,
    ...overview.topics,
    ...conformance.topics,
    ...people.topics,
    ...devices.topics,
    ...settings.topics,
    ...readiness.topics,
    ...logs.topics,
  };
  const parts: readonly Pick<ConsolePart<unknown, unknown>, 'routes'>[] = [
    upkeep,
    conformance,
    people,
    devices,
    readiness,
    logs,
  ];

  const opening = openingRoute({
    clock,
    randomBytes,
    note: (source) =>
      staff.audit.append(actorOf(machineOwner), { act: 'signed-in', details: { source, totp: false } }).ok,
  });
  const offerSetUpCode = needs.offerSetUpCode && notedSetUpCode(needs.offerSetUpCode, staff);
  const routes: readonly Route<Role>[] = [
    ...signInRoutes<Role>({
      async signIn(wish) {
        const opened = await staff.signIn.signIn(wish);
        return opened.ok ? ok(personOf(opened.value)) : opened;
      },
      ...(offerSetUpCode ? { offerSetUpCode } : {}),
    }),
    {
      kind: 'answer',
      access: 'anybody',
      method: 'GET',
      path: '/api/door',
      handle: ({ who }) => ({
        setUp: offerSetUpCode !== undefined && staff.people.list().length === 0,
        signedIn: who !== undefined,
      }),
    },
    opening.route,
    ...pageRoutes(needs.pageDir),
    ...callRoutes(calls, staff),
    ...parts.flatMap(({ routes = [] }) => routes),
    {
      kind: 'socket',
      access: 'technician',
      path: '/live',
      connect: (link) => connectLive(link, topics, clock),
    },
  ];
  const listening = await openStaffListener<Role>({
    listen: management.listen,
    allowedHosts: management.allowedHosts,
    tls: certificate.value,
    cookieName: `tiep-don-console-${needs.kioskId}`,
    sessions,
    mayAct,
    clock,
    onBug: needs.onBug,
    routes,
  });
  if (!listening.ok) {
    readiness.close();
    await Promise.all([devices.close(), conformance.close()]);
    return listening;
  }
  const { port, close } = listening.value;
  const origin = `${certificate.value ? 'https' : 'http'}://${urlHost(addressesOf(management.listen.host)[0], port)}`;
  return ok({
    origin,
    routes,
    fingerprint: certificate.value?.fingerprint,
    newOpeningUrl: () => `${origin}${opening.newPath()}`,
    async close() {
      readiness.close();
      logs.close();
      await close();
      await Promise.all([devices.close(), conformance.close()]);
    },
  });
}

function personOf({ id, name, roles }: Omit<SignedInPerson<Role>, 'kind'>): SignedInPerson<Role> {
  return { kind: 'person', id, name, roles };
}

/** The page has words for every refusal at the door. */
true satisfies SignInRefusal['kind'] | SetUpRefusal['kind'] extends DoorProblem ? true : false;

/** Right or wrong, it is noted; a right one that cannot be noted opens nothing. */
function notedSetUpCode(
  offer: NonNullable<ConsoleNeeds['offerSetUpCode']>,
  { audit }: ConsoleNeeds['staff'],
): (typed: string, source: string) => Result<void, SetUpRefusal> {
  return (typed, source) => {
    const offered = offer(typed);
    const noted = audit.append(
      null,
      offered.ok
        ? { act: 'set-up-code-right', details: { source } }
        : { act: 'set-up-code-wrong', details: { source, why: offered.problem.kind } },
    );
    return offered.ok && !noted.ok ? problem({ kind: 'not-writable' }) : offered;
  };
}

function pageRoutes(pageDir: string): readonly Route<Role>[] {
  const page = { kind: 'file', folder: pageDir, file: 'console/index.html' } as const;
  return [
    { ...page, access: 'anybody', path: '/sign-in' },
    ...consolePages.map((name) => ({ ...page, access: 'signed-in', path: `/${name}` }) as const),
    ...consolePages.map((name) => ({ ...page, access: 'signed-in', path: `/${name}/:about` }) as const),
    { ...page, access: 'signed-in', path: '/' },
    { ...page, file: 'mirror/index.html', access: 'signed-in', path: '/patient-screen' },
    { kind: 'files', access: 'anybody', folder: `${pageDir}/assets`, under: '/assets/' },
  ];
}
