import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import {
  createMonitorBody,
  type MonitorBody,
  type SimulatedMonitorBody,
  type SimulatedResult,
} from '#drivers/blood-pressure/monitor-body.simulator.ts';
import { dialectOf } from '#drivers/blood-pressure/monitors.exam.ts';
import type { MonitorName } from '#drivers/blood-pressure/monitors.ts';
import { createMonitor } from '#drivers/blood-pressure/open-monitor.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import { createMemoryWire } from '#drivers/transport/memory-wire.bench.ts';

/**
 * One monitor on a wire of memory, with time cranked by hand. Whoever sits in the cuff when it starts is measured: every patient has
 * numbers that nobody near them has.
 */
export interface MonitorOnWire {
  readonly clock: HandCrankedClock;
  readonly body: Pick<SimulatedMonitorBody, 'isWorking' | 'emptyCuff'>;
  monitor(): BloodPressureMonitor;
  /** Who sits in the cuff from now on. */
  seat(patient: number): void;
  pressButton(): void;
  /** What the device says from now on comes so late; in order, however late. */
  setLateMs(ms: number): void;
  /** It hears nothing. */
  setDeaf(isDeaf: boolean): void;
  setClockWrong(isWrong: boolean): void;
  /** What is said into a pulled cable is gone. */
  unplug(): void;
  plugIn(): void;
  /** Nothing of before lies on the line, and the device hears. */
  isAtRest(): boolean;
  /** The kiosk is started again, and knows whether the device worked. */
  restart(): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Until it is so; false when it never was within what a turn may take. */
  until(isSo: () => boolean): Promise<boolean>;
  close(): Promise<void>;
}

type Pressures = Pick<Extract<SimulatedResult, { kind: 'values' }>, 'systolic' | 'diastolic' | 'mean' | 'pulse'>;

const stepMs = 250;
/** A patient who is not measured by then, whatever happened before, is a fault that does not heal. */
const longestTurnMs = 15 * 60_000;

/** `measured`: what the cuff finds in whoever sits in it. */
export function openMonitorOnWire(
  driver: MonitorName,
  measured: (patient: number) => Pressures = valuesOf,
): MonitorOnWire {
  const clock = createHandCrankedClock(Date.UTC(2026, 6, 11, 1));
  let seated = 0;
  let inCuff = 0;
  let clockIsWrong = false;
  let isDeaf = false;
  let isPlugged = true;
  let lateMs = 0;
  let works = false;

  const wire = createMemoryWire((bytes) => {
    if (isPlugged && !isDeaf) queueMicrotask(() => body.hear(bytes));
  });
  const body = createMonitorBody({
    clock,
    measuringMs: 35_000,
    choices: () => ({ nextResult: 'normal', errorCode: undefined, trouble: 'none' }),
    emit: deliver,
    onChange: () => {},
    dialect(own: MonitorBody) {
      const dialect = dialectOf(driver)({
        ...own,
        startCuff() {
          if (!own.isWorking()) inCuff = seated;
          own.startCuff();
        },
      });
      return { ...dialect, measured: (result) => dialect.measured(recordOf(measured(inCuff), result, clockIsWrong)) };
    },
  });
  let monitor = openMonitor(false);

  let dueAt = 0;
  function deliver(bytes: Uint8Array): void {
    dueAt = Math.max(dueAt, clock.monotonic() + lateMs);
    clock.after(dueAt - clock.monotonic(), () => {
      if (isPlugged) wire.deliver(bytes);
    });
  }

  function openMonitor(worksOnFromBefore: boolean): BloodPressureMonitor {
    const onWorking = (working: boolean) => {
      works = working;
    };
    const open = async () =>
      isPlugged ? wire.open() : { ok: false as const, problem: { kind: 'not-found' as const } };
    return createMonitor(driver, { id: 'cuff', open, clock, random: () => 0, worksOnFromBefore, onWorking });
  }

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    }
  }

  return {
    clock,
    body,
    monitor: () => monitor,
    seat(patient) {
      seated = patient;
    },
    pressButton() {
      if (!body.isWorking()) inCuff = seated;
      body.startCuff();
    },
    setLateMs(ms) {
      lateMs = ms;
    },
    setDeaf(deaf) {
      isDeaf = deaf;
    },
    setClockWrong(isWrong) {
      clockIsWrong = isWrong;
    },
    unplug() {
      isPlugged = false;
      wire.cut();
    },
    plugIn() {
      isPlugged = true;
    },
    isAtRest: () => !isDeaf && dueAt <= clock.monotonic(),
    async restart() {
      await Promise.all([monitor.close(), pass(2_000)]);
      monitor = openMonitor(works);
    },
    pass,
    async until(isSo) {
      for (let passed = 0; passed < longestTurnMs; passed += stepMs) {
        if (isSo()) return true;
        await pass(stepMs);
      }
      return false;
    },
    async close() {
      await monitor.close();
      body.end();
    },
  };
}

/** A record that was sent before the next patient began, at 9,600 baud behind a device server. */
const longestInFlightMs = 200;

/** Somebody presses the device's own button while the kiosk rests, sometimes with the cable out. */
export async function strangerMeasures(wired: MonitorOnWire, stranger: number, random: () => number): Promise<void> {
  const { body, pass } = wired;
  while (body.isWorking() || wired.monitor().freeInMs() > 0) await pass(stepMs);
  wired.seat(stranger);
  if (random() < 0.3) wired.unplug();
  wired.pressButton();
  while (body.isWorking()) {
    wired.setLateMs(random() * longestInFlightMs);
    await pass(stepMs);
  }
  wired.plugIn();
}

export function valuesOf(patient: number) {
  const systolic = 110 + (patient % 50);
  const diastolic = 60 + (Math.floor(patient / 50) % 20);
  return { systolic, diastolic, mean: Math.round((systolic + 2 * diastolic) / 3), pulse: 55 + (patient % 90) };
}

/** Far enough from every neighbour's numbers. */
export const strangerAfter = 25;

function recordOf(pressures: Pressures, result: SimulatedResult, clockIsWrong: boolean): SimulatedResult {
  const at = clockIsWrong ? { ...result.at, year: '2000', month: '00', day: '00', hour: '24' } : result.at;
  return { kind: 'values', ...pressures, at };
}
