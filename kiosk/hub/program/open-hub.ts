import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { hubLogEvents } from '#config/agreements/hub-log-events.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { openEventLog } from '#config/agreements/open-log.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { HashCost } from '#kiosk/staff/secret-hash.ts';
import { type CertificateProblem, certificateFor } from '#kiosk/web/certificate.ts';
import { type ListenProblem, urlHost } from '#kiosk/web/listen.ts';
import { addressesOf } from '#kiosk/web/reachable.ts';
import { openDecider } from '../deciding/group-commit-decider.ts';
import { createHubTime } from '../deciding/hub-time.ts';
import { openLogStore } from '../log/open-log-store.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import { openBoardPart } from '../server/board-part.ts';
import { createCallsForPerson } from '../server/calls-for-person.ts';
import { createFleet } from '../server/fleet.ts';
import { openHubServer } from '../server/hub-server.ts';
import { createKioskKeys } from '../server/kiosk-keys.ts';
import { systemsAsEnrolled } from '../server/system-routes.ts';
import { changePeople } from './change-people.ts';
import { createHubMetrics } from './hub-metrics.ts';
import { type HubSocketProblem, openHubSocket } from './hub-socket.ts';
import { openPeopleOfHub } from './people-of-hub.ts';
import { sayStanding } from './say-standing.ts';
import { tellSystems } from './tell-systems.ts';

export interface HubNeeds {
  readonly settings: HubFile;
  readonly clock: Clock;
  /** See `createHubTime`. */
  readonly sinceBoot?: () => number;
  /** A person has said so; see `HubTime`. */
  readonly isClockRight?: boolean;
  readonly randomBytes: RandomBytes;
  /** `dist/ui`. */
  readonly pageDir: string;
  readonly workingDirectory: string;
  readonly stderr: { write(line: string): unknown };
  readonly version: string;
  /** Default: `hashCost`. Tests take less. */
  readonly cost?: HashCost;
}

export interface Hub {
  /** Where its pages are. */
  readonly url: string;
  /** Resolves when it decides, or knows why it does not, for the first time: what there was to be read is read. */
  readonly stands: Promise<void>;
  noteCrash(error: unknown): void;
  /** `signal`: why. */
  close(signal: string): Promise<void>;
}

export type HubProblem =
  | HubSocketProblem
  | ListenProblem
  | { readonly kind: 'certificate'; readonly of: CertificateProblem };

/** Answers as soon as it listens, whatever becomes of the database: that one is waited for, and the log says so. */
export async function openHub(needs: HubNeeds): Promise<Result<Hub, HubProblem>> {
  const { settings, randomBytes, workingDirectory, version } = needs;
  const time = createHubTime({
    clock: needs.clock,
    ...(needs.sinceBoot ? { sinceBoot: needs.sinceBoot } : {}),
    onDoubt(isDoubted) {
      const says = (at: number) => new Date(at).toISOString();
      if (isDoubted) log('clock-doubted', { machine: says(needs.clock.now()), goesOn: says(clock.now()) });
      else log('clock-believed', { now: says(clock.now()) });
    },
    onContradicted: (byMs) => log('clock-contradicted', { minutes: Math.round(byMs / 60_000) }),
  });
  const clock: Clock = time;
  const { dataDir, listen } = settings;
  const certificate = await certificateFor({ ...settings, randomBytes });
  if (!certificate.ok) return problem({ kind: 'certificate', of: certificate.problem });
  const people = Promise.withResolvers<ReturnType<typeof openPeopleOfHub>>();
  const socket = await openHubSocket({ dataDir, workingDirectory }, async (wish) =>
    changePeople((await people.promise).staff, wish),
  );
  if (!socket.ok) return socket;
  const { staff, sessions } = openPeopleOfHub(
    needs.cost ? { ...needs, dataDir, cost: needs.cost } : { ...needs, dataDir },
  );
  people.resolve({ staff, sessions });

  const logFile = openEventLog({
    events: hubLogEvents,
    file: join(dataDir, 'logs', 'hub.log'),
    base: { hub: settings.site.facilityCode },
    stderr: needs.stderr,
    onEvent: (id) => metrics.countEvent(id),
  });
  const log = logFile.write;
  const store = await openLogStore({ settings, clock });
  const metrics = createHubMetrics({ hub: () => ({ decider, fleet, boards }), now: clock.now });
  const decider = metrics.counting(
    openDecider({
      ...{ store, settings: queueSettings(settings), clock, randomBytes },
      ...(needs.isClockRight ? {} : { time }),
    }),
  );
  const fleet = createFleet({ enrolment: store.enrolment, decider, clock, log });
  const boards = openBoardPart({ settings, decider, clock, log });
  const lockOutFile = join(dataDir, 'staff', 'kiosk-lock-out.json');
  const endStanding = sayStanding(log, decider);
  const { promise: stands, resolve: hasStanding } = Promise.withResolvers<void>();
  decider.onStanding(() => hasStanding());
  const endTelling = tellSystems({ settings, decider, systems: store.systems, clock, log });
  const server = await openHubServer({
    ...{ settings, decider, store, fleet, boards, staff, sessions, log, clock, time, randomBytes, metrics, version },
    calls: createCallsForPerson(clock),
    systemKeys: createKioskKeys({
      enrolment: systemsAsEnrolled(store.systems),
      lockOutFile: join(dataDir, 'staff', 'system-lock-out.json'),
      ...{ clock, randomBytes, log },
    }),
    kiosks: createKioskKeys({ enrolment: store.enrolment, lockOutFile, clock, randomBytes, log }),
    pageDir: needs.pageDir,
    tls: certificate.value,
    onBug: (error) => log('bug-in-answer', bugOf(error)),
  });
  if (!server.ok) {
    await end();
    return server;
  }
  log('hub-started', {
    version,
    profile: settings.profile,
    port: server.value.port,
    database: settings.database.kind,
  });
  return ok({
    url: `${certificate.value ? 'https' : 'http'}://${urlHost(addressesOf(listen.host)[0], server.value.port)}`,
    stands,
    noteCrash: (error) => log('hub-crashed', bugOf(error)),
    async close(signal) {
      log('hub-stopping', { signal });
      await server.value.close();
      await end();
    },
  });

  async function end(): Promise<void> {
    fleet.close();
    boards.close();
    endStanding();
    await endTelling();
    await decider.close();
    await store.close();
    staff.close();
    if (socket.ok) await socket.value.close();
    logFile.close();
  }
}

/** A bug by its name and the line of ours that it came from: a message could repeat what somebody sent. */
function bugOf(error: unknown): { readonly reason: string; readonly at: string } {
  const reason = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return { reason, at: /(?:kiosk|config|backend-client|dist)\/[\w./-]+:\d+/.exec(stack)?.[0] ?? '' };
}
