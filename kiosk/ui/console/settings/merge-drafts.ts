import {
  isEqualJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  pathText,
  withField,
} from '#config/settings/json.ts';
import { namesOf } from '#config/settings/site-difference.ts';

/** A place that two people have changed, each otherwise. */
export interface Conflict {
  readonly path: string;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

/**
 * Two drafts that began from the same site put together: what only one of them changed is taken from that one; where both changed,
 * `keepsMine` says whose counts. Entries of lists are known by their `id` or `code`.
 */
export function mergeDrafts(
  drafts: { readonly base: JsonObject; readonly mine: JsonObject; readonly theirs: JsonObject },
  keepsMine: (path: string) => boolean,
): { readonly merged: JsonObject; readonly conflicts: readonly Conflict[] } {
  const conflicts: Conflict[] = [];
  const merged = mergeAt([], drafts.base, drafts.mine, drafts.theirs);
  return { merged: isObject(merged) ? merged : drafts.theirs, conflicts };

  function mergeAt(
    at: JsonPath,
    base: Json | undefined,
    mine: Json | undefined,
    theirs: Json | undefined,
  ): Json | undefined {
    if (isSame(mine, theirs) || isSame(mine, base)) return theirs;
    if (isSame(theirs, base)) return mine;
    if (isObject(mine) && isObject(theirs)) return mergeObjects(at, isObject(base) ? base : {}, mine, theirs);
    const lists = isList(mine) && isList(theirs) && isList(base) ? mergeLists(at, base, mine, theirs) : undefined;
    if (lists) return lists;
    const path = pathText(at);
    conflicts.push({ path, mine, theirs });
    return keepsMine(path) ? mine : theirs;
  }

  function mergeObjects(at: JsonPath, base: JsonObject, mine: JsonObject, theirs: JsonObject): JsonObject {
    const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
    return [...keys].reduce<JsonObject>((whole, key) => {
      const value = mergeAt([...at, key], ownAt(base, key), ownAt(mine, key), ownAt(theirs, key));
      return value === undefined ? whole : withField(whole, key, value);
    }, {});
  }

  /** `undefined`: their entries have no names. */
  function mergeLists(
    at: JsonPath,
    base: readonly Json[],
    mine: readonly Json[],
    theirs: readonly Json[],
  ): readonly Json[] | undefined {
    const [before, ours, saved] = [namesOf(base), namesOf(mine), namesOf(theirs)];
    if (!before || !ours || !saved) return undefined;
    const added = ours.filter((name) => !saved.includes(name));
    return [...saved, ...added].flatMap((name, place) => {
      const of = (names: readonly string[], list: readonly Json[]) => list[names.indexOf(name)];
      const entry = mergeAt([...at, place], of(before, base), of(ours, mine), of(saved, theirs));
      return entry === undefined ? [] : [entry];
    });
  }
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && isEqualJson(one, other));
}

function ownAt(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
