import type { AddressInfo } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { PageConnection, PageLink } from '#kiosk/bridge/server.ts';
import type { LaunchPass } from './launch-pass.ts';

/** What the page's server needs; it knows nothing of patients. */
export interface PageServerParts {
  readonly listen: { readonly host: string; readonly port: number };
  /** Tells kiosks of one machine apart: cookies know no ports. */
  readonly kioskId: string;
  /** The built patient page. */
  readonly pageDir: string;
  readonly pass: LaunchPass;
  readonly connectPage: (link: PageLink) => PageConnection;
  readonly health: () => unknown;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface PageServer {
  readonly port: number;
  /** A URL that opens the page once. */
  newLaunchUrl(): string;
  close(): Promise<void>;
}

export interface ListenProblem {
  readonly kind: 'port-busy' | 'port-not-allowed' | 'address-not-available';
}

const openToAll = new Set(['/healthz', '/metrics']);

/**
 * Serves the patient page and its WebSocket on loopback (design §4): `Host` and `Origin` are checked on every request,
 * everything but health and metrics needs the page's cookie, and the content security policy allows nothing from elsewhere.
 */
export async function servePage(parts: PageServerParts): Promise<Result<PageServer, ListenProblem>> {
  const app = fastify({
    logger: false,
    bodyLimit: 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  let port = parts.listen.port;
  const hosts = () => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, urlHost(parts.listen.host, port)];
  const cookieName = () => `tiep-don-${parts.kioskId}-${port}`;

  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, securityHeaders);
  await app.register(fastifyWebsocket, { options: { maxPayload: 32_768 } });

  app.addHook('onRequest', async (request, reply) => {
    if (!hosts().includes(request.headers.host ?? '')) return refuse(reply, 421, 'This address is not served here.');
    const { origin } = request.headers;
    const isSocket = request.headers.upgrade !== undefined;
    if ((origin !== undefined || isSocket) && !hosts().some((host) => origin === `http://${host}`)) {
      return refuse(reply, 403, 'Requests from other pages are refused.');
    }
    const [path] = request.url.split('?', 1);
    if (path && openToAll.has(path)) return;
    if (path === '/' && isLaunch(request)) return launch(request, reply);
    if (!parts.pass.isValidCookie(request.cookies[cookieName()])) {
      return refuse(reply, 403, "This page opens from the kiosk's launcher only.");
    }
  });

  function launch(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { token } = request.query as { token: string };
    if (!parts.pass.redeem(token))
      return refuse(reply, 403, 'This launch address has been used. Ask the kiosk for a fresh one.');
    return reply
      .setCookie(cookieName(), parts.pass.newCookie(), { httpOnly: true, sameSite: 'strict', path: '/' })
      .redirect('/', 303);
  }

  addRoutes(app, parts);
  const listening = await listen(app, parts.listen);
  if (!listening.ok) return listening;
  port = listening.value;
  return ok({
    port,
    newLaunchUrl: () => `http://${urlHost(parts.listen.host, port)}/?token=${parts.pass.newToken()}`,
    close: () => app.close(),
  });
}

function addRoutes(app: FastifyInstance, parts: PageServerParts): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send(parts.health()));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await parts.metrics();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
  app.register(async (scope) => {
    scope.get('/bridge', { websocket: true }, (socket) => {
      const connection = parts.connectPage({
        send: (text) => socket.send(text),
        close: (code) => socket.close(code),
      });
      socket.on('message', (data, isBinary) => {
        if (!isBinary) connection.receive(data.toString());
      });
      socket.on('close', () => connection.disconnected());
      // ws reports a broken line here and closes it by itself.
      socket.on('error', () => undefined);
    });
  });
  app.register(fastifyStatic, { root: parts.pageDir, index: 'index.html', cacheControl: false, dotfiles: 'ignore' });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'There is nothing here.'));
}

const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Plain HTTP on loopback: there is no TLS to insist on.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
} as const;

function isLaunch(request: FastifyRequest): boolean {
  const { query } = request;
  return typeof query === 'object' && query !== null && 'token' in query && typeof query.token === 'string';
}

function refuse(reply: FastifyReply, code: number, sentence: string): FastifyReply {
  return reply.code(code).type('text/plain; charset=utf-8').send(`${sentence}\n`);
}

async function listen(
  app: FastifyInstance,
  { host, port }: PageServerParts['listen'],
): Promise<Result<number, ListenProblem>> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return problem({ kind: 'port-busy' });
    if (code === 'EACCES') return problem({ kind: 'port-not-allowed' });
    if (code === 'EADDRNOTAVAIL') return problem({ kind: 'address-not-available' });
    throw error;
  }
  return ok((app.server.address() as AddressInfo).port);
}

function urlHost(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
