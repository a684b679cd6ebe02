import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'vitest';
import { type AlertId, type CallerId, createCallerId, type SessionId } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { Alert, AlertChannel, AlertEnd, AlertProblem } from '../contract/alert.ts';
import { createStoreBench, type StoreBench } from '../store/store.bench.ts';
import type { Store } from '../store/store.ts';
import { Alerts, escalateAfterMs, mostHelpEscalations, walkMs } from './alerts.ts';
import { lookEveryMs } from './attend-call.ts';

const first = 'S1' as SessionId;
const second = 'S2' as SessionId;

let bench: StoreBench;
let store: Store;
let alerts: Alerts;
let heard: Alert[];
/** What the hospital was told to be over. */
let over: AlertEnd[];
let hospital: { isThere: boolean; comes: string | undefined; refusesEnds: boolean };
/** Beside the hospital. */
let others: AlertChannel[];
let logged: string[];

beforeEach(() => {
  bench = createStoreBench();
  heard = [];
  over = [];
  others = [];
  logged = [];
  hospital = { isThere: true, comes: undefined, refusesEnds: false };
  begin();
});
afterEach(() => {
  alerts.stop();
  store.close();
  bench.remove();
});

/** Takes nothing and says nothing, but for what is given. */
function silentChannel(given: Partial<AlertChannel>): AlertChannel {
  const absent = async () => problem<AlertProblem>({ kind: 'not-connected' });
  return { endpointId: 'other', deliver: absent, acknowledgement: absent, end: absent, ...given };
}

function begin(alertStore?: Store['alerts']): void {
  if (!alertStore) store = bench.open();
  const channel: AlertChannel = {
    endpointId: 'rest',
    deliver: async (alert) => {
      if (!hospital.isThere) return problem({ kind: 'not-connected' });
      heard.push(alert);
      return ok('taken');
    },
    acknowledgement: async () => ok(hospital.comes === undefined ? undefined : { by: hospital.comes }),
    end: async (end) => {
      if (!hospital.isThere) return problem({ kind: 'not-connected' });
      if (hospital.refusesEnds) return problem({ kind: 'refused' });
      over.push(end);
      return ok('taken');
    },
  };
  alerts = new Alerts({
    store: alertStore ?? store.alerts,
    channels: [channel, ...others],
    kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
    clock: bench.clock,
    randomBytes,
    log: (id) => void logged.push(id),
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
  alerts.raise('help-wanted', first);
  await settle();
  const [alert] = heard;
  assert.ok(alert);
  const { alertId, raisedAt, ...rest } = alert;
  assert.deepEqual(rest, { kind: 'help-wanted', kioskId: 'kiosk-1', place: 'Sảnh A', escalation: 0 });
});

test('a second tap is the same call; an emergency is another', async () => {
  alerts.raise('help-wanted', first);
  alerts.raise('help-wanted', first);
  alerts.raise('emergency', first);
  await pass(lookEveryMs);
  assert.deepEqual(heard.map(({ kind }) => kind).toSorted(), ['emergency', 'help-wanted']);
});

test('nobody answers: it is repeated louder each minute, until a named person comes', async () => {
  alerts.raise('help-wanted', first);
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

const calls = () => seen().filter(({ kind }) => kind === 'help-wanted').length;

/** `caller` calls, and somebody says that they are coming. */
async function callAnswered(caller: CallerId): Promise<void> {
  alerts.raise('help-wanted', caller);
  hospital.comes = 'Điều dưỡng Thử';
  await pass(lookEveryMs);
  hospital.comes = undefined;
}

test('a patient who taps again while somebody is on the way calls nobody anew for two minutes', async () => {
  await callAnswered(first);
  await pass(walkMs - 2 * lookEveryMs);
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
  alerts.callOff(second);
  bench.clock.advance(1);
  alerts.raise('help-wanted', second);
  assert.equal(calls(), 3);
});

test('whoever calls from the resting screen is heard at once: nobody knows that it is not somebody else', async () => {
  await callAnswered(createCallerId(randomBytes));
  alerts.raise('help-wanted', createCallerId(randomBytes));
  assert.equal(calls(), 2);
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
  alerts.raise('emergency', first);
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
  alerts.raise('help-wanted', first);
  await settle();
  const [{ alertId } = { alertId: '' as AlertId }] = alerts.list();
  const said = [alerts.acknowledge(alertId, 'Trần Thị Thử'), alerts.acknowledge(alertId, 'Lê Văn Thử')];
  assert.deepEqual(said, [true, false]);
  assert.equal(alerts.list()[0]?.acknowledgedBy, 'Trần Thị Thử');
});

test('a call that is called off is over, and the next one is another', async () => {
  alerts.raise('help-wanted', first);
  await settle();
  alerts.callOff(first);
  await pass(2 * escalateAfterMs);
  assert.equal(heard.length, 1);
  alerts.raise('help-wanted', first);
  await settle();
  assert.equal(heard.length, 2);
});

test.each<[string, () => void, Omit<AlertEnd, 'alertId'>]>([
  ['called off by the patient', () => alerts.callOff(first), { ended: 'called-off', endedBy: 'caller', by: undefined }],
  [
    'answered at the kiosk',
    () => void alerts.acknowledge(alerts.list()[0]?.alertId ?? ('' as AlertId), 'Lê Văn Thử'),
    { ended: 'answered', endedBy: 'person', by: 'Lê Văn Thử' },
  ],
])('the hospital is told when a call is over: %s', async (_how, end, expected) => {
  alerts.raise('help-wanted', first);
  await settle();
  end();
  await settle();
  assert.deepEqual(over, [{ alertId: heard[0]?.alertId, ...expected }]);
  await pass(escalateAfterMs);
  assert.equal(over.length, 1);
});

test('who has said that they are coming is not told so, but every other system is', async () => {
  const told: AlertEnd[] = [];
  others = [silentChannel({ end: async (end) => ok(void told.push(end) as never) })];
  alerts.stop();
  store.close();
  begin();
  await callAnswered(first);
  await settle();
  assert.deepEqual(over, []);
  assert.deepEqual(
    told.map(({ ended, by }) => [ended, by]),
    [['answered', 'Điều dưỡng Thử']],
  );
});

test('a hospital that was away is told that the call is over when it is back, also after the kiosk was restarted', async () => {
  alerts.raise('help-wanted', first);
  await settle();
  hospital.isThere = false;
  alerts.callOff(first);
  await pass(escalateAfterMs);
  assert.deepEqual(over, []);
  alerts.stop();
  store.close();
  hospital.isThere = true;
  begin();
  await settle();
  alerts.stop();
  store.close();
  begin();
  await settle();
  assert.deepEqual(
    over.map(({ ended }) => ended),
    ['called-off'],
  );
});

test('a hospital that keeps no list of calls is asked once', async () => {
  hospital.refusesEnds = true;
  alerts.raise('help-wanted', first);
  await settle();
  alerts.callOff(first);
  await pass(escalateAfterMs);
  assert.deepEqual(
    logged.filter((id) => id === 'alert-end-not-told'),
    ['alert-end-not-told'],
  );
});

test('an emergency does not wait behind a system that never answers, nor behind the call before it', async () => {
  others = [silentChannel({ deliver: () => new Promise(() => {}) })];
  alerts.stop();
  store.close();
  begin();
  alerts.raise('help-wanted', first);
  await settle();
  alerts.raise('emergency', first);
  await settle();
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ['help-wanted', 'emergency'],
  );
  await pass(escalateAfterMs + lookEveryMs);
  assert.deepEqual(
    heard
      .map(({ kind, escalation }) => `${kind} ${escalation}`)
      .slice(2)
      .toSorted(),
    ['emergency 1', 'help-wanted 1'],
  );
});

test('a system that was away gets the call although another one has it', async () => {
  let isThere = false;
  const late: Alert[] = [];
  others = [
    silentChannel({
      deliver: async (alert) => (isThere ? ok(void late.push(alert) as never) : problem({ kind: 'not-connected' })),
    }),
  ];
  alerts.stop();
  store.close();
  begin();
  alerts.raise('help-wanted', first);
  await settle();
  isThere = true;
  await pass(lookEveryMs);
  assert.deepEqual([heard.length, late.length], [1, 1]);
});

test.each([-60, 24 * 60, 40 * 24 * 60])(
  'a clock that leaps by %d minutes neither silences a call nor makes it louder',
  async (leapMinutes) => {
    let leap = 0;
    const { clock } = bench;
    bench = { ...bench, clock: { ...clock, now: () => clock.now() + leap } };
    alerts.stop();
    store.close();
    begin();
    alerts.raise('emergency', first);
    await settle();
    leap = leapMinutes * 60_000;
    await pass(2 * escalateAfterMs + lookEveryMs);
    assert.deepEqual(
      heard.map(({ escalation }) => escalation),
      [0, 1, 2],
    );
    assert.equal(alerts.list().find(({ kind }) => kind === 'emergency')?.isOpen, true);
    alerts.stop();
    store.close();
    begin();
    await settle();
    assert.equal(alerts.list().find(({ kind }) => kind === 'emergency')?.isOpen, true);
  },
);

test('help that nobody came to for a day is over and the hospital told; an emergency never ends by itself', async () => {
  alerts.raise('help-wanted', first);
  alerts.raise('emergency', first);
  store.alerts.change((table) => {
    for (const { alertId } of alerts.list()) {
      for (let minute = 1; minute < mostHelpEscalations; minute += 1) table.escalate(alertId, bench.clock.now());
    }
  });
  alerts.stop();
  store.close();
  begin();
  bench.clock.advance(2 * escalateAfterMs);
  await settle();
  assert.deepEqual(
    over.map(({ ended }) => ended),
    ['nobody-came'],
  );
  assert.deepEqual(
    seen()
      .map(({ kind, isOpen }) => `${kind} ${isOpen ? 'open' : 'over'}`)
      .toSorted(),
    ['emergency open', 'help-wanted over'],
  );
});

test('somebody who calls while the disk takes nothing is heard all the same, and answered', async () => {
  const full: Store['alerts'] = { ...store.alerts, change: () => problem({ kind: 'disk-full' }) };
  alerts.stop();
  begin(full);
  alerts.raise('emergency', first);
  await settle();
  hospital.comes = 'Điều dưỡng Thử';
  await pass(lookEveryMs);
  assert.deepEqual(
    [heard.map(({ kind }) => kind), alerts.list().map(({ isOpen, acknowledgedBy }) => [isOpen, acknowledgedBy])],
    [['emergency'], [[false, 'Điều dưỡng Thử']]],
  );
  assert.ok(logged.includes('alert-ended'));
});
