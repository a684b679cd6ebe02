import { type Applies, appliesOf } from './forms/applies.ts';
import {
  isEqualJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  pathText,
  withField,
  withoutField,
} from './json.ts';

/**
 * What a new site file changes. Secrets are files: their names are told, never what stands in them.
 */
export interface SiteChange {
  /** `devices[1].transport.port`. Entries are counted as in the new file, those that went as in the old one. */
  readonly path: string;
  readonly at: JsonPath;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly applies: Applies;
}

/** Entries of a list are known by their `id` or `code`, as long as their order stays. */
export function siteDifference(before: JsonObject, after: JsonObject): readonly SiteChange[] {
  return differences([], before, after);
}

export function needsRestart(changes: readonly SiteChange[]): boolean {
  return changes.some(({ applies }) => applies === 'restart');
}

/** `before` with the changes made is `after`, apart from the order of fields. */
export function withChanges(before: JsonObject, changes: readonly SiteChange[]): JsonObject {
  const entries = changes.filter(({ at, kind }) => typeof at.at(-1) === 'number' && kind !== 'changed');
  const others = changes.filter((change) => !entries.includes(change));
  // Outer lists first, since paths count as in the new file; what went is counted as in the old one, so from the end.
  const inOrder = entries.toSorted((one, other) => {
    if (one.at.length !== other.at.length) return one.at.length - other.at.length;
    if (one.kind !== other.kind) return one.kind === 'removed' ? -1 : 1;
    const [at, otherAt] = [Number(one.at.at(-1)), Number(other.at.at(-1))];
    return one.kind === 'removed' ? otherAt - at : at - otherAt;
  });
  return [...inOrder, ...others].reduce<JsonObject>((site, change) => {
    const changed = changedAt(site, change.at, change);
    return isObject(changed) ? changed : site;
  }, before);
}

function differences(at: JsonPath, before: Json | undefined, after: Json | undefined): readonly SiteChange[] {
  if (isEqualJson(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
    return keys.flatMap((key) => differences([...at, key], own(before, key), own(after, key)));
  }
  const entries = isList(before) && isList(after) ? entryDifferences(at, before, after) : undefined;
  return entries ?? [change(at, before, after)];
}

/** `undefined`: the entries have no names, or stand in another order. */
function entryDifferences(
  at: JsonPath,
  before: readonly Json[],
  after: readonly Json[],
): readonly SiteChange[] | undefined {
  const [old, now] = [namesOf(before), namesOf(after)];
  if (!old || !now) return undefined;
  const stayed = old.filter((name) => now.includes(name));
  if (
    !isEqualJson(
      stayed,
      now.filter((name) => old.includes(name)),
    )
  )
    return undefined;
  return [
    ...before.flatMap((entry, place) =>
      now.includes(old[place] ?? '') ? [] : [change([...at, place], entry, undefined)],
    ),
    ...after.flatMap((entry, place) => {
      const was = old.indexOf(now[place] ?? '');
      const path = [...at, place];
      return was === -1 ? [change(path, undefined, entry)] : differences(path, before[was], entry);
    }),
  ];
}

/** The `id` or `code` of each entry; `undefined` where one has none, or two have the same. */
export function namesOf(entries: readonly Json[]): readonly string[] | undefined {
  const names = entries.flatMap((entry) => {
    if (!isObject(entry)) return [];
    const name = entry.id ?? entry.code;
    return typeof name === 'string' ? [name] : [];
  });
  return names.length === entries.length && new Set(names).size === names.length ? names : undefined;
}

function change(at: JsonPath, before: Json | undefined, after: Json | undefined): SiteChange {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const path = pathText(at);
  return { path, at, kind, before, after, applies: appliesOf(path.replace(/\[\d+\]/g, '[]')) };
}

function changedAt(value: Json | undefined, [key, ...rest]: JsonPath, change: SiteChange): Json | undefined {
  const { kind, after } = change;
  if (key === undefined) return after;
  if (typeof key === 'number') {
    if (!isList(value)) return value;
    if (rest.length > 0 || kind === 'changed') return value.with(key, changedAt(value[key], rest, change) ?? null);
    return kind === 'removed' ? value.toSpliced(key, 1) : value.toSpliced(key, 0, after ?? null);
  }
  if (!isObject(value)) return value;
  const inner = changedAt(Object.hasOwn(value, key) ? value[key] : undefined, rest, change);
  return inner === undefined ? withoutField(value, key) : withField(value, key, inner);
}
