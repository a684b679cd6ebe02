import { randomBytes } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { type CheckInBatch, checkInFile, nextBatch } from '#backend-client/check-in-columns/check-in-day.ts';
import type { Store } from '#backend-client/store/store.ts';
import { onDisk } from '#backend-client/store/store-problem.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { CheckInDayOnPage, CheckInDownload, CheckInReport } from '#kiosk/bridge/console/upkeep-words.ts';

/** A day's visits as the national check-in file, while the kiosk serves patients. */
export interface CheckInDownloads {
  days(): readonly CheckInDayOnPage[];
  /** A named person wants a day's file, which names patients: it is written down, and opens the file once, within a minute. */
  ask(day: string, by: string): Result<string, CheckInProblem>;
  open(day: string, pass: string): Result<OpenCheckIn, CheckInProblem>;
  /** Of the newest download of that day, since the start. */
  report(day: string): CheckInReport | undefined;
}

export interface OpenCheckIn {
  /** For the person's disk: facility and day, and the moment when the day is not over. Nobody's name. */
  readonly fileName: string;
  /**
   * Resolves when there is a first row. The XML is read while it is walked, other work in between, and no further than it is
   * walked; it throws when the store cannot be read to its end.
   */
  read(): Promise<Result<AsyncIterable<string>, CheckInProblem>>;
  /** To be called once, whatever came of it. `isSent`: the whole answer has left. */
  end(isSent: boolean): void;
}

/**
 * - `nobody-asked`: nobody has said in the last minute who wants it.
 * - `unknown-day`: nothing of this day can be read. `nothing-left`: its visits were erased, or do not open.
 * - `too-many`: others are downloading. `store-failed`: the store is damaged or busy.
 */
export interface CheckInProblem {
  readonly kind: 'nobody-asked' | 'unknown-day' | 'nothing-left' | 'too-many' | 'store-failed';
}

interface Needs {
  readonly store: Pick<Store, 'visitsOf' | 'readableDays'> & { readonly time: Pick<Store['time'], 'today'> };
  readonly site: () => SiteFile['site'];
  readonly clock: Clock;
  readonly log: Log;
}

/** Each takes its turns between what patients do. */
const mostAtOnce = 2;
const mostPasses = 16;
const passLifeMs = 60_000;

export function createCheckInDownloads({ store, site, clock, log }: Needs): CheckInDownloads {
  const newest = new Map<string, { readonly download: CheckInDownload; readonly report: CheckInReport | undefined }>();
  const passes = new Map<string, { readonly day: string; readonly endsAt: number }>();
  let running = 0;

  return { days, ask, open, report: (day) => newest.get(day)?.report };

  function days(): readonly CheckInDayOnPage[] {
    return store.readableDays().map((day) => ({ day, isOver: isOver(day), download: newest.get(day)?.download }));
  }

  function isOver(day: BusinessDay): boolean {
    return day < store.time.today();
  }

  function ask(day: string, by: string): Result<string, CheckInProblem> {
    if (!store.readableDays().some((each) => each === day)) return problem({ kind: 'unknown-day' });
    for (const [pass, { endsAt }] of passes) if (endsAt < clock.monotonic()) passes.delete(pass);
    if (passes.size >= mostPasses) return problem({ kind: 'too-many' });
    const pass = randomBytes(16).toString('base64url');
    passes.set(pass, { day, endsAt: clock.monotonic() + passLifeMs });
    log('check-in-asked', { day, by });
    return ok(pass);
  }

  function open(wanted: string, pass: string): Result<OpenCheckIn, CheckInProblem> {
    const asked = passes.get(pass);
    passes.delete(pass);
    if (asked?.day !== wanted || asked.endsAt < clock.monotonic()) return problem({ kind: 'nobody-asked' });
    const day = store.readableDays().find((each) => each === wanted);
    if (day === undefined) return problem({ kind: 'unknown-day' });
    if (running >= mostAtOnce) return problem({ kind: 'too-many' });
    running += 1;
    const startedAt = clock.now();
    const wasOver = isOver(day);
    const pieces = checkInFile(store.visitsOf(day), site());
    let report: CheckInReport | undefined;
    let failed = false;
    let ended = false;
    return ok({ fileName: fileName(day, startedAt, wasOver), read, end });

    async function read(): Promise<Result<AsyncIterable<string>, CheckInProblem>> {
      for (;;) {
        const batch = readBatch();
        if (!batch.ok) return batch;
        if (batch.value.text !== '') return ok(textFrom(batch.value));
        if (batch.value.day || ended) return problem({ kind: 'nothing-left' });
        await otherWork();
      }
    }

    async function* textFrom(first: CheckInBatch): AsyncGenerator<string> {
      let batch = first;
      for (;;) {
        yield batch.text;
        if (batch.day) return;
        await otherWork();
        const next = readBatch();
        if (!next.ok) throw new Error('the store cannot be read to its end');
        batch = next.value;
      }
    }

    function readBatch(): Result<CheckInBatch, CheckInProblem> {
      // Also when it throws what no disk does.
      failed = true;
      const batch = onDisk(() => nextBatch(pieces));
      failed = !batch.ok;
      if (!batch.ok) return problem({ kind: 'store-failed' });
      if (batch.value.day) report = { ...batch.value.day, isOver: wasOver };
      return batch;
    }

    function end(isSent: boolean): void {
      running -= 1;
      ended = true;
      const how = failed ? 'store-failed' : endOf(isSent ? report : undefined);
      if (how === 'whole' && report) {
        const { visits, rows } = report;
        log('check-in-downloaded', { day: wanted, visits, rows, tookMs: clock.now() - startedAt });
      } else log('check-in-not-downloaded', { day: wanted, reason: how });
      if (how !== 'called-off') newest.set(wanted, { download: { at: clock.now(), ended: how }, report });
    }
  }

  function fileName(day: BusinessDay, at: number, isWhole: boolean): string {
    const { timeZone, facilityCode } = site();
    const { hour, minute } = localTimeAt(at, timeZone);
    const soFar = `-not-whole-until-${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`;
    return `check-in-${facilityCode}-${day}${isWhole ? '' : soFar}.xml`;
  }
}

function endOf(report: CheckInReport | undefined): Exclude<CheckInDownload['ended'], 'store-failed'> | 'called-off' {
  if (!report) return 'called-off';
  return report.rows > 0 ? 'whole' : 'nothing-left';
}
