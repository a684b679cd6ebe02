import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { machineBootId } from '#kiosk/staff/audit/boot-id.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { HashCost } from '#kiosk/staff/secret-hash.ts';
import { actorOf, openStaff, type Staff } from '#kiosk/staff/staff.ts';
import { createSessions, type SessionEnd, type Sessions, type Who } from '#kiosk/web/sessions.ts';

/** People, and who of them is signed in: whoever is changed is signed out, and each end of a session is noted. */
export interface StaffAndSessions {
  readonly staff: Staff;
  readonly sessions: Sessions<Role>;
}

interface Needs {
  readonly dataDir: string;
  readonly masterKey: Uint8Array | undefined;
  readonly randomBytes: RandomBytes;
  readonly clock: Clock;
  /** Default: `hashCost`. Tests take less. */
  readonly cost?: HashCost;
}

export function openStaffAndSessions(needs: Needs): StaffAndSessions {
  const { clock, randomBytes } = needs;
  let staff: Staff | undefined;
  const sessions = createSessions<Role>({
    clock,
    randomBytes,
    onEnd: ({ who }, why) => staff && noteEnd(staff, who, why),
  });
  staff = openStaff({
    ...needs,
    bootId: machineBootId(randomBytes),
    onPersonChanged: (id) => sessions.endAllOf(id),
  });
  return { staff, sessions };
}

/** A session ends whether that can be noted or not. */
function noteEnd({ audit }: Staff, who: Who<Role>, why: SessionEnd): void {
  if (who.kind !== 'person') return;
  if (why === 'signed-out') audit.append(actorOf(who), { act: 'signed-out', details: {} });
  else audit.append(actorOf(who), { act: 'session-ended', details: { why } });
}
