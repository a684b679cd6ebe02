import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { VitalSignsEvent } from '../contract/vital-signs.ts';
import { latin1 } from '../framing/bytes-on-the-line.bench.ts';
import { pushOnlyDelays } from '../measuring/push-only.ts';
import { createMemoryWire } from '../transport/memory-wire.bench.ts';
import { meterDelays } from './onetouch-ultra2/onetouch-ultra2.ts';
import { sumOf } from './onetouch-ultra2/onetouch-ultra2-protocol.ts';
import { createDevice } from './open-vital-signs-device.ts';
import { vitalSignsDelays } from './vital-signs-device.ts';
import type { VitalSignsName } from './vital-signs-drivers.ts';

/** Whose number it is (law 11), on devices that a test plays by hand. */
async function createPlayedDevice(driver: VitalSignsName) {
  const clock = createHandCrankedClock(Date.UTC(2026, 6, 11, 2, 5));
  const heard: string[] = [];
  const wire = createMemoryWire((bytes) => heard.push(Buffer.from(bytes).toString('latin1').trim()));
  const timeZone = 'Asia/Ho_Chi_Minh';
  const device = createDevice(driver, { id: 'd', open: wire.open, clock, timeZone, random: () => 0 });
  const discarded: string[] = [];
  device.onDiscarded(({ why }) => discarded.push(why));
  const turn = async () => {
    for (let times = 0; times < 20; times++) await Promise.resolve();
  };
  await turn();
  return {
    device,
    clock,
    discarded,
    heard: () => heard.splice(0),
    say: (text: string) => wire.deliver(latin1(text)),
    sayBytes: (bytes: Uint8Array) => wire.deliver(bytes),
    pass(ms: number) {
      clock.advance(ms);
      return turn();
    },
    async measure(owner?: string) {
      const events: VitalSignsEvent[] = [];
      const { stop } = device.measure((event) => events.push(event), owner);
      await turn();
      const told = () =>
        events.map((event) =>
          event.type === 'result'
            ? event.quantities.map(({ value }) => value)
            : event.type === 'failed'
              ? event.reason
              : event.type,
        );
      return { stop, told, events };
    },
  };
}

test.each([
  ['gtech-gl150', '\x02165.2,61.50,F,102.5,022.5\x03', [165.2, 61.5]],
  ['health-o-meter', '\x1bR\x1bW061.50\x1bNm\x1bE', [61.5]],
] as const)(
  'what was on its way on a %s when the measurement was opened is not this person’s',
  async (driver, record, values) => {
    const { measure, pass, say, discarded } = await createPlayedDevice(driver);
    const person = await measure();
    await pass(1);
    say(record);
    expect([person.told(), discarded]).toEqual([['measuring'], ['stale']]);
    await pass(pushOnlyDelays.drainMs);
    say(record);
    expect(person.told()).toEqual(['measuring', values]);
  },
);

test('a scale on which somebody still stands who has stopped is waited for', async () => {
  const { measure, pass, say, discarded, device } = await createPlayedDevice('gtech-gl150');
  const first = await measure('first');
  await pass(1_000);
  await first.stop();
  const second = await measure('second');
  expect(second.told()).toEqual(['waiting-for-device']);
  await pass(2_000);
  expect(device.freeInMs()).toBe(vitalSignsDelays.scaleWorksOnMs - 2_000);
  say('\x02165.2,61.50,F,102.5,022.5\x03');
  await pass(pushOnlyDelays.drainMs);
  say('\x02150.0,50.00,M,100.0,022.2\x03');
  expect([second.told(), discarded]).toEqual([['waiting-for-device', 'measuring', [150, 50]], ['no-measurement-open']]);
});

const line = (finger: boolean) => (finger ? 'SPO2=097 HR=068\r\n' : 'SPO2=--- HR=---\r\n');

test('a finger that is still in is asked to come out, and counts only when the sensor was empty', async () => {
  const { measure, pass, say } = await createPlayedDevice('nonin-ascii');
  const seconds = async (count: number, finger: boolean) => {
    for (let second = 0; second < count; second++) {
      say(line(finger));
      await pass(1_000);
    }
  };
  await seconds(5, true);
  const person = await measure();
  await seconds(30, true);
  expect(person.told()).toEqual(['measuring', 'waiting-for-empty-sensor']);
  await seconds(2, false);
  await seconds(10, true);
  expect(person.told()).toEqual(['measuring', 'waiting-for-empty-sensor', 'measuring', [97, 68]]);
});

test('a finger that goes in right after the sensor was seen empty is this person’s', async () => {
  const { measure, pass, say } = await createPlayedDevice('nonin-ascii');
  for (let second = 0; second < 3; second++) {
    say(line(false));
    await pass(1_000);
  }
  const person = await measure();
  for (let second = 0; second < 10; second++) {
    say(line(true));
    await pass(1_000);
  }
  expect(person.told()).toEqual(['measuring', [97, 68]]);
});

test('a finger that went in a moment before is asked to come out, however short ago the sensor was seen empty', async () => {
  const { measure, pass, say } = await createPlayedDevice('nonin-ascii');
  for (let second = 0; second < 3; second++) {
    say(line(false));
    await pass(1_000);
  }
  say(line(false));
  await pass(250);
  say(line(true));
  await pass(250);
  const person = await measure();
  for (let second = 0; second < 20; second++) {
    say(line(true));
    await pass(1_000);
  }
  expect(person.told()).toEqual(['measuring', 'waiting-for-empty-sensor']);
});

const withSum = (body: string) => `${body} ${sumOf(body).toString(16).toUpperCase().padStart(4, '0')}\r\n`;
const header = (count: number, serial = 'ABCDEFGHI') =>
  withSum(`P ${String(count).padStart(3, '0')},"${serial}","MG/DL "`);
const reading = (value: number, time = '"SAT","07/11/26","08:00:00   "') =>
  withSum(`P ${time},"  ${String(value).padStart(3)} ","N","00", 00`);

test('a reading from before the measurement is nobody’s, also when the kiosk’s clock was set meanwhile', async () => {
  const { measure, say, pass, discarded } = await createPlayedDevice('onetouch-ultra2');
  const person = await measure();
  say(header(1) + reading(105));
  await pass(0);
  say(withSum('F "SAT","07/11/26","09:00:00   "'));
  expect([person.told(), discarded]).toEqual([['measuring'], ['stale']]);
});

test('an answer to a question of the last person’s measurement does not tell what the meter keeps now', async () => {
  const { measure, say, pass } = await createPlayedDevice('onetouch-ultra2');
  const first = await measure('first');
  await first.stop();
  // The same person again: nobody is waited for.
  const again = await measure('first');
  say(header(0));
  say(header(1) + reading(105));
  say(withSum('F "SAT","07/11/26","09:00:00   "'));
  await pass(meterDelays.askAgainMs);
  say(header(1) + reading(105));
  expect(again.told()).toEqual(['measuring']);
});

test('the memory of another meter that was plugged in meanwhile is nobody’s, until somebody measures with it', async () => {
  const { measure, say, pass, discarded } = await createPlayedDevice('onetouch-ultra2');
  const person = await measure();
  say(header(1) + reading(105));
  say(withSum('F "SAT","07/11/26","09:00:00   "'));
  await pass(meterDelays.askAgainMs);
  const another = (count: number) => header(count, 'ZYXWVUTSR');
  say(another(2) + reading(312) + reading(298, '"SAT","07/11/26","07:00:00   "'));
  say(withSum('F "SAT","07/11/26","09:00:03   "'));
  expect([person.told(), discarded]).toEqual([['measuring'], ['stale', 'stale']]);
  await pass(meterDelays.askAgainMs);
  say(
    another(3) +
      reading(99, '"SAT","07/11/26","09:00:05   "') +
      reading(312) +
      reading(298, '"SAT","07/11/26","07:00:00   "'),
  );
  expect(person.told()).toEqual(['measuring', [99]]);
});

test('a meter whose clock stands still gives the same text twice, and the second one is a reading', async () => {
  const { measure, say, pass, device } = await createPlayedDevice('onetouch-ultra2');
  const noTime = '"SAT","00/00/00","00:00:00   "';
  const person = await measure();
  say(header(1) + reading(105, noTime));
  say(withSum(`F ${noTime}`));
  await pass(meterDelays.askAgainMs);
  say(header(2) + reading(105, noTime) + reading(105, noTime));
  expect(person.told()).toEqual(['measuring', [105]]);
  expect(person.events.at(-1)).toMatchObject({ deviceTime: undefined });
  expect(device.hints()).toEqual(['set-the-clock']);
});

/** An answer of the infrared module, in hundredths of a degree, at 28 °C. */
function frame(object: number): Uint8Array {
  const bytes = [0x5a, 0x5a, 0x45, 0x04, object >> 8, object & 0xff, 2_800 >> 8, 2_800 & 0xff];
  return Uint8Array.of(
    ...bytes,
    bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0),
  );
}

test('a forehead that comes before an infrared module in the moment in which the next person is called is not theirs', async () => {
  const { measure, pass, sayBytes, heard } = await createPlayedDevice('mcu-90615');
  const answers = async (object: number, count: number) => {
    for (let answer = 0; answer < count; answer++) {
      sayBytes(frame(object));
      await pass(500);
    }
  };
  await answers(2_780, 4);
  await answers(3_920, 1);
  const person = await measure();
  await answers(3_920, 20);
  expect(person.told()).toEqual(['measuring', 'waiting-for-empty-sensor']);
  await answers(2_780, 2);
  await answers(3_660, 3);
  expect(person.told()).toEqual(['measuring', 'waiting-for-empty-sensor', 'measuring', [36.6]]);
  expect(heard().length).toBeGreaterThan(20);
});

test('answers of an infrared module that come late do not say that it is empty now', async () => {
  const { measure, pass, sayBytes } = await createPlayedDevice('mcu-90615');
  // Four questions are on their way, and whoever stands there came meanwhile.
  await pass(1_600);
  const person = await measure();
  for (let late = 0; late < 4; late++) sayBytes(frame(2_780));
  for (let answer = 0; answer < 6; answer++) {
    await pass(500);
    sayBytes(frame(3_920));
  }
  expect(person.told()).toEqual(['measuring']);
});
