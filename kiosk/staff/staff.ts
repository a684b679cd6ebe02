import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { clearWay, fileProblemCode, tryOnDisk } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { asideOf, asidePath } from '#config/agreements/put-aside.ts';
import { problem, type Result } from '#config/agreements/result.ts';
import { auditFolder } from './audit/audit-files.ts';
import { type AuditLog, openAuditLog, type SetAside } from './audit/audit-log.ts';
import { type AuditDamage, type VerifiedAudit, verifyAudit } from './audit/verify-audit.ts';
import { type LockedOut, openLockOut } from './lock-out.ts';
import { type LostFile, lost, lostBefore } from './lost-file.ts';
import { openPeople, type People } from './people.ts';
import type { Person, PersonId } from './person.ts';
import { mayAct, type Role, roles } from './roles.ts';
import { createSecretHasher, type HashCost } from './secret-hash.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { deriveStaffKey, openStaffKey } from './staff-key.ts';

export interface StaffParts {
  readonly dataDir: string;
  /** `undefined`: it cannot be read. People sign in all the same, without their apps, and nobody is changed. */
  readonly masterKey: Uint8Array | undefined;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** `machineBootId`. */
  readonly bootId: string;
  readonly randomBytes: RandomBytes;
  /** Somebody's name, roles, secret or app has changed, or they are gone: end their sessions. */
  readonly onPersonChanged: (id: PersonId) => void;
  /** Default: `hashCost`. Tests take less. */
  readonly cost?: HashCost;
  /** As `openPeople` takes it. */
  readonly idOfName?: (name: string) => PersonId;
}

export interface StaffDamage {
  /** The log was laid aside. */
  readonly audit: SetAside | undefined;
  /** Everybody waits once. */
  readonly lockOut: LostFile | undefined;
  /** Nobody can sign in by name. */
  readonly people: LostFile | undefined;
  /** What is noted cannot be proved by the old key. */
  readonly key: LostFile | undefined;
}

export interface Staff {
  readonly people: People;
  /** Every sign-in and refusal is in the audit log before it is answered. */
  readonly signIn: SignIn;
  readonly audit: AuditLog;
  /** Reads the whole log: does it prove itself? */
  verifyAudit(): Result<VerifiedAudit, AuditDamage>;
  /** What a technician must be told: files that did not read or did not prove themselves. */
  damage(): StaffDamage;
  close(): void;
}

/**
 * Never fails: a kiosk serves patients whatever became of the staff's files. What does not read is put aside and named, in the audit log
 * and to the console. Nothing of it opens a door: see `openPeople`, `openLockOut`, `openStaffKey` and `openAuditLog`.
 */
export function openStaff(parts: StaffParts): Staff {
  const { dataDir, clock, bootId, randomBytes, cost } = parts;
  const folderOfStaff = join(dataDir, 'staff');
  const aside = { now: clock.now, randomBytes };
  tryOnDisk(() => clearWay(folderOfStaff, 'folder'));
  const staffKey = openStaffKey({ ...parts, now: clock.now });
  const hasher = createSecretHasher({ randomBytes, ...(cost ? { cost } : {}) });
  const { people, secrets, ...opened } = openPeople({
    dataDir,
    staffKey: staffKey.key,
    isKeyKept: staffKey.isKept,
    randomBytes,
    now: clock.now,
    hasher,
    onChanged: parts.onPersonChanged,
    ...(parts.idOfName ? { idOfName: parts.idOfName } : {}),
  });
  const folderBefore = asideOf(folderOfStaff).at(-1);
  const peopleLost = () =>
    opened.lost() ??
    (folderBefore === undefined || people.list().length > 0 ? undefined : lost('no-folder', folderBefore));
  const lockOut = openLockOut({
    path: join(folderOfStaff, 'lock-out.json'),
    clock,
    randomBytes,
    isExpected: people.list().length > 0,
  });
  const key = deriveStaffKey(staffKey.key, 'audit');
  const folder = staffKey.isKept ? auditFolder(dataDir) : asidePath(join(folderOfStaff, withoutKey), aside);
  const { log, setAside } = openAuditLog({ folder, key, clock, bootId, randomBytes });
  noteLost(log, { 'staff.key': staffKey.damage, 'people.json': opened.lost(), 'lock-out.json': lockOut.damage });
  if (staffKey.isKept) nameLogsWithoutKey(log, folderOfStaff);
  return {
    people,
    signIn: noted(createSignIn({ secrets, lockOut, hasher }), log),
    audit: log,
    verifyAudit: () => verifyAudit({ folder, key }),
    damage: () => ({ audit: setAside(), lockOut: lockOut.damage, people: peopleLost(), key: staffKey.damage }),
    close: log.close,
  };
}

/** Of a start without the master key: nobody could prove afterwards who wrote it. */
const withoutKey = 'audit-without-key';

function noteLost(log: AuditLog, files: Readonly<Record<string, LostFile | undefined>>): void {
  for (const [file, found] of Object.entries(files)) {
    if (!found || found.why === lostBefore) continue;
    const { why, aside } = found;
    log.append(null, { act: 'file-set-aside', details: { file, why, ...(aside === undefined ? {} : { aside }) } });
  }
}

/** What was noted without the key lies aside from now on, and the log that can be proved names it. */
function nameLogsWithoutKey(log: AuditLog, folderOfStaff: string): void {
  for (const name of asideOf(join(folderOfStaff, withoutKey))) {
    const folder = name.replace(withoutKey, 'audit');
    if (!log.append(null, { act: 'log-set-aside', details: { why: 'no-key', folder } }).ok) return;
    try {
      renameSync(join(folderOfStaff, name), join(folderOfStaff, folder));
    } catch (error) {
      fileProblemCode(error);
    }
  }
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
