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
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

export function createLaunchPass({ cookieKey, randomBytes, clock }: LaunchPassParts): LaunchPass {
  /** With the moment when each ends. */
  const tokens = new Map<string, number>();

  function sign(text: string): string {
    return createHmac('sha256', cookieKey).update(text).digest('base64url');
  }

  return {
    newToken() {
      const token = base64url(randomBytes(32));
      tokens.set(token, clock.monotonic() + launchTokenLifeMs);
      const [oldest] = tokens.keys();
      if (tokens.size > mostTokens && oldest) tokens.delete(oldest);
      return token;
    },
    redeem(token) {
      const endsAt = tokens.get(token);
      tokens.delete(token);
      return endsAt !== undefined && clock.monotonic() <= endsAt;
    },
    // Valid as long as its key is: a patient's page stays open as long as the kiosk stands.
    newCookie() {
      const signed = `${base64url(randomBytes(16))}.${clock.now().toString(36)}`;
      return `${signed}.${sign(signed)}`;
    },
    isValidCookie(cookie) {
      const [nonce, madeAt, signature, ...more] = cookie?.split('.') ?? [];
      if (!nonce || !madeAt || !signature || more.length > 0) return false;
      const expected = Buffer.from(sign(`${nonce}.${madeAt}`));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
