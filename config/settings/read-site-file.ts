import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { checkSite } from './check-site.ts';
import { valueAt } from './json.ts';
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

/** Reads a site file with everything it extends, checks all of it, and lists every mistake at once. */
export function readSite(path: string, options: ReadSiteOptions = {}): Result<SiteReading, readonly SiteMistake[]> {
  const layers = readLayers(path, options.readBytes ?? readBytesFromDisk);
  if (!layers.ok) return layers;
  const merged = mergedSite(layers.value);
  const checked = checkSite(merged, options.machine ?? thisMachine);
  const elsewhere = otherDataDir(valueAt(merged, ['kiosk', 'dataDir']), options.dataDir);
  if (!checked.ok) return problem([...checked.problem, ...elsewhere]);
  if (elsewhere.length > 0) return problem(elsewhere);
  return ok({ site: checked.value, layers: layers.value, notes: layers.value.flatMap(({ notes }) => notes) });
}

/** For programs that only want to know the site. */
export function readSiteFile(path: string): Result<SiteFile, readonly SiteMistake[]> {
  const read = readSite(path);
  return read.ok ? ok(read.value.site) : read;
}

/**
 * As `readSite`, with `text` for what stands in the kiosk's own file: what would be said at a start if it were saved. Quick
 * enough for every key that is pressed.
 */
export function checkDraft(
  path: string,
  text: string,
  options: ReadSiteOptions = {},
): Result<SiteReading, readonly SiteMistake[]> {
  const own = resolve(path);
  const below = options.readBytes ?? readBytesFromDisk;
  return readSite(own, {
    ...options,
    readBytes: (file) => (file === own ? ok(new TextEncoder().encode(text)) : below(file)),
  });
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
