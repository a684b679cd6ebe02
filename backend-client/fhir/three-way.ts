import { createHash } from 'node:crypto';
import { isObject, type JsonObject, textAt } from './read-json.ts';

/**
 * Law 14: a correction adds; it never replaces a record, a field or a status that is the hospital's. What is whose is told by
 * comparing three: what we wrote last, what stands there now, and what we know now. A field that stands as we wrote it is ours
 * to mend; whatever else stands there is theirs and stays.
 */

/** Of each field that we wrote, what it was; of a list, what each item was. Says nothing about anybody by itself. */
export type Written = Readonly<Record<string, string | readonly string[]>>;

const ofServer: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta', 'text']);

export function writtenBy(resource: JsonObject): Written {
  return Object.fromEntries(
    Object.entries(resource)
      .filter(([key, value]) => !ofServer.has(key) && value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? value.map(printOf) : printOf(value)]),
  );
}

/** What of `after` was not there before: of a record that was theirs, that much is ours. */
export function addedBy(before: JsonObject, after: JsonObject): Written {
  const all = Object.entries(writtenBy(after)).flatMap(([key, print]): [string, string | readonly string[]][] => {
    if (typeof print === 'string') return isAsWritten(before[key], print) ? [] : [[key, print]];
    const there = Array.isArray(before[key]) ? before[key].map(printOf) : [];
    const added = print.filter((each) => !there.includes(each));
    return added.length > 0 ? [[key, added]] : [];
  });
  return Object.fromEntries(all);
}

export function bothWritten(before: Written, added: Written): Written {
  const all: Record<string, string | readonly string[]> = { ...before };
  for (const [key, print] of Object.entries(added)) {
    const known = before[key];
    all[key] =
      typeof print === 'string' || !known || typeof known === 'string' ? print : [...new Set([...known, ...print])];
  }
  return all;
}

/** Whether this item of a list, or this value of a field, stands as we wrote it. */
export function isAsWritten(value: unknown, written: string | readonly string[] | undefined): boolean {
  if (written === undefined) return false;
  const print = printOf(value);
  return typeof written === 'string' ? written === print : written.includes(print);
}

/**
 * `theirs` with what `ours` adds. Lists get what is new; of what we wrote, what we no longer say goes, numbers excepted. Merging
 * twice is merging once.
 */
export function mergeRecord(theirs: JsonObject, ours: JsonObject, written: Written = {}): JsonObject {
  const merged: Record<string, unknown> = { ...theirs };
  for (const [key, mine] of Object.entries(ours)) {
    if (ofServer.has(key) || mine === undefined) continue;
    const found = theirs[key];
    const before = written[key];
    if (Array.isArray(mine)) merged[key] = mergedList(key, Array.isArray(found) ? found : [], mine, before);
    // What we wrote and they took away stays away, unless there is something new to say.
    else if (found === undefined) merged[key] = isAsWritten(mine, before) ? undefined : mine;
    else if (isAsWritten(found, before)) merged[key] = mine;
  }
  return withoutNothing(merged);
}

/** `record` without the fields that stand as we wrote them and that we no longer say. */
export function withoutTakenBack(record: JsonObject, ours: JsonObject, written: Written = {}): JsonObject {
  const isTakenBack = (key: string, value: unknown) =>
    ours[key] === undefined &&
    (Array.isArray(value) ? value : [value]).every((each) => isAsWritten(each, written[key]));
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => !isTakenBack(key, value)));
}

/** Lists in which each item is a fact of its own. Of all others, one that stands there is an answer to the same question. */
const collections: ReadonlySet<string> = new Set(['identifier', 'extension', 'appointment', 'telecom', 'participant']);

function mergedList(
  key: string,
  theirs: readonly unknown[],
  ours: readonly unknown[],
  before: string | readonly string[] | undefined,
): readonly unknown[] | undefined {
  const written = typeof before === 'string' ? undefined : before;
  if (!written && theirs.length > 0 && !collections.has(key)) return theirs;
  const saying = new Map(ours.map((item) => [nameOf(key, item), item]));
  const prints = new Set(ours.map(printOf));
  const kept = theirs.flatMap((item) => {
    const anew = saying.get(nameOf(key, item));
    if (anew !== undefined) return [isOurs(key, item, written) ? anew : item];
    const isTakenBack = key !== 'identifier' && written?.includes(printOf(item)) && !prints.has(printOf(item));
    return isTakenBack ? [] : [item];
  });
  const there = new Set(kept.map((item) => nameOf(key, item)));
  const fresh = ours.filter((item) => !there.has(nameOf(key, item)) && !written?.includes(printOf(item)));
  // Whoever reads the first number of a kind reads the one in force.
  const all = [...kept, ...fresh].toSorted((one, other) => Number(isGivenUp(one)) - Number(isGivenUp(other)));
  return all.length > 0 ? all : undefined;

  function isGivenUp(item: unknown): boolean {
    return key === 'identifier' && isObject(item) && item.use === 'old' && saying.has(nameOf(key, item));
  }
}

function isOurs(key: string, item: unknown, written: readonly string[] | undefined): boolean {
  if (written?.includes(printOf(item))) return true;
  return key === 'extension' && isObject(item) && typeof item.url === 'string' && item.url.startsWith('urn:tiep-don:');
}

/** By what two items of a list are about the same. */
function nameOf(key: string, item: unknown): string {
  if (!isObject(item)) return printOf(item);
  if (key === 'identifier' || key === 'telecom') return numberOf(item);
  if (key === 'extension' && typeof item.url === 'string') return item.url;
  return printOf(item);
}

/** Numbers as people write them: `0912 000.567` is `0912000567`, and `+84912000567`. */
export function numberOf({ system, value }: JsonObject): string {
  const plain = typeof value === 'string' ? plainNumber(value) : value;
  const isPhone = system === 'phone' || system === 'sms';
  return JSON.stringify([system, isPhone && typeof plain === 'string' ? plain.replace(/^(?:\+|00)84/, '0') : plain]);
}

export function plainNumber(value: string): string {
  return value
    .normalize('NFKC')
    .replaceAll(/[\s.\-‐-―]/gu, '')
    .toUpperCase();
}

function printOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, 16);
}

/** Independent of the order of fields, and of how a server writes the address of a record. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const reference = literalOf(value);
  if (reference !== undefined) return JSON.stringify(reference);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

/** `Patient/7` of a literal reference, however long it is written. */
export function literalOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return /(?:^|\/)([A-Z][A-Za-z]{1,40}\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(
    textAt(value, 'reference') ?? '',
  )?.[1];
}

function withoutNothing(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
