import { ok, type Result } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { HospitalSystem, SystemNeeds } from '../contract/hospital-system.ts';
import type { SecretProblem } from '../contract/secret-problem.ts';
import { hl7v2Conformance } from './hl7v2-conformance.ts';
import { createHl7v2Endpoint } from './hl7v2-endpoint.ts';
import { createHl7v2LookUps } from './hl7v2-look-ups.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';

/** A hospital that speaks HL7 v2.5.1 over MLLP. Questions have a connection of their own. */
export function openHl7v2System(
  endpoint: Hl7v2EndpointSettings,
  { site, lookUpDeadlineMs: deadlineMs, clock, randomBytes }: SystemNeeds,
): Result<HospitalSystem, SecretProblem> {
  const needs = { endpoint, site, clock, deadlineMs, randomBytes };
  const way = createHl7v2Endpoint(needs);
  if (!way.ok) return way;
  const { askHarmless, ...messages } = way.value;
  const lookUps = createHl7v2LookUps(needs);
  if (!lookUps.ok) return lookUps;
  const { findPatient } = lookUps.value;
  const { host, port, tls, capabilities } = endpoint;
  return ok({
    renderer: createHl7v2Renderer(needs),
    endpoint: {
      ...messages,
      async close() {
        await Promise.all([messages.close(), lookUps.value.close()]);
      },
    },
    askHarmless,
    lookUps: capabilities.includes('patient-look-up') ? { findPatient } : {},
    address: { text: `mllp://${host}:${port}`, host, isTls: tls !== undefined },
    conformance: hl7v2Conformance(endpoint),
  });
}
