import { join } from 'node:path';
import * as z from 'zod';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import type { DeviceCondition } from '#drivers/contract/device.ts';

/**
 * How far a roll of paper has gone. Printers tell "nearly empty" and "empty" and never how much is left, so the kiosk counts tickets
 * from one roll to the next, and what one roll gave is what the next is expected to give. What nobody saw is unknown.
 */
export interface Roll {
  /** Tickets since paper was put in; `null`: nobody saw it put in. */
  readonly since: number | null;
  /** Tickets since the sensor says "nearly empty"; `null` while it does not. */
  readonly sinceLow: number | null;
  readonly isOut: boolean;
  /** Tickets of the last roll that was seen from its beginning to its end. */
  readonly wholeRoll: number | null;
  /** Tickets that the last roll gave after "nearly empty". */
  readonly afterLow: number | null;
}

export const unseenRoll: Roll = { since: null, sinceLow: null, isOut: false, wholeRoll: null, afterLow: null };

/** Paper that is threaded anew after a few tickets says nothing about how long a roll is. */
const fewTickets = 20;

/** What a printed ticket, or a new condition of the printer, makes of it. */
export function rollAfter(roll: Roll, event: 'ticket' | DeviceCondition): Roll {
  const { since, sinceLow, isOut } = roll;
  switch (event) {
    case 'ticket':
      return {
        ...roll,
        since: since === null ? null : since + 1,
        sinceLow: sinceLow === null ? null : sinceLow + 1,
      };
    case 'no-paper': {
      if (isOut) return roll;
      const wholeRoll = since !== null && since >= fewTickets ? since : roll.wholeRoll;
      return { ...roll, isOut: true, wholeRoll, afterLow: sinceLow ?? roll.afterLow };
    }
    case 'paper-low':
      if (isOut) return { ...roll, isOut: false, since: null, sinceLow: 0 };
      return sinceLow === null ? { ...roll, sinceLow: 0 } : roll;
    case 'ready':
      return isOut || sinceLow !== null ? { ...roll, since: 0, sinceLow: null, isOut: false } : roll;
    default:
      return roll;
  }
}

export interface PaperLeft {
  /** Since paper was last put in; `undefined`: unknown. */
  readonly tickets: number | undefined;
  /** Expected from the roll before; `undefined`: unknown. */
  readonly left: number | undefined;
}

export function paperLeft({ since, sinceLow, isOut, wholeRoll, afterLow }: Roll): PaperLeft {
  const tickets = since ?? undefined;
  if (isOut) return { tickets, left: 0 };
  if (sinceLow !== null && afterLow !== null) return { tickets, left: Math.max(0, afterLow - sinceLow) };
  if (since !== null && wholeRoll !== null) return { tickets, left: Math.max(0, wholeRoll - since) };
  return { tickets, left: undefined };
}

export interface PaperWatch {
  ticket(): void;
  condition(condition: DeviceCondition): void;
  left(): PaperLeft;
  close(): void;
}

const count = z.int().min(0).max(1_000_000).nullable();
const keptRoll = z.strictObject({
  since: count,
  sinceLow: count,
  isOut: z.boolean(),
  wholeRoll: count,
  afterLow: count,
});

/** A crash costs so many tickets of the count at most. */
const keptEvery = 10;

/** Kept in the data directory across restarts. A disk that does not take it costs an estimate and nothing else. */
export function watchPaper(dataDir: string): PaperWatch {
  const path = join(dataDir, 'paper-roll.json');
  let roll = readRoll(path);
  let unkept = 0;

  function keep(): void {
    unkept = 0;
    tryOnDisk(() => writeDurably(path, JSON.stringify(roll)));
  }

  return {
    ticket() {
      roll = rollAfter(roll, 'ticket');
      unkept += 1;
      if (unkept >= keptEvery) keep();
    },
    condition(condition) {
      const next = rollAfter(roll, condition);
      if (next === roll) return;
      roll = next;
      keep();
    },
    left: () => paperLeft(roll),
    close() {
      if (unkept > 0) keep();
    },
  };
}

function readRoll(path: string): Roll {
  const read = readPrivateFile(path, 4_096);
  return (read?.ok && keptRoll.safeParse(parsedJson(read.value.toString())).data) || unseenRoll;
}
