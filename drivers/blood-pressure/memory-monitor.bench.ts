import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import type { PressureMonitorSimulatorAction } from '../contract/simulator.ts';
import { createMemoryWire, type MemoryWire } from '../transport/memory-wire.bench.ts';
import { createMonitorBody, type SimulatedMonitorBody } from './monitor-body.simulator.ts';
import { dialectOf } from './monitors.exam.ts';
import type { MonitorName } from './monitors.ts';
import { createMonitor } from './open-monitor.ts';

/** A simulated monitor and its driver, with nothing between them but a way of cutting bytes into reads. */
export interface MemoryBench {
  readonly monitor: BloodPressureMonitor;
  readonly clock: HandCrankedClock;
  readonly wire: MemoryWire;
  readonly body: SimulatedMonitorBody;
  readonly stepMs: number;
  turn(): Promise<void>;
  act(action: PressureMonitorSimulatorAction): Promise<void>;
  close(): Promise<void>;
}

export interface MemoryBenchSettings {
  readonly measuringMs?: number;
  /** One thing that the device says, as the reads in which it arrives. */
  cutIntoReads?(said: Uint8Array): readonly Uint8Array[];
  /** Everything that the device says within a step arrives in one read. */
  readonly merged?: boolean;
}

export function createMemoryBench(driver: MonitorName, settings: MemoryBenchSettings = {}): MemoryBench {
  const { measuringMs = 2_000, cutIntoReads = (said: Uint8Array) => [said], merged = false } = settings;
  const clock = createHandCrankedClock();
  let held: number[] = [];
  const body = createMonitorBody({
    clock,
    measuringMs,
    choices: () => ({ nextResult: 'normal', errorCode: undefined, trouble: 'none' }),
    dialect: dialectOf(driver),
    emit(bytes) {
      if (merged) held.push(...bytes);
      else wire.deliver(...cutIntoReads(bytes));
    },
    onChange: () => {},
  });
  const wire = createMemoryWire((bytes) => queueMicrotask(() => body.hear(bytes)));
  const monitor = createMonitor(driver, { id: 'cuff', open: wire.open, clock, random: () => 0 });
  return {
    monitor,
    clock,
    wire,
    body,
    stepMs: 50,
    async turn() {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      const read = Uint8Array.from(held);
      held = [];
      if (read.length > 0) wire.deliver(read);
    },
    async act(action) {
      if (action.do === 'press-start') body.startCuff();
    },
    async close() {
      await monitor.close();
      body.end();
    },
  };
}
