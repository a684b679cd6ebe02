import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { Certificate } from './certificate.ts';
import { type ConnectionLimits, connectionLimits, limitSockets } from './connection-limits.ts';
import { type GateParts, letIn, type RouteRule } from './gate.ts';
import { createLinks, type Links } from './links.ts';
import { type ListenPlace, type ListenProblem, listen, urlHost } from './listen.ts';
import { refuse } from './refuse.ts';
import type { Call, Link, LinkEnd, Route } from './routes.ts';
import { permissionsPolicy, permissionsPolicyWith, securityHeaders } from './security-headers.ts';
import { httpOptions, serverOptions } from './server-options.ts';
import type { Session, Sessions, Who } from './sessions.ts';

export interface StaffListenerParts<Role extends string> {
  readonly listen: ListenPlace;
  /** Names by which people call this machine, without a port. Its addresses need not be named. */
  readonly allowedHosts?: readonly string[];
  /** Without it plain HTTP is spoken: for loopback alone. */
  readonly tls?: Pick<Certificate, 'key' | 'certificate'> | undefined;
  /** Before the port: cookies know no ports. Letters, digits, `-`. */
  readonly cookieName: string;
  readonly sessions: Sessions<Role>;
  readonly mayAct: (held: readonly Role[], needed: Role) => boolean;
  readonly routes: readonly Route<Role>[];
  readonly clock: Pick<Clock, 'after'>;
  /** Where whoever opens an address without a session is sent. Default: `/sign-in`. */
  readonly signInPath?: (asked: string) => string;
  /** Pages play sounds of this server. */
  readonly sounds?: boolean;
  /** Pages that are linked at a time, beside `mostLinksOfSession`. Default: `mostLinks`. */
  readonly mostLinks?: number;
  /** Default: `connectionLimits`. */
  readonly limits?: Partial<ConnectionLimits>;
  /** A handler threw; the other end reads nothing of it. */
  readonly onBug: (error: unknown) => void;
}

export interface StaffListener {
  readonly port: number;
  /** `https://127.0.0.1:8443`, without a slash behind it. */
  readonly origin: string;
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** By this the gate knows which rule is meant; a route without it is nobody's. */
    readonly staffRoute?: object;
  }
}

const bodyLimit = 16_384;
const longestMessage = 65_536;

/**
 * The listener of the staff's pages. Whatever it answers stands in `routes`, and each of them says who may ask; nobody can add one
 * without. See `gate.ts` for what is looked at before.
 */
export async function openStaffListener<Role extends string>(
  parts: StaffListenerParts<Role>,
): Promise<Result<StaffListener, ListenProblem>> {
  const { tls, sessions } = parts;
  const limits = { ...connectionLimits, ...parts.limits };
  const scheme = tls ? 'https' : 'http';
  let port = parts.listen.port;
  const app = createServer(parts.tls, limits);
  limitSockets(app.server, limits);

  await app.register(fastifyCookie);
  // `closeTimeout` stands in ws's documentation and not yet in its types.
  const socketOptions = { maxPayload: longestMessage, closeTimeout: limits.closeMs };
  // Before the checks: it hangs up on an upgrade that they refuse.
  await app.register(fastifyWebsocket, { options: socketOptions });
  await app.register(fastifyStatic, { root: '/', serve: false });
  // A form of any site may send text; nobody here reads it.
  app.removeContentTypeParser('text/plain');

  const rules = new WeakMap<object, RouteRule<Role>>();
  const cookieName = () => `${tls ? '__Host-' : ''}${parts.cookieName}-${port}`;
  const gate: GateParts<Role> = {
    served: () => ({ scheme, listenHost: parts.listen.host, port, allowedHosts: parts.allowedHosts ?? [] }),
    cookieName,
    sessions,
    mayAct: parts.mayAct,
    signInPath: parts.signInPath ?? (() => '/sign-in'),
    ruleOf: (request) => rules.get(request.routeOptions.config.staffRoute ?? {}),
  };
  const headers = {
    ...securityHeaders({ sounds: parts.sounds, staysWhole: true }),
    ...{ 'permissions-policy': permissionsPolicy, 'cache-control': 'no-store' },
  };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    return letIn(request, reply, gate);
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'There is nothing here.'));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) parts.onBug(error);
    return refuse(reply, status, status >= 500 ? 'A bug. It has been noted.' : 'This request is not understood.');
  });

  const cookies = { cookieName, isSecure: tls !== undefined, sessions };
  const links = createLinks({ clock: parts.clock, sessions, most: parts.mostLinks });
  for (const route of parts.routes) await addRoute(app, route, { rules, cookies, links });

  const listening = await listen(app, parts.listen);
  if (!listening.ok) {
    await app.close();
    return listening;
  }
  port = listening.value;
  return ok({
    port,
    origin: `${scheme}://${urlHost(parts.listen.host, port)}`,
    async close() {
      sessions.endAll('stopped');
      await app.close();
    },
  });
}

function createServer(tls: StaffListenerParts<string>['tls'], limits: ConnectionLimits): FastifyInstance {
  const options = { ...serverOptions(limits), bodyLimit, exposeHeadRoutes: false } as const;
  const http = httpOptions(limits);
  if (!tls) return fastify({ ...options, http });
  const { key, certificate: cert } = tls;
  // One kind of instance to whoever adds routes; the server's kind matters to nobody behind this line.
  const https = { ...http, key, cert, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs } as const;
  return fastify({ ...options, https }) as unknown as FastifyInstance;
}

interface Ways<Role extends string> {
  readonly rules: WeakMap<object, RouteRule<Role>>;
  readonly cookies: CookieWays<Role>;
  readonly links: Links<Role>;
}

interface CookieWays<Role extends string> {
  readonly cookieName: () => string;
  readonly isSecure: boolean;
  readonly sessions: Sessions<Role>;
}

async function addRoute<Role extends string>(
  app: FastifyInstance,
  route: Route<Role>,
  { rules, cookies, links }: Ways<Role>,
): Promise<void> {
  const { access } = route;
  const config = { staffRoute: route };
  rules.set(route, {
    access,
    isQuiet: route.kind === 'socket' || (route.kind === 'answer' && route.isPolling === true),
  });
  const sessionOf = (request: FastifyRequest) => cookies.sessions.find(request.cookies[cookies.cookieName()]);
  switch (route.kind) {
    case 'answer': {
      // The gate has seen that whoever asks is what this access says.
      const handle = route.handle as (call: Call<Who<Role> | undefined, Role>) => unknown;
      app.route({
        method: route.method,
        url: route.path,
        config,
        ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
        handler(request, reply) {
          const session = sessionOf(request);
          // It may have ended while the body was on its way.
          if (!session && access !== 'anybody' && access !== 'program') return refuse(reply, 401, 'Sign in first.');
          return handle(callOf(request, reply, session, cookies));
        },
      });
      return;
    }
    case 'socket': {
      const connect = route.connect as (link: Link, who: Who<Role> | undefined) => LinkEnd;
      await app.register(async (scope) => {
        scope.get(route.path, { websocket: true, config }, (socket, request) => {
          const session = sessionOf(request);
          if (!session && access !== 'anybody') return socket.close(4401);
          links.open(socket, session, (link) => connect(link, session?.who));
        });
      });
      return;
    }
    case 'files':
      await app.register(async (scope) => {
        scope.addHook('onRoute', (options) => {
          options.config = config;
        });
        await scope.register(fastifyStatic, {
          root: route.folder,
          prefix: route.under,
          decorateReply: false,
          index: false,
          cacheControl: false,
          dotfiles: 'ignore',
        });
      });
      return;
    case 'file':
      app.get(route.path, { config }, (_request, reply) =>
        reply
          .header('permissions-policy', permissionsPolicyWith(route.permits ?? []))
          .sendFile(route.file, route.folder, { cacheControl: false, dotfiles: 'ignore' }),
      );
      return;
  }
}

function callOf<Role extends string>(
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session<Role> | undefined,
  { cookieName, isSecure, sessions }: CookieWays<Role>,
): Call<Who<Role> | undefined, Role> {
  const cookie = { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' } as const;
  return {
    who: session?.who,
    session,
    body: request.body,
    params: asTexts(request.params),
    query: asRecord(request.query),
    headers: request.headers,
    // Whoever has hung up has none any more.
    source: request.socket.remoteAddress ?? 'gone',
    reply,
    signIn(who) {
      if (session) sessions.end(session, 'replaced');
      const opened = sessions.open(who);
      reply.setCookie(cookieName(), opened.cookie, cookie);
      return opened.session;
    },
    signOut() {
      if (session) sessions.end(session, 'signed-out');
      reply.clearCookie(cookieName(), cookie);
    },
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asTexts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, text]) => [name, String(text)]));
}

/** Fastify says what is wrong with a request by a status of its own; anything else that is thrown is a bug. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
