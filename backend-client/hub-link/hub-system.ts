import type { Clock } from '#config/agreements/clock.ts';
import type { HubLinkSettings } from '#config/settings/hub-link-settings.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { HospitalSystem } from '../contract/hospital-system.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import type { NumberingPolicy } from '../numbering/policy.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Store } from '../store/store.ts';
import { type DocumentKey, readDocumentKey } from './document-day-mac.ts';
import { createHubRenderer } from './fact-renderer.ts';
import { createHubAlertChannel } from './hub-alert-channel.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { createHubEndpoint } from './hub-endpoint.ts';
import type { HubMemory } from './hub-word.ts';

/** Its name among the systems of the hospital: in the outbox, in logs and on the console. */
export const hubId = 'hub';

/**
 * The hospital's hub as a kiosk knows it: one more system that is told (its messages wait in the outbox like any other's), and who gives
 * the numbers. Nothing that is wrong with it keeps a kiosk from opening.
 */
export interface HubSystem
  extends Pick<HospitalSystem, 'renderer' | 'endpoint' | 'lookUps' | 'alertChannel' | 'address'> {
  readonly client: HubClient;
  readonly memory: HubMemory;
  readonly numbering: NumberingPolicy;
  readonly documentKey: DocumentKey | undefined;
  /** Why there is none, though the site file names one. */
  readonly documentKeyTrouble: SecretFileProblem | undefined;
}

interface Needs {
  /** Of the site file. */
  readonly profile: SiteFile['profile'];
  readonly clock: Clock;
  readonly memory: HubMemory;
  /** Letters of the priority series. */
  readonly priorityPrefixes: readonly string[];
}

export function openHubSystem(settings: HubLinkSettings, needs: Needs): HubSystem {
  const { profile, clock, memory } = needs;
  const client = createHubClient({ settings, profile, clock });
  const read = settings.documentKeyFile === undefined ? undefined : readDocumentKey(settings.documentKeyFile);
  const documentKey = read?.ok ? read.value : undefined;
  const { hostname, protocol } = new URL(settings.url);
  return {
    client,
    memory,
    documentKey,
    documentKeyTrouble: read && !read.ok ? read.problem : undefined,
    numbering: {
      kind: 'shared',
      get mark() {
        return memory.word().mark;
      },
    },
    renderer: createHubRenderer({
      endpointId: hubId,
      documentKey,
      isPrioritySeries: (letters) => needs.priorityPrefixes.includes(letters),
      since: () => memory.word().since,
      hearsMeasured: () => memory.word().hearsMeasured === true,
    }),
    endpoint: createHubEndpoint({ id: hubId, client, clock }),
    alertChannel: createHubAlertChannel({ endpointId: hubId, client }),
    lookUps: {},
    address: { text: settings.url, host: hostname, isTls: protocol === 'https:' },
  };
}

/**
 * A hub that has lost its log is told again of the day and of the night before, as of people who may have been served by now. False: the disk
 * does not take it.
 */
export function tellHubAgain({
  memory,
  store,
  outbox,
}: {
  readonly memory: Pick<HubMemory, 'keep'>;
  readonly store: Pick<Store, 'tellAgain' | 'time'>;
  readonly outbox: Pick<Outbox, 'wake'>;
}): boolean {
  memory.keep({ since: store.time.now() });
  const told = store.tellAgain(hubId);
  if (told.ok) outbox.wake();
  return told.ok;
}
