import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { AnyCallProblem } from '#kiosk/bridge/console/calls.ts';
import type { DevicesCalls } from '#kiosk/bridge/console/devices-words.ts';

type Refusal =
  | DevicesCalls[keyof DevicesCalls]['problem']
  | AnyCallProblem
  | 'not-signed-in'
  | 'not-allowed'
  | 'not-understood'
  | 'no-answer';

/** Why something was not done, and what to do instead. */
const refusals = {
  searching: 'console.devices.refusals.searching',
  'mistaken-host': 'console.devices.refusals.host',
  'mistaken-port': 'console.devices.refusals.port',
  'mistaken-path': 'console.devices.refusals.path',
  'mistaken-baudRate': 'console.devices.refusals.baudRate',
  'mistaken-vendorId': 'console.devices.refusals.usbNumbers',
  'mistaken-productId': 'console.devices.refusals.usbNumbers',
  'mistaken-reader': 'console.devices.refusals.reader',
  'mistaken-id': 'console.devices.refusals.id',
  mistaken: 'console.devices.refusals.mistaken',
  'busy-with-a-patient': 'console.devices.refusals.busyWithAPatient',
  'somebody-tests': 'console.devices.refusals.somebodyTests',
  'no-such-device': 'console.devices.refusals.noSuchDevice',
  'no-line': 'console.devices.refusals.noLine',
  'not-open': 'console.devices.refusals.notOpen',
  'another-test-runs': 'console.devices.refusals.anotherTestRuns',
  'not-ready': 'console.devices.refusals.notReady',
  'not-for-this-device': 'console.devices.refusals.notForThisDevice',
  'id-taken': 'console.devices.refusals.idTaken',
  'changed-meanwhile': 'console.devices.refusals.changedMeanwhile',
  'not-writable': 'console.devices.refusals.notWritable',
  'site-mistaken': 'console.devices.refusals.siteMistaken',
  'recording-already': 'console.devices.refusals.recordingAlready',
  'nothing-recorded': 'console.devices.refusals.nothingRecorded',
  'not-noted': 'console.devices.refusals.notNoted',
  // Of calls that ask for one's own PIN; no call about devices does.
  'own-wrong': 'console.devices.refusals.notAllowed',
  'own-code-needed': 'console.devices.refusals.notAllowed',
  'locked-out': 'console.devices.refusals.notAllowed',
  busy: 'console.devices.refusals.anotherTestRuns',
  'not-signed-in': 'console.devices.refusals.notSignedIn',
  'not-allowed': 'console.devices.refusals.notAllowed',
  'not-understood': 'console.devices.refusals.mistaken',
  'no-answer': 'console.noHost',
} as const satisfies Readonly<Record<Refusal, MessageKey>>;

export function sayRefusal(say: Say, kind: Refusal): string {
  return say(refusals[kind]);
}
