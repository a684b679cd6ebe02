import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { AlertId } from '#config/agreements/ids.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { atTime, entering, lan, minh, playDay, visitOf } from '../queue/played-day.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import { counterSnapshot, findNumbers } from './counter-snapshot.ts';

const service = { room: 'P.1' };
const file = hubFile.parse({
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong' },
  dataDir: './data',
  services: [
    { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', ...service },
    { code: 'xray', hisCode: 'K02', name: { vi: 'X-quang' }, prefix: 'X', ...service },
  ],
  places: [
    { id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] },
    { id: 'imaging', name: { vi: 'Chụp' }, services: ['xray'] },
  ],
  counters: [
    { id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] },
    { id: 'p102', name: { vi: 'Phòng 102' }, place: 'hall', services: ['noi'] },
    { id: 'p201', name: { vi: 'Phòng 201' }, place: 'imaging', services: ['xray'] },
  ],
});
const settings = queueSettings(file);

function morning() {
  const played = playDay(settings);
  for (const count of [1, 2, 3, 4]) played.act(entering(count, { givenAt: atTime(7, count) }));
  played.now = atTime(7, 30);
  const shown = (counter = 'p101', who = lan) => {
    const snapshot = counterSnapshot({ file, settings, day: played.day, counter, who, calls: [], now: played.now });
    assert.ok(snapshot);
    return snapshot;
  };
  return { ...played, played, shown };
}

test('whoever sits at a counter sees who waits, in the order in which they will be called', () => {
  const { played, shown } = morning();
  assert.deepEqual(
    shown().waiting.map(({ number }) => number),
    ['A001', 'A002', 'A003', 'A004'],
  );
  assert.equal(shown().waitingCount, 4);
  assert.equal(shown('p201').waitingCount, 0);
  assert.equal(shown().sitting, undefined);
  played.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  assert.deepEqual(shown().sitting, { name: 'Lan', isYou: true });
  assert.deepEqual(shown('p101', minh).sitting, { name: 'Lan', isYou: false });
  assert.deepEqual(
    shown('p102').people.map(({ name, counter }) => [name, counter]),
    [['Lan', 'p101']],
  );
});

test('a call can be undone for ten seconds, and is in the list of all called of the place and of no other', () => {
  const { played, shown } = morning();
  played.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  const before = shown().revision;
  played.act({ kind: 'call-next', counter: 'p101', by: lan });
  const { serving, undo, calledToday, revision } = shown('p101');
  assert.equal(serving?.number, 'A001');
  assert.equal(undo?.act, 'call-next');
  assert.equal(undo?.until, played.now + 10_000);
  assert.deepEqual(
    calledToday.map(({ number, counter, stands }) => [number, counter, stands]),
    [['A001', 'p101', 'called']],
  );
  assert.ok(revision > before);
  assert.equal(shown('p102').calledCount, 1);
  assert.equal(shown('p201').calledCount, 0);
  played.now += 10_001;
  assert.equal(shown().undo, undefined);
});

test('who was absent or parked lies in the pools of every counter of the place, with the reason of staff', () => {
  const { played, shown } = morning();
  played.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  played.act({ kind: 'call-next', counter: 'p101', by: lan });
  played.act({ kind: 'absent', counter: 'p101', by: lan });
  played.act({ kind: 'call-next', counter: 'p101', by: lan });
  played.act({ kind: 'park', counter: 'p101', by: lan, reason: 'waits-for-result' });
  for (const counter of ['p101', 'p102']) {
    assert.deepEqual(
      shown(counter).absent.map(({ number }) => number),
      ['A001'],
    );
    assert.deepEqual(
      shown(counter).parked.map(({ number, reason }) => [number, reason]),
      [['A002', 'waits-for-result']],
    );
  }
  assert.deepEqual(shown('p201').absent, []);
});

test('a number is found as people type it, wherever it stands, and only in its place', () => {
  const { played } = morning();
  const found = (text: string, counter = 'p101') =>
    findNumbers({ day: played.day, settings, counter }, text).found.map(({ number, stands }) => `${number} ${stands}`);
  played.act({ kind: 'withdraw', by: lan, visitId: visitOf(3), reason: 'given-up' });
  assert.deepEqual(found('a 003'), ['A003 withdrawn']);
  assert.deepEqual(found('00').length, 4);
  assert.deepEqual(found('a003', 'p201'), []);
  assert.deepEqual(found('<b>'), []);
  assert.deepEqual(found(''), []);
});

test('flags say what staff must know of a number, and no reason of a priority', () => {
  const { played, shown } = morning();
  played.act({ kind: 'raise-lane', kioskId: 'kiosk-1', visitId: visitOf(4), isLaneToBeConfirmed: true });
  const [first] = shown().waiting;
  assert.equal(first?.number, 'A004');
  assert.equal(first?.lane, 'priority');
  assert.deepEqual(first?.flags, ['lane-to-be-confirmed']);
});

test('a call from a kiosk stands on the counters with place, kind and since', () => {
  const { played } = morning();
  const call = {
    alertId: 'AAAAAAAAAAAAAAAAAAAA' as AlertId,
    kind: 'help-wanted',
    kioskId: 'kiosk-1',
    where: 'Sảnh A',
    place: 'hall',
    raisedAt: played.now,
    escalation: 1,
    ticketNumber: undefined,
  } as const;
  const snapshot = counterSnapshot({
    ...{ file, settings, day: played.day, counter: 'p101', who: lan, now: played.now },
    calls: [call],
  });
  assert.deepEqual(snapshot?.calls, [
    {
      alertId: call.alertId,
      kind: 'help-wanted',
      place: 'Sảnh A',
      kioskId: 'kiosk-1',
      since: played.now,
      escalation: 1,
    },
  ]);
});

test('whoever sits at a chair, and who was measured there, is marked; the chair itself is nobody’s counter', () => {
  const chair = { id: 'ghe-1', name: { vi: 'Ghế đo 1' }, place: 'hall', services: ['noi'], kiosk: 'kiosk-3' };
  const withChair = hubFile.parse({ ...file, counters: [...file.counters, chair] });
  const rules = queueSettings(withChair);
  const played = playDay(rules);
  for (const count of [1, 2]) played.act(entering(count, { givenAt: atTime(7, count) }));
  played.now = atTime(7, 30);
  const shown = () => {
    const { day, now } = played;
    return counterSnapshot({ file: withChair, settings: rules, day, counter: 'p101', who: lan, calls: [], now });
  };
  const flags = () => shown()?.waiting.map((each) => [each.number, ...each.flags]);
  played.act({ kind: 'chair-free', kioskId: 'kiosk-3' });
  assert.deepEqual(flags(), [['A002'], ['A001', 'at-chair']]);
  played.act({ kind: 'chair-taken', kioskId: 'kiosk-3', visitId: visitOf(1) });
  played.act({ kind: 'measured', kioskId: 'kiosk-3', visitId: visitOf(1) });
  played.act({ kind: 'chair-taken', kioskId: 'kiosk-3', visitId: visitOf(2) });
  assert.deepEqual(flags(), [
    ['A001', 'measured'],
    ['A002', 'at-chair'],
  ]);
  assert.deepEqual(shown()?.calledToday, []);
  assert.equal(shown()?.counters.length, 3);
});
