import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';

/**
 * Who may open the patient page. Loopback is not trust: any program of this machine could connect.
 *
 * A launch token opens the page once, while it lives, and is exchanged for a cookie. The cookie is signed with a key derived from the
 * store's master key, so a page that is open survives a restart of the host.
 */
export interface LaunchPass {
  /** A fresh one-time token, 43 characters of base64url; may live for a shorter time than others of this pass. */
  newToken(life?: TokenLife): string;
  /** True once for each token. */
  redeem(token: string): boolean;
  newCookie(): string;
  isValidCookie(cookie: string | undefined): boolean;
}

/** Tokens that were never used do not pile up: the oldest is forgotten. */
const mostTokens = 16;

/** A window that is being opened needs seconds; whoever finds an address later finds a dead one. */
export const launchTokenLifeMs = 60_000;

/** `until-used` is for an address that a person reads and opens later. */
export type TokenLife = typeof launchTokenLifeMs | 'until-used';

/** A page that decides something must not stay open on a lobby's machine for weeks; a working day is enough. */
export const technicianCookieLifeMs = 12 * 3_600_000;
/** A clock that was set back by less makes no cookie invalid. */
const clockStepMs = 5 * 60_000;

export interface LaunchPassParts {
  /** Signs cookies. */
  readonly cookieKey: Uint8Array;
  readonly randomBytes: RandomBytes;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly tokenLife: TokenLife;
  /** From its making, whatever is done with it. A patient's page stays open as long as the kiosk stands. */
  readonly cookieLife: typeof technicianCookieLifeMs | 'as-long-as-its-key';
}

/** How long tokens and cookies of each page live. */
export const passLives = {
  patient: { tokenLife: launchTokenLifeMs, cookieLife: 'as-long-as-its-key' },
  technician: { tokenLife: 'until-used', cookieLife: technicianCookieLifeMs },
} as const satisfies Readonly<Record<string, Pick<LaunchPassParts, 'tokenLife' | 'cookieLife'>>>;

export function createLaunchPass(parts: LaunchPassParts): LaunchPass {
  const { cookieKey, randomBytes, clock, tokenLife, cookieLife } = parts;
  /** With the moment when each ends. */
  const tokens = new Map<string, number>();

  /** The moment of its making is signed with it: the browser's word for a cookie's age is not asked for. */
  function isOfAge(madeAt: string): boolean {
    if (cookieLife === 'as-long-as-its-key') return true;
    const age = clock.now() - Number.parseInt(madeAt, 36);
    return age >= -clockStepMs && age <= cookieLife;
  }

  function sign(text: string): string {
    return createHmac('sha256', cookieKey).update(text).digest('base64url');
  }

  return {
    newToken(life = tokenLife) {
      const token = base64url(randomBytes(32));
      tokens.set(token, life === 'until-used' ? Number.POSITIVE_INFINITY : clock.monotonic() + life);
      const [oldest] = tokens.keys();
      if (tokens.size > mostTokens && oldest) tokens.delete(oldest);
      return token;
    },
    redeem(token) {
      const endsAt = tokens.get(token);
      tokens.delete(token);
      return endsAt !== undefined && clock.monotonic() <= endsAt;
    },
    newCookie() {
      const signed = `${base64url(randomBytes(16))}.${clock.now().toString(36)}`;
      return `${signed}.${sign(signed)}`;
    },
    isValidCookie(cookie) {
      const [nonce, madeAt, signature, ...more] = cookie?.split('.') ?? [];
      if (!nonce || !madeAt || !signature || more.length > 0) return false;
      const expected = Buffer.from(sign(`${nonce}.${madeAt}`));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given) && isOfAge(madeAt);
    },
  };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
