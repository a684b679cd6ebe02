import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { MeasuringParts } from '../measuring/measuring-nature.ts';
import { createMemoryWire } from '../transport/memory-wire.bench.ts';
import { begun, pass, told } from './blood-pressure-monitor.exam.ts';
import type { MonitorName } from './monitors.ts';
import { createMonitor } from './open-monitor.ts';

/** A device that a test plays by hand: what the driver sends is written down as hex, and answers are given as they come to mind. */
export function createScriptedDevice(
  driver: MonitorName,
  lines = 1,
  more: Pick<MeasuringParts, 'worksOnFromBefore' | 'onWorking' | 'timeZone'> = {},
  startAt = 0,
) {
  const clock = createHandCrankedClock(startAt);
  const heard: string[] = [];
  const discarded: string[] = [];
  const conditions: DeviceCondition[] = [];
  const wires = Array.from({ length: lines }, () =>
    createMemoryWire((bytes) => void heard.push(Buffer.from(bytes).toString('hex'))),
  );
  const monitor = createMonitor(driver, {
    id: 'cuff',
    open: wires.map(({ open }) => open),
    clock,
    random: () => 0,
    ...more,
  });
  monitor.onDiscarded(({ why }) => discarded.push(why));
  monitor.onCondition((condition) => conditions.push(condition));

  const bench = {
    monitor,
    clock,
    stepMs: 50,
    async turn() {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
    async act() {},
  };

  return {
    ...bench,
    discarded,
    conditions,
    /** What was sent since the last look. */
    heard: () => heard.splice(0),
    opened: () => wires.map((wire) => wire.opened()),
    say(...said: readonly (Uint8Array | string)[]) {
      const read = Buffer.concat(said.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
      for (const wire of wires) wire.deliver(read);
    },
    sayOn(line: number, said: Uint8Array) {
      wires[line]?.deliver(said);
    },
    cut() {
      for (const wire of wires) wire.cut();
    },
    pass: (ms: number) => pass(bench, ms),
    /** `owner`: whom it is for. */
    measure(owner?: string) {
      const { measurement, events } = begun(bench, owner);
      return { stop: measurement.stop, told: () => told(events) };
    },
  };
}
