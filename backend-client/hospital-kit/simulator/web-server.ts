import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { KnownPerson } from './known-person.ts';
import { readStaticFiles, type StaticFile } from './static-files.ts';
import { isFromThisMachine, jsonFrom, readBody } from './untrusted-request.ts';
import {
  type Arrival,
  faultStatuses,
  type HisEvent,
  type HisMode,
  type HisProtocol,
  type HisState,
  type HttpMode,
  type ReceivedAlert,
} from './words.ts';

/** What the page can see and do. */
export interface Hospital {
  state(): HisState;
  arrivals(): readonly Arrival[];
  alerts(): readonly ReceivedAlert[];
  people(): readonly KnownPerson[];
  acknowledge(alertId: string, by: string): boolean;
  setMode(mode: HisMode, once?: boolean): void;
  setHttpMode(protocol: 'fhir' | 'webhook', mode: HttpMode, once?: boolean): void;
  clear(): void;
}

export interface WebServer {
  readonly server: Server;
  /** Tells every open page. */
  tell(event: HisEvent): void;
  close(): Promise<void>;
}

const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) });
const slow = z.strictObject({ kind: z.literal('slow'), seconds: z.number().min(0).max(600) });
const cut = z.strictObject({ kind: z.literal('cut-numbers'), digits: z.literal([9, 10]) });

const hisMode: z.ZodType<HisMode> = z.discriminatedUnion('kind', [
  plain('answer'),
  plain('stop-answering'),
  plain('refuse-ae'),
  plain('refuse-without-reason'),
  plain('refuse-ar'),
  plain('record-locked'),
  plain('internal-error'),
  plain('other-version'),
  plain('one-per-connection'),
  plain('refuse-ce'),
  plain('refuse-cr'),
  plain('drop-connection'),
  plain('half-frame'),
  plain('garbage'),
  plain('duplicate-acknowledgement'),
  plain('wrong-msa-2'),
  plain('empty-msa-2'),
  plain('out-of-order'),
  slow,
  cut,
]);

const httpMode: z.ZodType<HttpMode> = z.discriminatedUnion('kind', [
  plain('answer'),
  plain('stop-answering'),
  plain('half-answer'),
  plain('garbage'),
  plain('drop-after-commit'),
  plain('duplicate-patient'),
  plain('search-lags'),
  z.strictObject({ kind: z.literal('status'), status: z.literal(faultStatuses) }),
  slow,
  cut,
]);

const acknowledging = z.strictObject({ alertId: z.string().max(64), by: z.string().trim().min(1).max(80) });

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

interface Reply {
  readonly status: 200 | 204 | 400 | 403 | 404 | 405 | 503;
  readonly file?: StaticFile;
}

const longestBodyBytes = 1024;
const mostPages = 16;
/** A page that has not read so many bytes is gone or hidden; it reconnects and gets everything anew. */
const mostUnreadBytes = 8 * 1024 * 1024;

export function createWebServer(hospital: Hospital): WebServer {
  const files = readStaticFiles();
  const pages = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void replyTo(request).then((reply) => {
      if (reply === 'events') openEvents(response);
      else send(response, reply);
    });
  });

  async function replyTo(request: IncomingMessage): Promise<Reply | 'events'> {
    if (!isFromThisMachine(request)) return { status: 403 };
    const [path = '/'] = (request.url ?? '/').split('?');
    if (request.method === 'GET') return get(path);
    if (request.method === 'POST') return post(path, await readBody(request, longestBodyBytes));
    return { status: 405 };
  }

  function get(path: string): Reply | 'events' {
    if (path === '/api/state') return json(hospital.state());
    if (path === '/api/arrivals') return json(hospital.arrivals());
    if (path === '/api/alerts') return json(hospital.alerts());
    if (path === '/api/people') return json(hospital.people());
    if (path === '/events') return pages.size < mostPages ? 'events' : { status: 503 };
    const file = files.get(path);
    return file ? { status: 200, file } : { status: 404 };
  }

  function post(path: string, body: string | undefined): Reply {
    if (path === '/api/clear') {
      hospital.clear();
      tell({ kind: 'everything', state: hospital.state(), arrivals: [], alerts: hospital.alerts() });
      return { status: 204 };
    }
    const said = body === undefined ? undefined : jsonFrom(body);
    if (path === '/api/acknowledge') return acknowledge(said);
    const { once, ...wanted } = typeof said === 'object' && said !== null ? { once: undefined, ...said } : {};
    if (once !== undefined && typeof once !== 'boolean') return { status: 400 };
    const protocol = protocolOf.get(path);
    if (protocol === undefined) return { status: 404 };
    if (protocol === 'mllp') {
      const mode = hisMode.safeParse(wanted);
      if (!mode.success) return { status: 400 };
      hospital.setMode(mode.data, once);
    } else {
      const mode = httpMode.safeParse(wanted);
      if (!mode.success) return { status: 400 };
      hospital.setHttpMode(protocol, mode.data, once);
    }
    return { status: 204 };
  }

  function acknowledge(said: unknown): Reply {
    const read = acknowledging.safeParse(said);
    if (!read.success) return { status: 400 };
    return { status: hospital.acknowledge(read.data.alertId, read.data.by) ? 204 : 404 };
  }

  function openEvents(response: ServerResponse): void {
    response.writeHead(200, { ...securityHeaders, 'content-type': 'text/event-stream' });
    response.on('close', () => {
      pages.delete(response);
    });
    pages.add(response);
    write(response, {
      kind: 'everything',
      state: hospital.state(),
      arrivals: hospital.arrivals(),
      alerts: hospital.alerts(),
    });
  }

  function tell(event: HisEvent): void {
    for (const page of pages) write(page, event);
  }

  function write(page: ServerResponse, event: HisEvent): void {
    if (page.writableLength > mostUnreadBytes) page.destroy();
    else page.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  return { server, tell, close };
}

const protocolOf = new Map([
  ['/api/mode', 'mllp'],
  ['/api/mode/fhir', 'fhir'],
  ['/api/mode/webhook', 'webhook'],
] as const satisfies readonly (readonly [string, HisProtocol])[]) as ReadonlyMap<string, HisProtocol>;

function json(value: unknown): Reply {
  return { status: 200, file: { contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) } };
}

function send(response: ServerResponse, { status, file }: Reply): void {
  response.writeHead(status, file ? { ...securityHeaders, 'content-type': file.contentType } : securityHeaders);
  response.end(file?.body);
}
