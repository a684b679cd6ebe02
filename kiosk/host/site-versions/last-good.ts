import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { readSite, type SiteReading } from '#config/settings/read-site-file.ts';
import type { ReadBytes, SiteLayers } from '#config/settings/site-layers.ts';
import type { SiteMistake } from '#config/settings/site-mistakes.ts';

/** Which site a kiosk runs: the one that is written, or the last one that was good, because the written one is broken. */
export type SiteStanding =
  | { readonly runs: 'as-written' }
  | {
      readonly runs: 'last-good';
      /** Epoch ms: when the kiosk first ran it. */
      readonly since: number;
      /** Of the file as it is written. */
      readonly mistakes: readonly SiteMistake[];
    };

export interface SiteToRun {
  readonly reading: SiteReading;
  readonly standing: SiteStanding;
}

export interface SitePlace {
  readonly siteFile: string;
  /** What `--data-dir` names. Without it nobody knows where a last good version would lie. */
  readonly dataDir: string | undefined;
}

/** The site file with all that it extends, paths relative to its folder, so that a data directory can move. */
const keptSite = z.strictObject({
  version: z.literal(1),
  at: z.int(),
  files: z
    .array(z.strictObject({ path: z.string().max(1_000), text: z.string().max(1 << 20) }))
    .min(1)
    .max(8),
});

const mostBytes = 16 << 20;
const pathIn = (dataDir: string) => join(dataDir, 'site-versions', 'last-good.json');

/** The site as it is written; where that is broken, the last one that ran from this data directory. */
export function readSiteOrLastGood({ siteFile, dataDir }: SitePlace): Result<SiteToRun, readonly SiteMistake[]> {
  const written = readSite(siteFile, { dataDir });
  if (written.ok) return ok({ reading: written.value, standing: { runs: 'as-written' } });
  const kept = dataDir === undefined ? undefined : readKept(dataDir);
  if (!kept) return written;
  const last = readSite(siteFile, { dataDir, readBytes: bytesOf(kept, siteFile) });
  if (!last.ok) return written;
  return ok({ reading: last.value, standing: { runs: 'last-good', since: kept.at, mistakes: written.problem } });
}

/** To be called once a kiosk runs this site. A full disk keeps no kiosk from running; the version before stays. */
export function keepLastGood(dataDir: string, layers: SiteLayers, clock: Pick<Clock, 'now'>): void {
  const folder = dirname(layers[0].file);
  const files = layers.map(({ file, text }) => ({ path: relative(folder, file), text }));
  if (JSON.stringify(readKept(dataDir)?.files) === JSON.stringify(files)) return;
  tryOnDisk(() => writeDurably(pathIn(dataDir), JSON.stringify({ version: 1, at: clock.now(), files })));
}

function readKept(dataDir: string): z.infer<typeof keptSite> | undefined {
  const read = readPrivateFile(pathIn(dataDir), mostBytes);
  return read?.ok ? keptSite.safeParse(parsedJson(read.value.toString())).data : undefined;
}

function bytesOf({ files }: z.infer<typeof keptSite>, siteFile: string): ReadBytes {
  const folder = dirname(resolve(siteFile));
  const texts = new Map(files.map(({ path, text }) => [resolve(folder, path), text]));
  return (path) => {
    const text = texts.get(path);
    return text === undefined ? problem({ code: 'ENOENT' }) : ok(new TextEncoder().encode(text));
  };
}
