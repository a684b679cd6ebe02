import { Agent, type ClientRequestArgs, type IncomingMessage, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type Address, ConnectError, type Connected, codeOf, createConnector, isAboutTls } from './connector.ts';
import { decoded } from './content-coding.ts';
import { noteHospitalTime } from './hospital-time.ts';
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
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
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
  /** Decoded. A body without end is cut off or empty, and so is one that cannot be decoded. */
  readonly body: Uint8Array;
}

/**
 * - `not-connected`: nobody listens, the name is unknown, or no connection came about in time. Not one byte was sent.
 * - `tls-refused`: one side does not accept the other's certificate. Nothing was taken.
 * - `no-answer`, `line-broke`: the request may have arrived.
 * - `stopped`: the client was closed meanwhile; it may have arrived.
 */
export interface HttpProblem {
  readonly kind: 'not-connected' | 'tls-refused' | 'no-answer' | 'line-broke' | 'stopped';
}

const defaultLargestAnswerBytes = 4 * 1024 * 1024;
/** Whoever still talks at the deadline, and was heard so recently, has answered and does not come to an end. */
const talkingMs = 1_000;
const mostConnections = 4;
/** Shorter than what servers keep an idle connection open, so that the next message rarely meets one that was just closed. */
const idleConnectionMs = 4_000;

interface Needs {
  /** For connecting, sending and the whole answer together. */
  readonly timeoutMs: number;
  readonly tls?: TlsOptions;
  readonly clock: Clock;
  /** A longer answer is cut off. Also how long it may become when it is unpacked. */
  readonly largestAnswerBytes?: number;
}

/** What an attempt has come to, seen from the wire. */
interface Progress {
  /** It was handed to a connection; until then it is provably not taken. */
  sent: boolean;
  late: boolean;
  /** The answer's head, once it is there. */
  head?: Pick<HttpAnswer, 'status' | 'headers'>;
  /** When bytes of its body came last. */
  heardAt: number;
}

export function createHttpClient({ timeoutMs, tls, clock, largestAnswerBytes }: Needs): HttpClient {
  const most = largestAnswerBytes ?? defaultLargestAnswerBytes;
  const connect = createConnector({ timeoutMs, tls, clock });
  const agent = new ConnectingAgent(connect);
  const underWay = new Set<AbortController>();
  let closed = false;

  return { request, close };

  async function request(wanted: HttpRequest): Promise<Result<HttpAnswer, HttpProblem>> {
    if (closed) return problem({ kind: 'stopped' });
    const { method, url, body = '' } = wanted;
    const abort = new AbortController();
    const progress: Progress = { sent: false, late: false, heardAt: Number.NEGATIVE_INFINITY };
    const callOff = clock.after(wanted.timeoutMs ?? timeoutMs, () => {
      progress.late = true;
      abort.abort();
    });
    underWay.add(abort);
    const address = `${method} ${url}`;
    noteOnWire(() => ({ way: 'out', address, bytes: Buffer.from(body) }));
    try {
      const response = await responseTo(wanted, abort.signal, progress);
      const head = { status: response.statusCode ?? 0, headers: firstOfEach(response.headersDistinct) };
      progress.head = head;
      noteHospitalTime(() => ({ form: 'http-date', address: new URL(url).host, text: head.headers.date ?? '' }));
      const raw = await bodyOf(response, most, () => {
        progress.heardAt = clock.now();
      });
      const bytes = await decoded(raw, head.headers['content-encoding'], most);
      noteOnWire(() => ({ way: 'in', address, status: head.status, bytes }));
      return ok({ ...head, body: bytes });
    } catch (error) {
      if (closed && !progress.late) return problem({ kind: 'stopped' });
      const isTalking = progress.late && clock.now() - progress.heardAt < talkingMs;
      if (progress.head && isTalking) return ok({ ...progress.head, body: new Uint8Array(0) });
      return problem({ kind: kindFrom(error, progress) });
    } finally {
      callOff();
      underWay.delete(abort);
    }
  }

  /** Resolves with the answer's head. Interim answers (1xx), asked for or not, are none (RFC 9110 §15.2). */
  function responseTo(wanted: HttpRequest, signal: AbortSignal, progress: Progress): Promise<IncomingMessage> {
    const { method, url, headers, body } = wanted;
    const { protocol, hostname, host, port, pathname, search } = new URL(url);
    const isTls = protocol === 'https:';
    const bytes = body === undefined ? undefined : Buffer.from(body);
    return new Promise((resolve, reject) => {
      const started = startRequest({
        agent,
        signal,
        method,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: port === '' ? (isTls ? 443 : 80) : Number(port),
        path: `${pathname}${search}`,
        isTls,
        headers: {
          host,
          'accept-encoding': 'identity',
          ...headers,
          ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
        },
      } as ClientRequestArgs);
      started.once('socket', () => {
        progress.sent = true;
      });
      started.once('response', resolve).on('error', reject);
      // A broken line may close without a word.
      started.once('close', () => reject(new Error('closed')));
      started.end(bytes);
    });
  }

  async function close(): Promise<void> {
    closed = true;
    for (const abort of underWay) abort.abort();
    agent.destroy();
  }
}

/** Hands out connections on which both certificates were accepted, and keeps idle ones for a moment. */
class ConnectingAgent extends Agent {
  readonly #connect: (address: Address, connected: Connected) => void;

  constructor(connect: (address: Address, connected: Connected) => void) {
    super({ keepAlive: true, maxSockets: mostConnections, timeout: idleConnectionMs });
    this.#connect = connect;
  }

  override createConnection(
    options: ClientRequestArgs & { readonly isTls?: boolean },
    connected: (error: Error | null, socket: Socket) => void = () => {},
  ): undefined {
    const { host, port, isTls = false } = options;
    this.#connect({ host: host ?? '', port: Number(port), isTls }, (error, socket) =>
      // Node's types want a socket beside an error, too.
      connected(error, socket as Socket),
    );
  }
}

/** At most `most` bytes; what comes after them is not read. */
async function bodyOf(response: IncomingMessage, most: number, heard: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    heard();
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function kindFrom(error: unknown, { sent, late }: Progress): HttpProblem['kind'] {
  if (error instanceof ConnectError) return error.failure;
  if (!sent) return 'not-connected';
  if (late) return 'no-answer';
  // An alert after the handshake: a server that looked at our certificate late.
  return isAboutTls(codeOf(error)) ? 'tls-refused' : 'line-broke';
}

function firstOfEach(headers: Readonly<Record<string, readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, values]) => (values?.[0] === undefined ? [] : [[name, values[0]]])),
  );
}
