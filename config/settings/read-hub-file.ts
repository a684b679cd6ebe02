import type { Result } from '#config/agreements/result.ts';
import { checkFile } from './check-site.ts';
import { type HubFile, hubFile } from './hub-file.ts';
import { brokenHubRules } from './hub-rules.ts';
import { readBytesFromDisk } from './read-site-file.ts';
import { mergedSite, type ReadBytes, readLayers } from './site-layers.ts';
import type { SiteMistake } from './site-mistakes.ts';
import { hubPathFields } from './site-paths.ts';

/** Reads `hub.json` with everything it extends, checks all of it, and lists every mistake at once. Every path is absolute. */
export function readHubFile(
  path: string,
  readBytes: ReadBytes = readBytesFromDisk,
): Result<HubFile, readonly SiteMistake[]> {
  const layers = readLayers(path, readBytes);
  return layers.ok ? checkFile(mergedSite(layers.value, hubPathFields), hubFile, brokenHubRules) : layers;
}
