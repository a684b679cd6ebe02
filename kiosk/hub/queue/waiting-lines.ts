import { isAtChair } from './chairs.ts';
import type { Entry } from './entry.ts';
import { lineIn, type OwnedDay, type OwnedLine } from './owned-day.ts';
import { lineKey } from './queue-day.ts';

/** From when it counts as waiting, epoch ms; 0 for whoever does not wait. */
export function placeOf({ state }: Entry): number {
  return state.is === 'waiting' ? state.place : 0;
}

/**
 * The order among those of one lane: whoever was left over from a day before, then whoever has waited longer, then the lower number. Never
 * 0 for two entries.
 */
export function compareInLine(one: Entry, other: Entry, place: (entry: Entry) => number = placeOf): number {
  return (
    compareText(one.day, other.day) ||
    place(one) - place(other) ||
    compareText(one.number.series, other.number.series) ||
    one.number.sequence - other.number.sequence ||
    compareText(one.visitId, other.visitId)
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function joinLine(day: OwnedDay, entry: Entry): void {
  const among = listOf(lineIn(day, lineKey(entry)), entry);
  among.splice(placeIn(among, entry), 0, entry);
}

export function leaveLine(day: OwnedDay, entry: Entry): void {
  const among = listOf(lineIn(day, lineKey(entry)), entry);
  const at = placeIn(among, entry);
  if (among[at] !== entry) throw new Error('an entry that waits stands in no line');
  among.splice(at, 1);
}

function listOf(line: OwnedLine, entry: Entry): Entry[] {
  const { lane, state, appointment } = entry;
  if (lane === 'emergency') return line.emergency;
  if (state.is === 'waiting' && state.notBefore !== undefined) return line.apart;
  if (isAtChair(entry)) return line.apart;
  if (lane === 'priority') return line.priority;
  return appointment ? line.apart : line.ordinary;
}

/** Where it stands, or would. */
function placeIn(among: readonly Entry[], entry: Entry): number {
  let from = 0;
  let to = among.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const there = among[middle];
    if (there && compareInLine(there, entry) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
