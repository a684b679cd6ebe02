import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { machineBootId } from '#kiosk/staff/audit/boot-id.ts';
import { personIdOfName } from '#kiosk/staff/person.ts';
import type { HashCost } from '#kiosk/staff/secret-hash.ts';
import { actorOf, openStaff, type Staff } from '#kiosk/staff/staff.ts';
import { createSessions, type SessionEnd, type Sessions, type Who } from '#kiosk/web/sessions.ts';
import type { HubRole } from '../server/hub-parts.ts';
import { readMasterKey } from './master-key.ts';

/** People, and who of them is signed in. */
export interface PeopleOfHub {
  readonly staff: Staff;
  readonly sessions: Sessions<HubRole>;
}

interface Needs {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** Default: `hashCost`. Tests take less. */
  readonly cost?: HashCost | undefined;
}

/**
 * Whoever sits at a counter works there for a shift, and may have one patient for an hour: a page that is used stays signed in, one that is
 * left alone for two hours does not.
 */
const times = { idleMs: 2 * 3_600_000, longestMs: 14 * 3_600_000 };
/** Three hundred counters, some of them opened twice. */
const most = 1_000;

/** Whoever is changed is signed out, and each end of a session is noted. */
export function openPeopleOfHub({ dataDir, clock, randomBytes, cost }: Needs): PeopleOfHub {
  const key = readMasterKey(dataDir, randomBytes);
  let staff: Staff | undefined;
  const sessions = createSessions<HubRole>({
    clock,
    randomBytes,
    times,
    most,
    onEnd: ({ who }, why) => staff && noteEnd(staff, who, why),
  });
  staff = openStaff({
    dataDir,
    masterKey: key.ok ? key.value : undefined,
    clock,
    bootId: machineBootId(randomBytes),
    randomBytes,
    idOfName: personIdOfName,
    onPersonChanged: (id) => sessions.endAllOf(id),
    ...(cost ? { cost } : {}),
  });
  return { staff, sessions };
}

/** A session ends whether that can be noted or not. */
function noteEnd({ audit }: Staff, who: Who<HubRole>, why: SessionEnd): void {
  if (who.kind !== 'person') return;
  if (why === 'signed-out') audit.append(actorOf(who), { act: 'signed-out', details: {} });
  else audit.append(actorOf(who), { act: 'session-ended', details: { why } });
}
