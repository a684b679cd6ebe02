import { ok, problem } from '#config/agreements/result.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { KioskAct } from '../acts.ts';
import type { QueueEvent } from '../events.ts';
import { type NumberRun, numberKey, type QueueDay, runKey } from '../queue-day.ts';
import type { QueueSettings } from '../queue-settings.ts';
import { highestSequence, markOf, mayCarry, nextBlock } from './numbers.ts';
import type { Deciding, Decision, Needs } from './rule.ts';

type Told<Kind extends KioskAct['kind']> = Extract<KioskAct, { kind: Kind }>;

const mostInBlock = 500;
/** A kiosk that holds so many and asks for more is broken: it would use up a series for everybody. */
const mostHeld = 2_000;
/** More than any kiosk has given in a day. */
const mostReported = 20_000;

/** A block of today, or of tomorrow ahead of midnight; behind those of all kiosks. */
export function lease({ settings, day }: Deciding, act: Told<'lease'>): Decision {
  const { kioskId, series, count } = act;
  if (markOf(series) !== undefined) return problem('not-yours');
  if (!isSeriesOf(settings, series)) return problem('unknown-service');
  if (act.day < day.day || act.day > dayAfter(day.day, 1)) return problem('day-over');
  const size = Math.min(Math.max(1, Math.trunc(count)), mostInBlock);
  if (heldBy(kioskId, day.runs.get(runKey(act.day, series))) + size > mostHeld) return problem('service-full');
  const block = nextBlock(day, act.day, series, size);
  if (!block.ok) return block;
  return ok([{ kind: 'leased', kioskId, day: act.day, series, isReported: false, ...block.value }]);
}

function isSeriesOf({ services }: QueueSettings, series: string): boolean {
  for (const { prefix, priorityPrefix } of services.values()) {
    if (series === prefix || series === priorityPrefix) return true;
  }
  return false;
}

/** Leased and not told of yet. */
function heldBy(kioskId: string, run: NumberRun | undefined): number {
  if (!run) return 0;
  const leased = run.leases.reduce(
    (sum, { kioskId: of, first, last }) => sum + (of === kioskId ? last - first + 1 : 0),
    0,
  );
  const voided = run.voided.reduce(
    (sum, { kioskId: of, first, last }) => sum + (of === kioskId ? last - first + 1 : 0),
    0,
  );
  return leased - voided - (run.given.get(kioskId) ?? 0);
}

export function voidNumbers({ day }: Deciding, act: Told<'void-numbers'>): Decision {
  const { kioskId, series, first, last } = act;
  const run = day.runs.get(runKey(act.day, series));
  // Blocks are known of this day and the one before.
  if (act.day < day.day && (run?.leases.length ?? 0) === 0) return problem('day-over');
  if (!isWithin(run?.leases, act)) return problem('not-yours');
  if (isWithin(run?.voided, act)) return ok([]);
  for (let sequence = first; sequence <= last; sequence += 1) {
    if (day.numbers.has(numberKey(act.day, { series, sequence }))) return problem('number-taken');
  }
  return ok([{ kind: 'numbers-voided', kioskId, day: act.day, series, first, last }]);
}

interface Block {
  readonly kioskId: string;
  readonly first: number;
  readonly last: number;
}

/** Blocks that follow one another are one run for the kiosk that holds them. */
function isWithin(blocks: readonly Block[] | undefined, { kioskId, first, last }: Block): boolean {
  const own = (blocks ?? []).filter((block) => block.kioskId === kioskId);
  let next = first;
  for (const block of own.toSorted((one, other) => one.first - other.first)) {
    if (block.first <= next && next <= block.last) next = block.last + 1;
  }
  return first <= last && next > last;
}

/** What the hub does not know yet is noted, also where it lies in another kiosk's block: the next one begins behind it. */
export function reportLeases({ day, needs }: Deciding, act: Told<'report-leases'>): Decision {
  const { kioskId } = act;
  const events: QueueEvent[] = [];
  let isOfLostLog = false;
  for (const { series, first, last, isOfHub } of act.leases) {
    const mark = markOf(series);
    if (mark !== undefined && !mayCarry(needs, kioskId, mark)) return problem('not-yours');
    if (first < 1 || first > last || last > highestSequence || last - first >= mostReported)
      return problem('not-yours');
    if (isWithin(day.runs.get(runKey(act.day, series))?.leases, { kioskId, first, last })) continue;
    const block = { kioskId, day: act.day, series, first, last } as const;
    events.push({ kind: 'leased', ...block, isReported: true, isBehindGap: false });
    isOfLostLog ||= isOfHub === true;
  }
  // Whatever made this hub believe that it is a new one: others hold blocks that it does not know, too.
  const begins = isOfLostLog && !day.recovery && day.lostBefore === undefined;
  if (begins) events.push({ kind: 'recovery-begun' });
  if (!begins && (!day.recovery || day.recovery.reported.has(kioskId))) return ok(events);
  events.push({ kind: 'leases-reported', kioskId });
  const reported = new Set([...(day.recovery?.reported ?? []), kioskId]);
  return ok(haveAllReported(needs, reported) ? [...events, { kind: 'recovery-ended', by: undefined }] : events);
}

export function haveAllReported({ kiosks }: Needs, reported: ReadonlySet<string>): boolean {
  return kiosks.every(({ kioskId, isRevoked }) => isRevoked || reported.has(kioskId));
}

/** Whether this kiosk is to report what it holds before anything else. */
export function wantsLeases({ recovery }: QueueDay, kioskId: string): boolean {
  return recovery !== undefined && !recovery.reported.has(kioskId);
}
