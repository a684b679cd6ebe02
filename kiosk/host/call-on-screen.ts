import type { AlertKind, CallAtKiosk } from '#backend-client/contract/alert.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import type { CallOnScreen, OpenCall, RingLevel } from '#kiosk/bridge/words.ts';

/**
 * What a call says to whoever stands at the screen. What the kiosk itself calls for is no patient's matter, and that somebody was sent
 * to a room of their own is nobody else's.
 */
const urgencyOf = {
  'help-wanted': 'help',
  'crisis-reading': 'help',
  'high-reading': 'help',
  emergency: 'emergency',
  isolation: 'none',
  'hospital-standing': 'none',
  'self-test-failed': 'none',
} as const satisfies Readonly<Record<AlertKind, OpenCall>>;

/**
 * What the help sheet says to this caller: the weightiest of their own calls, else of somebody else's that is open or has just been
 * answered.
 */
export function callOnScreen(alerts: readonly CallAtKiosk[], caller: CallerId | undefined): CallOnScreen | undefined {
  const calls = alerts.filter(({ kind }) => urgencyOf[kind] !== 'none');
  const own = caller === undefined ? [] : calls.filter(({ callers }) => callers.has(caller));
  const weightiest = mostUrgent(own) ?? own.find(isAnswered);
  if (weightiest) return drawn(weightiest, 'own');
  const others = mostUrgent(calls);
  return others && drawn(others, 'somebody-elses');
}

/** What the next in the queue sees: whether a person has been called, or is on the way. */
export function openCallAt(alerts: readonly CallAtKiosk[]): OpenCall {
  const call = mostUrgent(alerts.filter(({ kind }) => urgencyOf[kind] !== 'none'));
  return call ? urgencyOf[call.kind] : 'none';
}

/** A crisis that nobody has answered is heard at the kiosk, whatever its screen shows, louder each minute. */
export function ringOf(alerts: readonly CallAtKiosk[]): RingLevel | undefined {
  const open = alerts.filter(({ kind, isOpen }) => kind === 'crisis-reading' && isOpen);
  const loudest = Math.max(...open.map(({ escalation }) => escalation));
  if (loudest >= 2) return 3;
  return loudest === 1 ? 2 : loudest === 0 ? 1 : undefined;
}

/** How many others were measured in danger, and wait for somebody to answer. */
export function othersInCrisis(alerts: readonly CallAtKiosk[], ticketNumber: string): number {
  const open = alerts.filter(({ kind, isOpen }) => kind === 'crisis-reading' && isOpen);
  return open.filter((each) => each.ticketNumber !== ticketNumber).length;
}

/**
 * What the screen says to whoever was measured in danger: by their number, so that it is theirs also after a restart. `undefined`: nobody
 * has answered, and no system of the hospital could have been told, so that they go to the desk.
 */
export function callInCrisis(
  alerts: readonly CallAtKiosk[],
  ticketNumber: string,
  callsForHelp: boolean,
): CallOnScreen | undefined {
  const own = alerts.filter((each) => each.kind === 'crisis-reading' && each.ticketNumber === ticketNumber);
  const call = own.find(isOpen) ?? own.find(isAnswered);
  return call && (callsForHelp || !call.isOpen) ? drawn(call, 'own') : undefined;
}

/** Of those that are not settled: an emergency before help, one that nobody has answered before one that somebody has. */
function mostUrgent(calls: readonly CallAtKiosk[]): CallAtKiosk | undefined {
  const emergencies = calls.filter(({ kind }) => urgencyOf[kind] === 'emergency');
  return [emergencies, calls].flatMap((each) => [each.find(isOpen), each.find(isOnTheWay)]).find((call) => call);
}

const isOpen = (call: CallAtKiosk) => call.isOpen;
const isOnTheWay = (call: CallAtKiosk) => call.onTheWay;
const isAnswered = (call: CallAtKiosk) => call.ended === 'answered';

function drawn(call: CallAtKiosk, whose: CallOnScreen['whose']): CallOnScreen {
  const emergency = urgencyOf[call.kind] === 'emergency';
  if (!call.isOpen) return { is: 'coming', whose, emergency, by: call.acknowledgedBy ?? '' };
  return { is: 'calling', whose, emergency, canCallOff: whose === 'own' && call.kind === 'help-wanted' };
}
