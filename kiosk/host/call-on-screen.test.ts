import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { CallAtKiosk } from '#backend-client/contract/alert.ts';
import type { AlertId, SessionId } from '#config/agreements/ids.ts';
import { callInCrisis, callOnScreen, openCallAt, othersInCrisis, ringOf } from './call-on-screen.ts';

const mother = 'S1' as SessionId;
const stranger = 'S2' as SessionId;

function call(more: Partial<CallAtKiosk>): CallAtKiosk {
  return {
    alertId: 'A' as AlertId,
    kind: 'help-wanted',
    raisedAt: 0,
    escalation: 0,
    delivered: 0,
    acknowledgedBy: undefined,
    ended: undefined,
    isOpen: true,
    callers: new Set([mother]),
    onTheWay: false,
    ...more,
  };
}

const help = call({});
const emergency = call({ kind: 'emergency' });
const crisis = call({ kind: 'crisis-reading' });
const standing = call({ kind: 'hospital-standing', callers: new Set() });
const answered = { isOpen: false, ended: 'answered', acknowledgedBy: 'ĐD. Thử', onTheWay: true } as const;
const calledOff = call({ isOpen: false, ended: 'called-off', callers: new Set() });

const calling = { is: 'calling', whose: 'own', emergency: false, canCallOff: true } as const;
const others = { whose: 'somebody-elses', canCallOff: false } as const;

test.each<[string, readonly CallAtKiosk[], ReturnType<typeof callOnScreen>]>([
  ['nobody has called', [], undefined],
  ['a system of the hospital stands', [standing], undefined],
  ['my help', [help], calling],
  ['my emergency, which only a person ends', [help, emergency], { ...calling, emergency: true, canCallOff: false }],
  ['my dangerous reading, which only a person ends', [crisis], { ...calling, canCallOff: false }],
  ['somebody comes to me', [call(answered)], { is: 'coming', whose: 'own', emergency: false, by: 'ĐD. Thử' }],
  [
    'somebody came to me long ago, while the sheet was open',
    [call({ ...answered, onTheWay: false })],
    { is: 'coming', whose: 'own', emergency: false, by: 'ĐD. Thử' },
  ],
  ['my help is over', [calledOff], undefined],
  ['my call again after the one that was answered', [help, call(answered)], calling],
  [
    'somebody comes to my emergency',
    [help, call({ ...answered, kind: 'emergency' })],
    { is: 'coming', whose: 'own', emergency: true, by: 'ĐD. Thử' },
  ],
])('whoever called reads: %s', (_what, alerts, expected) => {
  assert.deepEqual(callOnScreen(alerts, mother), expected);
});

test.each<[string, readonly CallAtKiosk[], ReturnType<typeof callOnScreen>]>([
  ['somebody has called', [help], { ...calling, ...others }],
  ['an emergency before help', [help, emergency], { ...calling, ...others, emergency: true }],
  [
    'somebody comes to the one before',
    [call(answered)],
    { is: 'coming', whose: 'somebody-elses', emergency: false, by: 'ĐD. Thử' },
  ],
  ['nobody’s name, when that was long ago', [call({ ...answered, onTheWay: false })], undefined],
  ['their own call before a greater one of others', [emergency, call({ callers: new Set([stranger]) })], calling],
])('the next in the queue reads: %s', (_what, alerts, expected) => {
  assert.deepEqual(callOnScreen(alerts, stranger), expected);
});

test('whoever has not called may call nothing off', () => {
  assert.deepEqual(callOnScreen([help], undefined), { ...calling, ...others });
});

test.each<[string, readonly CallAtKiosk[], ReturnType<typeof openCallAt>]>([
  ['nothing, when nobody called', [standing, calledOff], 'none'],
  ['that help was called', [help, standing], 'help'],
  ['that an emergency was called', [help, emergency], 'emergency'],
  ['that somebody is on the way', [call(answered)], 'help'],
  ['nothing, when whoever came must be there', [call({ ...answered, onTheWay: false })], 'none'],
  ['that help was called for a dangerous reading', [crisis], 'help'],
])('the resting screen says %s', (_what, alerts, expected) => {
  assert.equal(openCallAt(alerts), expected);
});

test.each<[string, readonly CallAtKiosk[], ReturnType<typeof ringOf>]>([
  ['not at all for help, an emergency or what the kiosk calls for', [help, emergency, standing], undefined],
  ['softly at first', [crisis], 1],
  ['louder after a minute', [call({ kind: 'crisis-reading', escalation: 1 })], 2],
  ['as loud as it can from the second on', [call({ kind: 'crisis-reading', escalation: 700 })], 3],
  ['for the one that has waited longest', [crisis, call({ kind: 'crisis-reading', escalation: 2 })], 3],
  ['no more once somebody comes', [call({ ...answered, kind: 'crisis-reading', escalation: 5 })], undefined],
])('the kiosk rings %s', (_what, alerts, expected) => {
  assert.equal(ringOf(alerts), expected);
});

test('whoever was measured in danger reads of the call for their number, also after a restart, and of no call where none could go out', () => {
  const after = { kind: 'crisis-reading', ticketNumber: 'A012', callers: new Set<SessionId>() } as const;
  const open = call(after);
  const others = call({ ...after, ticketNumber: 'A013' });
  const coming = call({ ...after, ...answered, onTheWay: false });
  assert.deepEqual(callInCrisis([others, open], 'A012', true), { ...calling, canCallOff: false });
  assert.equal(callInCrisis([others, open], 'A012', false), undefined);
  for (const callsForHelp of [true, false]) {
    assert.deepEqual(callInCrisis([others, coming], 'A012', callsForHelp), {
      is: 'coming',
      whose: 'own',
      emergency: false,
      by: 'ĐD. Thử',
    });
  }
  assert.equal(callInCrisis([others], 'A012', true), undefined);
});

test('whoever is in a crisis on the screen is not the only one: the others who wait are counted', () => {
  const of = (ticketNumber: string, more: Partial<CallAtKiosk> = {}) =>
    call({ kind: 'crisis-reading', ticketNumber, ...more });
  assert.equal(othersInCrisis([of('A012'), of('A013'), of('A014'), of('A015', answered)], 'A012'), 2);
  assert.equal(othersInCrisis([of('A012'), call({ kind: 'high-reading', ticketNumber: 'A016' })], 'A012'), 0);
});
