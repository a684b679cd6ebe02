import { expect, test } from 'vitest';
import { simulatedValues, staleValues } from '../monitor-body.simulator.ts';
import { createScriptedDevice } from '../scripted-monitor.bench.ts';
import { encodeSuntech } from './suntech-oem.simulator.ts';
import { suntechDelays } from './suntech-oem.ts';
import { withChecksum } from './suntech-protocol.ts';

const [start, abort, getResult, getCuffPressure] = ['3a20a6', '3a7901004c', '3a7903004a', '3a79050048'];
const at = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;
const { high } = simulatedValues;
const own = encodeSuntech({ kind: 'values', ...high, at });
const stale = encodeSuntech({ kind: 'values', ...staleValues, at });
const status = (letter: string) => withChecksum(0x3e, 4, letter.charCodeAt(0));
const cuff = (mmHg: number) => withChecksum(0x3e, 5, mmHg & 0xff, mmHg >> 8);
const failed = (reason: string, advice: string, deviceError?: string) => ({
  type: 'failed',
  reason,
  advice,
  deviceError,
});

async function createModule() {
  const device = createScriptedDevice('suntech-oem');
  await device.pass(100);
  // The cuff of a kiosk that died in the middle of a measurement.
  expect(device.heard()).toEqual([abort]);
  device.say(status('A'));
  expect(device.monitor.condition()).toBe('ready');
  return device;
}

test('the cuff’s pressure is told while it works, and the result is fetched when the module has measured', async () => {
  const device = await createModule();
  const seen: (number | string | undefined)[] = [];
  device.monitor.measure((event) => seen.push(event.type === 'measuring' ? event.cuffMmHg : event.type));
  device.say(status('O'));
  await device.pass(suntechDelays.askPressureMs);
  device.say(cuff(182));
  await device.pass(suntechDelays.askPressureMs);
  device.say(cuff(-1 & 0xffff));
  expect(device.heard()).toEqual([start, getCuffPressure, getCuffPressure]);
  device.say(status('K'));
  expect(device.heard()).toEqual([getResult]);
  device.say(own);
  expect(seen).toEqual([undefined, 182, 0, 'result']);
});

test('a result that nobody asked for, and the end of what was before, are nobody’s', async () => {
  const device = await createModule();
  const patient = device.measure();
  device.say(status('K'), stale, status('A'));
  device.say(status('O'), stale);
  expect([patient.told(), device.discarded]).toEqual([['measuring'], ['stale', 'stale']]);
  device.say(status('K'));
  device.say(own);
  expect(patient.told()).toEqual(['measuring', high]);
});

test('a damaged result is asked for three times, then the measurement ends', async () => {
  const device = await createModule();
  const patient = device.measure();
  device.say(status('O'));
  device.say(status('K'));
  await device.pass(suntechDelays.answerWithinMs * 3);
  expect(device.heard()).toEqual([start, getResult, getResult, getResult, abort]);
  expect(patient.told()).toEqual(['measuring', failed('device-error', 'try-again')]);
});

test('a module that refuses the start is asked three times', async () => {
  const device = await createModule();
  const patient = device.measure();
  for (let time = 0; time < 3; time++) {
    device.say(status('N'));
    await device.pass(suntechDelays.startAgainMs);
  }
  // Nobody answers the abort, so it is said again.
  expect(device.heard()).toEqual([start, start, start, abort, abort]);
  expect(patient.told()).toEqual([failed('device-error', 'call-staff', 'N')]);
});

test('a module that aborts by itself, or falls silent under the cuff, ends the measurement and is emptied', async () => {
  const device = await createModule();
  const aborted = device.measure();
  device.say(status('O'));
  device.say(status('A'));
  expect([aborted.told(), device.heard()]).toEqual([
    ['measuring', failed('device-error', 'try-again', 'A')],
    [start, abort],
  ]);
  device.say(status('A'));
  const silent = device.measure();
  device.say(status('O'));
  await device.pass(suntechDelays.silentWhileRunningMs + suntechDelays.askPressureMs);
  expect(silent.told()).toEqual(['measuring', failed('timed-out', 'call-staff')]);
  expect([device.heard().at(-1), device.monitor.condition()]).toEqual([abort, 'no-answer']);
});
