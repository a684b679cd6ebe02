import { createHash } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { lockOutPolicies, openLockOut } from '#kiosk/staff/lock-out.ts';
import { networkOf } from '#kiosk/staff/sign-in.ts';
import type { EnrolledKiosk, Enrolment } from '../log/enrolment.ts';

/**
 * - `key-unknown`, `key-revoked`: this program is no kiosk of the hospital, or none any more.
 * - `slow-down`: wrong keys came from this address; nothing was looked at. - `not-deciding`: no database says whose key it is.
 */
export type KeyProblem =
  | { readonly kind: 'key-unknown' | 'key-revoked' | 'not-deciding' }
  | { readonly kind: 'slow-down'; readonly remainingMs: number };

export interface KioskKeys {
  /** `source`: the address from which it comes. */
  whose(key: string, source: string): Promise<Result<EnrolledKiosk, KeyProblem>>;
}

interface Needs {
  readonly enrolment: Pick<Enrolment, 'find'>;
  /** Wrong keys are counted here, so that a restart forgives none. */
  readonly lockOutFile: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly randomBytes: RandomBytes;
  readonly log: HubLog;
}

/** A key that is revoked opens nothing after this, ms. */
const believedFor = 2_000;
/** A kiosk whose old key somebody forgot to change must not wait for an hour behind the new one. */
const wrongKeys = { ...lockOutPolicies.source, longestDelayMs: 60_000 };

/** 256 random bits, as they are printed once and stand in a kiosk's `hub.keyFile`. */
export function createKioskKey(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(32)).toString('base64url');
}

/** What is kept of a key. It has 256 random bits, so a plain hash is as good as a slow one, and looking it up tells nothing by its time. */
export function hashOfKey(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}

/** Asks the database once in two seconds for each key; a key that was never right is counted against its address first. */
export function createKioskKeys({ enrolment, lockOutFile, clock, randomBytes, log }: Needs): KioskKeys {
  const lockOut = openLockOut({
    path: lockOutFile,
    clock,
    randomBytes,
    policies: { ...lockOutPolicies, source: wrongKeys },
  });
  const known = new Map<string, { readonly kiosk: EnrolledKiosk; readonly at: number }>();

  return {
    async whose(key, source) {
      const hash = hashOfKey(key);
      const name = Buffer.from(hash).toString('base64url');
      const before = known.get(name);
      if (before && clock.monotonic() - before.at < believedFor) return ok(before.kiosk);
      const attempt = before ? undefined : lockOut.attempt([{ kind: 'source', of: networkOf(source) }]);
      if (attempt && !attempt.ok) return problem({ kind: 'slow-down', remainingMs: attempt.problem.remainingMs });
      const found = await enrolment.find(hash);
      if (!found.ok) {
        attempt?.value.withdrawn();
        // The key was right a moment ago: what is asked is refused anyway while there is no database.
        return before ? ok(before.kiosk) : problem({ kind: 'not-deciding' });
      }
      if (!found.value || found.value.isRevoked) {
        known.delete(name);
        attempt?.value.failed();
        const kind = found.value ? 'key-revoked' : 'key-unknown';
        if (attempt || before) log('kiosk-key-refused', { source, why: kind });
        return problem({ kind });
      }
      attempt?.value.succeeded();
      known.set(name, { kiosk: found.value, at: clock.monotonic() });
      return ok(found.value);
    },
  };
}
