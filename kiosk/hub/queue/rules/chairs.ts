import { ok, problem } from '#config/agreements/result.ts';
import type { KioskAct } from '../acts.ts';
import { chairOf, isInvitedTo, wasMeasured } from '../chairs.ts';
import type { Entry } from '../entry.ts';
import type { QueueEvent } from '../events.ts';
import { waitingFor } from '../order.ts';
import { counterIn } from '../owned-day.ts';
import { isOver, type QueueDay } from '../queue-day.ts';
import type { QueueCounter } from '../queue-settings.ts';
import type { Deciding, Decision } from './rule.ts';

type Told<Kind extends KioskAct['kind']> = Extract<KioskAct, { kind: Kind }>;

/** Longer than any sitting: a kiosk that says nothing more keeps nobody from being called. */
const longestSittingMs = 25 * 60_000;

/** Whoever was asked has their time to come; then it is the next one's. Nobody to ask is no problem. */
export function chairFree(deciding: Deciding, { kioskId }: Told<'chair-free'>): Decision {
  const { settings, day, now } = deciding;
  const chair = chairOf(settings, kioskId);
  if (!chair?.chair) return problem('unknown-counter');
  const before = atChair(day, chair);
  if (isInvitedTo(before, chair.id, now)) return ok([]);
  const next = nextAsked(deciding, chair);
  const until = now + chair.chair.comeWithinMs;
  return ok([
    ...(before ? [{ kind: 'left-chair', visitId: before.visitId, as: 'done' } as const] : []),
    ...(next ? [{ kind: 'invited', visitId: next.visitId, counter: chair.id, until } as const] : []),
  ]);
}

/**
 * Also by somebody whom nobody has asked: the ticket is enough. Only whoever waits is held: who is called, served or laid aside stays with
 * the counter, and who is not known here yet waits at no counter.
 */
export function chairTaken({ settings, day, now }: Deciding, { kioskId, visitId }: Told<'chair-taken'>): Decision {
  const chair = chairOf(settings, kioskId);
  if (!chair) return problem('unknown-counter');
  const before = atChair(day, chair);
  const isSame = before?.visitId === visitId;
  if (isSame && before.chair?.is === 'seated') return ok([]);
  const entry = day.entries.get(visitId);
  const left: readonly QueueEvent[] =
    before && !isSame
      ? [{ kind: 'left-chair', visitId: before.visitId, as: isInvitedTo(before, chair.id, now) ? 'put-off' : 'done' }]
      : [];
  if (entry?.state.is !== 'waiting' || entry.lane === 'emergency') return ok(left);
  return ok([...left, { kind: 'took-chair', visitId, counter: chair.id, until: now + longestSittingMs }]);
}

/** By any kiosk: one that gives numbers may measure as well. Of whom the hub has not heard yet, nothing is kept. */
export function measured({ day }: Deciding, { visitId }: Told<'measured'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry || isOver(entry) || wasMeasured(entry)) return ok([]);
  return ok([{ kind: 'was-measured', visitId }]);
}

function atChair(day: QueueDay, { id }: QueueCounter): Entry | undefined {
  const { serving } = counterIn(day, id);
  return serving && day.entries.get(serving);
}

/**
 * In the order in which they would be called. Nobody is asked who was called before, was sent to a certain counter or person, is of a day
 * before, or was asked or measured already; and no emergency.
 */
function nextAsked({ settings, day, now }: Deciding, { id }: QueueCounter): Entry | undefined {
  return waitingFor(day, settings, id, now).find(
    (entry) =>
      entry.chair === undefined &&
      entry.calls === 0 &&
      entry.wanted === undefined &&
      entry.lane !== 'emergency' &&
      entry.day === day.day,
  );
}
