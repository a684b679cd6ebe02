import { ok, problem } from '#config/agreements/result.ts';
import type { KioskAct } from '../acts.ts';
import type { Entry, EntryState } from '../entry.ts';
import { arrivalOf, isOver, numberKey, type QueueDay } from '../queue-day.ts';
import { claimNumber } from './numbers.ts';
import type { Deciding, Decision } from './rule.ts';

type Told<Kind extends KioskAct['kind']> = Extract<KioskAct, { kind: Kind }>;

/** A fact, whatever the hour and the quota: the patient holds the paper. The same visit under the same number again is nothing new. */
export function enter(deciding: Deciding, act: Told<'enter'>): Decision {
  const { day } = deciding;
  if (!day.entries.has(act.visitId)) return enterAnew(deciding, act);
  // Of a day before only the last number of a visit is known.
  return isItsNumber(day, act) || act.day < day.day ? ok([]) : problem('visit-differs');
}

function enterAnew(deciding: Deciding, act: Omit<Told<'enter'>, 'kind'>): Decision {
  const { settings, now } = deciding;
  const { kioskId, visitId, day, serviceCode, givenAt, appointment } = act;
  if (!settings.services.has(serviceCode)) return problem('unknown-service');
  const number = claimNumber(deciding, act);
  if (!number.ok) return number;
  const raised = deciding.day.raisedAhead.get(visitId);
  const isRaised = raised !== undefined && act.lane === 'ordinary';
  const entry: Omit<Entry, 'state'> = {
    visitId,
    day,
    number: number.value,
    serviceCode,
    lane: isRaised ? 'priority' : act.lane,
    givenAt,
    heardAt: now,
    from: { kind: 'kiosk', kioskId },
    appointment,
    isLaneToBeConfirmed: isRaised ? raised : act.isLaneToBeConfirmed,
    wanted: undefined,
    calls: 0,
  };
  return ok([{ kind: 'entered', entry: { ...entry, state: stateOnEntering(deciding, entry, act.mayBeServed) } }]);
}

/** A patient of a day before who is told of so late is hardly there any more. */
const lateMs = 2 * 3_600_000;

/** What may have been served already, or is of another day and long ago, is sorted by staff and never called by itself. */
function stateOnEntering(
  { day, now }: Deciding,
  entry: Omit<Entry, 'state'>,
  isOfTimeAlone: boolean | undefined,
): EntryState {
  const mayBeServed = isOfTimeAlone || (day.lostBefore !== undefined && entry.givenAt < day.lostBefore);
  const isLeftOver = entry.day < day.day && now - entry.givenAt > lateMs;
  return mayBeServed || isLeftOver
    ? { is: 'unknown', since: now }
    : { is: 'waiting', since: now, place: arrivalOf(entry) };
}

function isItsNumber(day: QueueDay, { visitId, day: of, number }: Pick<Told<'enter'>, 'visitId' | 'day' | 'number'>) {
  return day.numbers.get(numberKey(of, number)) === visitId;
}

/** Nobody tells of so many before the kiosk that gave their numbers does. */
const mostAhead = 2_000;

/**
 * Also by a kiosk that only measures: a reading may ask for it. After an outage such a kiosk may be heard before the one that gave the
 * number.
 */
export function raiseLane({ day }: Deciding, { visitId, isLaneToBeConfirmed }: Told<'raise-lane'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry && day.raisedAhead.has(visitId)) return ok([]);
  if (!entry && day.raisedAhead.size >= mostAhead) return problem('unknown-visit');
  if (entry && (isOver(entry) || entry.lane !== 'ordinary')) return ok([]);
  return ok([{ kind: 'lane-changed', visitId, lane: 'priority', isToBeConfirmed: isLaneToBeConfirmed }]);
}

/** Whoever was done with under the old number waits again: the paper with the new one is in the patient's hand. */
export function changeService(deciding: Deciding, act: Told<'change-service'>): Decision {
  const { day, settings, now } = deciding;
  const { kioskId, visitId, serviceCode, lane, givenAt } = act;
  const entry = day.entries.get(visitId);
  if (!entry) return enterAnew(deciding, { ...act, isLaneToBeConfirmed: false, appointment: undefined });
  if (isItsNumber(day, act)) return ok([]);
  if (entry.from.kind !== 'kiosk' || entry.from.kioskId !== kioskId) return problem('not-yours');
  if (!settings.services.has(serviceCode)) return problem('unknown-service');
  const claimed = claimNumber(deciding, act);
  if (!claimed.ok) return claimed;
  return ok([
    {
      kind: 'number-changed',
      visitId,
      day: act.day,
      givenAt,
      number: claimed.value,
      serviceCode,
      lane: entry.lane === 'emergency' ? 'emergency' : lane,
      place: arrivalOf({ givenAt, heardAt: now }),
    },
  ]);
}

export function giveUp({ day }: Deciding, { kioskId, visitId }: Told<'give-up'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (entry.from.kind !== 'kiosk' || entry.from.kioskId !== kioskId) return problem('not-yours');
  return isOver(entry) ? ok([]) : ok([{ kind: 'withdrawn', visitId, reason: 'given-up' }]);
}
