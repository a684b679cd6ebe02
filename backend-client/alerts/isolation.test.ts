import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'vitest';
import type { SessionId } from '#config/agreements/ids.ts';
import { ok } from '#config/agreements/result.ts';
import type { Alert, AlertChannel } from '../contract/alert.ts';
import { createStoreBench, type StoreBench } from '../store/store.bench.ts';
import type { Store } from '../store/store.ts';
import { Alerts, escalateAfterMs, mostIsolations, mostNumberEscalations } from './alerts.ts';
import { lookEveryMs } from './attend-call.ts';

/** Whoever was sent to a room of their own is met there: a call for each number, which nobody at the kiosk sees. */

let bench: StoreBench;
let store: Store;
let alerts: Alerts;
let heard: Alert[];
let comes: string | undefined;
let logged: string[];

beforeEach(() => {
  bench = createStoreBench();
  heard = [];
  logged = [];
  comes = undefined;
  begin();
});
afterEach(() => {
  alerts.stop();
  store.close();
  bench.remove();
});

function begin(): void {
  store = bench.open();
  const channel: AlertChannel = {
    endpointId: 'rest',
    deliver: async (alert) => {
      heard.push(alert);
      return ok('taken');
    },
    acknowledgement: async () => ok(comes === undefined ? undefined : { by: comes }),
    end: async () => ok('taken'),
  };
  alerts = new Alerts({
    store: store.alerts,
    channels: [channel],
    kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
    clock: bench.clock,
    randomBytes,
    log: (id, fields) => void logged.push(JSON.stringify([id, fields])),
    onChange: () => {},
  });
  alerts.start();
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const pass = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += lookEveryMs) {
    bench.clock.advance(lookEveryMs);
    await settle();
  }
};
const open = () => alerts.list().filter(({ isOpen }) => isOpen);
const numbers = () => open().map(({ ticketNumber }) => ticketNumber);

test('each number has a call of its own, which says the number and the place and nothing of why', async () => {
  alerts.raiseIsolation('A012');
  alerts.raiseIsolation('A013');
  alerts.raiseIsolation('A012');
  await settle();
  assert.deepEqual(
    heard.map(({ alertId: _, raisedAt: __, ...rest }) => rest),
    ['A012', 'A013'].map((ticketNumber) => ({
      kind: 'isolation',
      kioskId: 'kiosk-1',
      place: 'Sảnh A',
      escalation: 0,
      ticketNumber,
    })),
  );
  assert.ok(logged.every((line) => !line.includes('A012')));
});

test('it is repeated until somebody comes, by name, and is still there after a restart', async () => {
  alerts.raiseIsolation('A012');
  await pass(escalateAfterMs);
  assert.deepEqual(
    heard.map(({ escalation }) => escalation),
    [0, 1],
  );
  alerts.stop();
  store.close();
  begin();
  assert.deepEqual(numbers(), ['A012']);
  comes = 'Điều dưỡng Thử';
  await pass(lookEveryMs);
  assert.deepEqual(open(), []);
});

test('whoever is at the kiosk cannot call it off, and gets help of their own all the same', async () => {
  const patient = 'S1' as SessionId;
  alerts.raiseIsolation('A012');
  alerts.callOff(patient);
  alerts.raise('help-wanted', patient);
  assert.deepEqual(
    open()
      .map(({ kind }) => kind)
      .toSorted(),
    ['help-wanted', 'isolation'],
  );
});

test('a season of fever fills no list: the call that has waited longest makes room', () => {
  for (let at = 1; at <= mostIsolations + 2; at++) alerts.raiseIsolation(`A${String(at).padStart(3, '0')}`);
  assert.equal(open().length, mostIsolations);
  assert.ok(!numbers().includes('A001') && !numbers().includes('A002') && numbers().includes('A014'));
});

test('after four hours nobody is waited for', () => {
  alerts.raiseIsolation('A012');
  for (let minute = 0; minute < mostNumberEscalations; minute++) bench.clock.advance(escalateAfterMs);
  assert.deepEqual(numbers(), ['A012']);
  bench.clock.advance(escalateAfterMs);
  assert.deepEqual(
    alerts.list().map(({ ended }) => ended),
    ['nobody-came'],
  );
});
