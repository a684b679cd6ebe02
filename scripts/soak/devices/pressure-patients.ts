import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import {
  createMonitorBody,
  type MonitorBody,
  type SimulatedResult,
} from '#drivers/blood-pressure/monitor-body.simulator.ts';
import { dialectOf } from '#drivers/blood-pressure/monitors.exam.ts';
import type { MonitorName } from '#drivers/blood-pressure/monitors.ts';
import { createMonitor } from '#drivers/blood-pressure/open-monitor.ts';
import type { BloodPressureMonitor, PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import { createMemoryWire } from '#drivers/transport/memory-wire.bench.ts';
import { createAccount, type DeviceAccount } from './device-account.ts';

/**
 * One monitor on a wire of memory, with time cranked by hand. Every patient has numbers that nobody else has, and the cuff
 * gives the numbers of whoever sat in it when it started.
 */
const faults = [
  'nothing',
  'stop',
  'stop, and the record comes late',
  'cable pulled and put back',
  'kiosk restarted',
  'wrong device clock',
  'device hears nothing for up to a minute',
  'device lost its power',
  'time ran out',
] as const;
type Fault = (typeof faults)[number];

const stepMs = 250;
/** So often somebody uses the monitor without the kiosk before the next patient, and their record may still be on its way. */
const strangersAmongPatients = 0.2;
/** A patient who is not measured by then, whatever happened before, is a fault that does not heal. */
const longestTurnMs = 15 * 60_000;

export async function soakPressureDriver(
  driver: MonitorName,
  patients: number,
  random: () => number,
): Promise<DeviceAccount> {
  const account = createAccount(driver);
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
      return { ...dialect, measured: (result) => dialect.measured(resultOf(inCuff, result, clockIsWrong)) };
    },
  });
  let monitor = openMonitor(false);

  /** In order, however late; what is said into a pulled cable is gone. */
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

  function pressButton(): void {
    if (!body.isWorking()) inCuff = seated;
    body.startCuff();
  }

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    }
  }

  /** Until one of these events; false when it never came. */
  async function heard(events: readonly PressureEvent[], ...types: readonly PressureEvent['type'][]): Promise<boolean> {
    for (let passed = 0; passed < longestTurnMs; passed += stepMs) {
      if (events.some(({ type }) => types.includes(type))) return true;
      await pass(stepMs);
    }
    return false;
  }

  /** By the device's own button, while the kiosk rests; sometimes with the cable out. */
  async function strangerMeasures(before: number): Promise<void> {
    while (body.isWorking() || monitor.freeInMs() > 0) await pass(stepMs);
    seated = before + strangerAfter;
    if (random() < 0.3) {
      isPlugged = false;
      wire.cut();
    }
    pressButton();
    while (body.isWorking()) {
      lateMs = random() * longestInFlightMs;
      await pass(stepMs);
    }
    isPlugged = true;
  }

  function check(patient: number, events: readonly PressureEvent[]): void {
    for (const event of events) {
      if (event.type !== 'result') continue;
      account.measured += 1;
      const theirs = valuesOf(patient);
      const isTheirs = (['systolic', 'diastolic', 'pulse'] as const).every(
        (name) => event.reading[name] === theirs[name],
      );
      if (!isTheirs) account.broken.push(`${driver}: patient ${patient} was given somebody else's reading`);
    }
  }

  await pass(2_000);
  let last: Fault = 'nothing';
  let endedAt = clock.monotonic();
  for (let patient = 1; patient <= patients; patient++) {
    const fault = faults[Math.floor(random() * faults.length)] ?? 'nothing';
    const owner = `patient-${patient}`;
    clockIsWrong = fault === 'wrong device clock';
    const events: PressureEvent[] = [];
    while (monitor.condition() === 'absent') await pass(stepMs);
    seated = patient;
    // Something of before may still lie on the line, or the device may still hear nothing.
    const isWell = !isDeaf && dueAt <= clock.monotonic() && (fault === 'nothing' || fault === 'wrong device clock');
    const measurement = monitor.measure((event) => events.push(event), owner);
    const hasTurn = await heard(events, 'waiting-for-button', 'measuring', 'failed');
    if (!hasTurn) account.broken.push(`${driver}: patient ${patient} never had a turn after "${last}"`);
    account.healed(last, clock.monotonic() - endedAt);
    // Only the button starts the cuff of the others; whoever reads "press the button" may be slow.
    if (monitor.startedBy === 'button' && fault !== 'time ran out') {
      await pass(random() * 5_000);
      pressButton();
    }
    switch (fault) {
      case 'nothing':
      case 'wrong device clock':
        break;
      case 'stop':
        await pass(random() * 30_000);
        void measurement.stop();
        break;
      case 'stop, and the record comes late':
        lateMs = random() * 8_000;
        await pass(random() * 40_000);
        void measurement.stop();
        break;
      case 'cable pulled and put back':
        await pass(random() * 30_000);
        isPlugged = false;
        wire.cut();
        await pass(random() * 20_000);
        isPlugged = true;
        break;
      case 'kiosk restarted': {
        await pass(random() * 30_000);
        await Promise.all([monitor.close(), pass(2_000)]);
        monitor = openMonitor(works);
        await pass(1_000);
        break;
      }
      case 'device hears nothing for up to a minute':
        isDeaf = true;
        await pass(random() * 30_000);
        void measurement.stop();
        clock.after(random() * 60_000, () => {
          isDeaf = false;
        });
        break;
      case 'device lost its power':
        // What it keeps survives, what it was about to measure does not; the patient waits a while and gives up.
        await pass(random() * 30_000);
        body.emptyCuff();
        await pass(random() * 120_000);
        void measurement.stop();
        break;
      case 'time ran out':
        isDeaf = monitor.startedBy === 'host';
        break;
    }
    if (!(await heard(events, 'result', 'failed'))) account.broken.push(`${driver}: patient ${patient} waits for ever`);
    if (fault === 'time ran out') {
      isDeaf = false;
      // Pressed at the last moment.
      if (monitor.startedBy === 'button') pressButton();
    }
    check(patient, events);
    if (isWell && !events.some(({ type }) => type === 'result'))
      account.broken.push(`${driver}: patient ${patient} was not measured although all was well, after "${last}"`);
    const known = events.length;
    last = fault;
    endedAt = clock.monotonic();
    await pass(random() * 10_000);
    if (events.length !== known) account.broken.push(`${driver}: patient ${patient} was told something after the end`);
    lateMs = 0;
    if (random() < strangersAmongPatients) await strangerMeasures(patient);
  }
  await monitor.close();
  body.end();
  return account;
}

/** Far enough from every neighbour's numbers. */
const strangerAfter = 25;
/** A record that was sent before the next patient began, at 9,600 baud behind a device server. */
const longestInFlightMs = 200;

function valuesOf(patient: number) {
  const systolic = 110 + (patient % 50);
  const diastolic = 60 + (Math.floor(patient / 50) % 20);
  return { systolic, diastolic, mean: Math.round((systolic + 2 * diastolic) / 3), pulse: 55 + (patient % 90) };
}

function resultOf(patient: number, result: SimulatedResult, clockIsWrong: boolean): SimulatedResult {
  const at = clockIsWrong ? { ...result.at, year: '2000', month: '00', day: '00', hour: '24' } : result.at;
  return { kind: 'values', ...valuesOf(patient), at };
}
