import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hospitalEndpoint } from '#config/settings/hospital-settings.ts';
import type { AlertChannel } from '../../contract/alert.ts';
import type { Fact } from '../../contract/fact.ts';
import type { HospitalSystem } from '../../contract/hospital-system.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import { createPassingMemory } from '../../contract/system-memory.ts';
import { registration } from '../../hl7v2/sample-facts.ts';
import { openHospitalSystem } from '../../hospital-systems.ts';
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

export interface Kiosk extends HospitalSystem {
  readonly logged: readonly string[];
}

/** The kiosk's patience; a hospital that says nothing costs a test so long. */
const patienceMs = 400;
const capabilities = ['registrations', 'readings', 'arrivals', 'patient-look-up'];
const fhirCapabilities = [...capabilities, 'appointment-look-up'];
const everything = [...fhirCapabilities, 'insurance-check', 'alerts'];

export function createKioskBench(): KioskBench {
  const openThings: (() => unknown)[] = [];
  const closeLater = (close: () => unknown) => void openThings.push(close);

  async function hospital(): Promise<HisSimulator> {
    const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
    closeLater(simulator.close);
    return simulator;
  }

  function overMllp({ mllpPort: port }: HisSimulator, changes = {}): Kiosk {
    const endpoint = { protocol: 'hl7v2-mllp', host: '127.0.0.1', port, capabilities, ackTimeoutMs: patienceMs };
    return open({ ...endpoint, ...changes });
  }

  function overFhir({ fhirUrl: baseUrl }: HisSimulator): Kiosk {
    return open({ protocol: 'fhir-r4', baseUrl, timeoutMs: patienceMs, capabilities: fhirCapabilities });
  }

  function overWebhook({ webhookUrl: url }: HisSimulator, secret = simulatedSecret) {
    const endpoint = { protocol: 'webhook', url, secretVariable: 'S', timeoutMs: patienceMs, capabilities: everything };
    const kiosk = open(endpoint, { S: secret });
    assert.ok(kiosk.alertChannel);
    return { ...kiosk, alerts: kiosk.alertChannel };
  }

  function open(settings: object, environment = {}): Kiosk {
    const logged: string[] = [];
    const opened = openHospitalSystem(hospitalEndpoint.parse({ id: 'his', ...settings }), {
      site: syntheticSite,
      lookUpDeadlineMs: patienceMs,
      clock: machineClock,
      randomBytes,
      environment,
      log: (event) => void logged.push(event),
      memory: createPassingMemory(),
    });
    assert.ok(opened.ok);
    closeLater(opened.value.endpoint.close);
    return { ...opened.value, logged };
  }

  async function closeAll(): Promise<void> {
    for (const close of openThings.splice(0).reverse()) await close();
  }

  return { hospital, overMllp, overFhir, overWebhook, closeLater, closeAll };
}

/** What the technician sees: `accepted`, or kind and reason of the delivery. */
export async function deliver(
  { endpoint, renderer }: Pick<Kiosk, 'endpoint' | 'renderer'>,
  id = 'C1',
  fact: Fact = registration,
): Promise<string> {
  const controlId = id as ControlId;
  const bytes = renderer.render(fact, controlId);
  const sent = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
  if (sent.ok) return sent.value;
  const { kind, reason, retryAfterMs } = sent.problem;
  return [kind, reason, retryAfterMs].filter((part) => part !== undefined).join(' ');
}
