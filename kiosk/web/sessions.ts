import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';

/** Whose session it is: somebody of the staff, or whoever typed the set-up code of a kiosk that has no staff yet. */
export type Who<Role extends string> = SignedInPerson<Role> | WhoeverSetsUp;

export interface SignedInPerson<Role extends string> {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface WhoeverSetsUp {
  readonly kind: 'set-up';
}

export type SessionEnd =
  | 'signed-out'
  | 'idle'
  | 'too-old'
  | 'signed-out-by-others'
  | 'replaced'
  | 'too-many'
  | 'stopped';

export interface Session<Role extends string> {
  readonly who: Who<Role>;
  /** Whoever changes something shows it in a header of its own: another site may make a browser send cookies, never this. */
  readonly csrfToken: string;
  /** Aborted with the reason (`SessionEnd`) when the session ends; whatever stays open watches it. */
  readonly ended: AbortSignal;
}

/** Kept in memory alone, under a hash: whoever reads the memory or restarts the program is signed in nowhere. */
export interface Sessions<Role extends string> {
  /** A new session under a new id, whatever the browser sent; `cookie` is told once. */
  open(who: Who<Role>): { readonly cookie: string; readonly session: Session<Role> };
  /** `undefined` for an id that is none, or no longer one. */
  find(cookie: string | undefined): Session<Role> | undefined;
  /** Somebody is there: the idle time begins anew. Polling of a page is nobody. */
  touch(session: Session<Role>): void;
  end(session: Session<Role>, why: SessionEnd): void;
  /** After a change of somebody's secret or roles. */
  endAllOf(personId: string): number;
  endAll(why: SessionEnd): number;
  list(): readonly Session<Role>[];
}

export interface SessionTimes {
  readonly idleMs: number;
  /** From sign-in, whatever is done with it. */
  readonly longestMs: number;
}

export const sessionTimes: SessionTimes = { idleMs: 15 * 60_000, longestMs: 12 * 3_600_000 };

/** More than people who work at one kiosk at a time; the one that nobody has touched for longest goes. */
export const mostSessions = 64;

interface Needs<Role extends string> {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly randomBytes: RandomBytes;
  readonly times?: SessionTimes;
  /** Default: `mostSessions`. */
  readonly most?: number;
  readonly onEnd?: (session: Session<Role>, why: SessionEnd) => void;
}

interface Kept<Role extends string> {
  readonly session: Session<Role>;
  readonly hash: string;
  readonly madeAt: number;
  readonly ending: AbortController;
  touchedAt: number;
  callOff: () => void;
}

export function createSessions<Role extends string>(needs: Needs<Role>): Sessions<Role> {
  const { clock, randomBytes, times = sessionTimes, most = mostSessions, onEnd = () => undefined } = needs;
  /** Those touched last stand last. */
  const byHash = new Map<string, Kept<Role>>();
  const bySession = new WeakMap<Session<Role>, Kept<Role>>();

  function open(who: Who<Role>) {
    const cookie = Buffer.from(randomBytes(32)).toString('base64url');
    const ending = new AbortController();
    const csrfToken = Buffer.from(randomBytes(16)).toString('base64url');
    const session: Session<Role> = { who, csrfToken, ended: ending.signal };
    const now = clock.monotonic();
    const kept: Kept<Role> = { session, hash: hashOf(cookie), madeAt: now, touchedAt: now, ending, callOff: () => {} };
    byHash.set(kept.hash, kept);
    bySession.set(session, kept);
    watch(kept);
    const [oldest] = byHash.values();
    if (byHash.size > most && oldest) end(oldest.session, 'too-many');
    return { cookie, session };
  }

  /** One timer a session: it looks whether its time has come, and if not, when it will have. */
  function watch(kept: Kept<Role>): void {
    const late = lateness(kept);
    if (late) {
      end(kept.session, late);
      return;
    }
    const now = clock.monotonic();
    const next = Math.min(kept.touchedAt + times.idleMs, kept.madeAt + times.longestMs) - now;
    kept.callOff = clock.after(next, () => watch(kept));
  }

  function lateness({ madeAt, touchedAt }: Kept<Role>): 'idle' | 'too-old' | undefined {
    const now = clock.monotonic();
    if (now - madeAt >= times.longestMs) return 'too-old';
    return now - touchedAt >= times.idleMs ? 'idle' : undefined;
  }

  function find(cookie: string | undefined): Session<Role> | undefined {
    const kept = cookie === undefined ? undefined : byHash.get(hashOf(cookie));
    if (!kept) return undefined;
    // The timer may be late; nobody is let in because of that.
    const late = lateness(kept);
    if (late) end(kept.session, late);
    return late ? undefined : kept.session;
  }

  function end(session: Session<Role>, why: SessionEnd): void {
    const kept = bySession.get(session);
    if (!kept || !byHash.delete(kept.hash)) return;
    kept.callOff();
    kept.ending.abort(why);
    onEnd(session, why);
  }

  function endWhere(fits: (session: Session<Role>) => boolean, why: SessionEnd): number {
    const those = [...byHash.values()].filter(({ session }) => fits(session));
    for (const { session } of those) end(session, why);
    return those.length;
  }

  return {
    open,
    find,
    touch(session) {
      const kept = bySession.get(session);
      if (!kept || !byHash.delete(kept.hash)) return;
      kept.touchedAt = clock.monotonic();
      byHash.set(kept.hash, kept);
    },
    end,
    endAllOf: (personId) =>
      endWhere((each) => each.who.kind === 'person' && each.who.id === personId, 'signed-out-by-others'),
    endAll: (why) => endWhere(() => true, why),
    list: () => [...byHash.values()].map(({ session }) => session),
  };
}

/** What is looked up is a hash, so that the time of a look-up tells nothing about an id that is there. */
function hashOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url');
}

/** Whether a request shows its session's token. */
export function showsToken(session: Pick<Session<string>, 'csrfToken'>, shown: unknown): boolean {
  if (typeof shown !== 'string') return false;
  const given = Buffer.from(shown);
  const expected = Buffer.from(session.csrfToken);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
