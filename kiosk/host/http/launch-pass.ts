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
  /** A fresh one-time token, 43 characters of base64url. */
  newToken(): string;
  /** True once for each token. */
  redeem(token: string): boolean;
  newCookie(): string;
  isValidCookie(cookie: string | undefined): boolean;
}

/** Tokens that were never used do not pile up: the oldest is forgotten. */
const mostTokens = 16;

/** A window that is being opened needs seconds; whoever finds an address later finds a dead one. */
export const launchTokenLifeMs = 60_000;

export interface LaunchPassParts {
  /** Signs cookies. */
  readonly cookieKey: Uint8Array;
  readonly randomBytes: RandomBytes;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** `until-used` is for an address that a person reads and opens later. */
  readonly tokenLife: typeof launchTokenLifeMs | 'until-used';
}

export function createLaunchPass({ cookieKey, randomBytes, clock, tokenLife }: LaunchPassParts): LaunchPass {
  /** With the moment of their making. */
  const tokens = new Map<string, number>();

  function sign(nonce: string): string {
    return createHmac('sha256', cookieKey).update(nonce).digest('base64url');
  }

  return {
    newToken() {
      const token = base64url(randomBytes(32));
      tokens.set(token, clock.monotonic());
      const [oldest] = tokens.keys();
      if (tokens.size > mostTokens && oldest) tokens.delete(oldest);
      return token;
    },
    redeem(token) {
      const madeAt = tokens.get(token);
      tokens.delete(token);
      return madeAt !== undefined && (tokenLife === 'until-used' || clock.monotonic() - madeAt <= tokenLife);
    },
    newCookie() {
      const nonce = base64url(randomBytes(16));
      return `${nonce}.${sign(nonce)}`;
    },
    isValidCookie(cookie) {
      const [nonce, signature, ...more] = cookie?.split('.') ?? [];
      if (!nonce || !signature || more.length > 0) return false;
      const expected = Buffer.from(sign(nonce));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
