import fastifyCookie from '@fastify/cookie';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ok, type Result } from '#config/agreements/result.ts';
import { type ConnectionLimits, connectionLimits, limitSockets } from '#kiosk/web/connection-limits.ts';
import { type ListenPlace, type ListenProblem, listen, urlHost } from '#kiosk/web/listen.ts';
import { originProblem, originRefusals } from '#kiosk/web/request-origin.ts';
import { type PageLiberty, permissionsPolicy, securityHeaders } from '#kiosk/web/security-headers.ts';
import { httpOptions, serverOptions } from '#kiosk/web/server-options.ts';
import type { LaunchPass } from './launch-pass.ts';

/** A server for a page of this machine (design §4). */
export interface LoopbackServerParts {
  readonly listen: ListenPlace;
  /** Before the port: tells the kiosks of one machine apart, since cookies know no ports. */
  readonly cookieName: string;
  readonly pass: LaunchPass;
  /** Paths that need an allowed `Host` and no cookie. */
  readonly openToAll: readonly string[];
  /** What the page may do of all that a sandbox takes away (CSP `sandbox`). Default: everything. */
  readonly sandbox?: readonly PageLiberty[];
  /** Default: `connectionLimits`. */
  readonly limits?: Partial<ConnectionLimits>;
  /** Adds the routes; what it registers stands behind the checks. */
  readonly addRoutes: (app: FastifyInstance) => void;
}

export interface LoopbackServer {
  readonly port: number;
  /** A URL that opens the page once. */
  newLaunchUrl(): string;
  close(): Promise<void>;
}

/**
 * Loopback is not trust: `Host` and `Origin` are checked on every request, everything that is not open to all needs the
 * page's cookie, and the content security policy allows nothing from elsewhere.
 */
export async function openLoopbackServer(parts: LoopbackServerParts): Promise<Result<LoopbackServer, ListenProblem>> {
  const limits = { ...connectionLimits, ...parts.limits };
  const app = fastify({
    ...serverOptions(limits),
    bodyLimit: 1024,
    http: httpOptions(limits),
  });
  limitSockets(app.server, limits);
  let port = parts.listen.port;
  const cookieName = () => `${parts.cookieName}-${port}`;

  await app.register(fastifyCookie);
  // `closeTimeout` stands in ws's documentation and not yet in its types.
  const socketOptions = { maxPayload: 32_768, closeTimeout: limits.closeMs };
  // Before the checks: it hangs up on an upgrade that they refuse.
  await app.register(fastifyWebsocket, { options: socketOptions });

  const headers = { ...securityHeaders({ sandbox: parts.sandbox }), 'permissions-policy': permissionsPolicy };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const wrong = originProblem(request, { scheme: 'http', listenHost: parts.listen.host, port, allowedHosts: [] });
    if (wrong) return refuse(reply, originRefusals[wrong].status, originRefusals[wrong].sentence);
    const [path] = request.url.split('?', 1);
    if (path && parts.openToAll.includes(path)) return;
    if (path === '/' && isLaunch(request)) return launch(request, reply);
    if (!parts.pass.isValidCookie(request.cookies[cookieName()])) {
      return refuse(reply, 403, "This page opens from the kiosk's launcher only.");
    }
  });

  function launch(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { token } = request.query as { token: string };
    if (!parts.pass.redeem(token))
      return refuse(reply, 403, 'This launch address has been used or is too old. Ask the kiosk for a fresh one.');
    return reply
      .setCookie(cookieName(), parts.pass.newCookie(), { httpOnly: true, sameSite: 'strict', path: '/' })
      .redirect('/', 303);
  }

  parts.addRoutes(app);
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'There is nothing here.'));
  const listening = await listen(app, parts.listen);
  if (!listening.ok) return listening;
  port = listening.value;
  return ok({
    port,
    newLaunchUrl: () => `http://${urlHost(parts.listen.host, port)}/?token=${parts.pass.newToken()}`,
    close: () => app.close(),
  });
}

function isLaunch(request: FastifyRequest): boolean {
  const { query } = request;
  return typeof query === 'object' && query !== null && 'token' in query && typeof query.token === 'string';
}

function refuse(reply: FastifyReply, code: number, sentence: string): FastifyReply {
  return reply.code(code).type('text/plain; charset=utf-8').send(`${sentence}\n`);
}
