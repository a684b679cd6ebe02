/**
 * Reading what a server sends. It is hostile input: nothing has a type before it was looked at, and what does not fit is
 * not there.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** `undefined` unless `bytes` are the JSON of an object. */
export function objectFromBytes(bytes: Uint8Array): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(bytes));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function resourceFromBytes(bytes: Uint8Array, resourceType: string): JsonObject | undefined {
  const resource = objectFromBytes(bytes);
  return resource?.resourceType === resourceType ? resource : undefined;
}

export function objectAt(from: JsonObject, key: string): JsonObject | undefined {
  const value = from[key];
  return isObject(value) ? value : undefined;
}

/** Objects of an array, at most `most`; what is not an object is left out. */
export function objectsAt(from: JsonObject, key: string, most = 100): readonly JsonObject[] {
  const value = from[key];
  return Array.isArray(value) ? value.slice(0, most).filter(isObject) : [];
}

/** At most 1000 characters; a longer text is not there. */
export function textAt(from: JsonObject, key: string): string | undefined {
  const value = from[key];
  return typeof value === 'string' && value.length <= 1000 ? value : undefined;
}

/** Matches of a searchset; entries that were only included are left out. */
export function matchesOf(bundle: JsonObject, resourceType: string): readonly JsonObject[] {
  return objectsAt(bundle, 'entry').flatMap((entry) => {
    const mode = objectAt(entry, 'search')?.mode;
    const resource = objectAt(entry, 'resource');
    return (mode === undefined || mode === 'match') && resource?.resourceType === resourceType ? [resource] : [];
  });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
