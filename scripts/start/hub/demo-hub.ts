import { join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import { readHubFile } from '#config/settings/read-hub-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import type { DemoHub, DemoPlan } from '../demo-plan.ts';

/**
 * The hub of a demo: counters and places of its own file, services, hours and quotas of the kiosk's site file, for a hub decides them.
 * `undefined`: the site file names a hub of its own, is no demo, or has services that no counter of the demo's hub calls.
 */
export function readDemoHub(file: string, site: SiteFile): Result<HubFile | undefined, string> {
  if (site.hub || site.profile !== 'demo') return ok(undefined);
  const read = readHubFile(file);
  if (!read.ok) return problem(sayMistakes(file, read.problem, 'hub'));
  const services = read.value.services.map((known) => {
    const { name, hisCode, prefix, priorityPrefix, room, floor, directions, hours, quota } =
      site.services.find(({ code }) => code === known.code) ?? known;
    return { ...known, name, hisCode, prefix, priorityPrefix, room, floor, directions, hours, quota };
  });
  const codes = new Set(services.map(({ code }) => code));
  if (site.services.some(({ code }) => !codes.has(code))) return ok(undefined);
  const { facilityCode, name, timeZone, closedDays } = site.site;
  return ok({ ...read.value, site: { facilityCode, name, timeZone, closedDays }, services });
}

export const sayNoHub =
  'No hub here: its counters, in config/sites/hub-demo.json, call no service of this site file, or it has one of its own.';

/** The hub where this demo has it. `dataDir`: when it is not the usual one. */
export function hubOfDemo(
  hub: HubFile,
  { port }: DemoHub,
  kiosks: readonly string[],
  dataDir: string = hub.dataDir,
): HubFile {
  const place = hub.places[0]?.id;
  return {
    ...hub,
    listen: { ...hub.listen, port },
    dataDir,
    kiosks: kiosks.map((id) => ({ id, place })),
  };
}

/** The kiosk's site file with its hub. The keys are made when the hub starts. */
export function withHub(plan: DemoPlan, keys: string): DemoPlan {
  const { site, hub } = plan;
  if (!hub) return plan;
  return {
    ...plan,
    site: {
      ...site,
      hub: {
        url: `http://127.0.0.1:${hub.linePort}`,
        keyFile: join(keys, `hub-${site.kiosk.id}.key`),
        documentKeyFile: join(keys, 'documents.key'),
      },
    },
  };
}
