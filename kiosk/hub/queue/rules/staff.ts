import { ok, problem } from '#config/agreements/result.ts';
import type { StaffAct } from '../acts.ts';
import { arrivalOf, isOver } from '../queue-day.ts';
import type { Deciding, Decision } from './rule.ts';

type Done<Kind extends StaffAct['kind']> = Extract<StaffAct, { kind: Kind }>;

export function openEmergency({ day }: Deciding, { visitId }: Done<'open-emergency'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (isOver(entry)) return problem('is-over');
  if (entry.lane === 'emergency') return ok([]);
  return ok([{ kind: 'lane-changed', visitId, lane: 'emergency', isToBeConfirmed: false }]);
}

/** Wrong, the place in the ordinary lane is the one that was waited for. */
export function confirmLane({ day }: Deciding, { visitId, isRight }: Done<'confirm-lane'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (isOver(entry)) return problem('is-over');
  const lane = isRight ? entry.lane : 'ordinary';
  if (lane === entry.lane && !entry.isLaneToBeConfirmed) return ok([]);
  return ok([{ kind: 'lane-changed', visitId, lane, isToBeConfirmed: false }]);
}

/** Also while it is called: the hospital has cancelled the visit. */
export function withdraw({ day }: Deciding, { visitId, reason }: Done<'withdraw'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (entry.state.is === 'withdrawn') return ok([]);
  return isOver(entry) ? problem('is-over') : ok([{ kind: 'withdrawn', visitId, reason }]);
}

export function sortUnknown({ day }: Deciding, { visitId, as }: Done<'sort-unknown'>): Decision {
  const entry = day.entries.get(visitId);
  if (!entry) return problem('unknown-visit');
  if (entry.state.is !== 'unknown') return problem('not-in-that-pool');
  return ok([{ kind: 'sorted', visitId, as, place: arrivalOf(entry) }]);
}
