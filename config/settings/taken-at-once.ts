import { isObject, type JsonObject } from './json.ts';
import { type SiteChange, siteDifference, withChanges } from './site-difference.ts';
import { type SiteFile, siteFile } from './site-file.ts';

/** The running site with everything of the saved one that counts without a restart. */
export function takenAtOnce(running: SiteFile, saved: SiteFile): SiteFile {
  const [before, after] = [jsonOf(running), jsonOf(saved)];
  const changes = siteDifference(before, after).filter(({ applies }) => applies === 'at-once');
  return changes.length === 0 ? running : siteFile.parse(withChanges(before, changes));
}

/** What of the saved site a kiosk that runs the other one will only know after a restart. */
export function waitsForRestart(running: SiteFile, saved: SiteFile): readonly SiteChange[] {
  return siteDifference(jsonOf(running), jsonOf(saved)).filter(({ applies }) => applies === 'restart');
}

function jsonOf(site: SiteFile): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(site));
  return isObject(json) ? json : {};
}
