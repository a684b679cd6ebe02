import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { HospitalSystem } from '#backend-client/contract/hospital-system.ts';
import { memoryBehind } from '#backend-client/contract/system-memory.ts';
import { openHospitalSystems } from '#backend-client/hospital-systems.ts';
import { type HubSystem, hubId, openHubSystem } from '#backend-client/hub-link/hub-system.ts';
import { openHubMemory } from '#backend-client/hub-link/hub-word.ts';
import { quotaFrom, servicesAsHubHas } from '#backend-client/hub-link/services-of-hub.ts';
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
  /** What patients are offered here: as the site file has it, or as the hub had it last. */
  readonly services: SiteFile['services'];
  /** Of a service, by our code: how many numbers this kiosk may have given today; `undefined`: as many as come. */
  readonly quotaOf: (code: string) => number | undefined;
  /** Holidays. */
  readonly closedDays: () => readonly string[];
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
  const memory = site.hub && openHubMemory(dataDir, randomBytes, clock.now);
  const services = memory ? [...servicesAsHubHas(site.services, memory.word().services)] : site.services;
  const hub = site.hub && memory && openHub(services, site.hub, { profile: site.profile, clock, memory });
  const quotaOf = (code: string) =>
    memory && store
      ? quotaFrom(site.services, memory.word(), code, store.time.today())
      : site.services.find((each) => each.code === code)?.quota;
  const closedDays = () => memory?.word().closedDays ?? site.site.closedDays;
  const systems: readonly ToldSystem[] = [...openedSystems.value, ...(hub ? [hub] : [])];
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey,
    nextMasterKey: nextKey?.value,
    facility: {
      timeZone: site.site.timeZone,
      services: seriesOf(services, quotaOf),
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
  // Whoever came while this kiosk numbered alone can be called, too. What the disk does not take now is told at the next start.
  if (hub) store.tellOfToday(hubId);
  return ok({ store, systems, hub, clock, services, quotaOf, closedDays });
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
  services: SiteFile['services'],
  settings: HubLinkSettings,
  needs: Omit<Parameters<typeof openHubSystem>[1], 'priorityPrefixes'>,
): HubSystem {
  return openHubSystem(settings, { ...needs, priorityPrefixes: services.map(priorityPrefixOf) });
}

function seriesOf(services: SiteFile['services'], quotaOf: (code: string) => number | undefined) {
  return services.map((service) => ({
    ...service,
    priorityPrefix: priorityPrefixOf(service),
    get quota() {
      return quotaOf(service.code);
    },
  }));
}
