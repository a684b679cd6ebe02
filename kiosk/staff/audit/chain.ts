import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type Actor, actor } from './acts.ts';

/** One line of the log, before it is sealed. */
export interface Entry {
  /** From 1, without a gap, over all files. */
  readonly n: number;
  /** Epoch ms, as the machine believed. */
  readonly at: number;
  /** Ms of monotonic time: tells what came after what within one boot, whatever the clock was set to. */
  readonly up: number;
  /** The machine's boot. */
  readonly boot: string;
  readonly by: Actor;
  readonly act: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** `hash` chains (anybody can check it), `mac` proves that the kiosk wrote it (who has the key can). */
export interface SealedEntry extends Entry {
  readonly hash: string;
  readonly mac: string;
}

/** What the first entry stands behind. */
export const chainStart = 'tiep-don audit 1';
export const longestLine = 4_096;

/**
 * - `too-long`, `not-json`, `not-an-entry`: it is none of ours. - `not-as-written`: a byte is different that means nothing.
 * - `wrong-number`: a line is missing, or stands elsewhere. - `wrong-hash`: it was changed, or what stands before it was.
 * - `wrong-mac`: somebody without the key wrote it.
 */
export type LineProblem =
  | 'too-long'
  | 'not-json'
  | 'not-an-entry'
  | 'not-as-written'
  | 'wrong-number'
  | 'wrong-hash'
  | 'wrong-mac';

/** Acts of later versions are read like our own; what they mean is not asked here. */
const sealedEntry: z.ZodType<SealedEntry> = z.strictObject({
  n: z.int().min(1),
  at: z.int(),
  up: z.int().min(0),
  boot: z.string().max(64),
  by: actor,
  act: z.string().min(1).max(64),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
  mac: z.string(),
});

/** Without the newline that ends it. */
export function sealLine(
  entry: Entry,
  previous: string,
  key: Uint8Array,
): { readonly line: string; readonly hash: string } {
  const hash = hashOf(entry, previous);
  return { line: canonicalJson({ ...entry, hash, mac: macOf(hash, key) }), hash };
}

export function checkLine(
  line: string,
  expected: { readonly n: number; readonly previous: string; readonly key: Uint8Array },
): Result<SealedEntry, LineProblem> {
  if (Buffer.byteLength(line) > longestLine) return problem('too-long');
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return problem('not-json');
  }
  const read = sealedEntry.safeParse(value);
  if (!read.success) return problem('not-an-entry');
  if (canonicalJson(value) !== line) return problem('not-as-written');
  const { hash, mac, ...entry } = read.data;
  if (entry.n !== expected.n) return problem('wrong-number');
  if (hashOf(entry, expected.previous) !== hash) return problem('wrong-hash');
  return isSame(mac, macOf(hash, expected.key)) ? ok(read.data) : problem('wrong-mac');
}

/** What a line says, unproved: for a page that shows the newest. */
export function readEntry(line: string): SealedEntry | undefined {
  try {
    const read = sealedEntry.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(entry: Entry, previous: string): string {
  return createHash('sha256')
    .update(`${previous}\n${canonicalJson(entry)}`)
    .digest('base64url');
}

function macOf(hash: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`entry ${hash}`).digest('base64url');
}

/** How far the log goes: without it nobody could tell that its end was cut off. */
export interface Head {
  readonly count: number;
  /** Of the last entry; `chainStart` where there is none. */
  readonly hash: string;
}

const headFile = z.strictObject({ count: z.int().min(0), hash: z.string().max(64), mac: z.string().max(64) });

export function sealHead(head: Head, key: Uint8Array): string {
  return `${canonicalJson({ ...head, mac: headMacOf(head, key) })}\n`;
}

/** `undefined`: it is not what we wrote. */
export function openHead(text: string, key: Uint8Array): Head | undefined {
  try {
    const read = headFile.safeParse(JSON.parse(text));
    if (!read.success) return undefined;
    const { mac, ...head } = read.data;
    return isSame(mac, headMacOf(head, key)) && sealHead(head, key) === text ? head : undefined;
  } catch {
    return undefined;
  }
}

function headMacOf({ count, hash }: Head, key: Uint8Array): string {
  return createHmac('sha256', key).update(`head ${count} ${hash}`).digest('base64url');
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** One text for each value: keys sorted, no blanks (as RFC 8785 for what stands here: text, whole numbers, lists, objects). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
