import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { SimulatedVitals } from '../contract/vital-signs-simulator.ts';
import { joined, latin1, pieces, repeated, someBytes } from '../framing/bytes-on-the-line.bench.ts';
import { cutFrames, noBytes, tellCut } from '../framing/frames.ts';
import { gtechGl150 } from './gtech-gl150/gtech-gl150.ts';
import { healthOMeter } from './health-o-meter/health-o-meter.ts';
import { mcu90615 } from './mcu-90615/mcu-90615.ts';
import { noninAscii } from './nonin-ascii/nonin-ascii.ts';
import { noninFormat2 } from './nonin-format2/nonin-format2.ts';
import type { SteadySensor } from './sensor-stream.ts';
import { textThermometer } from './text-thermometer/text-thermometer.ts';
import type { VitalRecord } from './vital-record.ts';
import { simulatedModel } from './vital-signs.bench.ts';
import type { VitalSignsDriver } from './vital-signs-device.ts';
import type { VitalSignsName } from './vital-signs-drivers.ts';

/** What a device that is only listened to says in a frame, and what its stream makes of noise. */
type Listened = Pick<VitalSignsDriver, 'shape'> &
  ({ read(frame: Uint8Array): VitalRecord } | ReturnType<typeof watching>);

/** The window of a sensor, and what its frames make of it. */
function watching<Window>({ emptyWindow, watch }: SteadySensor<Window>) {
  return {
    begin() {
      let window = emptyWindow;
      return {
        held: () => JSON.stringify(window).length,
        noise() {
          window = emptyWindow;
        },
        hear(frame: Uint8Array): VitalRecord | undefined {
          const step = watch(window, frame);
          window = step?.window ?? window;
          return step?.record;
        },
      };
    },
  };
}

function watched<Window>(device: Pick<VitalSignsDriver, 'shape'> & SteadySensor<Window>): Listened {
  return { shape: device.shape, ...watching(device) };
}

/** What the driver makes of these reads, and how much is held behind the last one. */
function hearing(device: Listened) {
  const records: VitalRecord[] = [];
  let rest = noBytes;
  const sensor = 'read' in device ? undefined : device.begin();
  const hear = (frame: Uint8Array) => {
    const record = 'read' in device ? device.read(frame) : sensor?.hear(frame);
    if (record) records.push(record);
  };
  return {
    records,
    held: () => rest.length + (sensor?.held() ?? 0),
    read(chunk: Uint8Array) {
      const cut = cutFrames(device.shape, rest, chunk);
      rest = cut.rest;
      tellCut(cut, hear, () => sensor?.noise());
    },
  };
}

function recordsFrom(device: Listened, chunks: readonly Uint8Array[]): readonly VitalRecord[] {
  const { records, read } = hearing(device);
  for (const chunk of chunks) read(chunk);
  return records;
}

/** Numbers of the results, in order; `(kind)` of everything else but damage and empty sensors. */
function read(device: Listened, ...chunks: readonly Uint8Array[]): unknown[] {
  return recordsFrom(device, chunks).flatMap((record): readonly unknown[] => {
    if (record.kind === 'result') return [record.quantities.map(({ value }) => value)];
    return record.kind === 'failed' ? [record.reason] : [];
  });
}

/** Three answers of the infrared module, as it is asked three times. */
function infraredWire(celsius: number): Uint8Array {
  const said: Uint8Array[] = [];
  const machine = simulatedModel('mcu-90615').create({
    clock: createHandCrankedClock(),
    say: (bytes) => void said.push(bytes),
  });
  machine.measure({ 'body-temperature': celsius });
  for (let question = 0; question < 3; question++) machine.receive(Uint8Array.of(0xa5, 0x45, 0xea));
  return joined(...said);
}

/** Everything that a simulated machine says while somebody is measured for so long. */
function wireOf(name: VitalSignsName, vitals: SimulatedVitals, forMs: number): Uint8Array {
  const clock = createHandCrankedClock();
  const said: Uint8Array[] = [];
  const machine = simulatedModel(name).create({ clock, say: (bytes) => void said.push(bytes) });
  machine.measure(vitals);
  clock.advance(forMs);
  return joined(...said);
}

const person = { 'body-weight': 61.5, 'body-height': 165.2, 'oxygen-saturation': 97, 'pulse-rate': 68 };

const listening: readonly (readonly [string, Listened, Uint8Array, readonly number[]])[] = [
  ['gtech-gl150', gtechGl150, wireOf('gtech-gl150', person, 0), [165.2, 61.5]],
  ['health-o-meter', healthOMeter, wireOf('health-o-meter', person, 0), [61.5, 165.2]],
  ['nonin-format2', watched(noninFormat2), wireOf('nonin-format2', person, 10_001), [97, 68]],
  ['mcu-90615', watched(mcu90615), infraredWire(36.6), [36.6]],
  ['text-thermometer', textThermometer, latin1('36.6C\r'), [36.6]],
  ['nonin-ascii', watched(noninAscii), joined(latin1('\r\n'), wireOf('nonin-ascii', person, 10_500)), [97, 68]],
];

describe.each(listening)('%s', (_name, protocol, wire, expected) => {
  test('any way of splitting the same bytes gives the same result', () => {
    const garbage = latin1('\x00\xff12,\r\n');
    const both = joined(garbage, wire, garbage, wire);
    const whole = recordsFrom(protocol, [both]);
    expect(read(protocol, both)).toEqual([expected, expected]);
    const splits = fc.array(fc.nat(), { maxLength: 40 });
    fc.assert(
      fc.property(splits, (cuts) => {
        const split = recordsFrom(protocol, pieces(both, cuts));
        const meant = (records: readonly VitalRecord[]) => records.filter(({ kind }) => kind === 'result');
        expect(meant(split)).toEqual(meant(whole));
      }),
    );
    expect(read(protocol, ...Array.from(wire, (byte) => Uint8Array.of(byte)))).toEqual([expected]);
  });

  test('a record is put together again wherever it was split, and two in one read are two', () => {
    // Longer than any record, and than a packet and its successor.
    for (let cut = 1; cut < Math.min(wire.length, 300); cut++) {
      expect(read(protocol, wire.subarray(0, cut), wire.subarray(cut))).toEqual([expected]);
    }
    expect(read(protocol, joined(wire, wire))).toEqual([expected, expected]);
  });

  test('60 seconds of noise at 115,200 baud stay within a fixed buffer, and the next record is read', () => {
    const heard = hearing(protocol);
    let most = 0;
    for (let chunk = 0; chunk < 692; chunk++) {
      // Half of it are beginnings of records that never go on.
      const noise = chunk % 2 === 0 ? someBytes(chunk, 1_000) : repeated(wire.subarray(0, 20), 1_000);
      heard.read(noise);
      most = Math.max(most, heard.held());
    }
    expect(most).toBeLessThan(6_000);
    const before = heard.records.length;
    heard.read(joined(latin1('\r\n'), wire, wire));
    expect(heard.records.slice(before).some(({ kind }) => kind === 'result')).toBe(true);
  });

  test('a record that breaks off anywhere is no result', () => {
    for (let end = 0; end < wire.length - 2; end++) expect(read(protocol, wire.subarray(0, end))).toEqual([]);
  });

  test('no bytes throw, and what is held stays small', () => {
    const noise = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(wire.slice(0, 20)));
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 20 }), (chunks) => {
        const heard = hearing(protocol);
        for (const chunk of chunks) heard.read(chunk);
        expect(heard.held()).toBeLessThan(6_000);
      }),
    );
  });
});

test('a Nonin packet with any wrong byte gives no other number', () => {
  const wire = wireOf('nonin-format2', person, 12_000);
  fc.assert(
    fc.property(fc.nat(wire.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const wrong = wire.slice();
      wrong[at] = (wrong[at] ?? 0) ^ change;
      for (const values of read(watched(noninFormat2), wrong)) expect(values).toEqual([97, 68]);
    }),
  );
});

describe('G-Tech GL-150', () => {
  test('what has another form than the record is damage', () => {
    const bodies = [
      '165.2,61.50,F,102.5',
      '165.2,61.50,X,102.5,022.5',
      '165.2,61.5a,F,102.5,022.5',
      '1652.0,61.50,F,102.5,022.5',
      '-65.2,61.50,F,102.5,022.5',
      '165.2,61.50,F,102.5,022.5,1',
      ',,F,,',
      '1e2,61.50,F,102.5,022.5',
    ];
    for (const body of bodies) {
      expect(recordsFrom(gtechGl150, [latin1(`\x02${body}\x03`)])).toEqual([{ kind: 'damaged' }]);
    }
  });

  test('a record that another one interrupts is lost, the other one is read', () => {
    expect(read(gtechGl150, latin1('\x02165.2,61\x02150.0,50.00,C,100.0,022.2\x03'))).toEqual([[150, 50]]);
  });
});

describe('Health o meter', () => {
  test('the example of its manual is 90.98 kg and 178.7 cm', () => {
    const example = '\x1bR\x1bI1234567890\x1bW090.98\x1bH178.70\x1bT5.7\x1bB28\x1bNm\x1bE';
    expect(recordsFrom(healthOMeter, [latin1(example)])).toEqual([
      {
        kind: 'result',
        quantities: [
          { of: 'body-weight', value: 90.98, unit: 'kg' },
          { of: 'body-height', value: 178.7, unit: 'cm' },
        ],
        model: undefined,
      },
    ]);
  });

  test.each([
    ['a weight without a height', 'W070.20 H000.00 B0 Nm', [70.2]],
    ['a weight alone', 'W070.20 Nm', [70.2]],
    ['a BMI that contradicts', 'W090.98 H178.70 B38 Nm', 'impossible-values'],
    ['over or under load', 'W999.99 H178.70 B0 Nm', 'sensor'],
    ['pounds and inches that the BMI confirms', 'W200.60 H70.40 B28 Nc', [90.99, 178.8]],
    ['pounds that nothing confirms', 'W200.60 Nc', 'device-error'],
    ['kilograms under the name of pounds', 'W090.98 H178.70 B28 Nc', 'impossible-values'],
  ])('%s', (_what, fields, expected) => {
    const record = ['R', ...fields.split(' '), 'E'].map((field) => `\x1b${field}`).join('');
    expect(read(healthOMeter, latin1(record))).toEqual([expected]);
  });

  test('a field that comes twice, no weight or no unit is damage', () => {
    for (const fields of ['W070.20 W080.20 Nm', 'H170.0 Nm', 'W070.20', 'W070.20 Nx', 'W70kg Nm', 'W070.20 Hxx Nm']) {
      const record = ['R', ...fields.split(' '), 'E'].map((field) => `\x1b${field}`).join('');
      expect(recordsFrom(healthOMeter, [latin1(record)])).toEqual([{ kind: 'damaged' }]);
    }
  });
});

describe('pulse oximeters', () => {
  test('numbers that still move are not taken, and a gap begins the ten seconds anew', () => {
    const line = (saturation: number, pulse = 70) => latin1(`SPO2=0${saturation} HR=0${pulse}\r\n`);
    const steady = Array.from({ length: 9 }, () => line(97));
    const settling = Array.from({ length: 20 }, (_, second) => line(80 + second));
    const gap = latin1('SPO2=--- HR=---\r\n');
    const start = latin1('\r\n');
    expect(read(watched(noninAscii), start, ...settling)).toEqual([]);
    expect(read(watched(noninAscii), start, ...steady, gap, ...steady)).toEqual([]);
    expect(read(watched(noninAscii), start, ...steady, latin1('SPO2=0\r\n'), ...steady)).toEqual([]);
    expect(read(watched(noninAscii), start, ...steady, line(98, 74))).toEqual([[97, 70]]);
  });

  test('lines with the time in front and a mark behind are the same lines', () => {
    const lines = Array.from({ length: 10 }, (_, second) => latin1(`12:00:0${second} SPO2= 97 HR= 70*\r\n`));
    expect(read(watched(noninAscii), latin1('\n'), ...lines)).toEqual([[97, 70]]);
  });

  test.each([
    ['the sensor is off', 0x40],
    ['the signal is an artefact', 0x20],
    ['the pulse is out of track', 0x10],
    ['the sensor alarms', 0x08],
  ])('a packet in which %s counts as no finger', (_what, bit) => {
    const wire = wireOf('nonin-format2', person, 10_500);
    const troubled = wire.slice();
    // A frame in the middle of the tenth packet: its status, and its sum.
    const at = 9 * 125 + 60;
    troubled[at + 1] = (troubled[at + 1] ?? 0) | bit;
    troubled[at + 4] = ((troubled[at + 4] ?? 0) + bit) & 0xff;
    expect([read(watched(noninFormat2), wire), read(watched(noninFormat2), troubled)]).toEqual([[[97, 68]], []]);
    expect(recordsFrom(watched(noninFormat2), [troubled])).toEqual([{ kind: 'nobody' }]);
  });

  test('an empty sensor says that nobody is there', () => {
    const clock = createHandCrankedClock();
    const said: Uint8Array[] = [];
    simulatedModel('nonin-format2').create({ clock, say: (bytes) => void said.push(bytes) });
    clock.advance(1_001);
    expect(recordsFrom(watched(noninFormat2), said)).toEqual([
      { kind: 'nobody' },
      { kind: 'nobody' },
      { kind: 'nobody' },
    ]);
  });
});
