import * as z from 'zod';
import type { Result } from '#config/agreements/result.ts';
import type { Call, Route } from './routes.ts';
import type { Session, SignedInPerson, Who } from './sessions.ts';

/** What the sign-in page is told when nobody is let in; shown in its own words. */
export type SignInRefusal =
  | { readonly kind: 'wrong' | 'code-needed' | 'busy' | 'not-writable' }
  | { readonly kind: 'locked-out'; readonly remainingMs: number };

export type SetUpRefusal = { readonly kind: 'wrong' | 'used' | 'expired' | 'used-up' | 'not-writable' };

/** `GET /api/me`, and the answer of every sign-in. */
export interface Me<Role extends string> {
  readonly who: Who<Role>;
  /** For the header `x-csrf-token` of whatever is not a GET. */
  readonly csrfToken: string;
}

export interface SignInDoor<Role extends string> {
  readonly signIn: (wish: {
    readonly name: string;
    readonly secret: string;
    readonly code?: string | undefined;
    readonly source: string;
  }) => Promise<Result<SignedInPerson<Role>, SignInRefusal>>;
  /** Only while set-up lasts. */
  readonly offerSetUpCode?: (typed: string, source: string) => Result<void, SetUpRefusal>;
  readonly onSignOut?: (who: Who<Role>) => void;
}

const signInBody = z.strictObject({
  name: z.string().max(200),
  pin: z.string().max(512),
  code: z.string().max(32).optional(),
});
const setUpBody = z.strictObject({ code: z.string().max(64) });

const status = {
  wrong: 401,
  'code-needed': 401,
  used: 410,
  expired: 410,
  'used-up': 410,
  'locked-out': 429,
  busy: 503,
  'not-writable': 503,
} as const satisfies Readonly<Record<SignInRefusal['kind'] | SetUpRefusal['kind'], number>>;

/**
 * - `POST /api/sign-in` `{ name, pin, code? }` → 200 `Me`, or a refusal as JSON (`SignInRefusal`).
 * - `POST /api/set-up-code` `{ code }` → 200 `Me`, or `SetUpRefusal`; 404 when there is no set-up.
 * - `POST /api/sign-out` → 204. - `GET /api/me` → `Me`.
 */
export function signInRoutes<Role extends string>(door: SignInDoor<Role>): readonly Route<Role>[] {
  return [
    {
      kind: 'answer',
      access: 'anybody',
      method: 'POST',
      path: '/api/sign-in',
      bodyLimit: 4_096,
      async handle({ body, source, reply, signIn }: Call<unknown, Role>) {
        const read = signInBody.safeParse(body);
        if (!read.success) return reply.code(400).send();
        const { name, pin: secret, code } = read.data;
        const opened = await door.signIn({ name, secret, code, source });
        return opened.ok ? meOf(signIn(opened.value)) : refusal(reply, opened.problem);
      },
    },
    {
      kind: 'answer',
      access: 'anybody',
      method: 'POST',
      path: '/api/set-up-code',
      bodyLimit: 1_024,
      handle({ body, source, reply, signIn }: Call<unknown, Role>) {
        if (!door.offerSetUpCode) return reply.code(404).send();
        const read = setUpBody.safeParse(body);
        if (!read.success) return reply.code(400).send();
        const opened = door.offerSetUpCode(read.data.code, source);
        return opened.ok ? meOf(signIn({ kind: 'set-up' })) : refusal(reply, opened.problem);
      },
    },
    {
      kind: 'answer',
      access: 'signed-in',
      method: 'POST',
      path: '/api/sign-out',
      handle({ who, reply, signOut }: Call<Who<Role>, Role>) {
        signOut();
        door.onSignOut?.(who);
        return reply.code(204).send();
      },
    },
    {
      kind: 'answer',
      access: 'signed-in',
      method: 'GET',
      path: '/api/me',
      isPolling: true,
      handle: ({ session, reply }: Call<unknown, Role>) => (session ? meOf(session) : reply.code(401).send()),
    },
  ];
}

function meOf<Role extends string>({ who, csrfToken }: Session<Role>): Me<Role> {
  return { who, csrfToken };
}

/** Field by field: what else a problem knows is nobody's business. */
function refusal(reply: Call<unknown, string>['reply'], problem: SignInRefusal | SetUpRefusal) {
  const { kind } = problem;
  reply.code(status[kind]);
  if (problem.kind !== 'locked-out') return reply.send({ kind });
  const remainingMs = Math.ceil(problem.remainingMs);
  return reply.header('retry-after', String(Math.ceil(remainingMs / 1000))).send({ kind, remainingMs });
}
