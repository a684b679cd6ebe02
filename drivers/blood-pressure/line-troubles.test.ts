import { describe, expect, test } from 'vitest';
import { monitorNames } from '#config/settings/device-settings.ts';
import { begun, measured, pass, told, until, valuesOf } from './blood-pressure-monitor.exam.ts';
import { createMemoryBench } from './memory-monitor.bench.ts';
import { simulatedValues } from './monitor-body.simulator.ts';
import { examinedMonitor } from './monitors.exam.ts';
import { pressureDelays } from './pressure-monitor.ts';

/** The troubles in which it matters how a wire cuts bytes into reads, which no real wire lets a test decide. */
const someTime = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;

/** Bytes of every value in no order, the same each time. */
function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

for (const driver of monitorNames) {
  const habits = examinedMonitor(driver);
  const outcome = [habits.begins, valuesOf(driver, 'normal')];
  const longest = habits.encode({ kind: 'values', ...simulatedValues.normal, at: someTime }).length;

  describe(driver, () => {
    test('puts everything that the device says together again, wherever it was split', async () => {
      for (let cut = 1; cut < longest; cut++) {
        const cutIntoReads = (said: Uint8Array) => [said.subarray(0, cut), said.subarray(cut)];
        const bench = createMemoryBench(driver, { cutIntoReads });
        expect(told(await measured(bench))).toEqual(outcome);
        await bench.close();
      }
    });

    test('takes apart what comes in one read', async () => {
      const bench = createMemoryBench(driver, { merged: true, measuringMs: 1 });
      expect(told(await measured(bench))).toEqual(outcome);
      await bench.close();
    });

    test('never joins two halves with a pause between them, however well they fit', async () => {
      const bench = createMemoryBench(driver);
      const discarded: string[] = [];
      bench.monitor.onDiscarded(({ why }) => discarded.push(why));
      await pass(bench, 2_000);
      const record = habits.encode({ kind: 'values', ...simulatedValues.high, at: someTime });
      bench.wire.deliver(record.subarray(0, longest >> 1));
      await pass(bench, pressureDelays.longestPauseInFrameMs);
      bench.wire.deliver(record.subarray(longest >> 1));
      expect(discarded).toEqual([]);
      bench.wire.deliver(record.subarray(0, longest >> 1), record.subarray(longest >> 1));
      expect(discarded.length).toBe(1);
      await bench.close();
    });

    test('survives 60 seconds of noise at full speed, and measures the next patient', async () => {
      const bench = createMemoryBench(driver);
      const discarded: string[] = [];
      bench.monitor.onDiscarded(({ why }) => discarded.push(why));
      await pass(bench, 1_000);
      const { events, measurement } = begun(bench);
      await pass(bench, 300);
      // 960 bytes a second at 9,600 baud.
      for (let second = 0; second < 60; second++) {
        const heard = noise(second, 960);
        for (let from = 0; from < heard.length; from += 32) bench.wire.deliver(heard.subarray(from, from + 32));
        await pass(bench, 1_000);
      }
      void measurement.stop();
      await pass(bench, 5_000);
      // The device went on measuring behind the noise; whatever reached the patient is its result or nothing.
      expect(['result', 'failed']).toContain(events.at(-1)?.type);
      for (const event of events) if (event.type === 'result') expect(told([event])).toEqual([outcome[1]]);
      await until(bench, () => bench.monitor.condition() === 'ready');
      expect(told(await measured(bench))).toEqual(outcome);
      await bench.close();
    });
  });
}
