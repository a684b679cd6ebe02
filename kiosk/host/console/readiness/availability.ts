import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import type { PartAvailability } from '#kiosk/bridge/console/readiness-words.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

const lookEveryMs = 60_000;
const writeEveryLooks = 5;
/** Longer between two looks, the machine slept: that time was not watched. */
const longestLookMs = 3 * lookEveryMs;
const mostDays = 30;
const mostParts = 64;
const mostBytes = 1 << 20;

/**
 * How long each part was out, day by day, as the kiosk itself saw it. Time in which the host was off counts neither for nor against:
 * `watched` says how much was seen.
 */
export interface Availability {
  list(): readonly PartAvailability[];
  close(): void;
}

const dayOfKiosk = z.strictObject({
  day: z.iso.date(),
  watchedMs: z.number().min(0),
  /** By `part about`. */
  outMs: z.record(z.string().max(128), z.number().min(0)),
});
type DayOfKiosk = { day: string; watchedMs: number; outMs: Record<string, number> };

export function watchAvailability({
  dataDir,
  clock,
  rooms,
}: {
  readonly dataDir: string;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly rooms: () => KioskRooms | undefined;
}): Availability {
  const path = join(dataDir, 'readiness', 'availability.json');
  let days = read(path);
  let seen: { readonly at: number; readonly day: string; readonly out: readonly string[] } | undefined;
  let looks = 0;
  let known: readonly string[] = [];
  let callOff = () => {};
  look();
  return {
    list: () => partsOf(days, known),
    close() {
      callOff();
      count();
      if (days.length > 0) keep();
    },
  };

  function look(): void {
    callOff();
    count();
    looks += 1;
    if (looks % writeEveryLooks === 0 && days.length > 0) keep();
    callOff = clock.after(lookEveryMs, look);
  }

  /** What was out at the last look counts until this one. */
  function count(): void {
    const now = clock.monotonic();
    const passed = seen ? now - seen.at : 0;
    if (seen && passed > 0 && passed <= longestLookMs) {
      const day = dayOf(seen.day);
      day.watchedMs += passed;
      for (const part of seen.out) day.outMs[part] = (day.outMs[part] ?? 0) + passed;
    }
    const room = rooms();
    if (!room) {
      seen = undefined;
      return;
    }
    const { parts, today } = partsNow(room);
    known = parts.map(({ key }) => key);
    seen = { at: now, day: today, out: parts.flatMap(({ key, isOut }) => (isOut ? [key] : [])).slice(0, mostParts) };
  }

  function dayOf(day: string): DayOfKiosk {
    const found = days.find((each) => each.day === day);
    if (found) return found;
    const begun: DayOfKiosk = { day, watchedMs: 0, outMs: {} };
    days = [...days, begun].sort((one, other) => (one.day < other.day ? -1 : 1)).slice(-mostDays);
    return begun;
  }

  function keep(): void {
    tryOnDisk(() => writeDurably(path, JSON.stringify(days)));
  }
}

function partsNow({ health, upkeep }: KioskRooms): {
  readonly today: string;
  readonly parts: readonly { readonly key: string; readonly isOut: boolean }[];
} {
  const now = health();
  return {
    today: now.time.today,
    parts: [
      { key: 'service ', isOut: now.status === 'out-of-service' && !now.closedByStaff },
      { key: 'maintenance ', isOut: now.closedByStaff },
      { key: 'window ', isOut: now.window.page !== 'connected' },
      { key: 'time ', isOut: now.time.trust === 'unconfirmed' },
      ...now.devices.map(({ id, condition }) => ({
        key: `device ${id}`,
        isOut: !['ready', 'measuring', 'paper-low'].includes(condition),
      })),
      ...upkeep.state().endpoints.map(({ id, circuit, stands }) => ({
        key: `system ${id}`,
        isOut: stands || circuit === 'open',
      })),
    ],
  };
}

const parts = ['service', 'maintenance', 'window', 'time', 'device', 'system'] as const;

/** What is there now, and what was out before and is there no more. */
function partsOf(days: readonly DayOfKiosk[], known: readonly string[]): readonly PartAvailability[] {
  const keys = [...new Set([...known, ...days.flatMap(({ outMs }) => Object.keys(outMs))])];
  return keys.flatMap((key) => {
    const [name, about = ''] = key.split(' ', 2);
    const part = parts.find((each) => each === name);
    if (!part) return [];
    return {
      part,
      about,
      days: days.map(({ day, watchedMs, outMs }) => ({
        day,
        watched: Math.round(watchedMs / 60_000),
        out: Math.round((outMs[key] ?? 0) / 60_000),
      })),
    };
  });
}

function read(path: string): DayOfKiosk[] {
  const bytes = readPrivateFile(path, mostBytes);
  if (!bytes?.ok) return [];
  return z.array(dayOfKiosk).max(mostDays).safeParse(parsedJson(bytes.value.toString())).data ?? [];
}
