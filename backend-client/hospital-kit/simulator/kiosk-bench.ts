import assert from 'node:assert/strict';
import type { ControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { fhirEndpoint, hl7v2Endpoint, webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { AlertChannel } from '../../contract/alert.ts';
import type { Endpoint } from '../../contract/delivery.ts';
import type { Fact } from '../../contract/fact.ts';
import type { HospitalLookUps } from '../../contract/look-up.ts';
import type { MessageRenderer } from '../../contract/store.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import { createPassingMemory } from '../../contract/system-memory.ts';
import { createFhirEndpoint } from '../../fhir/endpoint.ts';
import { createFhirLookUps } from '../../fhir/look-ups.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { openFhirServer } from '../../fhir/server.ts';
import { createHl7v2Hospital } from '../../hl7v2/hl7v2-hospital.ts';
import { registration } from '../../hl7v2/sample-facts.ts';
import { createWebhookAlertChannel } from '../../webhook/alert-channel.ts';
import { openWebhookClient } from '../../webhook/client.ts';
import { createWebhookEndpoint } from '../../webhook/endpoint.ts';
import { createWebhookLookUps } from '../../webhook/look-ups.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { type HisSimulator, startHisSimulator } from './his-simulator.ts';
import { simulatedSecret } from './webhook-receiver.ts';

/** For tests: the simulated hospital on real sockets, and a kiosk's own client of each protocol beside it. */
export interface KioskBench {
  hospital(): Promise<HisSimulator>;
  overMllp(simulator: HisSimulator, changes?: object): Kiosk;
  overFhir(simulator: HisSimulator): Kiosk;
  overWebhook(simulator: HisSimulator, secret?: string): Kiosk & { readonly alerts: AlertChannel };
  closeLater(close: () => unknown): void;
  closeAll(): Promise<void>;
}

export interface Kiosk {
  readonly endpoint: Endpoint;
  readonly renderer: MessageRenderer;
  readonly lookUps: Partial<HospitalLookUps>;
  readonly logged: string[];
}

/** The kiosk's patience; a hospital that says nothing costs a test so long. */
const patienceMs = 400;
const capabilities = ['registrations', 'readings', 'arrivals', 'patient-look-up'];

export function createKioskBench(): KioskBench {
  const openThings: (() => unknown)[] = [];
  const closeLater = (close: () => unknown) => void openThings.push(close);

  async function hospital(): Promise<HisSimulator> {
    const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
    closeLater(simulator.close);
    return simulator;
  }

  function overMllp(simulator: HisSimulator, changes = {}): Kiosk {
    const plain = { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: simulator.mllpPort, capabilities };
    const endpoint = hl7v2Endpoint.parse({ ...plain, ackTimeoutMs: patienceMs, ...changes });
    const made = createHl7v2Hospital({ endpoint, site: syntheticSite, clock: machineClock, deadlineMs: patienceMs });
    assert.ok(made.ok);
    closeLater(made.value.endpoint.close);
    return { ...made.value, lookUps: made.value.lookUps ?? {}, logged: [] };
  }

  function overFhir({ fhirUrl }: HisSimulator): Kiosk {
    const settings = fhirEndpoint.parse({ id: 'his', protocol: 'fhir-r4', baseUrl: fhirUrl, timeoutMs: patienceMs });
    const randomBytes = (count: number) => new Uint8Array(count);
    const server = openFhirServer({ settings, clock: machineClock, randomBytes });
    assert.ok(server.ok);
    const logged: string[] = [];
    const log = (event: string) => void logged.push(event);
    const endpoint = createFhirEndpoint({
      settings,
      server: server.value,
      memory: createPassingMemory(),
      clock: machineClock,
      log,
    });
    closeLater(endpoint.close);
    return {
      endpoint,
      renderer: createFhirRenderer({ endpoint: settings, site: syntheticSite }),
      lookUps: createFhirLookUps({ settings, site: syntheticSite, server: server.value, timeoutMs: patienceMs }),
      logged,
    };
  }

  function overWebhook({ webhookUrl: url }: HisSimulator, secret = simulatedSecret) {
    const all = [...capabilities, 'appointment-look-up', 'insurance-check', 'alerts'];
    const base = { id: 'his', protocol: 'webhook', url, secretVariable: 'S', timeoutMs: patienceMs, capabilities: all };
    const settings = webhookEndpoint.parse(base);
    const client = openWebhookClient({ settings, clock: machineClock, environment: { S: secret } });
    assert.ok(client.ok);
    const needs = { settings, site: syntheticSite, client: client.value, clock: machineClock };
    const endpoint = createWebhookEndpoint(needs);
    closeLater(endpoint.close);
    return {
      endpoint,
      renderer: createWebhookRenderer({ endpoint: settings, site: syntheticSite }),
      lookUps: createWebhookLookUps({ ...needs, timeoutMs: patienceMs, log: () => {} }),
      alerts: createWebhookAlertChannel(needs),
      logged: [],
    };
  }

  async function closeAll(): Promise<void> {
    for (const close of openThings.splice(0).reverse()) await close();
  }

  return { hospital, overMllp, overFhir, overWebhook, closeLater, closeAll };
}

/** What the technician sees: `accepted`, or kind and reason of the delivery. */
export async function deliver({ endpoint, renderer }: Kiosk, id = 'C1', fact: Fact = registration): Promise<string> {
  const controlId = id as ControlId;
  const bytes = renderer.render(fact, controlId);
  const sent = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
  if (sent.ok) return sent.value;
  const { kind, reason, retryAfterMs } = sent.problem;
  return [kind, reason, retryAfterMs].filter((part) => part !== undefined).join(' ');
}
