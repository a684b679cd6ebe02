import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { below } from '../connection/address.ts';
import { createHttpClient, type HttpAnswer, type HttpProblem } from '../connection/http-client.ts';
import { readTlsFiles } from '../connection/tls-files.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import { openAuthorization } from './authorization.ts';
import type { Authorization } from './authorization-header.ts';

/**
 * One FHIR server: its address, its connections, our credentials. Deliveries and look-ups share it. Whoever opened it
 * closes it.
 */
export interface FhirServer {
  /** The whole bundle to the base address (http.html#transaction). */
  transact(bundle: Uint8Array): Promise<FhirAnswer>;
  /** `POST [type]/_search`: criteria in the body, so that no log on the way has them. */
  search(resourceType: string, criteria: URLSearchParams, timeoutMs?: number): Promise<FhirAnswer>;
  /** One record as it is now, whatever searches say. `id` is the server's own and names nobody. */
  read(resourceType: string, id: string): Promise<FhirAnswer>;
  /** The CapabilityStatement. */
  metadata(): Promise<FhirAnswer>;
  close(): Promise<void>;
}

/** `no-credentials`: a secret cannot be read or no token can be had; nothing was sent. */
export type FhirAnswer = Result<HttpAnswer, HttpProblem | { readonly kind: 'no-credentials' }>;

interface Needs {
  readonly settings: FhirEndpointSettings;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

const json = 'application/fhir+json';

/** Some servers give the answer to an earlier question again for a while (HAPI: a minute). */
const asItIsNow = { accept: json, 'cache-control': 'no-cache' } as const;

export function openFhirServer({ settings, clock, randomBytes }: Needs): Result<FhirServer, SecretFileProblem> {
  const tls = readTlsFiles(settings.tls);
  if (!tls.ok) return tls;
  const http = createHttpClient({ timeoutMs: settings.timeoutMs, tls: tls.value, clock });
  const authorization = openAuthorization({ auth: settings.auth, http, clock, randomBytes });
  if (!authorization.ok) {
    void http.close();
    return authorization;
  }
  const { baseUrl } = settings;
  const ask = asking(authorization.value);

  return ok({
    transact: (bundle) =>
      ask((headers) =>
        http.request({
          method: 'POST',
          url: baseUrl,
          // What we sent need not come back: RFC 7240, http.html#ops.
          headers: { ...headers, accept: json, 'content-type': `${json}; charset=utf-8`, prefer: 'return=minimal' },
          body: bundle,
        }),
      ),
    search: (resourceType, criteria, timeoutMs) =>
      ask((headers) =>
        http.request({
          method: 'POST',
          url: below(baseUrl, `${resourceType}/_search`),
          headers: { ...headers, ...asItIsNow, 'content-type': 'application/x-www-form-urlencoded' },
          body: criteria.toString(),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
      ),
    metadata: () =>
      ask((headers) =>
        http.request({
          method: 'GET',
          url: below(baseUrl, 'metadata'),
          headers: { ...headers, accept: json },
        }),
      ),
    read: (resourceType, id) =>
      ask((headers) =>
        http.request({
          method: 'GET',
          url: below(baseUrl, `${resourceType}/${id}`),
          headers: { ...headers, ...asItIsNow },
        }),
      ),
    close: http.close,
  });
}

/** Adds credentials; after a 401 once more with newer ones. A refused request was not taken, so that doubles nothing. */
function asking(authorization: Authorization) {
  return async (
    send: (headers: Readonly<Record<string, string>>) => Promise<Result<HttpAnswer, HttpProblem>>,
  ): Promise<FhirAnswer> => {
    const first = await withCredentials(send);
    if (!first.ok || first.value.status !== 401 || !authorization.refused()) return first;
    return withCredentials(send);
  };

  async function withCredentials(
    send: (headers: Readonly<Record<string, string>>) => Promise<Result<HttpAnswer, HttpProblem>>,
  ): Promise<FhirAnswer> {
    const header = await authorization.header();
    if (!header.ok) return problem(header.problem);
    return send(header.value === undefined ? {} : { authorization: header.value });
  }
}
