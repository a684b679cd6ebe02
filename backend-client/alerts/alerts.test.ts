import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'vitest';
import type { AlertId, SessionId } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { Alert, AlertChannel } from '../contract/alert.ts';
import type { Store } from '../store/store.ts';
import { createStoreBench, type StoreBench } from '../store/store-bench.ts';
import { type Alerts, createAlerts, escalateAfterMs, lookEveryMs, walkMs } from './alerts.ts';

let bench: StoreBench;
let store: Store;
let alerts: Alerts;
let heard: Alert[];
let hospital: { isThere: boolean; comes: string | undefined };

beforeEach(() => {
  bench = createStoreBench();
  heard = [];
  hospital = { isThere: true, comes: undefined };
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
      if (!hospital.isThere) return problem({ kind: 'not-connected' });
      heard.push(alert);
      return ok('taken');
    },
    acknowledgement: async () => ok(hospital.comes === undefined ? undefined : { by: hospital.comes }),
  };
  alerts = createAlerts({
    store: store.alerts,
    channels: [channel],
    kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
    clock: bench.clock,
    randomBytes,
    log: () => {},
    onChange: () => {},
  });
  alerts.start();
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += lookEveryMs) {
    bench.clock.advance(lookEveryMs);
    await settle();
  }
}

const seen = () =>
  alerts.list().map(({ kind, escalation, delivered, acknowledgedBy, isOpen }) => ({
    kind,
    escalation,
    isDelivered: delivered === escalation,
    acknowledgedBy,
    isOpen,
  }));

test('a call reaches whoever watches at once, and says where the kiosk is and nothing of the patient', async () => {
  alerts.raise('help-wanted', undefined);
  await settle();
  const [alert] = heard;
  assert.ok(alert);
  const { alertId, raisedAt, ...rest } = alert;
  assert.deepEqual(rest, { kind: 'help-wanted', kioskId: 'kiosk-1', place: 'Sảnh A', escalation: 0 });
});

test('a second tap is the same call; an emergency is another', async () => {
  alerts.raise('help-wanted', undefined);
  alerts.raise('help-wanted', undefined);
  alerts.raise('emergency', undefined);
  await pass(lookEveryMs);
  assert.deepEqual(heard.map(({ kind }) => kind).toSorted(), ['emergency', 'help-wanted']);
});

test('nobody answers: it is repeated louder each minute, until a named person comes', async () => {
  alerts.raise('help-wanted', undefined);
  await settle();
  await pass(2 * escalateAfterMs + lookEveryMs);
  const before = seen();
  hospital.comes = 'Điều dưỡng Thử';
  await pass(lookEveryMs);
  const after = seen();
  await pass(3 * escalateAfterMs);
  assert.deepEqual(
    heard.map(({ escalation }) => escalation),
    [0, 1, 2],
  );
  assert.deepEqual(new Set(heard.map(({ alertId }) => alertId)).size, 1);
  assert.deepEqual(before, [
    { kind: 'help-wanted', escalation: 2, isDelivered: true, acknowledgedBy: undefined, isOpen: true },
  ]);
  assert.deepEqual(after, [
    { kind: 'help-wanted', escalation: 2, isDelivered: true, acknowledgedBy: 'Điều dưỡng Thử', isOpen: false },
  ]);
});

const first = 'S1' as SessionId;
const second = 'S2' as SessionId;
const calls = () => seen().filter(({ kind }) => kind === 'help-wanted').length;

/** `caller` calls, and somebody says that they are coming. */
async function callAnswered(caller: SessionId | undefined): Promise<void> {
  alerts.raise('help-wanted', caller);
  hospital.comes = 'Điều dưỡng Thử';
  await pass(lookEveryMs);
  hospital.comes = undefined;
}

test('a patient who taps again while somebody is on the way calls nobody anew for two minutes', async () => {
  await callAnswered(first);
  await pass(walkMs.sameCaller - 2 * lookEveryMs);
  alerts.raise('help-wanted', first);
  const within = calls();
  await pass(2 * lookEveryMs);
  alerts.raise('help-wanted', first);
  assert.deepEqual([within, calls()], [1, 2]);
});

test('the next patient is heard at once, also while somebody is on the way to the one before', async () => {
  await callAnswered(first);
  alerts.raise('help-wanted', second);
  assert.equal(calls(), 2);
});

test('who calls off and then calls again is heard, although somebody had come to the patient before', async () => {
  await callAnswered(first);
  alerts.raise('help-wanted', second);
  alerts.closeAll();
  bench.clock.advance(1);
  alerts.raise('help-wanted', second);
  assert.equal(calls(), 3);
});

test.each([
  ['nobody had a session', undefined, undefined],
  ['they began only after the first tap', undefined, first],
  ['they left before the second', first, undefined],
])('a tap counts as the same call for a minute when it may be: %s', async (_why, before, after) => {
  await callAnswered(before);
  await pass(walkMs.perhapsSameCaller - 2 * lookEveryMs);
  alerts.raise('help-wanted', after);
  const within = calls();
  await pass(2 * lookEveryMs);
  alerts.raise('help-wanted', after);
  assert.deepEqual([within, calls()], [1, 2]);
});

test('an emergency is never taken for answered', async () => {
  await callAnswered(first);
  alerts.raise('emergency', first);
  await pass(lookEveryMs);
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ['help-wanted', 'emergency'],
  );
});

test('a hospital that is away gets the call when it is back, also after the kiosk was restarted', async () => {
  hospital.isThere = false;
  alerts.raise('emergency', undefined);
  await pass(lookEveryMs);
  alerts.stop();
  store.close();
  hospital.isThere = true;
  begin();
  await settle();
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ['emergency'],
  );
});

test('somebody at the kiosk can say that they are there, once', async () => {
  alerts.raise('help-wanted', undefined);
  await settle();
  const [{ alertId } = { alertId: '' as AlertId }] = alerts.list();
  const said = [alerts.acknowledge(alertId, 'Trần Thị Thử'), alerts.acknowledge(alertId, 'Lê Văn Thử')];
  assert.deepEqual(said, [true, false]);
  assert.equal(alerts.list()[0]?.acknowledgedBy, 'Trần Thị Thử');
});

test('a call that is called off, or a day old, is over', async () => {
  alerts.raise('help-wanted', undefined);
  await settle();
  alerts.closeAll();
  await pass(2 * escalateAfterMs);
  assert.equal(heard.length, 1);
  alerts.raise('help-wanted', undefined);
  await settle();
  assert.equal(heard.length, 2);
});
