import { resolve } from 'node:path';
import { isList, isObject, type Json, type JsonObject, withField } from './json.ts';

/** What a field names: a file that may be shown, a file with a secret, a directory. */
export type PathKind = 'file' | 'secret' | 'folder';

/** Every field of a site file that names a file or a directory; `[]` stands for any entry of a list. */
export const pathFields = {
  'site.ticketKeyFile': 'secret',
  'kiosk.dataDir': 'folder',
  'management.tls.certFile': 'file',
  'management.tls.keyFile': 'secret',
  'devices[].cscaDir': 'folder',
  'services[].mapFile': 'file',
  'checkIn.screening.mapFile': 'file',
  'hospital[].auth.passwordFile': 'secret',
  'hospital[].auth.tokenFile': 'secret',
  'hospital[].auth.keyFile': 'secret',
  'hospital[].tls.caFile': 'file',
  'hospital[].tls.certFile': 'file',
  'hospital[].tls.keyFile': 'secret',
  'hospital[].secretFile': 'secret',
  'hub.keyFile': 'secret',
  'hub.documentKeyFile': 'secret',
  'hub.caFile': 'file',
} as const satisfies Readonly<Record<string, PathKind>>;

type PathFields = typeof pathFields;
export type PathPattern = keyof PathFields;
/** Fields that name a file with a secret. */
export type SecretPattern = { [Each in PathPattern]: PathFields[Each] extends 'secret' ? Each : never }[PathPattern];

export function pathKindOf(pattern: string): PathKind | undefined {
  return isPathPattern(pattern) ? pathFields[pattern] : undefined;
}

export function isPathPattern(pattern: string): pattern is PathPattern {
  return Object.hasOwn(pathFields, pattern);
}

/** Fields of a hub's file that name a file or a directory. */
export const hubPathFields = {
  dataDir: 'folder',
  'tls.certFile': 'file',
  'tls.keyFile': 'secret',
  'database.passwordFile': 'secret',
  'database.caFile': 'file',
  'systems[].secretFile': 'secret',
  'places[].voice.packDir': 'folder',
  'places[].picturesDir': 'folder',
} as const satisfies Readonly<Record<string, PathKind>>;

/** Every path changed, wherever one stands. What is no text is left for the schema to name. */
export function withPaths(
  file: JsonObject,
  change: (path: string, pattern: string) => string,
  fields: Readonly<Record<string, PathKind>> = pathFields,
): JsonObject {
  return Object.keys(fields).reduce<JsonObject>((changed, pattern) => {
    const inner = changedAt(changed, pattern.match(/[^.[\]]+|\[\]/g) ?? [], (path) => change(path, pattern));
    return isObject(inner) ? inner : changed;
  }, file);
}

export function withAbsolutePaths(
  file: JsonObject,
  directory: string,
  fields: Readonly<Record<string, PathKind>> = pathFields,
): JsonObject {
  return withPaths(file, (path) => resolve(directory, path), fields);
}

function changedAt(value: Json, [key, ...rest]: readonly string[], change: (path: string) => string): Json {
  if (key === undefined) return typeof value === 'string' && value !== '' ? change(value) : value;
  if (key === '[]') return isList(value) ? value.map((each) => changedAt(each, rest, change)) : value;
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  const inner = value[key];
  return inner === undefined ? value : withField(value, key, changedAt(inner, rest, change));
}
