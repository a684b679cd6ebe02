import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { SecretFileProblem } from '../connection/tls-files.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { createHl7v2Endpoint } from './hl7v2-endpoint.ts';
import { createHl7v2LookUps, type Hl7v2LookUps } from './hl7v2-look-ups.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';
import type { Hl7v2Site } from './hl7v2-site.ts';

/** Everything for one HL7 v2 system of the site file. */
export interface Hl7v2Hospital {
  readonly renderer: MessageRenderer;
  /** Closes the look-ups' connection, too. */
  readonly endpoint: Endpoint;
  /** Only with the capability `patient-look-up`. */
  readonly lookUps: Pick<Hl7v2LookUps, 'findPatient' | 'findPatientByCode'> | undefined;
}

/** Opens no connection yet; the TLS files of the site file are read now. */
export function createHl7v2Hospital(needs: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
  readonly clock: Clock;
  /** How long a patient waits for a look-up (`lookUps.deadlineMs`). */
  readonly deadlineMs: number;
  /** Where control ids come from; without it, the machine. */
  readonly randomBytes?: RandomBytes;
}): Result<Hl7v2Hospital, SecretFileProblem> {
  const endpoint = createHl7v2Endpoint(needs);
  if (!endpoint.ok) return endpoint;
  const lookUps = createHl7v2LookUps(needs);
  if (!lookUps.ok) return lookUps;
  return ok({
    renderer: createHl7v2Renderer(needs),
    endpoint: {
      ...endpoint.value,
      async close() {
        await Promise.all([endpoint.value.close(), lookUps.value.close()]);
      },
    },
    lookUps: needs.endpoint.capabilities.includes('patient-look-up') ? lookUps.value : undefined,
  });
}
