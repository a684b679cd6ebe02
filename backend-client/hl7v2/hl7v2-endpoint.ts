import type { Clock } from '#config/agreements/clock.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import { readTlsFiles, type SecretFileProblem } from '../connection/tls-files.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { Hl7v2Site, Rendering } from './hl7v2-site.ts';
import { acceptAcknowledgement } from './messages/accept-acknowledgement.ts';
import { heartbeatMessage } from './messages/heartbeat.ts';
import { createMllpEndpoint } from './mllp-endpoint.ts';

/** The way to one HL7 v2 system of the site file; its TLS files are read and checked here, once. */
export function createHl7v2Endpoint({
  endpoint,
  site,
  clock,
}: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
  readonly clock: Clock;
}): Result<Endpoint, SecretFileProblem> {
  const { id, host, port, ackTimeoutMs, deduplicates, heartbeatSeconds } = endpoint;
  const tls = readTlsFiles(endpoint.tls);
  if (!tls.ok) return tls;
  const nextId = controlIds(clock);
  const rendering = (): Rendering => ({ endpoint, site, controlId: nextId() });
  return ok(
    createMllpEndpoint({
      id,
      host,
      port,
      ackTimeoutMs,
      deduplicates,
      clock,
      ...(endpoint.tls ? { tlsOptions: tls.value } : {}),
      ...(endpoint.acknowledgement === 'enhanced'
        ? { enhanced: { acknowledge: (acknowledged) => acceptAcknowledgement(rendering(), acknowledged, clock.now()) } }
        : {}),
      ...(heartbeatSeconds === undefined
        ? {}
        : {
            heartbeat: { afterMs: heartbeatSeconds * 1000, message: () => heartbeatMessage(rendering(), clock.now()) },
          }),
    }),
  );
}

/** MSH-10 of what is not a fact: never stored, never repeated. At most 20 characters, as every MSH-10. */
export function controlIds(clock: Clock): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `T${clock.now().toString(36)}-${count.toString(36)}`.toUpperCase().slice(0, 20);
  };
}
