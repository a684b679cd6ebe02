import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { MasterKeyProblem } from '#backend-client/store/master-key.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Result } from '#config/agreements/result.ts';
import type { Check, Finding } from '#kiosk/bridge/console/readiness-words.ts';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import { measuresByProtocol, takesCalls } from '../../flow-settings.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** How long one system of the hospital may take to answer. */
const systemMs = 8_000;
/** How long patients' events may wait for the integrity of the store. */
const integrityMs = 3_000;

export interface SelfTestNeeds {
  readonly rooms: KioskRooms;
  readonly staff: Pick<Staff, 'verifyAudit' | 'damage' | 'people'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly readStoreKey: () => Result<unknown, MasterKeyProblem>;
  /** The kiosk may end, or be opened anew, while the hospital is asked. */
  readonly isStillThere: () => boolean;
  readonly isSigningKeyWell: () => boolean;
}

/**
 * Asks everything that a patient will need: nothing is printed, nothing is sent that a hospital would keep, and no device works for
 * anybody. `undefined`: the kiosk has ended meanwhile.
 */
export async function runSelfTest(needs: SelfTestNeeds): Promise<readonly Check[] | undefined> {
  const { rooms, staff } = needs;
  const { store, site } = rooms;
  const systems = await Promise.all(site.hospital.map(({ id }) => systemCheck(id, needs)));
  const integrity = await store.checkIntegrity(integrityMs);
  if (!needs.isStillThere()) return undefined;
  const isWritable = store.canStore();
  const health = rooms.health();
  const { condition } = health.storage;
  return [
    { part: 'service', found: health.closedByStaff ? 'closed-by-staff' : 'open' },
    { part: 'store', found: health.store === 'ok' ? (isWritable ? 'writable' : 'disk-full') : health.store },
    { part: 'integrity', found: integrity },
    { part: 'disk', found: condition === 'ok' ? 'room' : condition },
    { part: 'time', found: health.time.trust },
    { part: 'window', found: health.window.isLost ? 'lost' : health.window.page },
    ...rooms.devices.all.map(
      (device): Check => ({
        part: 'device',
        about: device.id,
        kind: device.kind,
        condition: device.condition(),
        whyAbsent: device.whyAbsent(),
        hints: device.hints(),
      }),
    ),
    ...systems,
    { part: 'keys', found: keysFound(needs) },
    { part: 'tickets', found: health.tickets },
    ...callsFound(needs),
    { part: 'site-file', found: health.siteFile.runs },
    { part: 'audit', found: auditFound(staff) },
  ];
}

/** An outage or a missing channel never switches measuring off; somebody should know of it before it is needed. */
function callsFound({ rooms: { site }, staff }: SelfTestNeeds): readonly Check[] {
  if (!measuresByProtocol(site)) return [];
  const found = takesCalls(site) ? 'taken' : staff.people.hasLobbyPin() ? 'rings-here-only' : 'no-pin';
  return [{ part: 'calls', found }];
}

function keysFound({ readStoreKey, isSigningKeyWell }: SelfTestNeeds): Finding<'keys'> {
  if (!readStoreKey().ok) return 'store-key';
  return isSigningKeyWell() ? 'readable' : 'signing-key';
}

function auditFound({ verifyAudit, damage }: SelfTestNeeds['staff']): Finding<'audit'> {
  if (!verifyAudit().ok) return 'damaged';
  return damage().audit ? 'laid-aside' : 'whole';
}

async function systemCheck(id: string, { rooms, clock, isStillThere }: SelfTestNeeds): Promise<Check> {
  const endpoint = rooms.endpoints.find((each) => each.id === id);
  const asked = endpoint?.check ? await answerOf(endpoint.check, clock) : undefined;
  if (asked !== undefined || !isStillThere()) return { part: 'system', about: id, found: asked ?? 'no-answer' };
  const wellFound = endpoint?.check ? 'answers' : 'accepts';
  return { part: 'system', about: id, found: messagesFound(id, rooms.upkeep.state()) ?? wellFound };
}

/** `undefined`: it answers as it should, and its messages tell the rest. */
async function answerOf(
  check: NonNullable<Endpoint['check']>,
  clock: Pick<Clock, 'after'>,
): Promise<Finding<'system'> | undefined> {
  const late = Promise.withResolvers<'late'>();
  const callOff = clock.after(systemMs, () => late.resolve('late'));
  const answer = await Promise.race([check(), late.promise]);
  callOff();
  if (answer === 'late') return 'no-answer';
  return answer.ok ? undefined : answer.problem.kind;
}

/** `undefined`: its messages go well. */
function messagesFound(id: string, { endpoints, letterGroups }: UpkeepState): Finding<'system'> | undefined {
  const shown = endpoints.find((each) => each.id === id);
  if (shown?.stands) return 'stands';
  if (shown?.circuit === 'open') return 'left-alone';
  return letterGroups.some(({ endpointId }) => endpointId === id) ? 'somebody-must-decide' : undefined;
}
