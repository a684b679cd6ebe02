import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import { createControlId, type RandomBytes } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import { readTlsFiles } from '../connection/tls-files.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { HospitalSystem, SendingSite } from '../contract/hospital-system.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import { askIfThere } from './ask-time.ts';
import type { Rendering } from './hl7v2-site.ts';
import { acceptAcknowledgement } from './messages/accept-acknowledgement.ts';
import { heartbeatMessage } from './messages/heartbeat.ts';
import { createMllpEndpoint } from './mllp-endpoint.ts';

/** The way to one HL7 v2 system of the site file; its TLS files are read and checked here, once. */
export function createHl7v2Endpoint({
  endpoint,
  site,
  clock,
  randomBytes = nodeRandomBytes,
}: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: SendingSite;
  readonly clock: Clock;
  readonly randomBytes?: RandomBytes;
}): Result<Endpoint & Pick<HospitalSystem, 'askHarmless'>, SecretFileProblem> {
  const { id, host, port, ackTimeoutMs, deduplicates, heartbeatSeconds, probe, messagesPerConnection } = endpoint;
  const tls = readTlsFiles(endpoint.tls);
  if (!tls.ok) return tls;
  const rendering = (): Rendering => ({ endpoint, site, controlId: createControlId(randomBytes) });
  const address = { host, port, ackTimeoutMs, clock, ...(endpoint.tls ? { tlsOptions: tls.value } : {}) };
  const askHarmless = () => askIfThere(address, heartbeatMessage(rendering(), clock.now()));
  return ok({
    askHarmless,
    ...createMllpEndpoint({
      ...address,
      id,
      deduplicates,
      onePerConnection: messagesPerConnection === 'one',
      ...(probe ? { harmless: () => heartbeatMessage(rendering(), clock.now()) } : {}),
      ...(endpoint.acknowledgement === 'enhanced'
        ? { enhanced: { acknowledge: (acknowledged) => acceptAcknowledgement(rendering(), acknowledged, clock.now()) } }
        : {}),
      ...(heartbeatSeconds === undefined
        ? {}
        : {
            heartbeat: { afterMs: heartbeatSeconds * 1000, message: () => heartbeatMessage(rendering(), clock.now()) },
          }),
    }),
    ...(probe ? { askTime: async () => void (await askHarmless()) } : {}),
  });
}
