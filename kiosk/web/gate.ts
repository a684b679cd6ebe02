import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf } from './bearer.ts';
import { refuse } from './refuse.ts';
import { originProblem, originRefusals, programProblem, type Served } from './request-origin.ts';
import type { Access } from './routes.ts';
import { type Session, type Sessions, showsToken } from './sessions.ts';

/** What stands beside a route in fastify, for the one hook that lets in. */
export interface RouteRule<Role extends string> {
  readonly access: Access<Role>;
  /** Nobody is there because of such a request. */
  readonly isQuiet: boolean;
}

export interface GateParts<Role extends string> {
  readonly served: () => Served;
  readonly cookieName: () => string;
  readonly sessions: Sessions<Role>;
  readonly mayAct: (held: readonly Role[], needed: Role) => boolean;
  /** Of whoever opens this address. */
  readonly signInPath: (asked: string) => string;
  readonly ruleOf: (request: FastifyRequest) => RouteRule<Role> | undefined;
}

export const csrfHeader = 'x-csrf-token';

/**
 * The one door. Before any handler, and before a byte of a body is read: the address that was asked, the page that asks, the session, its
 * rights, its token. What does not exist is told from what does only to whoever is signed in. Gives the answer when it refuses.
 */
export function letIn<Role extends string>(
  request: FastifyRequest,
  reply: FastifyReply,
  { served, cookieName, sessions, mayAct, signInPath, ruleOf }: GateParts<Role>,
): FastifyReply | undefined {
  const rule = ruleOf(request);
  const wrong = rule?.access === 'program' ? programProblem(request, served()) : originProblem(request, served());
  if (wrong) return refuse(reply, originRefusals[wrong].status, originRefusals[wrong].sentence);
  if (rule?.access === 'program')
    return bearerOf(request.headers) === undefined ? refuse(reply, 401, 'Show a key.') : undefined;
  if (rule?.access === 'anybody') return undefined;
  const session = sessions.find(request.cookies[cookieName()]);
  if (!session) {
    if (isNavigation(request)) return reply.redirect(signInPath(request.url), 303);
    return refuse(reply, 401, 'Sign in first.');
  }
  if (!rule) return undefined;
  if (!mayAsk(session, rule.access, mayAct)) return refuse(reply, 403, 'Your role does not allow this.');
  if (request.method !== 'GET' && !showsToken(session, request.headers[csrfHeader]))
    return refuse(reply, 403, 'This request does not come from the page that you are signed in to.');
  if (!rule.isQuiet) sessions.touch(session);
  return undefined;
}

function mayAsk<Role extends string>(
  { who }: Session<Role>,
  access: Access<Role>,
  mayAct: GateParts<Role>['mayAct'],
): boolean {
  if (access === 'signed-in') return true;
  if (access === 'set-up') return who.kind === 'set-up';
  return who.kind === 'person' && access !== 'anybody' && access !== 'program' && mayAct(who.roles, access);
}

/** Somebody opens an address; everything else is a page that asks, and follows no redirect to a form. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  if (method !== 'GET' || headers.upgrade !== undefined) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate';
}
