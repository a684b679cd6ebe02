import { ok, problem, type Result } from '#config/agreements/result.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import type { DeviceSettings, SiteFile } from '#config/settings/site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';

/** The one device of a site file that was asked for. The problem is text for the terminal. */
export function deviceOfSite(
  siteFile: string,
  id: string,
): Result<{ readonly site: SiteFile; readonly settings: DeviceSettings }, string> {
  const site = readSiteFile(siteFile);
  if (!site.ok) return problem(sayMistakes(siteFile, site.problem));
  const { devices } = site.value;
  const settings = devices.find((device) => device.id === id);
  if (settings) return ok({ site: site.value, settings });
  const known = devices.map((device) => device.id).join(', ');
  return problem(`${siteFile} has no device "${id}". It has: ${known === '' ? 'none' : known}.`);
}
