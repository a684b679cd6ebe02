import { join } from 'node:path';
import { clearWay, tryOnDisk } from '#config/agreements/durable-file.ts';

/** What lies in a data directory and a kiosk can do without: it is made anew where it is missing. */
const folders = ['staff', 'site-versions', 'readiness', 'logs', 'web', 'working'];
const files = [
  ...['site.json', 'paper-roll.json', 'host.sock', 'launch.sock', 'technician.sock', 'logs/kiosk.log'],
  ...['site-versions/last-good.json', 'site-versions/intended.json', 'site-versions/draft.json'],
  ...['readiness/results.json', 'readiness/availability.json'],
];

/**
 * At a start: a folder where one of these files belongs, or the other way round, would stand in the way for good, and goes aside. Never
 * done to the store, its key and what else a person must decide about, and to nothing outside the data directory.
 */
export function clearDataDir(dataDir: string): void {
  for (const name of folders) tryOnDisk(() => clearWay(join(dataDir, name), 'folder'));
  for (const name of files) tryOnDisk(() => clearWay(join(dataDir, name), 'file'));
}
