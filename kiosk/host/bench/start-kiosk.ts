import { randomBytes } from 'node:crypto';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { type Kiosk, openKiosk } from '../kiosk.ts';
import type { World } from '../world.ts';
import { openPage, type PageDriver, type PageWatch } from './page-driver.ts';

/** For tests: a kiosk on a machine with nothing special about it but what is given. */
export async function startKiosk(site: SiteFile, world: Partial<World> = {}): Promise<Kiosk> {
  const opened = await openKiosk(site, {
    clock: machineClock,
    randomBytes,
    random: () => 0.5,
    pageDir: site.kiosk.dataDir,
    workingDirectory: process.cwd(),
    credentialsDirectory: undefined,
    environment: {},
    version: '0.0.0-test',
    stderr: { write: () => {} },
    ...world,
  });
  if (!opened.ok) throw new Error(opened.problem.sentence);
  return opened.value;
}

export async function openPageOf(kiosk: Kiosk, watch?: PageWatch): Promise<PageDriver> {
  const page = await openPage(kiosk.newLaunchUrl(), watch);
  if (!page.ok) throw new Error(`The page did not open: ${page.problem.kind}`);
  return page.value;
}
