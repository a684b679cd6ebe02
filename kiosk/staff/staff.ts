import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { auditFolder } from './audit/audit-files.ts';
import { type AuditLog, type AuditNotWritable, openAuditLog } from './audit/audit-log.ts';
import { type AuditDamage, type VerifiedAudit, verifyAudit } from './audit/verify-audit.ts';
import { type LockedOut, openLockOut } from './lock-out.ts';
import type { LockOutFileProblem } from './lock-out-file.ts';
import { openPeople, type People } from './people.ts';
import type { PeopleFileProblem } from './people-file.ts';
import type { Person, PersonId } from './person.ts';
import { mayAct, type Role, roles } from './roles.ts';
import { createSecretHasher, type HashCost } from './secret-hash.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { deriveStaffKey, openStaffKey, type StaffKeyProblem } from './staff-key.ts';

export interface StaffParts {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** `machineBootId`. */
  readonly bootId: string;
  readonly randomBytes: RandomBytes;
  /** Somebody's name, roles, secret or app has changed, or they are gone: end their sessions. */
  readonly onPersonChanged: (id: PersonId) => void;
  /** Default: `hashCost`. Tests take less. */
  readonly cost?: HashCost;
}

/** Why nobody can sign in; the kiosk serves patients all the same. `at` tells the file. */
export type StaffProblem =
  | { readonly at: 'staff-key'; readonly why: StaffKeyProblem }
  | { readonly at: 'people'; readonly why: PeopleFileProblem }
  | { readonly at: 'audit'; readonly why: AuditNotWritable };

export interface Staff {
  readonly people: People;
  /** Every sign-in and refusal is in the audit log before it is answered. */
  readonly signIn: SignIn;
  readonly audit: AuditLog;
  /** Reads the whole log: does it prove itself? */
  verifyAudit(): Result<VerifiedAudit, AuditDamage>;
  /** What a technician must be told: files that did not prove themselves. */
  readonly damage: { readonly audit: AuditDamage | undefined; readonly lockOut: LockOutFileProblem | undefined };
  close(): void;
}

export function openStaff(parts: StaffParts): Result<Staff, StaffProblem> {
  const { dataDir, clock, bootId, randomBytes, cost } = parts;
  const staffKey = openStaffKey(parts);
  if (!staffKey.ok) return problem({ at: 'staff-key', why: staffKey.problem });
  const hasher = createSecretHasher({ randomBytes, ...(cost ? { cost } : {}) });
  const opened = openPeople({
    dataDir,
    staffKey: staffKey.value,
    randomBytes,
    now: clock.now,
    hasher,
    onChanged: parts.onPersonChanged,
  });
  if (!opened.ok) return problem({ at: 'people', why: opened.problem });
  const { people, secrets } = opened.value;
  const folder = auditFolder(dataDir);
  const key = deriveStaffKey(staffKey.value, 'audit');
  const audit = openAuditLog({ folder, key, clock, bootId, randomBytes });
  if (!audit.ok) return problem({ at: 'audit', why: audit.problem });
  const { log, setAside } = audit.value;
  const lockOut = openLockOut({ path: join(dataDir, 'staff', 'lock-out.json'), clock, randomBytes });
  return ok({
    people,
    signIn: noted(createSignIn({ secrets, lockOut, hasher }), log),
    audit: log,
    verifyAudit: () => verifyAudit({ folder, key }),
    damage: { audit: setAside, lockOut: lockOut.damage },
    close: log.close,
  });
}

/**
 * What is refused by a lock is not noted one by one: the lock is, and a flood of refusals would fill the disk. Whoever would be let in
 * and cannot be noted is not let in.
 */
function noted(door: SignIn, audit: AuditLog): SignIn {
  const locks = (set: readonly LockedOut[], source?: string) => {
    for (const { by, remainingMs } of set)
      audit.append(null, {
        act: 'locked-out',
        details: { what: by, ms: Math.ceil(remainingMs), ...(source === undefined ? {} : { source }) },
      });
  };
  const enter =
    (enters: boolean): SignIn['signIn'] =>
    async (wish) => {
      const answer = await door.signIn(wish);
      const { source } = wish;
      if (answer.ok && enters) {
        const written = audit.append(actorOf(answer.value), {
          act: 'signed-in',
          details: { source, totp: answer.value.hasTotp },
        });
        if (!written.ok) return problem({ kind: 'not-writable', path: 'audit' });
      }
      if (!answer.ok && answer.problem.kind === 'wrong') {
        const { who } = answer.problem;
        audit.append(who ? actorOf(who) : null, { act: 'sign-in-refused', details: { source, why: 'wrong' } });
        locks(answer.problem.locks, source);
      }
      return answer;
    };
  return {
    signIn: enter(true),
    confirm: ({ name }, wish) => enter(false)({ ...wish, name }),
    async lobbyPin(pin) {
      const answer = await door.lobbyPin(pin);
      if (answer.ok) {
        const written = audit.append(null, { act: 'lobby-pad-opened', details: {} });
        return written.ok ? answer : problem({ kind: 'not-writable', path: 'audit' });
      }
      if (answer.problem.kind === 'wrong') {
        audit.append(null, { act: 'lobby-pin-wrong', details: {} });
        locks(answer.problem.locks);
      }
      return answer;
    },
  };
}

/** For `AuditLog.append`: a person acts by the most that they may. */
export function actorOf({ id, name, roles: held }: Pick<Person, 'id' | 'name'> & { readonly roles: readonly Role[] }) {
  const role = [...roles].reverse().find((each) => mayAct(held, each)) ?? 'technician';
  return { id, name, role };
}
