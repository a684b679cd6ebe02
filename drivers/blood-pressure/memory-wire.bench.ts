import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import type { PressureMonitorSimulatorAction } from '../contract/simulator.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { createMonitorBody, type SimulatedMonitorBody } from './monitor-body.simulator.ts';
import { createMonitor, type PressureDriver } from './open-monitor.ts';
import { monitorDialects } from './pressure-monitor.simulator.ts';

/** A wire made of memory, for what a real one decides by itself: how the bytes are cut into reads. */
export interface MemoryWire {
  readonly open: OpenTransport;
  /** Each array is one read of the driver. */
  deliver(...reads: readonly Uint8Array[]): void;
  cut(): void;
  /** How often it was opened. */
  opened(): number;
  /** Listeners for bytes and for its loss, of all the times that it was opened. */
  listening(): readonly [bytes: number, loss: number];
}

/** `onWrite` hears what the driver sends. */
export function createMemoryWire(onWrite: (bytes: Uint8Array) => void): MemoryWire {
  const dataListeners = new Set<(bytes: Uint8Array) => void>();
  const lossListeners = new Set<(problem: LineProblem) => void>();
  let opened = 0;

  function createTransport(): Transport {
    let isOpen = true;
    return {
      async write(bytes) {
        if (!isOpen) return problem({ kind: 'lost' });
        onWrite(bytes);
        return ok('taken');
      },
      onData(listener) {
        dataListeners.add(listener);
        return () => void dataListeners.delete(listener);
      },
      onLost(listener) {
        lossListeners.add(listener);
        return () => void lossListeners.delete(listener);
      },
      async close() {
        isOpen = false;
      },
    };
  }

  return {
    async open() {
      opened += 1;
      return ok(createTransport());
    },
    deliver(...reads) {
      for (const read of reads) for (const listener of [...dataListeners]) listener(read);
    },
    cut() {
      for (const listener of [...lossListeners]) listener({ kind: 'lost' });
    },
    opened: () => opened,
    listening: () => [dataListeners.size, lossListeners.size],
  };
}

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

export function createMemoryBench(driver: PressureDriver, settings: MemoryBenchSettings = {}): MemoryBench {
  const { measuringMs = 2_000, cutIntoReads = (said: Uint8Array) => [said], merged = false } = settings;
  const clock = createHandCrankedClock();
  let held: number[] = [];
  const body = createMonitorBody({
    clock,
    measuringMs,
    choices: () => ({ nextResult: 'normal', errorCode: undefined, trouble: 'none' }),
    dialect: monitorDialects[driver],
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
