import { Agent, type Dispatcher } from 'undici';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { ConnectError, codeOf, createConnector, isAboutTls } from './connector.ts';
import type { TlsOptions } from './tls-files.ts';
import { noteOnWire } from './wire-notes.ts';

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

const defaultLargestAnswerBytes = 4 * 1024 * 1024;

interface Needs {
  /** For connecting, sending and the whole answer together. */
  readonly timeoutMs: number;
  readonly tls?: TlsOptions;
  readonly clock: Clock;
  /** A longer answer is `oversized`. */
  readonly largestAnswerBytes?: number;
}

/** What an attempt has come to, seen from the wire. */
interface Progress {
  /** The first byte was handed to a connection. */
  sent: boolean;
  late: boolean;
}

export function createHttpClient({ timeoutMs, tls, clock, largestAnswerBytes }: Needs): HttpClient {
  const agent = new Agent({
    connections: 4,
    pipelining: 1,
    allowH2: false,
    connect: createConnector({ timeoutMs, tls, clock }),
    // The request's own deadline is the only other clock.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: largestAnswerBytes ?? defaultLargestAnswerBytes,
  });
  const underWay = new Set<AbortController>();
  let closed = false;

  return { request, close };

  async function request(wanted: HttpRequest): Promise<Result<HttpAnswer, HttpProblem>> {
    if (closed) return problem({ kind: 'stopped' });
    const { method, url, headers, body = null } = wanted;
    const abort = new AbortController();
    const progress: Progress = { sent: false, late: false };
    const callOff = clock.after(wanted.timeoutMs ?? timeoutMs, () => {
      progress.late = true;
      abort.abort();
    });
    underWay.add(abort);
    const address = `${method} ${url}`;
    noteOnWire(() => ({ way: 'out', address, bytes: Buffer.from(body ?? '') }));
    const { origin, pathname, search } = new URL(url);
    try {
      const answer = await agent.compose(noting(progress)).request({
        origin,
        path: `${pathname}${search}`,
        method,
        ...(headers ? { headers } : {}),
        body,
        signal: abort.signal,
      });
      const bytes = await answer.body.bytes();
      noteOnWire(() => ({ way: 'in', address, status: answer.statusCode, bytes }));
      return ok({ status: answer.statusCode, headers: firstOfEach(answer.headers), body: bytes });
    } catch (error) {
      if (closed && !progress.late) return problem({ kind: 'stopped' });
      return problem({ kind: kindFrom(error, progress) });
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

function kindFrom(error: unknown, { sent, late }: Progress): HttpProblem['kind'] {
  if (error instanceof ConnectError) return error.failure;
  if (!sent) return 'not-connected';
  if (late) return 'no-answer';
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'oversized';
  // An alert after the handshake: a server that looked at our certificate late.
  return isAboutTls(code) ? 'tls-refused' : 'line-broke';
}

/** Notes when a request is handed to a connection; until then it is provably not taken. */
function noting(progress: Progress): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        progress.sent = true;
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (controller, ...rest) => handler.onRequestUpgrade?.(controller, ...rest),
      onResponseStart: (controller, ...rest) => handler.onResponseStart?.(controller, ...rest),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
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
