import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import { type LogSearch, type LogsCalls, type LogsTopics, logLevels } from '#kiosk/bridge/console/logs-words.ts';
import type { PartAvailability, SignedReport } from '#kiosk/bridge/console/readiness-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { makeBundle } from './bundle.ts';
import type { LogTail } from './log-tail.ts';
import { maskedSnapshot } from './masked-snapshot.ts';
import { keepMetrics } from './metrics-history.ts';
import { searchLog } from './search-log.ts';

const passLifeMs = 60_000;

export interface LogsNeeds {
  readonly rooms: () => KioskRooms | undefined;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly dataDir: string;
  readonly version: string;
  readonly logTail: LogTail;
  readonly onBug: (error: unknown) => void;
}

export interface SelfTests {
  latest(): readonly SignedReport[];
  availability(): readonly PartAvailability[];
}

const moment = z.int().min(0).max(8_640_000_000_000_000);
const search: z.ZodType<LogSearch> = z.strictObject({
  levels: z.array(z.enum(logLevels)).max(logLevels.length).optional(),
  events: z.array(z.string().max(64)).max(100).optional(),
  deviceId: z.string().max(64).optional(),
  text: z.string().min(1).max(100).optional(),
  from: moment.optional(),
  to: moment.optional(),
  goOn: z.strictObject({ inode: z.number().min(0), offset: z.int().min(0) }).optional(),
});
const nothing = z.strictObject({});

export interface LogsPart extends ConsolePart<LogsCalls, LogsTopics> {
  close(): void;
}

/** What the kiosk has written and counted, for whoever looks for a cause; and what its screen shows, without anybody on it. */
export function logsPart(needs: LogsNeeds, selfTests: SelfTests): LogsPart {
  const { rooms, clock, dataDir } = needs;
  const metrics = keepMetrics(needs);
  let bundle: { readonly pass: string; readonly bytes: Buffer; readonly endsAt: number } | undefined;

  return {
    close: metrics.close,
    topics: { 'log-tail': () => ({ lines: needs.logTail.lines() }) },
    calls: {
      'logs/search': {
        access: 'technician',
        asks: search,
        audit: 'none',
        answer: (asked) => searchLog(join(dataDir, 'logs'), asked),
      },
      'logs/open-tail': {
        access: 'technician',
        asks: nothing,
        audit: () => ({ act: 'log-tail-opened', details: {} }),
        answer: () => ok(undefined),
      },
      'logs/metrics': {
        access: 'technician',
        asks: nothing,
        audit: 'none',
        answer: () => (rooms() ? ok(metrics.history()) : problem({ kind: 'no-kiosk' })),
      },
      'logs/make-bundle': {
        access: 'technician',
        asks: nothing,
        audit: () => (rooms() ? { act: 'bundle-made', details: {} } : { refused: 'no-kiosk' }),
        async answer() {
          const room = rooms();
          if (!room) return problem({ kind: 'no-kiosk' });
          const bytes = await makeBundle({
            ...{ rooms: room, dataDir, version: needs.version, now: clock.now(), metrics: metrics.history() },
            reports: selfTests.latest(),
            availability: selfTests.availability(),
          });
          const pass = Buffer.from(needs.randomBytes(24)).toString('base64url');
          bundle = { pass, bytes, endsAt: clock.monotonic() + passLifeMs };
          return ok({ pass, bytes: bytes.length });
        },
      },
      'screen/look': {
        access: 'technician',
        asks: nothing,
        audit: () => (rooms() ? { act: 'screenshot-taken', details: {} } : { refused: 'no-kiosk' }),
        answer() {
          const shown = rooms()?.shown();
          return shown ? ok(maskedSnapshot(shown)) : problem({ kind: 'no-kiosk' });
        },
      },
    },
    routes: [
      {
        kind: 'answer',
        access: 'technician',
        method: 'GET',
        path: '/bundle/:pass',
        handle({ params, reply }) {
          const made = bundle;
          if (!made || made.pass !== params.pass || clock.monotonic() > made.endsAt) return reply.code(404).send();
          bundle = undefined;
          const id = rooms()?.site.kiosk.id ?? 'kiosk';
          const at = new Date(clock.now()).toISOString().slice(0, 16).replace(/[:T]/g, '-');
          return reply
            .type('application/gzip')
            .header('content-disposition', `attachment; filename="tiep-don-${id}-${at}.tar.gz"`)
            .send(made.bytes);
        },
      },
    ],
  };
}
