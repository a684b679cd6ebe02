import { expect, test } from 'vitest';
import { pushOnlyDelays } from '../measuring/push-only.ts';
import { encodeR1 } from './accuniq-bp500/accuniq-bp500.simulator.ts';
import { bp500Delays } from './accuniq-bp500/accuniq-bp500.ts';
import { simulatedValues, staleValues } from './monitor-body.simulator.ts';
import { encodeHbp9020 } from './omron-hbp9020/omron-hbp9020.simulator.ts';
import { createScriptedDevice } from './scripted-monitor.bench.ts';

const at = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;
const { high } = simulatedValues;
const [ENQ, ACK] = ['0205030a', '0206030b'];
const nothing = encodeR1(undefined);
const own = encodeR1({ kind: 'values', ...high, at });
const stale = encodeR1({ kind: 'values', ...staleValues, at });

/** Its memory was looked at, and a patient sits down. */
async function createWaitingBp500() {
  const device = createScriptedDevice('accuniq-bp500');
  await device.pass(100);
  device.say(nothing);
  device.heard();
  const patient = device.measure();
  device.say(nothing);
  expect([device.heard(), patient.told()]).toEqual([[ENQ], ['waiting-for-button']]);
  return { ...device, patient };
}

test('a BP500’s results of yesterday are told and deleted before anybody sits down', async () => {
  const device = createScriptedDevice('accuniq-bp500');
  await device.pass(100);
  device.say(stale);
  expect([device.heard(), device.discarded]).toEqual([[ENQ, ACK], ['stale']]);
  await device.pass(bp500Delays.askAgainSoonMs);
  device.say(nothing);
  expect([device.heard(), device.monitor.condition()]).toEqual([[ENQ], 'ready']);
});

test('a BP500’s result is acknowledged after it was handed over', async () => {
  const device = createScriptedDevice('accuniq-bp500');
  await device.pass(100);
  device.say(nothing);
  device.heard();
  const order: string[] = [];
  device.monitor.measure(({ type }) => order.push(type, ...device.heard()));
  device.say(nothing);
  await device.pass(bp500Delays.askAgainWhileWaitingMs);
  device.say(own);
  expect([...order, ...device.heard()]).toEqual(['waiting-for-button', ENQ, 'result', ENQ, ACK]);
});

test('a BP500’s result whose deletion was lost is deleted again, and told once', async () => {
  const device = await createWaitingBp500();
  await device.pass(bp500Delays.askAgainWhileWaitingMs);
  for (let time = 0; time < 3; time++) {
    device.say(own);
    await device.pass(bp500Delays.askAgainSoonMs);
  }
  expect([device.patient.told(), device.discarded]).toEqual([['waiting-for-button', high], ['repeated']]);
  expect(device.heard()).toEqual([ENQ, ACK, ENQ, ACK, ENQ, ACK, ENQ]);
});

test('the same values after a BP500 said that it keeps nothing are a new result', async () => {
  const device = await createWaitingBp500();
  device.say(own);
  device.say(nothing);
  const next = device.measure();
  device.say(nothing);
  device.say(own);
  expect([next.told(), device.discarded]).toEqual([['waiting-for-button', high], []]);
});

test('a BP500 that never deletes keeps nobody from measuring, and its old result stays nobody’s', async () => {
  const device = createScriptedDevice('accuniq-bp500');
  await device.pass(100);
  const patient = device.measure();
  for (let time = 0; time < 7; time++) {
    device.say(stale);
    await device.pass(bp500Delays.askAgainWhileWaitingMs);
  }
  expect([patient.told(), device.discarded]).toEqual([['waiting-for-button'], ['stale', 'repeated']]);
  device.say(own);
  expect(patient.told()).toEqual(['waiting-for-button', high]);
});

test('a BP500 at 19,200 baud is found', async () => {
  const device = createScriptedDevice('accuniq-bp500', 2);
  await device.pass(10_000);
  expect(device.opened()[1]).toBeGreaterThan(0);
});

const record = (values: typeof high | typeof staleValues) => encodeHbp9020({ kind: 'values', ...values, at });

test('an HBP-9020’s record that was on its way when the session opened is not this patient’s', async () => {
  const device = createScriptedDevice('omron-hbp9020');
  await device.pass(100);
  const old = record(staleValues);
  device.say(old.subarray(0, 30));
  const patient = device.measure();
  await device.pass(pushOnlyDelays.drainMs + 100);
  expect(patient.told()).toEqual([]);
  device.say(old.subarray(30));
  expect([patient.told(), device.discarded]).toEqual([[], ['stale']]);
  await device.pass(pushOnlyDelays.drainMs);
  device.say(record(high));
  expect([patient.told(), device.discarded]).toEqual([['waiting-for-button', high], ['stale']]);
});

test('an HBP-9020 with other stop bits is understood after one garbled record, and the patient is asked again', async () => {
  const device = createScriptedDevice('omron-hbp9020', 2);
  await device.pass(100);
  const patient = device.measure();
  await device.pass(500);
  device.say(record(high).map((byte) => byte | 0x80));
  device.say(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff));
  await device.pass(1_000);
  expect([device.opened(), device.monitor.condition()]).toEqual([[1, 1], 'measuring']);
  device.say(record(high));
  expect(patient.told()).toEqual(['waiting-for-button', high]);
});

test('an HBP-9020 that was understood keeps its settings, whatever noise comes, and silence changes nothing', async () => {
  const device = createScriptedDevice('omron-hbp9020', 2);
  await device.pass(100);
  device.say(record(high));
  for (let second = 0; second < 20; second++) {
    device.say(new Uint8Array(200).fill(0xff));
    await device.pass(1_000);
  }
  const silent = createScriptedDevice('omron-hbp9020', 2);
  await silent.pass(600_000);
  expect([device.opened(), silent.opened()]).toEqual([
    [1, 0],
    [1, 0],
  ]);
});
