import { expect, test } from 'vitest';
import { simulatedValues, staleValues } from '../monitor-body.simulator.ts';
import { createScriptedDevice } from '../scripted-monitor.bench.ts';
import { encodeTm2657 } from './and-tm2657.simulator.ts';
import { tm2657Delays } from './tm2657-delays.ts';

const [ST, SP, RB] = ['16160130300253540307', '16160130300253500303', '16160130300252420310'];
const [ACK, NAK] = ['161601303006', '161601303015'];
const at = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;
const own = encodeTm2657({ kind: 'values', ...simulatedValues.high, at });
const stale = encodeTm2657({ kind: 'values', ...staleValues, at });
const { high } = simulatedValues;
const failed = (reason: string, advice: string, deviceError?: string) => ({
  type: 'failed',
  reason,
  advice,
  deviceError,
});

/** It answered the first look, and a measurement was asked for. */
async function createDrainingDevice() {
  const device = createScriptedDevice('and-tm2657');
  await device.pass(100);
  device.say(NAK);
  await device.pass(100);
  expect([device.heard(), device.monitor.condition()]).toEqual([[RB], 'ready']);
  return { ...device, patient: device.measure() };
}

test('a refused read, a bare acknowledgement and the record in one read make a measurement', async () => {
  const device = await createDrainingDevice();
  expect(device.heard()).toEqual([RB]);
  device.say(NAK);
  expect(device.heard()).toEqual([ST]);
  device.say('06', own);
  expect(device.patient.told()).toEqual(['measuring', high]);
  expect(device.discarded).toEqual([]);
});

test('a device that keeps silent about what it keeps is started all the same', async () => {
  const device = await createDrainingDevice();
  await device.pass(tm2657Delays.answerWithinMs);
  device.say(ACK);
  await device.pass(35_000);
  device.say(own);
  expect([device.heard(), device.patient.told()]).toEqual([
    [RB, ST],
    ['measuring', high],
  ]);
});

test('what was on its way before the start was acknowledged is the last patient’s', async () => {
  const device = await createDrainingDevice();
  await device.pass(tm2657Delays.answerWithinMs);
  device.say(stale, ACK);
  expect([device.patient.told(), device.discarded]).toEqual([['measuring'], ['stale']]);
  device.say(own);
  expect([device.patient.told(), device.discarded]).toEqual([['measuring', high], ['stale']]);
});

test('a record that says the same as the last patient’s is the next patient’s when it follows the start', async () => {
  const device = await createDrainingDevice();
  device.say(own);
  device.say(ACK);
  await device.pass(35_000);
  device.say(own);
  expect([device.patient.told(), device.discarded]).toEqual([['measuring', high], ['stale']]);
});

test('behind a line that holds everything up, the last patient’s record is nobody’s however often it comes', async () => {
  const device = await createDrainingDevice();
  device.say(NAK, ACK);
  await device.pass(35_000);
  device.say(own);
  expect(device.patient.told()).toEqual(['measuring', high]);

  // The next patient is there within the same minute; the answer to the look before their start is held up.
  const next = device.measure();
  await device.pass(tm2657Delays.answerWithinMs);
  // So long ago that nobody waits for it: of a stop, of which the start's own seems to be the answer.
  device.say(ACK);
  await device.pass(tm2657Delays.answerWithinMs);
  await device.pass(tm2657Delays.forgetQuestionsAfterMs);
  expect(device.heard()).toEqual([RB, ST, RB, ST]);
  device.say(own);
  expect([next.told(), device.discarded]).toEqual([['measuring'], []]);
});

test('a device that does not answer the start is emptied and started once more, then waited for', async () => {
  const device = await createDrainingDevice();
  device.say(stale);
  await device.pass(tm2657Delays.answerWithinMs);
  device.say(ACK);
  await device.pass(tm2657Delays.answerWithinMs);
  expect([device.heard(), device.patient.told()]).toEqual([[RB, ST, SP, ST], ['measuring']]);
  device.say(own);
  expect(device.patient.told()).toEqual(['measuring', high]);
});

test('a start that is refused is said once more, and a second refusal ends it with the cuff emptied', async () => {
  const device = await createDrainingDevice();
  device.say(NAK, NAK);
  await device.pass(tm2657Delays.startAgainMs);
  expect(device.heard()).toEqual([RB, ST, ST]);
  device.say(NAK);
  expect([device.patient.told(), device.heard()]).toEqual([[failed('device-error', 'try-again', 'NAK')], [SP]]);
});

test('a record that never comes by itself is asked for, and the old one is not taken for it', async () => {
  const device = await createDrainingDevice();
  device.say(stale);
  device.say(ACK);
  await device.pass(tm2657Delays.readBackAfterMs);
  expect(device.heard()).toEqual([RB, ST, RB]);
  device.say(stale);
  await device.pass(tm2657Delays.readBackAgainMs);
  expect(device.patient.told()).toEqual(['measuring']);
  device.say(own);
  expect([device.heard(), device.patient.told(), device.discarded]).toEqual([[RB], ['measuring', high], ['stale']]);
});

test('without knowing what it kept before, nothing is asked for, and the measurement times out', async () => {
  const device = await createDrainingDevice();
  device.say(NAK);
  device.say(ACK);
  await device.pass(tm2657Delays.longestMeasurementMs);
  expect([device.heard(), device.patient.told()]).toEqual([
    [RB, ST, SP],
    ['measuring', failed('timed-out', 'try-again')],
  ]);
});

test('a stop is said twice when it is not answered, and nothing new begins before it is quiet', async () => {
  const device = await createDrainingDevice();
  device.say(NAK);
  device.say(ACK);
  const stopped = device.patient.stop();
  const next = device.measure();
  await device.pass(tm2657Delays.answerWithinMs);
  device.say(stale);
  await device.pass(tm2657Delays.answerWithinMs);
  await stopped;
  expect([device.heard(), device.discarded]).toEqual([[RB, ST, SP, SP, RB], ['no-measurement-open']]);
  device.say(stale);
  device.say(ACK);
  device.say(own);
  expect(device.patient.told()).toEqual(['measuring', failed('stopped', 'none')]);
  expect(next.told()).toEqual(['measuring', high]);
});

test('at 9,600 baud it is found after 2,400 baud gave nothing, and is found again after it was unplugged', async () => {
  const device = createScriptedDevice('and-tm2657', 2);
  await device.pass(tm2657Delays.answerWithinMs * 2 + tm2657Delays.lookAgainWhileSilentMs + 1_000);
  expect([device.opened(), device.conditions]).toEqual([[1, 1], ['no-answer']]);
  device.say(stale);
  await device.pass(100);
  device.cut();
  await device.pass(1_000);
  device.say(stale);
  expect([device.opened(), device.conditions]).toEqual([
    [1, 2],
    ['no-answer', 'ready', 'absent', 'ready'],
  ]);
});

test('with wrong settings a measurement goes on over the right ones', async () => {
  const device = createScriptedDevice('and-tm2657', 2);
  await device.pass(100);
  const patient = device.measure();
  await device.pass(tm2657Delays.answerWithinMs * 2 + 500);
  expect(device.opened()).toEqual([1, 1]);
  device.say(NAK);
  device.say(ACK);
  device.say(own);
  expect(patient.told()).toEqual(['measuring', high]);
});

test('garbage, and a byte that could be an answer, do not make the wrong settings the right ones', async () => {
  const device = createScriptedDevice('and-tm2657', 2);
  for (let half = 0; half < 20; half++) {
    device.sayOn(0, Uint8Array.of(0x80, 0x06, 0xf8, 0x15));
    await device.pass(500);
  }
  expect(device.opened()[1]).toBeGreaterThan(0);
});
