import { ok, type Result } from '#config/agreements/result.ts';
import type { Capability, FhirEndpointSettings } from '#config/settings/site-file.ts';
import { askingFirstUnlessDeduplicated } from '../connection/harmless-first.ts';
import type { HospitalSystem, SystemNeeds } from '../contract/hospital-system.ts';
import type { SecretProblem } from '../contract/secret-problem.ts';
import { createFhirEndpoint } from './endpoint.ts';
import { fhirConformance } from './fhir-conformance.ts';
import { metadataQuestion } from './harmless-question.ts';
import { createFhirLookUps } from './look-ups.ts';
import { createFhirRenderer } from './renderer.ts';
import { openFhirServer } from './server.ts';

/** A FHIR R4 server. Deliveries and questions share its connections and credentials. */
export function openFhirSystem(
  settings: FhirEndpointSettings,
  { site, lookUpDeadlineMs, clock, randomBytes, log, memory }: SystemNeeds,
): Result<HospitalSystem, SecretProblem> {
  const opened = openFhirServer({ settings, clock, randomBytes });
  if (!opened.ok) return opened;
  const server = opened.value;
  const { findPatient, findAppointments, findAppointment } = createFhirLookUps({
    settings,
    site,
    server,
    timeoutMs: lookUpDeadlineMs,
  });
  const offers = (capability: Capability) => settings.capabilities.includes(capability);
  const endpoint = createFhirEndpoint({ settings, server, memory, clock, log, asksMore: site.asksMore });
  const askHarmless = metadataQuestion(server);
  const { hostname: host, protocol } = new URL(settings.baseUrl);
  return ok({
    renderer: createFhirRenderer({ endpoint: settings, site }),
    endpoint: askingFirstUnlessDeduplicated(settings, endpoint, askHarmless, clock),
    askHarmless,
    lookUps: {
      ...(offers('patient-look-up') ? { findPatient } : {}),
      ...(offers('appointment-look-up') ? { findAppointments, findAppointment } : {}),
    },
    address: { text: settings.baseUrl, host, isTls: protocol === 'https:' },
    conformance: fhirConformance(settings, site, server),
  });
}
