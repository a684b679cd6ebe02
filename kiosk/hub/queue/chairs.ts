import type { CounterId, Entry } from './entry.ts';
import type { QueueCounter, QueueSettings } from './queue-settings.ts';

/**
 * A chair is where a kiosk takes readings before somebody is called: a counter without a person. Whoever is asked there goes on waiting and
 * keeps their place; for as long as they are expected or sit there, counters call the others first. A kiosk that falls silent holds nobody:
 * its time runs out by itself.
 */

export function chairOf({ counters }: QueueSettings, kioskId: string): QueueCounter | undefined {
  for (const counter of counters.values()) if (counter.chair?.kioskId === kioskId) return counter;
  return undefined;
}

/** Expected at a chair, or there; by now that may be long ago. */
export function isAtChair({ chair }: Pick<Entry, 'chair'>): boolean {
  return chair !== undefined && 'counter' in chair;
}

/** Expected at a chair, or there, at `now`, epoch ms. An emergency is held by none. */
export function isAway({ state, lane, chair }: Entry, now: number): boolean {
  return state.is === 'waiting' && lane !== 'emergency' && chair !== undefined && 'until' in chair && now < chair.until;
}

export function isSeated(entry: Entry, now: number): boolean {
  return entry.chair?.is === 'seated' && isAway(entry, now);
}

/** Expected there, and not come yet. */
export function isInvitedTo(entry: Entry | undefined, counter: CounterId, now: number): boolean {
  return entry?.chair?.is === 'invited' && entry.chair.counter === counter && isAway(entry, now);
}

export function wasMeasured({ chair }: Pick<Entry, 'chair'>): boolean {
  return chair?.is === 'measured' || (chair !== undefined && 'until' in chair && chair.isMeasured === true);
}

export function notAtChair(entry: Entry): Entry {
  if (!isAtChair(entry)) return entry;
  const { chair: _, ...other } = entry;
  return wasMeasured(entry) ? { ...other, chair: { is: 'measured' } } : other;
}
