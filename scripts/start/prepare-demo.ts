import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { type DemoPlan, kioskPorts, namedPorts, planDemo, secondKiosk, withPorts } from './demo-plan.ts';
import { isVpcdThere } from './find-vpcd.ts';
import { hubOfDemo, readDemoHub, withHub } from './hub/demo-hub.ts';
import { findFreePorts, sayBusyPorts } from './ports.ts';

/** What somebody wants to see. */
export interface DemoWish {
  readonly siteFile: string;
  readonly vpcdPort: number;
  readonly withHub: boolean;
  readonly twoKiosks: boolean;
  readonly freePorts: boolean;
}

/** A demo that is ready to be started. */
export interface Demo {
  readonly kiosks: readonly [DemoKiosk, ...DemoKiosk[]];
  readonly hub: RunnableHub | undefined;
  readonly logDir: string;
}

/** One kiosk: its plan, and where its site file is. */
export interface DemoKiosk {
  readonly plan: DemoPlan;
  readonly siteFile: string;
}

export interface RunnableHub {
  /** Its `hub.json`. */
  readonly siteFile: string;
  /** Folder of the kiosks' keys. */
  readonly keys: string;
  /** The place whose board is shown. */
  readonly place: string;
}

/** Plans the demo and writes its files. The problem is a text for the terminal. */
export async function prepareDemo(root: string, wish: DemoWish): Promise<Result<Demo, string>> {
  const site = readSiteFile(wish.siteFile);
  if (!site.ok) return problem(sayMistakes(wish.siteFile, site.problem));
  const hub = wish.withHub ? readDemoHub(join(root, 'config/sites/hub-demo.json'), site.value) : ok(undefined);
  if (!hub.ok) return hub;
  const vpcdPort = (await isVpcdThere(wish.vpcdPort)) ? wish.vpcdPort : undefined;
  const world = { vpcdPort, hubPort: hub.value?.listen.port };
  const plan = planDemo(site.value, world);
  if (!plan.ok) return plan;
  const named = namedPorts(plan.value);
  if (wish.freePorts) {
    const ports = await findFreePorts(named.length);
    const folder = join(root, 'data', `demo-${ports[0]}`);
    const moved = withPorts(plan.value, ports, folder, world);
    const kiosk = { plan: moved, siteFile: writeSite(moved, folder, folder) };
    const kiosks = [kiosk, ...(wish.twoKiosks ? [await second(moved, folder)] : [])] as const;
    return ok({ kiosks, hub: hubIn(folder, kiosks, join(folder, 'hub')), logDir: join(folder, 'logs') });
  }
  const busy = await sayBusyPorts(named);
  if (busy !== undefined) return problem(busy);
  const folder = join(root, 'data/demo');
  const isAsItStands = plan.value.leftOut.length === 0 && !plan.value.hub;
  const siteFile = isAsItStands ? wish.siteFile : writeSite(plan.value, folder, folder);
  const kiosks = [
    { plan: plan.value, siteFile },
    ...(wish.twoKiosks ? [await second(plan.value, folder)] : []),
  ] as const;
  return ok({ kiosks, hub: hubIn(folder, kiosks), logDir: join(root, 'data/logs') });

  function hubIn(folder: string, [first, ...others]: Demo['kiosks'], dataDir?: string): RunnableHub | undefined {
    if (!hub.ok || !hub.value || !first.plan.hub) return undefined;
    const ids = [first, ...others].map((kiosk) => kiosk.plan.site.kiosk.id);
    const settings = hubOfDemo(hub.value, first.plan.hub, ids, dataDir);
    const siteFile = writeJson(join(folder, 'hub.json'), settings);
    return { siteFile, keys: keysIn(folder), place: settings.places[0]?.id ?? '' };
  }
}

/** On free ports always: the usual ones are the first kiosk's. */
async function second(first: DemoPlan, folder: string): Promise<DemoKiosk> {
  const own = join(folder, 'kiosk-2');
  const plan = secondKiosk(first, await findFreePorts(kioskPorts(first).length), own);
  return { plan, siteFile: writeSite(plan, own, folder) };
}

function keysIn(folder: string): string {
  return join(folder, 'keys');
}

function writeSite(plan: DemoPlan, folder: string, demoFolder: string): string {
  return writeJson(join(folder, 'site.json'), withHub(plan, keysIn(demoFolder)).site);
}

function writeJson(file: string, content: object): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}
