import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { jsonMistake, repeatedKey } from './json-mistakes.ts';
import { type SiteFile, siteFile } from './site-file.ts';
import { brokenRules, type Machine } from './site-rules.ts';

/** One line for the technician: where in the file, what stands there, what should. Values of secrets never stand in a site file. */
export interface SiteMistake {
  /** `devices[1].paperWidthMm`, or the file itself when it cannot be read. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** `extends` chains longer than this are taken for a circle. */
const longestChain = 8;
const largestFileBytes = 1 << 20;
/** A site file nests seven levels. Checks walk it recursively, so a hostile one must not nest without end. */
const deepestNesting = 32;

/**
 * Reads a site file with everything it extends, checks all of it, and lists every mistake at once.
 *
 * Objects of the extended file are merged key by key, arrays and plain values are replaced. Every path (`kiosk.dataDir`,
 * `cscaDir`, keys, certificates, secrets) becomes absolute: relative to the file that names it.
 */
export function readSiteFile(path: string): Result<SiteFile, readonly SiteMistake[]> {
  const merged = readMerged(resolve(path), []);
  if (!merged.ok) return merged;
  const read = siteFile.safeParse(merged.value);
  const issues: readonly Issue[] = [...(read.error?.issues ?? []), ...brokenRules(merged.value, thisMachine)];
  if (read.success && issues.length === 0) return ok(read.data);
  return problem(issues.flatMap((issue) => mistakesFrom(issue, merged.value)));
}

const thisMachine: Machine = {
  realPath(path) {
    try {
      return realpathSync(path);
    } catch {
      return path;
    }
  },
  isDirectory: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
};

export function sayMistakes(file: string, mistakes: readonly SiteMistake[]): string {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  const lines = mistakes.map(({ path, found, expected }) => `  ${path}: found ${found}, ${expected}`);
  return [`The site file ${file} has ${count}:`, ...lines].join('\n');
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

function readMerged(path: string, chain: readonly string[]): Result<JsonObject, readonly SiteMistake[]> {
  if (chain.includes(path) || chain.length >= longestChain) {
    return mistake(path, 'a circle of "extends"', `expected at most ${longestChain} files, each extending another`);
  }
  const own = readJsonObject(path);
  if (!own.ok) return own;
  const { extends: base, ...rest } = withAbsolutePaths(own.value, dirname(path));
  if (base === undefined) return ok(rest);
  if (typeof base !== 'string')
    return mistake(`${path}: extends`, describe(base), 'expected the path of another site file');
  const below = readMerged(resolve(dirname(path), base), [...chain, path]);
  return below.ok ? ok(merge(below.value, rest)) : below;
}

function readJsonObject(path: string): Result<JsonObject, readonly SiteMistake[]> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return mistake(
      path,
      code === 'ENOENT' ? 'no such file' : `a file that cannot be read (${code})`,
      'expected a readable site file',
    );
  }
  if (bytes.length > largestFileBytes) return mistake(path, `${bytes.length} bytes`, 'expected at most a megabyte');
  const text = textFrom(bytes);
  if (text === undefined) {
    return mistake(path, 'text that is no UTF-8', 'expected UTF-8 (Notepad: "Save as", encoding "UTF-8")');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = jsonMistake(text) ?? (error instanceof Error ? error.message : 'unreadable');
    return mistake(path, `no valid JSON (${why})`, 'expected one JSON object');
  }
  const repeated = repeatedKey(text);
  if (repeated) return mistake(path, repeated, 'expected each field once: of two, only the last one would count');
  if (isDeeperThan(deepestNesting, value)) {
    return mistake(path, `JSON of more than ${deepestNesting} levels`, 'expected the nesting of a site file');
  }
  return isObject(value) ? ok(value) : mistake(path, describe(value), 'expected one JSON object');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * `undefined` for UTF-16 (Notepad's "Unicode") and for the one-byte encodings, whose Vietnamese letters would become
 * others. The byte-order mark that Notepad writes before UTF-8 is no part of the text.
 */
function textFrom(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Everything that names a file or a directory. */
function withAbsolutePaths(file: JsonObject, directory: string): JsonObject {
  const { site, kiosk, devices, hospital } = file;
  const absolute = (part: Json, keys: readonly string[]) =>
    keys.reduce((changed, key) => withAbsolute(changed, key, directory), part);
  const endpoint = (part: Json): Json => {
    if (!isObject(part)) return part;
    const { auth, tls, ...rest } = part;
    return absolute(
      {
        ...rest,
        ...(auth === undefined ? {} : { auth: absolute(auth, ['passwordFile', 'tokenFile', 'keyFile']) }),
        ...(tls === undefined ? {} : { tls: absolute(tls, ['caFile', 'certFile', 'keyFile']) }),
      },
      ['secretFile'],
    );
  };
  return {
    ...file,
    ...(isObject(site) ? { site: absolute(site, ['ticketKeyFile']) } : {}),
    ...(isObject(kiosk) ? { kiosk: absolute(kiosk, ['dataDir']) } : {}),
    ...(Array.isArray(devices) ? { devices: devices.map((each) => absolute(each, ['cscaDir'])) } : {}),
    ...(Array.isArray(hospital) ? { hospital: hospital.map(endpoint) } : {}),
  };
}

function withAbsolute(part: Json, key: string, directory: string): Json {
  if (!isObject(part)) return part;
  const path = part[key];
  return typeof path === 'string' && path !== '' ? { ...part, [key]: resolve(directory, path) } : part;
}

function merge(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const next = isObject(value) && isObject(under) ? merge(under, value) : value;
    // JSON.parse makes "__proto__" an own key; assigning it would not.
    Object.defineProperty(merged, key, { value: next, enumerable: true, writable: true, configurable: true });
  }
  return merged;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The fields that zod does not know. */
  readonly keys?: readonly string[];
}

function mistakesFrom(issue: Issue, file: JsonObject): readonly SiteMistake[] {
  if (issue.keys) {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      found: 'a field that the site file does not have',
      expected: 'expected a known field (is it misspelt?)',
    }));
  }
  // zod says "Invalid input: expected string, received undefined" or "Too big: expected …"; the found value is ours to name.
  const said = issue.message.replace(/^[^:]{1,40}: (?=expected)/i, '').replace(/, received .*$/, '');
  const expected = /^expected/.test(said) ? said : said.replace(/^.*Expected /, 'expected ');
  return [{ path: pathText(issue.path), found: describe(valueAt(file, issue.path)), expected }];
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before ? `${before}.${String(key)}` : String(key),
    '',
  );
  return text === '' ? 'the file' : text;
}

function valueAt(file: JsonObject, path: readonly PropertyKey[]): unknown {
  let value: unknown = file;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mistake(path: string, found: string, expected: string): Result<never, readonly SiteMistake[]> {
  return problem([{ path, found, expected }]);
}
