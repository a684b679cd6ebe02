import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { MasterKeyProblem } from '#backend-client/store/master-key.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import { businessDayAt, localTimeAt } from '#config/agreements/local-time.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import {
  outcomeOf,
  type PartAvailability,
  type ReadinessCalls,
  type ReadinessReport,
  type ReadinessTopics,
  type SignedReport,
  worstOf,
} from '#kiosk/bridge/console/readiness-words.ts';
import type { Actor } from '#kiosk/staff/audit/acts.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { watchAvailability } from './availability.ts';
import { openResults } from './results-file.ts';
import { runSelfTest } from './self-test.ts';
import { signReport } from './signed-report.ts';
import { openSigningKey } from './signing-key.ts';

/** So that devices have answered after a start, and nobody waits for a test that somebody's visit has put off. */
const lookEveryMs = 60_000;

export interface ReadinessNeeds {
  readonly rooms: () => KioskRooms | undefined;
  readonly staff: Pick<Staff, 'audit' | 'verifyAudit' | 'damage' | 'people'>;
  readonly clock: Clock;
  readonly kioskId: string;
  readonly dataDir: string;
  readonly siteFile: string;
  readonly programFile: string | undefined;
  readonly version: string;
  readonly readStoreKey: () => Result<unknown, MasterKeyProblem>;
  readonly onBug: (error: unknown) => void;
}

export interface ReadinessPart extends ConsolePart<ReadinessCalls, ReadinessTopics> {
  latest(): readonly SignedReport[];
  availability(): readonly PartAvailability[];
  close(): void;
}

/** Is this kiosk fit for patients? It asks itself every morning, and whenever somebody wants to know. */
export function readinessPart(needs: ReadinessNeeds): ReadinessPart {
  const { rooms, staff, clock, dataDir } = needs;
  const results = openResults(dataDir);
  const availability = watchAvailability({ dataDir, clock, rooms });
  const key = openSigningKey(dataDir);
  let isRunning = false;
  let isClosed = false;
  let callOff = clock.after(lookEveryMs, look);

  return {
    latest: () => results.list(),
    availability: () => availability.list(),
    close() {
      isClosed = true;
      callOff();
      availability.close();
    },
    topics: {
      readiness() {
        const room = rooms();
        if (!room) return undefined;
        return {
          kioskId: needs.kioskId,
          timeZone: room.site.site.timeZone,
          selfTestAt: room.site.kiosk.selfTestAt,
          isRunning,
          isServing: room.isServing(),
          closedByStaff: room.byStaff.standing(),
          reports: results.list().map(({ report }) => report),
          publicKey: key?.publicKey ?? null,
          availability: availability.list(),
        };
      },
    },
    calls: {
      'readiness/test': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: () => refusal() ?? { act: 'self-test-run', details: {} },
        async answer(_asked, { actor }) {
          const room = rooms();
          if (!room) return problem({ kind: 'no-kiosk' });
          if (isRunning) return problem({ kind: 'running' });
          const outcome = await test(room, 'person', actor);
          return outcome ? ok({ outcome }) : problem({ kind: 'no-kiosk' });
        },
      },
      'maintenance/begin': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: () => ({ act: 'maintenance-begun', details: {} }),
        answer: () => rooms()?.byStaff.begin('console') ?? problem({ kind: 'no-kiosk' }),
      },
      'maintenance/end': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: () => ({ act: 'maintenance-ended', details: {} }),
        answer: () => rooms()?.byStaff.end('console') ?? problem({ kind: 'no-kiosk' }),
      },
    },
    routes: [
      {
        kind: 'answer',
        access: 'technician',
        method: 'GET',
        path: '/readiness.json',
        handle({ reply }) {
          const [newest] = results.list();
          return newest ? reply.send(newest) : reply.code(404).send();
        },
      },
    ],
  };

  function refusal(): { readonly refused: 'no-kiosk' | 'serving' | 'running' } | undefined {
    const room = rooms();
    if (!room) return { refused: 'no-kiosk' };
    if (room.isServing()) return { refused: 'serving' };
    return isRunning ? { refused: 'running' } : undefined;
  }

  /** At opening time, or as soon as the kiosk runs and nobody is served after it: once a day. */
  function look(): void {
    callOff = clock.after(lookEveryMs, look);
    const room = rooms();
    if (!room || refusal() || !isDue(room)) return;
    void test(room, 'opening-time', null).catch(needs.onBug);
  }

  function isDue({ site }: KioskRooms): boolean {
    const { timeZone } = site.site;
    const now = clock.now();
    const { hour, minute } = localTimeAt(now, timeZone);
    const [dueHour = 0, dueMinute = 0] = site.kiosk.selfTestAt.split(':').map(Number);
    if (hour * 60 + minute < dueHour * 60 + dueMinute) return false;
    const today = businessDayAt(now, timeZone);
    return !results
      .list()
      .some(
        ({ report }) => report.askedBy === 'opening-time' && businessDayAt(Date.parse(report.at), timeZone) === today,
      );
  }

  async function test(room: KioskRooms, askedBy: ReadinessReport['askedBy'], by: Actor) {
    isRunning = true;
    try {
      const at = clock.now();
      const startedAt = clock.monotonic();
      const checks = await runSelfTest({
        rooms: room,
        staff,
        clock,
        readStoreKey: needs.readStoreKey,
        isStillThere: () => !isClosed && rooms() === room,
        isSigningKeyWell: () => key !== undefined,
      });
      if (!checks) return undefined;
      const report: ReadinessReport = {
        kioskId: needs.kioskId,
        version: needs.version,
        at: new Date(at).toISOString(),
        tookMs: Math.round(clock.monotonic() - startedAt),
        askedBy,
        outcome: worstOf(checks),
        checks,
        hashes: { siteFile: hashOfFile(needs.siteFile), program: hashOfFile(needs.programFile) },
        audit: staff.audit.head(),
      };
      const signed = await signReport(report, key);
      if (isClosed || rooms() !== room) return undefined;
      results.add(signed);
      staff.audit.append(by, { act: 'readiness-report-made', details: { outcome: report.outcome } });
      noteInLog(report, room);
      // Whoever asks for a test stands before its result; nobody does at opening time.
      if (report.outcome !== 'fail' || askedBy === 'opening-time') room.noteSelfTest(report.outcome === 'fail');
      return report.outcome;
    } finally {
      isRunning = false;
    }
  }
}

function noteInLog({ checks, outcome, tookMs }: ReadinessReport, { log }: KioskRooms): void {
  const count = (wanted: string) => checks.filter((check) => outcomeOf(check) === wanted).length;
  if (outcome === 'fail') log('self-test-failed', { failures: count('fail'), warnings: count('warn'), tookMs });
  else log('self-test-passed', { warnings: count('warn'), tookMs });
}

function hashOfFile(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch (error) {
    fileProblemCode(error);
    return null;
  }
}
