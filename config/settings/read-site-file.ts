import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { checkSite } from './check-site.ts';
import { type JsonObject, valueAt } from './json.ts';
import { mapNotes } from './map-file.ts';
import type { SiteFile } from './site-file.ts';
import { mergedSite, type ReadBytes, readLayers, type SiteLayers } from './site-layers.ts';
import { type SiteMistake, shortJson } from './site-mistakes.ts';
import type { Machine } from './site-rules.ts';

export interface SiteReading {
  readonly site: SiteFile;
  /** The files that it was made of. */
  readonly layers: SiteLayers;
  /** What counts and should be written otherwise: the technician reads it and the kiosk starts. */
  readonly notes: readonly SiteMistake[];
}

export interface ReadSiteOptions {
  /** What `--data-dir` names; a site file that names another one is refused. */
  readonly dataDir?: string | undefined;
  /** Default: the disk. */
  readonly readBytes?: ReadBytes;
  /** Default: this one. */
  readonly machine?: Machine;
}

/** Everything that can be told of a site file, also of a broken one. */
export interface SiteLook {
  /** `undefined`: one of the files does not read, and the one mistake says so. */
  readonly layers: SiteLayers | undefined;
  /** The site as its files say it, right or wrong, without defaults, with absolute paths. */
  readonly merged: JsonObject | undefined;
  /** `undefined` where there is any mistake. */
  readonly site: SiteFile | undefined;
  readonly mistakes: readonly SiteMistake[];
  readonly notes: readonly SiteMistake[];
}

/** Reads a site file with everything it extends, checks all of it, and lists every mistake at once. */
export function lookAtSite(path: string, options: ReadSiteOptions = {}): SiteLook {
  const read = readLayers(path, options.readBytes ?? readBytesFromDisk);
  if (!read.ok) return { layers: undefined, merged: undefined, site: undefined, mistakes: read.problem, notes: [] };
  const layers = read.value;
  const merged = mergedSite(layers);
  const checked = checkSite(merged, options.machine ?? thisMachine);
  const elsewhere = otherDataDir(valueAt(merged, ['kiosk', 'dataDir']), options.dataDir);
  const mistakes = [...(checked.ok ? [] : checked.problem), ...elsewhere];
  const site = checked.ok && mistakes.length === 0 ? checked.value : undefined;
  const notes = [...layers.flatMap((layer) => layer.notes), ...(site ? mapNotes(site) : [])];
  return { layers, merged, site, mistakes, notes };
}

/**
 * The same with `text` for what stands in the kiosk's own file: what would be said at a start if it were saved. Quick enough for
 * every key that is pressed.
 */
export function lookAtDraft(path: string, text: string, options: ReadSiteOptions = {}): SiteLook {
  const own = resolve(path);
  const below = options.readBytes ?? readBytesFromDisk;
  return lookAtSite(own, {
    ...options,
    readBytes: (file) => (file === own ? ok(new TextEncoder().encode(text)) : below(file)),
  });
}

export function readSite(path: string, options: ReadSiteOptions = {}): Result<SiteReading, readonly SiteMistake[]> {
  const { site, layers, mistakes, notes } = lookAtSite(path, options);
  return site && layers ? ok({ site, layers, notes }) : problem(mistakes);
}

/** For programs that only want to know the site. */
export function readSiteFile(path: string): Result<SiteFile, readonly SiteMistake[]> {
  const read = readSite(path);
  return read.ok ? ok(read.value.site) : read;
}

export const readBytesFromDisk: ReadBytes = (path) => {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    return problem({ code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' });
  }
};

export const thisMachine: Machine = {
  realPath(path) {
    try {
      return realpathSync(path);
    } catch {
      return path;
    }
  },
  isDirectory(path) {
    try {
      return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    } catch {
      return false;
    }
  },
};

/** Two stores of one kiosk would give one number twice. */
function otherDataDir(named: unknown, dataDir: string | undefined): readonly SiteMistake[] {
  if (dataDir === undefined || typeof named !== 'string' || named === '') return [];
  const dir = resolve(dataDir);
  if (thisMachine.realPath(named) === thisMachine.realPath(dir)) return [];
  return [{ path: 'kiosk.dataDir', kind: 'other-data-dir', values: { dir }, value: shortJson(named) }];
}
