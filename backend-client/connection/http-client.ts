import { Agent } from 'undici';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { TlsOptions } from './tls-files.ts';

/**
 * HTTP to one system of the hospital. Knows no protocol above it. Never follows a redirect: patients' data goes to the
 * address in the site file and nowhere else. No address or header is ever logged here.
 */
export interface HttpClient {
  /** Resolves with whatever status came; only a conversation that failed is a problem. */
  request(request: HttpRequest): Promise<Result<HttpAnswer, HttpProblem>>;
  /** Ends what is under way (`stopped`) and lets go of the connections. */
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Instead of the client's own. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of a repeated header the first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * - `not-connected`: nobody listens, the name is unknown, or no connection came about in time. Not one byte was sent.
 * - `tls-refused`: one side does not accept the other's certificate. Nothing was taken.
 * - `no-answer`, `line-broke`, `oversized`: the request may have arrived.
 * - `stopped`: the client was closed meanwhile; it may have arrived.
 */
export interface HttpProblem {
  readonly kind: 'not-connected' | 'tls-refused' | 'no-answer' | 'line-broke' | 'oversized' | 'stopped';
}

const largestAnswerBytes = 4 * 1024 * 1024;

interface Needs {
  /** For connecting, sending and the whole answer together. */
  readonly timeoutMs: number;
  readonly tls?: TlsOptions;
  readonly clock: Clock;
}

export function createHttpClient({ timeoutMs, tls, clock }: Needs): HttpClient {
  const agent = new Agent({
    connections: 4,
    pipelining: 1,
    // Ends before the request's deadline, so that a firewall that swallows everything is not taken for a silent hospital.
    connectTimeout: Math.ceil(timeoutMs * 0.75),
    // The request's own deadline is the only other clock.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: largestAnswerBytes,
    connect: { ...tls, minVersion: 'TLSv1.2' },
  });
  const underWay = new Set<AbortController>();
  let closed = false;

  return { request, close };

  async function request(wanted: HttpRequest): Promise<Result<HttpAnswer, HttpProblem>> {
    if (closed) return problem({ kind: 'stopped' });
    const { method, url, headers, body = null } = wanted;
    const abort = new AbortController();
    let late = false;
    let answerBegan = false;
    const callOff = clock.after(wanted.timeoutMs ?? timeoutMs, () => {
      late = true;
      abort.abort();
    });
    underWay.add(abort);
    const { origin, pathname, search } = new URL(url);
    try {
      const answer = await agent.request({
        origin,
        path: `${pathname}${search}`,
        method,
        ...(headers ? { headers } : {}),
        body,
        signal: abort.signal,
      });
      answerBegan = true;
      const bytes = await answer.body.bytes();
      return ok({ status: answer.statusCode, headers: firstOfEach(answer.headers), body: bytes });
    } catch (error) {
      if (closed && !late) return problem({ kind: 'stopped' });
      return problem({ kind: late ? 'no-answer' : kindFrom(error, answerBegan) });
    } finally {
      callOff();
      underWay.delete(abort);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    for (const abort of underWay) abort.abort();
    await agent.destroy();
  }
}

function kindFrom(error: unknown, answerBegan: boolean): HttpProblem['kind'] {
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'oversized';
  if (answerBegan) return 'line-broke';
  if (
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/.test(
      code,
    )
  )
    return 'not-connected';
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(code))
    return 'tls-refused';
  return 'line-broke';
}

/** Node tells a connection refused on several addresses as an AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

function firstOfEach(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}
