import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { monitorNames } from '#config/settings/device-settings.ts';
import { cutFrames, noBytes } from '../framing/frames.ts';
import type { MeasuredPressure } from './measured-record.ts';
import { simulatedValues } from './monitor-body.simulator.ts';
import { examinedMonitor } from './monitors.exam.ts';
import { type MonitorName, monitors } from './monitors.ts';
import { plausiblePressure } from './plausible-pressure.ts';

const at = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;

/** Every possible reading in these bytes, as the patient would get it. */
function readings(driver: MonitorName, chunks: readonly Uint8Array[]): MeasuredPressure[] {
  const { shape } = monitors[driver];
  const { recordIn: read } = examinedMonitor(driver);
  const found: MeasuredPressure[] = [];
  let rest = noBytes;
  for (const chunk of chunks) {
    const cut = cutFrames(shape, rest, chunk);
    rest = cut.rest;
    assert.ok(rest.length < shape.longestBytes);
    for (const frame of cut.frames) {
      const record = read(frame);
      if (record?.kind !== 'values') continue;
      const checked = plausiblePressure(record.values);
      if (checked.ok) found.push(checked.value);
    }
  }
  return found;
}

for (const driver of monitorNames) {
  const wire = examinedMonitor(driver).encode({ kind: 'values', ...simulatedValues.high, at });
  const truth = readings(driver, [wire]);
  const { hasChecksum } = examinedMonitor(driver);

  describe(driver, () => {
    test(`no byte that is wrong on the wire ${hasChecksum ? 'changes a reading' : 'changes more than its own field'}`, () => {
      let refused = 0;
      for (let index = 0; index < wire.length; index++) {
        for (let value = 0; value < 256; value++) {
          if (value === wire[index]) continue;
          const damaged = Uint8Array.from(wire);
          damaged[index] = value;
          const found = readings(driver, [damaged, wire]);
          // The whole record behind it is read in any case.
          assert.deepEqual(found.at(-1), truth[0]);
          if (found.length === 1) refused += 1;
          const [first] = found;
          if (hasChecksum) assert.deepEqual(first, truth[0]);
          else assert.ok(fieldsThatDiffer(first, truth[0]) <= 1);
        }
      }
      assert.ok(refused > wire.length * 100);
    });

    test('any way of splitting the same bytes gives the same readings', () => {
      const piece = fc.oneof(
        fc.constant(wire),
        fc.constant(wire.subarray(0, wire.length >> 1)),
        fc.uint8Array({ maxLength: 40 }),
        fc.constant(Uint8Array.from(examinedMonitor(driver).garbage)),
      );
      const cuts = fc.array(fc.nat({ max: 900 }), { maxLength: 12 });
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 6 }), cuts, (pieces, positions) => {
          const all = Uint8Array.from(pieces.flatMap((bytes) => [...bytes]));
          const edges = [0, ...positions.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
          const chunks = edges.slice(1).map((edge, index) => all.subarray(edges[index], edge));
          assert.deepEqual(readings(driver, chunks), readings(driver, [all]));
        }),
      );
    });

    test('a record that breaks off anywhere is no reading, and the one behind it is', () => {
      for (let length = 0; length < wire.length - (hasChecksum ? 0 : 1); length++) {
        assert.deepEqual(readings(driver, [wire.subarray(0, length)]), []);
        // A binary frame that broke off swallows the beginning of the next one; the one behind that is read.
        const found = readings(driver, [wire.subarray(0, length), wire, wire]);
        assert.deepEqual(found.at(-1), truth[0]);
        for (const reading of found) assert.deepEqual(reading, truth[0]);
      }
    });

    test('60 seconds of noise at 115,200 baud stay within one frame’s length', () => {
      const noise = fc.sample(fc.uint8Array({ minLength: 1_000, maxLength: 1_000 }), { numRuns: 50, seed: 7 });
      // Beginnings of frames that never go on.
      const beginnings = Uint8Array.from({ length: 1_000 }, (_, index) => {
        const { garbage } = examinedMonitor(driver);
        return garbage[index % garbage.length] ?? 0;
      });
      const seconds = Array.from({ length: 346 }, (_, round) => [noise[round % noise.length] ?? noBytes, beginnings]);
      // `readings` looks at what is held after each chunk.
      assert.deepEqual(readings(driver, seconds.flat()), []);
    });
  });
}

function fieldsThatDiffer(one: MeasuredPressure | undefined, other: MeasuredPressure | undefined): number {
  const names = ['systolic', 'diastolic', 'mean', 'pulse', 'moved'] as const;
  return names.filter((name) => one?.[name] !== other?.[name]).length;
}
