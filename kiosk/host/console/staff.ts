import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import { openLockOut } from '#kiosk/staff/lock-out.ts';
import { openPeople, type People } from '#kiosk/staff/people.ts';
import type { PeopleFileProblem } from '#kiosk/staff/people-file.ts';
import { createSecretHasher } from '#kiosk/staff/secret-hash.ts';
import { createSignIn, type SignIn } from '#kiosk/staff/sign-in.ts';
import { openStaffKey, type StaffKeyProblem } from '#kiosk/staff/staff-key.ts';

/** Who may sign in at this kiosk, and how. */
export interface Staff {
  readonly people: People;
  readonly signIn: SignIn;
  readonly staffKey: Uint8Array;
}

interface Needs {
  readonly dataDir: string;
  readonly masterKey: Uint8Array;
  readonly randomBytes: RandomBytes;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

export function openStaff({
  dataDir,
  masterKey,
  randomBytes,
  clock,
}: Needs): Result<Staff, StaffKeyProblem | PeopleFileProblem> {
  const staffKey = openStaffKey({ dataDir, masterKey, randomBytes });
  if (!staffKey.ok) return staffKey;
  const hasher = createSecretHasher({ randomBytes });
  const opened = openPeople({ dataDir, staffKey: staffKey.value, randomBytes, now: clock.now, hasher });
  if (!opened.ok) return opened;
  const { people, secrets } = opened.value;
  const lockOut = openLockOut({ path: join(dataDir, 'staff', 'lock-out.json'), clock, randomBytes });
  return ok({ people, signIn: createSignIn({ secrets, lockOut, hasher }), staffKey: staffKey.value });
}
