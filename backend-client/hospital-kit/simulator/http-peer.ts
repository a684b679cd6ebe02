import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Arrivals, Received } from './arrivals.ts';
import { outcome, type SimulatedFhir } from './fhir-server.ts';
import type { HttpAnswer, HttpQuestion } from './http-question.ts';
import type { People } from './people.ts';
import { receivedOverHttp } from './read-http-arrival.ts';
import { isFromThisMachine, readBody } from './untrusted-request.ts';
import { createSimulatedWebhook, type SimulatedWebhook } from './webhook-receiver.ts';
import type { ArrivalAnswer, HttpMode, HttpState, ReceivedAlert } from './words.ts';

/** FHIR under `/fhir` and the webhook under `/tiep-don`, each with its own faults. */
export interface HttpPeer {
  readonly server: Server;
  readonly webhook: Pick<SimulatedWebhook, 'alerts' | 'acknowledge'>;
  state(protocol: 'fhir' | 'webhook'): Switch;
  setMode(protocol: 'fhir' | 'webhook', mode: HttpMode, once?: boolean): void;
  close(): Promise<void>;
}

type Switch = Pick<HttpState, 'mode' | 'once'>;

interface Needs {
  readonly arrivals: Arrivals;
  readonly people: People;
  readonly fhir: Pick<SimulatedFhir, 'answer' | 'read'>;
  readonly clock: Clock;
  readonly changed: () => void;
  readonly alerted: (alert: ReceivedAlert) => void;
}

const bases = { fhir: '/fhir', webhook: '/tiep-don' } as const;
const longestBodyBytes = 1024 * 1024;
const quiet: Switch = { mode: { kind: 'answer' }, once: false };

export function createHttpPeer({ arrivals, people, fhir, clock, changed, alerted }: Needs): HttpPeer {
  const states: Record<'fhir' | 'webhook', Switch> = { fhir: quiet, webhook: quiet };
  const webhook = createSimulatedWebhook({ people, now: clock.now, changed: alerted });
  const server = createServer((request, response) => void take(request, response));

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [whole = '', query = ''] = (request.url ?? '').split('?');
    const protocol = whole.startsWith(bases.fhir) ? 'fhir' : 'webhook';
    if (!isFromThisMachine(request)) {
      response.writeHead(403).end();
      return;
    }
    const body = await readBody(request, longestBodyBytes);
    if (body === undefined || !whole.startsWith(bases[protocol])) {
      response.writeHead(body === undefined ? 413 : 404).end();
      return;
    }
    const { mode, once } = states[protocol];
    // What is for one message leaves the questions before it alone.
    const isSpared = once && (isBackground(request, whole) || isBeforeMessage(whole, body));
    if (once && !isSpared) states[protocol] = quiet;
    const { headers, method = '' } = request;
    const path = whole.slice(bases[protocol].length).replace(/\/$/, '');
    const { 'if-none-exist': condition } = headers;
    const ifNoneExist = typeof condition === 'string' ? condition : undefined;
    react(isSpared ? { kind: 'answer' } : mode, {
      protocol,
      question: { method, path, query, headers, ifNoneExist, body },
      response,
    });
    changed();
  }

  interface Exchange {
    readonly protocol: 'fhir' | 'webhook';
    readonly question: HttpQuestion;
    readonly response: ServerResponse;
  }

  function react(mode: HttpMode, exchange: Exchange): void {
    const { protocol, response } = exchange;
    switch (mode.kind) {
      case 'answer':
      case 'cut-numbers':
      case 'duplicate-patient':
      case 'search-lags':
        send(response, commit(mode, exchange));
        break;
      case 'slow': {
        const answer = commit(mode, exchange);
        const cancel = clock.after(mode.seconds * 1000, () => send(response, answer));
        response.once('close', cancel);
        break;
      }
      case 'stop-answering':
        commit(mode, exchange);
        break;
      case 'half-answer': {
        const { status, contentType, body } = commit(mode, exchange);
        const bytes = Buffer.from(`${body} `.padEnd(64));
        response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
        response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
        break;
      }
      case 'garbage':
        commit(mode, exchange);
        // A broken proxy: the webhook's 2xx would be an acceptance, whatever its body (the body is not read).
        send(response, { status: protocol === 'fhir' ? 200 : 302, contentType: 'text/html', body: '<html>502</html>' });
        break;
      case 'drop-after-commit':
        commit(mode, exchange);
        response.destroy();
        break;
      case 'status':
        note(exchange, mode.status);
        if (mode.status === 429) response.setHeader('retry-after', '7');
        send(response, outcome({ status: mode.status, code: issueOf[mode.status], words: 'Refused on command.' }));
        break;
      default:
        unreachable(mode);
    }
  }

  /** Does what was asked, whatever will become of the answer. */
  function commit(mode: HttpMode, exchange: Exchange): HttpAnswer {
    const digits = mode.kind === 'cut-numbers' ? mode.digits : undefined;
    const { protocol, question } = exchange;
    const answer =
      protocol === 'fhir'
        ? fhir.answer(question, {
            digits,
            race: mode.kind === 'duplicate-patient',
            searchLags: mode.kind === 'search-lags',
          })
        : webhook.answer(question, digits);
    const isHeard = ['stop-answering', 'half-answer', 'garbage', 'drop-after-commit'].includes(mode.kind);
    const read = note(exchange, isHeard ? undefined : answer.status, answer);
    // The FHIR server registers by itself whom it takes.
    if (protocol === 'webhook' && read && answer.status < 300 && read.kind !== 'look-up') people.register(read.facts);
    return answer;
  }

  function note(
    { protocol, question }: Exchange,
    status: number | undefined,
    answer?: HttpAnswer,
  ): Received | undefined {
    const read = receivedOverHttp(protocol, question, answer, fhir.read);
    if (!read) return undefined;
    const said: ArrivalAnswer = status === undefined ? 'none' : `HTTP ${status}`;
    arrivals.noteAnswer(arrivals.receive(read, clock.now()).number, said);
    return read;
  }

  return {
    server,
    webhook,
    state: (protocol) => states[protocol],
    setMode(protocol, mode, once = false) {
      states[protocol] = { mode, once };
      changed();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const issueOf = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'multiple-matches',
  422: 'processing',
  429: 'throttled',
  500: 'exception',
  502: 'exception',
  503: 'transient',
} as const;

/** Questions that kiosks ask by themselves; a fault for one message waits for a message. */
function isBackground({ method }: IncomingMessage, path: string): boolean {
  return method === 'GET' || path.endsWith('/metadata');
}

/** A kiosk that is about to send something looks where the records are. */
export function isBeforeMessage(path: string, body: string): boolean {
  return path.endsWith('/_search') && new URLSearchParams(body).has('_elements');
}

function send(response: ServerResponse, { status, contentType, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
}
