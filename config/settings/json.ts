import { parsedJson } from '#config/agreements/parsed-json.ts';

/** A value of a JSON file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export type JsonPath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` for a text that is no JSON object. A byte order mark in front, as Windows writes one, is passed over. */
export function objectFromText(text: string): JsonObject | undefined {
  const value = parsedJson(text.replace(/^\ufeff/, ''));
  return isObject(value) ? value : undefined;
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Only what stands there itself, nothing inherited from JavaScript's objects. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = Reflect.get(inner, key);
  }
  return inner;
}

/** An object with one field more or another value; the order of the others stays. `__proto__` becomes a field like any other. */
export function withField(object: JsonObject, key: string, value: Json): JsonObject {
  const changed: Record<string, Json> = { ...object };
  Object.defineProperty(changed, key, { value, enumerable: true, writable: true, configurable: true });
  return changed;
}

export function withoutField(object: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = object;
  return rest;
}

/** `devices[1].transport.port`; the empty path is '' */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, '');
}

/** The path that `pathText` has written; `undefined` for what is none. */
export function readPath(text: string): JsonPath | undefined {
  if (text === '') return [];
  if (!/^[\w$-]+(\.[\w$-]+|\[\d{1,4}\])*$/.test(text)) return undefined;
  return [...text.matchAll(/([\w$-]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index));
}

export function isEqualJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((each, at) => isEqualJson(each, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqualJson(one[key], other[key]))
  );
}

/** Objects key by key; lists and plain values are replaced by what stands above them. */
export function mergedJson(below: JsonObject, above: JsonObject): JsonObject {
  const own = Object.entries(above).map(([key, value]): readonly [string, Json] => {
    const under: Json | undefined = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isObject(value) && isObject(under) ? mergedJson(under, value) : value];
  });
  return Object.fromEntries([...Object.entries(below), ...own]);
}
