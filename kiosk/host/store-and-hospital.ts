import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { HospitalSystem } from '#backend-client/contract/hospital-system.ts';
import { memoryBehind } from '#backend-client/contract/system-memory.ts';
import { openHospitalSystems } from '#backend-client/hospital-systems.ts';
import { type HubSystem, openHubSystem } from '#backend-client/hub-link/hub-system.ts';
import { readNextMasterKey } from '#backend-client/store/master-key.ts';
import { openStore, type Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type HubLinkSettings, priorityPrefixOf, type SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { keyProblem, secretProblem, storeProblem } from './start-problem.ts';
import type { World } from './world.ts';

/** What outlives a power cut, and who is told of it. They need each other: the hospital's systems write what the store keeps. */
export interface StoreAndHospital {
  readonly store: Store;
  /** In the order of the site file, the hub behind them. */
  readonly systems: readonly ToldSystem[];
  /** `undefined`: this kiosk numbers alone. */
  readonly hub: HubSystem | undefined;
  /** Timers are the machine's; what day and what time it is, the store knows, as far as a clock is to be believed (law 12). */
  readonly clock: Clock;
}

/** What a kiosk needs of a system while it runs. */
export type ToldSystem = Pick<HospitalSystem, 'renderer' | 'endpoint' | 'lookUps' | 'alertChannel' | 'address'>;

export async function openStoreAndHospital(
  site: SiteFile,
  world: World,
  { masterKey, log }: { readonly masterKey: Uint8Array; readonly log: Log },
): Promise<Result<StoreAndHospital, KioskProblem>> {
  const { dataDir } = site.kiosk;
  const { randomBytes, environment } = world;
  // Left by a rotation that was cut off: the store opens with one of the two.
  const nextKey = readNextMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory });
  if (nextKey && !nextKey.ok) return problem(keyProblem(nextKey.problem));

  let store: Store | undefined;
  const clock: Clock = { ...world.clock, now: () => store?.time.now() ?? world.clock.now() };
  if (wasEmptied(dataDir)) return problem(storeProblem({ kind: 'not-a-store' }, dataDir));
  const openedSystems = await openHospitalSystems(site, {
    clock,
    randomBytes,
    environment,
    log,
    memoryOf: (endpointId) => memoryBehind(() => store?.memoryOf(endpointId)),
  });
  if (!openedSystems.ok) return problem(secretProblem(openedSystems.problem));
  const hub = site.hub && openHub(site, site.hub, { clock, randomBytes });
  const systems: readonly ToldSystem[] = [...openedSystems.value, ...(hub ? [hub] : [])];
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey,
    nextMasterKey: nextKey?.value,
    facility: {
      timeZone: site.site.timeZone,
      services: seriesOf(site),
      ...(hub ? { numbering: hub.numbering } : {}),
    },
    renderers: systems.map(({ renderer }) => renderer),
    endpoints: systems.map(({ endpoint }) => endpoint),
    clock: world.clock,
    randomBytes,
    ...(world.freeBytesOf ? { freeBytesOf: world.freeBytesOf } : {}),
    onFileRewrite: (progress) =>
      log('store-file-rewrite', {
        step: progress.step === 'left' ? progress.because : progress.step,
        sizeMb: Math.ceil(progress.bytes / 1e6),
      }),
    onTrust: ({ is, why }) => log(is === 'confirmed' ? 'time-confirmed' : 'time-unconfirmed', { reason: why }),
  });
  if (!opened.ok) {
    // It is tried again and again: nothing may be left open behind.
    await Promise.all(systems.map(({ endpoint }) => endpoint.close()));
    return problem(storeProblem(opened.problem, dataDir));
  }
  store = opened.value;
  return ok({ store, systems, hub, clock });
}

/**
 * Where a kiosk has run a store of no bytes is what a power loss or a hand has left of one. SQLite would begin a new one in it, and numbers
 * would begin again without anybody's knowing.
 */
function wasEmptied(dataDir: string): boolean {
  const store = statSync(join(dataDir, 'store.sqlite'), { throwIfNoEntry: false });
  return store?.isFile() === true && store.size === 0 && existsSync(join(dataDir, 'site-versions', 'last-good.json'));
}

function openHub(
  { kiosk: { dataDir }, services }: SiteFile,
  settings: HubLinkSettings,
  needs: Pick<Parameters<typeof openHubSystem>[1], 'clock' | 'randomBytes'>,
): HubSystem {
  return openHubSystem(settings, { ...needs, dataDir, priorityPrefixes: services.map(priorityPrefixOf) });
}

function seriesOf({ services }: SiteFile) {
  return services.map((service) => ({ ...service, priorityPrefix: priorityPrefixOf(service) }));
}
