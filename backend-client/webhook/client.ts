import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { below } from '../connection/address.ts';
import { createHttpClient, type HttpAnswer, type HttpProblem } from '../connection/http-client.ts';
import { readSecretFile, readTlsFiles } from '../connection/tls-files.ts';
import type { SecretProblem } from '../contract/secret-problem.ts';
import { idempotencyHeader, signatureHeader, signatureOf } from './signature.ts';

/** Signed requests to one program of the hospital. Signs at each sending; no address ever holds anything about a person. */
export interface WebhookClient {
  post(request: WebhookPost): Promise<Result<HttpAnswer, HttpProblem>>;
  /** Signed over `id`, the last part of the path. */
  get(url: string, id: string): Promise<Result<HttpAnswer, HttpProblem>>;
  /** Not signed: whatever is answered, even a refusal, is an answer. */
  head(url: string): Promise<Result<HttpAnswer, HttpProblem>>;
  close(): Promise<void>;
}

export interface WebhookPost {
  readonly url: string;
  readonly body: Uint8Array | string;
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
}

interface Needs {
  readonly settings: WebhookEndpointSettings;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const shortestSecret = 32;

/** Answers to questions are a few lines; more is a server gone wrong. */
const largestAnswerBytes = 256 * 1024;

export function openWebhookClient({ settings, clock, environment }: Needs): Result<WebhookClient, SecretProblem> {
  const opened = readSecret(settings, environment);
  if (!opened.ok) return opened;
  const secret = opened.value;
  const tls = readTlsFiles(settings.tls);
  if (!tls.ok) return tls;
  const http = createHttpClient({ timeoutMs: settings.timeoutMs, tls: tls.value, clock, largestAnswerBytes });

  const signed = (content: Uint8Array | string) => ({
    accept: 'application/json',
    'user-agent': 'tiep-don',
    [signatureHeader]: signatureOf(content, secret, clock.now()),
  });

  return ok({
    post: ({ url, body, idempotencyKey, timeoutMs }) =>
      http.request({
        method: 'POST',
        url,
        body,
        headers: {
          ...signed(body),
          'content-type': 'application/json',
          ...(idempotencyKey === undefined ? {} : { [idempotencyHeader]: idempotencyKey }),
        },
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    head: (url) => http.request({ method: 'HEAD', url, headers: { 'user-agent': 'tiep-don' } }),
    get: (url, id) => http.request({ method: 'GET', url: below(url, id), headers: signed(id) }),
    close: http.close,
  });
}

function readSecret(
  { secretFile, secretVariable }: Pick<WebhookEndpointSettings, 'secretFile' | 'secretVariable'>,
  environment: Needs['environment'],
): Result<string, SecretProblem> {
  if (secretFile !== undefined) return readSecretFile(secretFile, shortestSecret);
  const variable = secretVariable ?? '';
  const secret = environment[variable]?.trim() ?? '';
  if (secret === '') return problem({ kind: 'not-set', variable });
  return secret.length < shortestSecret ? problem({ kind: 'too-short', variable }) : ok(secret);
}
