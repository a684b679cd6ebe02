import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'vitest';
import type { SessionId } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { Alert, AlertChannel } from '../contract/alert.ts';
import { createStoreBench, type StoreBench } from '../store/store.bench.ts';
import type { Store } from '../store/store.ts';
import { Alerts, escalateAfterMs, mostHelpEscalations } from './alerts.ts';
import { lookEveryMs } from './attend-call.ts';

/** Whoever was measured twice in danger sits at the kiosk: the call goes on until somebody says by name that they come. */

const patient = 'S1' as SessionId;
const stranger = 'S2' as SessionId;

let bench: StoreBench;
let store: Store;
let alerts: Alerts;
let heard: Alert[];
let comes: string | undefined;
let isDown: boolean;
/** Many minutes are written faster to no disk. */
let isFull: boolean;
let logged: string[];

beforeEach(() => {
  bench = createStoreBench();
  [heard, logged, comes, isDown, isFull] = [[], [], undefined, false, false];
  begin();
});
afterEach(() => {
  end();
  bench.remove();
});

function begin(): void {
  store = bench.open();
  const channel: AlertChannel = {
    endpointId: 'ward',
    async deliver(alert) {
      if (isDown) return problem({ kind: 'not-connected' });
      heard.push(alert);
      return ok('taken');
    },
    acknowledgement: async () =>
      isDown ? problem({ kind: 'no-answer' }) : ok(comes === undefined ? undefined : { by: comes }),
    end: async () => ok('taken'),
  };
  alerts = new Alerts({
    store: {
      list: store.alerts.list,
      change: (work) => (isFull ? problem({ kind: 'disk-full' }) : store.alerts.change(work)),
    },
    channels: [channel],
    kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
    clock: bench.clock,
    randomBytes,
    log: (id, fields) => void logged.push(JSON.stringify([id, fields])),
    onChange: () => {},
  });
  alerts.start();
}

function end(): void {
  alerts.stop();
  store.close();
}

function restart(): void {
  end();
  begin();
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const pass = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += lookEveryMs) {
    bench.clock.advance(lookEveryMs);
    await settle();
  }
};
const open = () => alerts.list().filter(({ isOpen }) => isOpen);
const crises = () => open().filter(({ kind }) => kind === 'crisis-reading');
const minutes = (count: number) => {
  for (let minute = 0; minute < count; minute++) bench.clock.advance(escalateAfterMs);
};

test('the call says number and place and no value, and grows by one each minute without end', async () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  await settle();
  assert.deepEqual(
    heard.map(({ alertId: _, raisedAt: __, ...rest }) => rest),
    [{ kind: 'crisis-reading', kioskId: 'kiosk-1', place: 'Sảnh A', escalation: 0, ticketNumber: 'A012' }],
  );
  await pass(2 * escalateAfterMs);
  assert.deepEqual(
    heard.map(({ escalation }) => escalation),
    [0, 1, 2],
  );
  isFull = true;
  minutes(5 * 60);
  assert.equal(crises()[0]?.escalation, 2 + 5 * 60);
  assert.ok(logged.every((line) => !line.includes('A012')));
});

test('neither the patient, nor a stranger, nor many newer calls end it, and it is open the next day', () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.callOff(patient);
  alerts.callOff(stranger);
  for (let number = 1; number <= 20; number++) alerts.raiseIsolation(`A${String(100 + number)}`);
  alerts.raise('help-wanted', stranger);
  alerts.callOff(stranger);
  assert.equal(crises().length, 1);
  isFull = true;
  minutes(mostHelpEscalations + 1);
  assert.equal(crises()[0]?.escalation, mostHelpEscalations + 1);
  for (const blank of ['', '   ']) assert.ok(!alerts.acknowledge(crises()[0]?.alertId ?? assert.fail(), blank));
  assert.equal(crises().length, 1);
});

test('a restart of the host and a clock that goes back an hour leave it as loud as it was', () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  minutes(3);
  bench.clock.leap(-60 * 60_000);
  restart();
  assert.deepEqual(
    crises().map(({ escalation, ticketNumber }) => [escalation, ticketNumber]),
    [[3, 'A012']],
  );
  minutes(1);
  restart();
  assert.equal(crises()[0]?.escalation, 4);
});

test('a channel that was away brings it as loud as it is by then, and the name that it gives ends it', async () => {
  isDown = true;
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  await pass(3 * escalateAfterMs);
  assert.deepEqual(heard, []);
  isDown = false;
  await pass(lookEveryMs);
  assert.deepEqual(
    heard.map(({ escalation }) => escalation),
    [3],
  );
  comes = 'ĐD. Lê Văn Thử';
  await pass(lookEveryMs);
  const [crisis] = alerts.list();
  assert.deepEqual([crisis?.ended, crisis?.acknowledgedBy, crisis?.onTheWay], ['answered', comes, true]);
});

test('each number has a call of its own, and two of the same are one', () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.raiseForReading('crisis-reading', stranger, 'A013');
  assert.deepEqual(
    crises()
      .map(({ ticketNumber }) => ticketNumber)
      .toSorted(),
    ['A012', 'A013'],
  );
  alerts.acknowledge(crises().find(({ ticketNumber }) => ticketNumber === 'A013')?.alertId ?? assert.fail(), 'BS. Thử');
  assert.deepEqual(
    crises().map(({ ticketNumber }) => ticketNumber),
    ['A012'],
  );
});

test('whoever is waited for calls nobody anew for help, gets an emergency beside it, and who comes for that comes for both', () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.raise('help-wanted', patient);
  assert.deepEqual(
    open().map(({ kind }) => kind),
    ['crisis-reading'],
  );
  alerts.raise('help-wanted', stranger);
  alerts.raise('emergency', patient);
  const emergency = open().find(({ kind }) => kind === 'emergency') ?? assert.fail();
  alerts.acknowledge(emergency.alertId, 'BS. Trần Thị Thử');
  assert.deepEqual(
    open().map(({ kind }) => kind),
    ['help-wanted'],
  );
});

test('a high reading that was not taken again is one call a number, answered with a crisis of the same patient', () => {
  alerts.raiseForReading('high-reading', patient, 'A012');
  alerts.raiseForReading('high-reading', patient, 'A012');
  alerts.raiseForReading('high-reading', stranger, 'A013');
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.acknowledge(crises()[0]?.alertId ?? assert.fail(), 'BS. Trần Thị Thử');
  assert.deepEqual(
    open().map(({ kind, ticketNumber }) => [kind, ticketNumber]),
    [['high-reading', 'A013']],
  );
});

test('a stranger’s emergency that is answered leaves it open', () => {
  alerts.raiseForReading('crisis-reading', patient, 'A012');
  alerts.raise('emergency', stranger);
  alerts.acknowledge(open().find(({ kind }) => kind === 'emergency')?.alertId ?? assert.fail(), 'BS. Trần Thị Thử');
  assert.deepEqual(
    open().map(({ kind }) => kind),
    ['crisis-reading'],
  );
});
