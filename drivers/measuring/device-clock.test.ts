import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeR1 } from '../blood-pressure/accuniq-bp500/accuniq-bp500.simulator.ts';
import { encodeTm2657 } from '../blood-pressure/and-tm2657/and-tm2657.simulator.ts';
import { type SimulatedTime, simulatedValues } from '../blood-pressure/monitor-body.simulator.ts';
import { encodeHbp9020 } from '../blood-pressure/omron-hbp9020/omron-hbp9020.simulator.ts';
import { encodeHbp9030 } from '../blood-pressure/omron-hbp9030/omron-hbp9030.simulator.ts';
import { createScriptedDevice } from '../blood-pressure/scripted-monitor.bench.ts';
import type { PressureReading } from '../contract/blood-pressure-monitor.ts';
import { deviceClockFrom, judgeDeviceClock } from './device-clock.ts';

/** A wrong clock costs the time stamp, never the reading; the technician reads "set the clock". */
const zone = 'Asia/Ho_Chi_Minh';
/** 2026-07-11 09:05 in Vietnam. */
const now = Date.UTC(2026, 6, 11, 2, 5);
const says = (time: string) => judgeDeviceClock({ kind: 'says', time }, now, zone);

test('a clock that runs with ours keeps its time', () => {
  expect(says('2026-07-11T09:05')).toEqual({ deviceTime: '2026-07-11T09:05', isWrong: false });
  expect(says('2026-07-11T09:14')).toEqual({ deviceTime: '2026-07-11T09:14', isWrong: false });
});

test('a time that this reading was not taken at is left out, and its clock wants setting', () => {
  expect(says('2026-07-11T10:05')).toEqual({ deviceTime: undefined, isWrong: true });
  expect(says('2031-01-01T00:00')).toEqual({ deviceTime: undefined, isWrong: true });
  expect(says('2026-07-11T08:00')).toEqual({ deviceTime: undefined, isWrong: true });
  // The first day after the battery was changed.
  expect(says('2018-01-01T00:03')).toEqual({ deviceTime: undefined, isWrong: true });
  expect(says('1999-12-31T23:59')).toEqual({ deviceTime: undefined, isWrong: true });
});

test('a kiosk whose own clock is not set judges nobody’s', () => {
  expect(judgeDeviceClock({ kind: 'says', time: '2026-07-11T09:05' }, 0, zone)).toEqual({
    deviceTime: '2026-07-11T09:05',
    isWrong: undefined,
  });
});

test.each([
  ['0000', '00', '00', '00', '00'],
  ['2000', '00', '00', '00', '00'],
  ['2000', '01', '01', '00', '00'],
  ['2026', '13', '11', '09', '05'],
  ['2026', '02', '30', '09', '05'],
  ['2026', '07', '11', '24', '05'],
  ['2026', '07', '11', '09', '60'],
  ['----', '--', '--', '--', '--'],
  ['    ', '  ', '  ', '  ', '  '],
  ['00', '00', '00', '00', '00'],
])('%s-%s-%s %s:%s is no time', (...parts) => {
  expect(deviceClockFrom(...parts)).toEqual({ kind: 'unset' });
});

test('no digits throw, and a time is always one of the calendar', () => {
  const part = fc.string({ maxLength: 4 });
  fc.assert(
    fc.property(part, part, part, part, part, (...parts) => {
      const clock = deviceClockFrom(...parts);
      if (clock.kind === 'says') expect(new Date(`${clock.time}Z`).toISOString().startsWith(clock.time)).toBe(true);
      expect(() => judgeDeviceClock(clock, now, zone)).not.toThrow();
    }),
  );
});

const { high } = simulatedValues;
const right: SimulatedTime = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' };

const monitors = {
  'and-tm2657': (at: SimulatedTime) => encodeTm2657({ kind: 'values', ...high, at }),
  'omron-hbp9030': (at: SimulatedTime) => encodeHbp9030({ kind: 'values', ...high, at }),
  'omron-hbp9020': (at: SimulatedTime) => encodeHbp9020({ kind: 'values', ...high, at }),
  'accuniq-bp500': (at: SimulatedTime) => encodeR1({ kind: 'values', ...high, at }),
} as const;

const wrongClocks: Readonly<Record<string, Partial<SimulatedTime>>> = {
  'zeros everywhere': { year: '0000', month: '00', day: '00', hour: '00', minute: '00' },
  '2000/00/00': { year: '2000', month: '00', day: '00' },
  'hour 24': { hour: '24' },
  'month 13': { month: '13' },
  'day 31 of February': { month: '02', day: '31' },
  'a year ahead of ours': { year: '2027' },
  'the end of the century': { year: '2099', month: '12', day: '31', hour: '23', minute: '59' },
  'a year of long ago': { year: '1970', month: '01', day: '01', hour: '00', minute: '00' },
  'the day of its new battery': { year: '2018', month: '01', day: '01', hour: '00', minute: '03' },
  yesterday: { day: '10' },
};

describe.each(Object.keys(monitors) as (keyof typeof monitors)[])('%s', (driver) => {
  /** Patients who are measured one after the other by a device with such clocks. */
  async function measured(
    ...clocks: readonly SimulatedTime[]
  ): Promise<{ reading: PressureReading | undefined; hints: readonly string[] }> {
    const device = createScriptedDevice(driver, 1, { timeZone: zone }, now);
    await device.pass(100);
    const answers = driver === 'and-tm2657' ? ['161601303015', '161601303006'] : [];
    const empty = driver === 'accuniq-bp500' ? [encodeR1(undefined)] : [];
    const [first] = [...answers, ...empty];
    if (first !== undefined) device.say(first);
    let reading: PressureReading | undefined;
    for (const at of clocks) {
      reading = undefined;
      device.monitor.measure((event) => {
        if (event.type === 'result') reading = event.reading;
      });
      for (const answer of [...answers, ...empty]) device.say(answer);
      await device.pass(500);
      device.say(monitors[driver](at));
      await device.pass(100);
    }
    return { reading, hints: device.monitor.hints() };
  }

  test.each(Object.entries(wrongClocks))(
    'with a clock that says %s gives the values without a time',
    async (_what, wrong) => {
      const { reading, hints } = await measured({ ...right, ...wrong });
      expect(reading).toMatchObject({ systolic: high.systolic, diastolic: high.diastolic, pulse: high.pulse });
      expect([reading?.deviceTime, hints]).toEqual([undefined, ['set-the-clock']]);
    },
  );

  test('whose clock was set gives its time again, and the technician’s hint goes away', async () => {
    const { reading, hints } = await measured({ ...right, year: '2018' }, right);
    expect([reading?.deviceTime, hints]).toEqual(['2026-07-11T09:05', []]);
  });

  test('with a right clock gives the time as well', async () => {
    const { reading, hints } = await measured(right);
    expect([reading?.deviceTime, hints]).toEqual(['2026-07-11T09:05', []]);
  });
});
