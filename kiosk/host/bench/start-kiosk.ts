import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type Host, openHost } from '../host.ts';
import { type Kiosk, openKiosk } from '../kiosk.ts';
import { keepLastGood, readSiteOrLastGood } from '../site-versions/last-good.ts';
import { englishOf } from '../start-problem.ts';
import type { World } from '../world.ts';
import { openPage, type PageDriver, type PageWatch } from './page-driver.ts';

/** For tests: a kiosk on a machine with nothing special about it but what is given. */
export async function startKiosk(site: SiteFile, world: Partial<World> = {}): Promise<Kiosk> {
  const opened = await openKiosk(site, worldOf(site.kiosk.dataDir, world));
  if (!opened.ok) throw new Error(englishOf(opened.problem));
  return opened.value;
}

/** The same with its console, or a kiosk that nobody has set up. */
export async function startHost(
  { site, dataDir }: { readonly site: SiteFile | undefined; readonly dataDir: string },
  world: Partial<World> = {},
): Promise<Host> {
  const place = { siteFile: join(dataDir, 'site.json'), dataDir, dataDirIsGiven: true };
  const opened = await openHost({ site, ...place }, worldOf(dataDir, world));
  if (!opened.ok) throw new Error(englishOf(opened.problem));
  return opened.value;
}

/** As `main.ts` does it with `--data-dir`: whatever stands in the folder. */
export async function startHostOf(dataDir: string, world: Partial<World> = {}): Promise<Host> {
  const place = { siteFile: join(dataDir, 'site.json'), dataDir };
  const read = readSiteOrLastGood(place);
  const toRun = read.ok ? read.value : undefined;
  const opened = await openHost(
    { site: toRun?.reading.site, ...place, dataDirIsGiven: true },
    worldOf(dataDir, { ...(toRun ? { siteStanding: toRun.standing } : {}), ...world }),
  );
  if (!opened.ok) throw new Error(englishOf(opened.problem));
  if (toRun && opened.value.kiosk()) keepLastGood(dataDir, toRun.reading.layers, machineClock);
  return opened.value;
}

function worldOf(dataDir: string, world: Partial<World>): World {
  return {
    clock: machineClock,
    randomBytes,
    random: () => 0.5,
    pageDir: dataDir,
    workingDirectory: process.cwd(),
    credentialsDirectory: undefined,
    environment: {},
    version: '0.0.0-test',
    stderr: { write: () => {} },
    ...world,
  };
}

export async function openPageOf(kiosk: Pick<Kiosk, 'newLaunchUrl'>, watch?: PageWatch): Promise<PageDriver> {
  const page = await openPage(kiosk.newLaunchUrl(), watch);
  if (!page.ok) throw new Error(`The page did not open: ${page.problem.kind}`);
  return page.value;
}
