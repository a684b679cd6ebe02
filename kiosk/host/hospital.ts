import { askingFirst, type HarmlessQuestion } from '#backend-client/connection/harmless-first.ts';
import type { SecretFileProblem } from '#backend-client/connection/tls-files.ts';
import type { AlertChannel } from '#backend-client/contract/alert.ts';
import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { HospitalLookUps } from '#backend-client/contract/look-up.ts';
import type { MessageRenderer } from '#backend-client/contract/store.ts';
import type { SystemMemory } from '#backend-client/contract/system-memory.ts';
import { createFhirEndpoint } from '#backend-client/fhir/endpoint.ts';
import { metadataQuestion } from '#backend-client/fhir/harmless-question.ts';
import { createFhirLookUps } from '#backend-client/fhir/look-ups.ts';
import { createFhirRenderer } from '#backend-client/fhir/renderer.ts';
import { openFhirServer } from '#backend-client/fhir/server.ts';
import { createHl7v2Hospital } from '#backend-client/hl7v2/hl7v2-hospital.ts';
import type { LookUpEndpoint } from '#backend-client/look-ups/hospital-look-ups.ts';
import { createWebhookAlertChannel } from '#backend-client/webhook/alert-channel.ts';
import { openWebhookClient, type WebhookSecretProblem } from '#backend-client/webhook/client.ts';
import { createWebhookEndpoint } from '#backend-client/webhook/endpoint.ts';
import { webhookPing } from '#backend-client/webhook/harmless-question.ts';
import { createWebhookLookUps } from '#backend-client/webhook/look-ups.ts';
import { createWebhookRenderer } from '#backend-client/webhook/renderer.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type {
  Capability,
  FhirEndpointSettings,
  Hl7v2EndpointSettings,
  HospitalSettings,
  SiteFile,
  WebhookEndpointSettings,
} from '#config/settings/site-file.ts';
import { secretTrouble } from './start-sentences.ts';

/** Everything for the systems of the hospital that the site file names. */
export interface Hospital {
  readonly renderers: readonly MessageRenderer[];
  readonly endpoints: readonly Endpoint[];
  readonly lookUps: readonly LookUpEndpoint[];
  readonly alertChannels: readonly AlertChannel[];
}

/** A secret of one endpoint that cannot be used as it stands; `sentence` is for the technician. */
export interface HospitalProblem {
  readonly sentence: string;
}

export interface HospitalNeeds {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** What a system has told of its own records outlives the process; asked from the first message on. */
  readonly memoryOf: (endpointId: string) => SystemMemory;
}

/** One system, with what it is told, how it is asked, and where alerts go. */
interface System {
  readonly renderer: MessageRenderer;
  readonly endpoint: Endpoint;
  readonly lookUps: Partial<HospitalLookUps>;
  readonly alertChannel: AlertChannel | undefined;
}

type Secret = SecretFileProblem | WebhookSecretProblem;

/** Reads certificates and secrets; opens no connection yet. */
export async function createHospital(site: SiteFile, needs: HospitalNeeds): Promise<Result<Hospital, HospitalProblem>> {
  const systems: System[] = [];
  for (const settings of site.hospital) {
    const system = systemOf(settings, site, needs);
    if (!system.ok) {
      await Promise.all(systems.map(({ endpoint }) => endpoint.close()));
      return problem({ sentence: secretSentence(settings.id, system.problem) });
    }
    systems.push(system.value);
  }
  return ok({
    renderers: systems.map(({ renderer }) => renderer),
    endpoints: systems.map(({ endpoint }) => endpoint),
    lookUps: systems.map(({ endpoint, lookUps }) => ({ endpointId: endpoint.id, lookUps })),
    alertChannels: systems.flatMap(({ alertChannel }) => (alertChannel ? [alertChannel] : [])),
  });
}

function systemOf(settings: HospitalSettings, site: SiteFile, needs: HospitalNeeds): Result<System, Secret> {
  switch (settings.protocol) {
    case 'hl7v2-mllp':
      return hl7v2System(settings, site, needs);
    case 'fhir-r4':
      return fhirSystem(settings, site, needs);
    case 'webhook':
      return webhookSystem(settings, site, needs);
    default:
      return unreachable(settings);
  }
}

function hl7v2System(
  endpoint: Hl7v2EndpointSettings,
  file: SiteFile,
  { clock }: HospitalNeeds,
): Result<System, Secret> {
  const created = createHl7v2Hospital({
    endpoint,
    site: siteOf(file),
    clock,
    deadlineMs: file.lookUps.deadlineMs,
  });
  if (!created.ok) return created;
  const { renderer, endpoint: mllp, lookUps } = created.value;
  return ok({
    renderer,
    endpoint: mllp,
    lookUps: lookUps ? { findPatient: lookUps.findPatient } : {},
    alertChannel: undefined,
  });
}

function fhirSystem(
  settings: FhirEndpointSettings,
  file: SiteFile,
  { clock, randomBytes, log, memoryOf }: HospitalNeeds,
): Result<System, Secret> {
  const opened = openFhirServer({ settings, clock, randomBytes });
  if (!opened.ok) return opened;
  const server = opened.value;
  const site = siteOf(file);
  const all = createFhirLookUps({ settings, site, server, timeoutMs: file.lookUps.deadlineMs });
  const offers = (capability: Capability) => settings.capabilities.includes(capability);
  return ok({
    renderer: createFhirRenderer({ endpoint: settings, site }),
    endpoint: asking(
      settings,
      createFhirEndpoint({ settings, server, memory: memoryOf(settings.id), clock, log }),
      metadataQuestion(server),
      clock,
    ),
    lookUps: {
      ...(offers('patient-look-up') ? { findPatient: all.findPatient } : {}),
      ...(offers('appointment-look-up')
        ? { findAppointments: all.findAppointments, findAppointment: all.findAppointment }
        : {}),
    },
    alertChannel: undefined,
  });
}

function webhookSystem(
  settings: WebhookEndpointSettings,
  file: SiteFile,
  { clock, environment, log }: HospitalNeeds,
): Result<System, Secret> {
  const opened = openWebhookClient({ settings, clock, environment });
  if (!opened.ok) return opened;
  const client = opened.value;
  const site = siteOf(file);
  return ok({
    renderer: createWebhookRenderer({ endpoint: settings, site }),
    endpoint: asking(
      settings,
      createWebhookEndpoint({ settings, client, clock }),
      webhookPing(settings, client),
      clock,
    ),
    lookUps: createWebhookLookUps({ settings, site, client, clock, timeoutMs: file.lookUps.deadlineMs, log }),
    alertChannel: settings.capabilities.includes('alerts')
      ? createWebhookAlertChannel({ settings, site, client, clock })
      : undefined,
  });
}

/** Where a repeat would be a second registration, something harmless is asked first. */
function asking(
  { deduplicates, probe }: Pick<HospitalSettings, 'deduplicates' | 'probe'>,
  endpoint: Endpoint,
  question: HarmlessQuestion,
  clock: Clock,
): Endpoint {
  return deduplicates || !probe ? endpoint : askingFirst(endpoint, question, clock);
}

function siteOf({ site: { facilityCode, timeZone }, kiosk, profile }: SiteFile) {
  return { facilityCode, timeZone, kioskId: kiosk.id, profile };
}

function secretSentence(id: string, trouble: Secret): string {
  const where = 'path' in trouble ? `the file ${trouble.path}` : `the environment variable ${trouble.variable}`;
  return `The hospital system ${id} cannot be used: ${where} ${secretTrouble(trouble.kind)}`;
}
