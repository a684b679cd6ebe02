import { dirname, resolve } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { isObject, type JsonObject, mergedJson, withField, withoutField } from './json.ts';
import { jsonMistake, repeatedKey } from './json-mistakes.ts';
import { type MistakeKind, type MistakeValues, type SiteMistake, shortJson } from './site-mistakes.ts';
import { type PathKind, pathFields, withAbsolutePaths } from './site-paths.ts';

/** One file of a chain of `extends`. */
export interface SiteLayer {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** As it is written, `extends` and all, with today's names of fields. */
  readonly own: JsonObject;
  /** Fields that stand there under an old name. */
  readonly notes: readonly SiteMistake[];
}

/** The kiosk's own file first, then what it extends, and so on. */
export type SiteLayers = readonly [SiteLayer, ...SiteLayer[]];

/** Where the texts of site files come from: the disk, an editor, a kept copy. */
export type ReadBytes = (path: string) => Result<Uint8Array, { readonly code: string }>;

/** `extends` chains longer than this are taken for a circle. */
const longestChain = 8;
export const largestFileBytes = 1 << 20;
/** A site file nests seven levels and has some hundred values. Checks walk it, so a hostile one must not go on without end. */
const deepestNesting = 32;
const mostValues = 10_000;

export function readLayers(path: string, readBytes: ReadBytes): Result<SiteLayers, readonly SiteMistake[]> {
  const first = readLayer(resolve(path), readBytes);
  if (!first.ok) return first;
  const above: SiteLayer[] = [];
  let { layer, base } = first.value;
  while (base !== undefined) {
    above.push(layer);
    const below = resolve(dirname(layer.file), base);
    if (above.length >= longestChain || above.some(({ file }) => file === below)) {
      return mistake(below, 'circle', { most: longestChain });
    }
    const next = readLayer(below, readBytes);
    if (!next.ok) return next;
    ({ layer, base } = next.value);
  }
  const [top, ...rest] = above;
  return ok(top ? [top, ...rest, layer] : [layer]);
}

/**
 * The whole site, or with its `fields` the whole hub: objects merged key by key, arrays and plain values replaced, every path absolute,
 * relative to the file that names it.
 */
export function mergedSite(layers: SiteLayers, fields: Readonly<Record<string, PathKind>> = pathFields): JsonObject {
  return layers
    .map(({ own, file }) => withAbsolutePaths(withoutField(own, 'extends'), dirname(file), fields))
    .reduceRight((below, above) => mergedJson(below, above));
}

interface ReadLayer {
  readonly layer: SiteLayer;
  readonly base: string | undefined;
}

function readLayer(path: string, readBytes: ReadBytes): Result<ReadLayer, readonly SiteMistake[]> {
  const bytes = readBytes(path);
  if (!bytes.ok) {
    const { code } = bytes.problem;
    return code === 'ENOENT' ? mistake(path, 'no-such-file') : mistake(path, 'file-not-readable', { code });
  }
  if (bytes.value.length > largestFileBytes) return mistake(path, 'file-too-large', { bytes: bytes.value.length });
  const text = textFrom(bytes.value);
  if (text === undefined) return mistake(path, 'not-utf8');
  const object = readObject(path, text);
  if (!object.ok) return object;
  const { extends: base } = object.value;
  if (base !== undefined && typeof base !== 'string') {
    return problem([{ path: `${path}: extends`, kind: 'wrong-extends', values: {}, value: shortJson(base) }]);
  }
  return ok({ layer: { file: path, text, ...withTodaysNames(object.value, path) }, base });
}

function readObject(path: string, text: string): Result<JsonObject, readonly SiteMistake[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { kind, values } = jsonMistake(text);
    return mistake(path, kind, values);
  }
  const repeated = repeatedKey(text);
  if (repeated) return mistake(path, repeated.kind, repeated.values);
  if (isDeeperThan(deepestNesting, value)) return mistake(path, 'too-deep', { most: deepestNesting });
  if (valuesIn(value) > mostValues) return mistake(path, 'too-much', { most: mostValues });
  if (isObject(value)) return ok(value);
  return problem([{ path, kind: 'no-object', values: {}, value: shortJson(value) }]);
}

/** `kiosk.technician` is what `management` was called before the console; it is read for one version. */
function withTodaysNames(file: JsonObject, path: string): Pick<SiteLayer, 'own' | 'notes'> {
  const { kiosk, management = {} } = file;
  const technician = isObject(kiosk) ? kiosk.technician : undefined;
  if (!isObject(kiosk) || !isObject(technician) || !isObject(management)) return { own: file, notes: [] };
  const { listen, ...others } = technician;
  if (Object.keys(others).length > 0 || (listen !== undefined && !isObject(listen))) return { own: file, notes: [] };
  const own = withField(file, 'kiosk', withoutField(kiosk, 'technician'));
  const note: SiteMistake = {
    path: `${path}: kiosk.technician`,
    kind: 'moved',
    values: { to: 'management.listen' },
    value: undefined,
  };
  const moved = listen === undefined ? management : mergedJson({ listen }, management);
  return { own: withField(own, 'management', moved), notes: [note] };
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

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((count, inner) => count + valuesIn(inner), 1);
}

function mistake(path: string, kind: MistakeKind, values: MistakeValues = {}): Result<never, readonly SiteMistake[]> {
  return problem([{ path, kind, values, value: undefined }]);
}
