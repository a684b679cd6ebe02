import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import serveStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { type DockAddresses, isSimulatedKind, type SimulatedKind, simulatedKinds } from './dock-words.ts';
import { askLaunchUrl } from './launch-link.ts';

/**
 * The dev dock's server: the built page, and a small API in front of the simulators' control ports. It is a developer's
 * tool on this machine only, so it listens on loopback, trusts no other page, and never talks to the host's own API.
 *
 * `GET /api/dock` → `DockAddresses`; `GET /api/devices/<kind>/events` → the simulator's server-sent events;
 * `POST /api/devices/<kind>/do` → one action; `GET /paper/<n>.png`; `GET /open-kiosk` → 303 to a fresh kiosk window.
 */
export interface DockSettings {
  /** 0 for any free one. */
  readonly port: number;
  /** Control ports, `http://127.0.0.1:7082`. A kind without one has no drawer. */
  readonly simulators: { readonly [Kind in SimulatedKind]?: URL | undefined };
  readonly kioskUrl: URL | undefined;
  readonly hospitalUrl: URL | undefined;
  /** The host's launch socket. Without it `/open-kiosk` goes to `kioskUrl`. */
  readonly launchSocket: string | undefined;
  /** Folder of the built page. */
  readonly pageDir: string;
}

export interface DockServer {
  readonly url: URL;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const longestActionBytes = 65_536;
const simulatorTimeoutMs = 5000;

/** Rejects when the port is taken. */
export async function openDockServer(settings: DockSettings): Promise<DockServer> {
  const server = fastify({ bodyLimit: longestActionBytes, forceCloseConnections: true });
  const withHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  server.addHook('onRequest', (request, reply, next) => withHeaders(request.raw, reply.raw, next));
  server.addHook('onRequest', refuseStrangers);
  await server.register(serveStatic, { root: settings.pageDir, index: 'index.html', cacheControl: false });
  addDockRoutes(server, settings);
  addDeviceRoutes(server, settings);
  return {
    url: new URL(await server.listen({ host, port: settings.port })),
    close: () => server.close(),
  };
}

const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'img-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** Another page in the same browser can reach loopback: by its own name (DNS rebinding), or by posting a form. */
async function refuseStrangers(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const port = request.socket.localPort;
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host: named, origin } = request.headers;
  if (!names.includes(named ?? '')) return reply.code(421).send({ error: 'unknown-host' });
  const writes = request.method !== 'GET' && request.method !== 'HEAD';
  if (writes && origin !== `http://${named}`) return reply.code(403).send({ error: 'foreign-origin' });
  return undefined;
}

function addDockRoutes(
  server: FastifyInstance,
  { simulators, kioskUrl, hospitalUrl, launchSocket }: DockSettings,
): void {
  server.get('/api/dock', (): DockAddresses => {
    return {
      kinds: simulatedKinds.filter((kind) => simulators[kind]),
      kioskUrl: kioskUrl?.href,
      hospitalUrl: hospitalUrl?.href,
    };
  });

  server.get('/open-kiosk', async (request, reply) => {
    // A new window ends the one before it; a page from elsewhere must not do that with a link.
    if (request.headers['sec-fetch-site'] === 'cross-site') return reply.code(403).send({ error: 'foreign-origin' });
    reply.header('cache-control', 'no-store');
    if (launchSocket === undefined) {
      return kioskUrl ? reply.redirect(kioskUrl.href, 303) : reply.code(404).send('This dock knows no kiosk.');
    }
    const launch = await askLaunchUrl(launchSocket);
    if (launch.ok) return reply.redirect(launch.value.href, 303);
    return reply
      .code(503)
      .send(`The kiosk's host does not answer on its launch socket (${launch.problem.kind}). Is it running?`);
  });
}

function addDeviceRoutes(server: FastifyInstance, { simulators }: DockSettings): void {
  const controlOf = (kind: string) => (isSimulatedKind(kind) ? simulators[kind] : undefined);

  for (const what of ['state', 'events'] as const) {
    server.get<{ Params: { kind: string } }>(`/api/devices/:kind/${what}`, (request, reply) => {
      const control = controlOf(request.params.kind);
      if (!control) return reply.code(404).send({ error: 'no-such-device' });
      return passOn(new URL(`/${what}`, control), reply, what === 'events' ? 'text/event-stream' : 'application/json');
    });
  }

  server.post<{ Params: { kind: string } }>('/api/devices/:kind/do', async (request, reply) => {
    const control = controlOf(request.params.kind);
    if (!control) return reply.code(404).send({ error: 'no-such-device' });
    // What an action may be, the simulator knows and says.
    if (typeof request.body !== 'object') return reply.code(400).send({ error: 'not-understood' });
    const status = await postAction(new URL('/do', control), JSON.stringify(request.body));
    return reply.code(status).send();
  });

  server.get<{ Params: { number: string } }>('/paper/:number.png', (request, reply) => {
    const control = simulators['ticket-printer'];
    if (!control || !/^\d{1,6}$/.test(request.params.number)) return reply.code(404).send({ error: 'no-such-paper' });
    return passOn(new URL(`/paper/${request.params.number}.png`, control), reply, 'image/png');
  });
}

/** Streams a simulator's answer to the page, with the type that the page expects and none that the simulator chooses. */
function passOn(from: URL, reply: FastifyReply, contentType: string): FastifyReply {
  const securityHeaders = reply.getHeaders();
  reply.hijack();
  const out: ServerResponse = reply.raw;
  const asked = httpRequest(from, { agent: false });
  const refuse = (status: number) => {
    if (out.headersSent) out.destroy();
    else out.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no-simulator"}');
  };
  asked.on('response', (answer: IncomingMessage) => {
    asked.setTimeout(0);
    if (answer.statusCode !== 200) {
      answer.resume();
      return refuse(answer.statusCode === 404 ? 404 : 502);
    }
    out.writeHead(200, {
      ...definedHeaders(securityHeaders),
      'content-type': contentType,
      'cache-control': 'no-store',
    });
    out.flushHeaders();
    answer.on('error', () => out.destroy());
    return answer.pipe(out);
  });
  asked.setTimeout(simulatorTimeoutMs, () => asked.destroy());
  asked.on('error', () => refuse(502));
  out.on('close', () => asked.destroy());
  asked.end();
  return reply;
}

function definedHeaders(headers: ReturnType<FastifyReply['getHeaders']>): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The simulator's own answer (204 or 400), or 502 when there is none. */
async function postAction(to: URL, body: string): Promise<204 | 400 | 502> {
  try {
    const answer = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(simulatorTimeoutMs),
    });
    await answer.arrayBuffer();
    if (answer.ok) return 204;
    return answer.status === 400 ? 400 : 502;
  } catch {
    return 502;
  }
}
