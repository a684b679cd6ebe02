import type { Result } from '#config/agreements/result.ts';
import type { LogProblem } from './log-problem.ts';

/**
 * Which kiosks may speak to the hub. In the database, so that two hubs know the same ones; a key is kept as its hash and shown once, by the
 * command that makes it. Another process may enrol while a hub decides.
 */
export interface Enrolment {
  /** A new key for this kiosk; an earlier one is revoked. The mark stays once it is given. */
  enrol(kioskId: string, keyHash: Uint8Array): Promise<Result<EnrolledKiosk, LogProblem>>;
  revoke(kioskId: string): Promise<Result<'revoked' | 'unknown', LogProblem>>;
  /** By name of the kiosk. */
  list(): Promise<Result<readonly EnrolledKiosk[], LogProblem>>;
  /** Revoked ones, too; `undefined`: nobody's, or one that a later key has taken the place of. */
  find(keyHash: Uint8Array): Promise<Result<EnrolledKiosk | undefined, LogProblem>>;
}

export interface EnrolledKiosk {
  readonly kioskId: string;
  /** `K2`: of its numbers when the hub is gone; no other kiosk ever has the same. */
  readonly mark: string;
  readonly isRevoked: boolean;
}
