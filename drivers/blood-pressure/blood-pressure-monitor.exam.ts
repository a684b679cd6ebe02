import { afterEach, describe, expect, test } from 'vitest';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BloodPressureMonitor, PressureEvent } from '../contract/blood-pressure-monitor.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { OpenMeasurement } from '../contract/measuring.ts';
import type { PressureMonitorSimulatorAction, PressureMonitorSimulatorState } from '../contract/simulator.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { simulatedValues, staleValues } from './monitor-body.simulator.ts';
import { examinedMonitor } from './monitors.exam.ts';
import { type MonitorName, monitors } from './monitors.ts';

/** A monitor on the bench: the driver, and a hand on the device at the other end of a real wire. */
export interface PressureBench {
  readonly monitor: BloodPressureMonitor;
  /** The clock of both ends. */
  readonly clock: HandCrankedClock;
  /** How much time may pass while the wire works once, so that no answer is overtaken by its time-out. */
  readonly stepMs: number;
  /** Lets the wire work once. */
  turn(): Promise<void>;
  /** The same line as the driver opens. */
  readonly open: OpenTransport;
  state(): PressureMonitorSimulatorState;
  act(action: PressureMonitorSimulatorAction): Promise<void>;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Puts everything away, the driver included. */
  close(): Promise<void>;
}

/** Every driver of a blood-pressure monitor must pass this, over every wire that it is used on. */
export function bloodPressureMonitorExam(
  driver: MonitorName,
  wire: string,
  createBench: () => Promise<PressureBench>,
): void {
  const cleanUps: (() => Promise<void>)[] = [];
  const habits = examinedMonitor(driver);
  /** When it is silent, nobody can tell it from a cuff that works: it is waited for. */
  const isPushOnly = habits.whenSilent === 'ready';
  const stopsByCommand = monitors[driver].stops === 'by-command';

  async function readyBench() {
    const bench = await createBench();
    cleanUps.push(bench.close);
    const discarded: string[] = [];
    bench.monitor.onDiscarded(({ why }) => discarded.push(why));
    const ready = () => bench.monitor.condition() === 'ready' && bench.state().connections > 0;
    await until(bench, ready);
    return { ...bench, discarded, ready };
  }

  describe(`${driver} over ${wire}`, { concurrent: false }, () => {
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    });

    test('measures one patient after the other, and is measuring meanwhile', async () => {
      const bench = await readyBench();
      const conditions: DeviceCondition[] = [];
      bench.monitor.onCondition((condition) => conditions.push(condition));
      const heard: unknown[] = [];
      for (const result of ['normal', 'high', 'crisis'] as const) {
        await bench.act({ do: 'set-next-result', result });
        heard.push(told(await measured(bench)));
      }
      const outcome = (name: keyof typeof simulatedValues) => [habits.begins, valuesOf(driver, name)];
      expect({ heard, conditions, discarded: bench.discarded }).toEqual({
        heard: [outcome('normal'), outcome('high'), outcome('crisis')],
        conditions: ['measuring', 'ready', 'measuring', 'ready', 'measuring', 'ready'],
        discarded: [],
      });
    });

    test('says why the device gave no values', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'set-next-result', result: 'error' });
      expect(told(await measuredAtLength(bench))).toEqual([habits.begins, { type: 'failed', ...habits.error }]);
    });

    test('refuses values that no human has', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'set-next-result', result: 'impossible' });
      expect(told(await measured(bench))).toEqual([
        habits.begins,
        { type: 'failed', reason: 'impossible-values', advice: 'try-again', deviceError: undefined },
      ]);
    });

    test('never hands on what the device kept from before', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'store-stale-result' });
      const events = await measured(bench);
      expect({ told: told(events), discarded: bench.discarded }).toEqual({
        told: [habits.begins, valuesOf(driver, 'normal')],
        discarded: habits.stale,
      });
    });

    test('throws away the result of somebody who measured without a session, and tells that there was one', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'press-start' });
      await until(bench, () => bench.state().cuff === 'empty');
      await pass(bench, 8_000);
      expect(bench.discarded).toEqual(habits.unasked);
      expect(told(await measured(bench))).toEqual([habits.begins, valuesOf(driver, 'normal')]);
      expect(bench.discarded).toEqual(habits.unasked);
    });

    test('lets the air out when the session ends, and what comes later is nobody’s', async () => {
      const bench = await readyBench();
      const { measurement, events } = begun(bench);
      await until(bench, () => bench.state().cuff === 'working' && events.length > 0);
      // Its cuff is full by then.
      await until(bench, () => bench.state().cuffMmHg > 100);
      const before = bench.clock.now();
      await settled(bench, measurement.stop());
      const { cuff, cuffMmHg } = bench.state();
      // At once by the device's own command, or only by a finger on its button: then the cuff works on for its owner.
      expect([cuff, cuffMmHg > 0]).toEqual(stopsByCommand ? ['empty', false] : ['working', true]);
      expect(bench.clock.now() - before).toBeLessThan(1_000);
      expect(bench.monitor.freeInMs() > 0).toBe(!stopsByCommand);
      await until(bench, () => bench.state().cuff === 'empty');
      await pass(bench, 8_000);
      await settled(bench, measurement.stop());
      expect({ told: told(events), discarded: bench.discarded }).toEqual({
        told: [habits.begins, { type: 'failed', reason: 'stopped', advice: 'none', deviceError: undefined }],
        discarded: stopsByCommand ? [] : ['no-measurement-open'],
      });
      expect(told(await measured(bench))).toEqual([habits.begins, valuesOf(driver, 'normal')]);
    });

    test('ends at once when it is unplugged, and measures again once it is back', async () => {
      const bench = await readyBench();
      const { events } = begun(bench);
      await until(bench, () => bench.state().cuff === 'working' && events.length > 0);
      await bench.unplug();
      await until(bench, () => events.some(({ type }) => type === 'failed'));
      expect(told(events)).toEqual([
        habits.begins,
        { type: 'failed', reason: 'absent', advice: 'call-staff', deviceError: undefined },
      ]);
      expect(bench.monitor.condition()).toBe('absent');
      await until(bench, () => bench.state().cuff === 'empty');
      await bench.plugIn();
      await until(bench, bench.ready);
      expect(told(await measured(bench))).toEqual([
        ...(isPushOnly ? ['waiting-for-device'] : []),
        habits.begins,
        valuesOf(driver, 'normal'),
      ]);
    });

    test('is unplugged in the middle of a record, and the rest of it means nothing when it is back', async () => {
      const bench = await readyBench();
      const record = habits.encode({ kind: 'values', ...staleValues, at: someTime });
      await sent(bench, record.subarray(0, record.length / 2));
      await bench.unplug();
      await until(bench, () => bench.monitor.condition() === 'absent');
      await bench.plugIn();
      await until(bench, bench.ready);
      await sent(bench, record.subarray(record.length / 2));
      expect(told(await measured(bench))).toEqual([habits.begins, valuesOf(driver, 'normal')]);
      expect(bench.discarded).toEqual([]);
    });

    test('forgets a truncated record that never went on', async () => {
      const bench = await readyBench();
      const record = habits.encode({ kind: 'values', ...staleValues, at: someTime });
      await sent(bench, record.subarray(0, record.length - 6));
      expect(told(await measured(bench))).toEqual([habits.begins, valuesOf(driver, 'normal')]);
      expect(bench.discarded).toEqual([]);
    });

    test('never takes a record with a wrong checksum, and the next patient’s is read', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'set-trouble', trouble: 'wrong-checksum' });
      expect(told(await measuredAtLength(bench)).at(-1)).toMatchObject({ type: 'failed', reason: habits.damaged });
      await bench.act({ do: 'set-trouble', trouble: 'none' });
      expect(told(await measured(bench))).toEqual([
        ...(bench.monitor.startedBy === 'button' ? ['waiting-for-device'] : []),
        habits.begins,
        valuesOf(driver, 'normal'),
      ]);
    });

    test('reads a record behind garbage', async () => {
      const bench = await readyBench();
      const { events } = begun(bench);
      await until(bench, () => bench.state().cuff === 'working' && events.length > 0);
      await sent(bench, Uint8Array.from(habits.garbage));
      await until(bench, () => hasEnded(events));
      expect(told(events)).toEqual([habits.begins, valuesOf(driver, 'normal')]);
    });

    test('gives a patient the first of two records in one read', async () => {
      const bench = await readyBench();
      const { events } = begun(bench);
      await until(bench, () => bench.state().cuff === 'working' && events.length > 0);
      const [first, second] = [simulatedValues.high, staleValues].map((values) =>
        habits.encode({ kind: 'values', ...values, at: someTime }),
      );
      await sent(bench, Uint8Array.of(...(first ?? []), ...(second ?? [])));
      await until(bench, () => hasEnded(events));
      // Of a module that was not asked for them neither is anybody's.
      const expected = habits.takesUnasked ? 'high' : 'normal';
      expect(told(events)).toEqual([habits.begins, valuesOf(driver, expected)]);
      expect(bench.discarded).toEqual(habits.second);
    });

    test('reads a record that comes byte by byte', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'set-trouble', trouble: 'slow' });
      expect(told(await measured(bench))).toEqual([habits.begins, valuesOf(driver, 'normal')]);
    });

    test('ends when the device stays silent, and finds it again when it speaks', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'set-trouble', trouble: 'silent' });
      const { events } = begun(bench);
      await until(bench, () => hasEnded(events), 250);
      expect(told(events).at(-1)).toMatchObject({ type: 'failed', reason: 'timed-out' });
      await pass(bench, 3_000);
      expect(bench.monitor.condition()).toBe(habits.whenSilent);
      await until(bench, () => bench.state().cuff === 'empty');
      await bench.act({ do: 'set-trouble', trouble: 'none' });
      await until(bench, bench.ready);
      // What it was asked while it was deaf is forgotten by then.
      await pass(bench, 10_000);
      // Until it says that it has stopped, its cuff may work for the one before.
      const heard = told(await measured(bench)).filter((each) => each !== 'waiting-for-device');
      expect(heard).toEqual([habits.begins, valuesOf(driver, 'normal')]);
    });

    test('is absent once it is closed, lets the air out before, and its port is free for others', async () => {
      const bench = await readyBench();
      const { events } = begun(bench);
      await until(bench, () => bench.state().cuff === 'working' && events.length > 0);
      await bench.monitor.close();
      if (stopsByCommand) await until(bench, () => bench.state().cuff === 'empty', 0);
      const other = await bench.open();
      expect({ told: told(events).at(-1), condition: bench.monitor.condition(), other: other.ok }).toEqual({
        told: { type: 'failed', reason: 'stopped', advice: 'none', deviceError: undefined },
        condition: 'absent',
        other: true,
      });
      if (other.ok) await other.value.close();
    });
  });
}

const someTime = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;

type Bench = Pick<PressureBench, 'monitor' | 'clock' | 'turn' | 'stepMs' | 'act'>;

/** Who waits so long waits for a cuff that cannot be stopped, and the wire is quiet: time may pass faster. */
const longWait = { afterMs: 5_000, stepMs: 20 } as const;

/** Lets time pass, and the wire work, until it is so. */
export async function until(bench: Bench, condition: () => boolean, stepMs = bench.stepMs): Promise<void> {
  const since = bench.clock.now();
  while (!condition()) {
    const isLong = bench.clock.now() - since > longWait.afterMs;
    bench.clock.advance(isLong ? Math.max(stepMs, longWait.stepMs) : stepMs);
    await bench.turn();
  }
}

export async function pass(bench: Bench, ms: number): Promise<void> {
  const end = bench.clock.now() + ms;
  await until(bench, () => bench.clock.now() >= end);
}

export async function settled(bench: Bench, promise: Promise<unknown>): Promise<void> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await until(bench, () => done);
}

async function sent(bench: PressureBench, bytes: Uint8Array): Promise<void> {
  await bench.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
  await pass(bench, 100);
}

/** A patient who sits down, and presses the button when asked to. */
export function begun(bench: Bench, owner?: string): { measurement: OpenMeasurement; events: PressureEvent[] } {
  const events: PressureEvent[] = [];
  const measurement = bench.monitor.measure((event) => {
    events.push(event);
    if (event.type === 'waiting-for-button') void bench.act({ do: 'press-start' });
  }, owner);
  return { measurement, events };
}

export async function measured(bench: Bench): Promise<PressureEvent[]> {
  const { events } = begun(bench);
  await until(bench, () => hasEnded(events));
  // Whatever would come after the end.
  await pass(bench, 1_000);
  return events;
}

/** A measurement that may end by its time-out only, which is awaited in larger steps once nothing happens any more. */
async function measuredAtLength(bench: PressureBench): Promise<PressureEvent[]> {
  const { events } = begun(bench);
  await until(bench, () => bench.state().cuff === 'working' || hasEnded(events));
  await until(bench, () => bench.state().cuff === 'empty');
  await pass(bench, 4_000);
  await until(bench, () => hasEnded(events), 250);
  await pass(bench, 1_000);
  return events;
}

function hasEnded(events: readonly PressureEvent[]): boolean {
  return events.some(({ type }) => type === 'result' || type === 'failed');
}

/** What a patient would see: each stage once, and the values. */
export function told(events: readonly PressureEvent[]): unknown[] {
  const seen: unknown[] = [];
  for (const event of events) {
    if (event.type === 'result') {
      const { systolic, diastolic, mean, pulse } = event.reading;
      seen.push({ systolic, diastolic, mean, pulse });
    } else if (event.type === 'failed') seen.push(event);
    else if (seen.at(-1) !== event.type) seen.push(event.type);
  }
  return seen;
}

/** As the driver must tell them: some records have no mean. */
export function valuesOf(driver: MonitorName, name: keyof typeof simulatedValues) {
  return examinedMonitor(driver).tellsMean ? simulatedValues[name] : { ...simulatedValues[name], mean: undefined };
}
