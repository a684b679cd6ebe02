import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Needle } from './marks.ts';

/** Somewhere a mark was found, and in which form. */
export interface Trace {
  readonly of: Needle['of'];
  readonly form: string;
  readonly times: number;
}

export function tracesIn(haystacks: Iterable<Buffer>, needles: readonly Needle[]): readonly Trace[] {
  const times = new Map<Needle, number>();
  for (const haystack of haystacks) {
    for (const needle of needles) {
      const found = timesIn(haystack, needle.bytes);
      if (found > 0) times.set(needle, (times.get(needle) ?? 0) + found);
    }
  }
  return [...times].map(([{ of, form }, count]) => ({ of, form, times: count }));
}

export function timesIn(haystack: Buffer, needle: Buffer): number {
  let times = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) times += 1;
  return times;
}

/** Every file below a folder, with what is in it; what goes away meanwhile is left out. */
export function* filesBelow(folder: string): Generator<{ readonly path: string; readonly content: Buffer }> {
  for (const entry of whatIsThere(() => readdirSync(folder, { withFileTypes: true }))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) for (const content of whatIsThere(() => [readFileSync(path)])) yield { path, content };
  }
}

/** A running program takes files away while they are read. */
function whatIsThere<Item>(read: () => readonly Item[]): readonly Item[] {
  try {
    return read();
  } catch {
    return [];
  }
}

const pieceBytes = 8 * 1_048_576;

/** Everything that a process can write to, in pieces (proc_pid_maps(5), proc_pid_mem(5)). A text on a border is missed. */
export function* memoryOf(pid: number): Generator<Buffer> {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(pieceBytes);
  try {
    for (const [, from = '', to = ''] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      const end = BigInt(`0x${to}`);
      for (let at = BigInt(`0x${from}`); at < end; at += BigInt(pieceBytes)) {
        const length = Number(end - at < BigInt(pieceBytes) ? end - at : BigInt(pieceBytes));
        try {
          yield piece.subarray(0, readSync(memory, piece, 0, length, at));
        } catch {
          // Mapped, and nothing behind it.
        }
      }
    }
  } finally {
    closeSync(memory);
  }
}
