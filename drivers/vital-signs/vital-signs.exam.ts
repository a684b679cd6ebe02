import { afterEach, describe, expect, test } from 'vitest';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { OpenTransport } from '../contract/transport.ts';
import type { Quantity, VitalSignsDevice, VitalSignsEvent } from '../contract/vital-signs.ts';
import type { SimulatedVitals, VitalSignsSimulatorAction } from '../contract/vital-signs-simulator.ts';
import { pushOnlyDelays } from '../measuring/push-only.ts';
import { sensorDelays } from './sensor-stream.ts';
import { vitalSignsDelays } from './vital-signs-device.ts';

/** A device on the bench: the driver, and the hand of the person who is measured and of who pulls the plug. */
export interface VitalSignsBench {
  readonly device: VitalSignsDevice;
  readonly clock: HandCrankedClock;
  /** The same line as the driver opens. */
  readonly open: OpenTransport;
  /** Does it, and resolves when the driver has read what came of it. */
  act(action: VitalSignsSimulatorAction): Promise<void>;
  /** Somebody is measured, as long as it takes this device, and leaves. */
  person(vitals: SimulatedVitals): Promise<void>;
  /** Lets the wires work without time passing. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What the exam has to know of one device; its folder exports it under the name `examined`. */
export interface ExaminedDevice {
  /**
   * When the device speaks: one `record` for each person, a `stream` all the time, or when it is asked for its `memory`.
   */
  readonly speaks: 'record' | 'stream' | 'memory';
  /** What the driver says of one person, and of another one. */
  readonly one: readonly Quantity[];
  readonly other: readonly Quantity[];
  /** The device's words for nobody, or for numbers that nobody has, and how a measurement ends then. */
  readonly refused?: { readonly vitals: SimulatedVitals; readonly reason: 'sensor' | 'impossible-values' };
}

/** Whom a driver has to say this of. */
export function vitalsOf(quantities: readonly Quantity[]): SimulatedVitals {
  return Object.fromEntries(quantities.map(({ of, value }) => [of, value]));
}

/** The exam of every scale, oximeter and meter, over every wire that it is used on. */
export function vitalSignsExam(
  name: string,
  { speaks, one, other, refused }: ExaminedDevice,
  createBench: () => Promise<VitalSignsBench>,
): void {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });

  async function readyBench() {
    const bench = await createBench();
    cleanUps.push(bench.close);
    const discarded: string[] = [];
    bench.device.onDiscarded(({ why }) => discarded.push(why));
    await conditionReached(bench, 'ready');
    /** Opens a measurement and writes down what comes of it. */
    const measure = async () => {
      const events: VitalSignsEvent[] = [];
      const measurement = bench.device.measure((event) => events.push(event));
      await bench.flush();
      // Whoever it may work for still is waited for, and what they left is drained; an oximeter says that it is empty.
      while (bench.device.freeInMs() > 0) await passed(bench, 500);
      await passed(bench, speaks === 'stream' ? sensorDelays.answerWithinMs + 1_000 : pushOnlyDelays.drainMs);
      return { ...measurement, events };
    };
    return { ...bench, discarded, measure };
  }

  describe(name, () => {
    test('a person who is measured has exactly one result, with its units', async () => {
      const { device, person, measure, discarded } = await readyBench();
      const { events } = await measure();
      expect(device.condition()).toBe('measuring');
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', one]);
      expect([device.condition(), discarded]).toEqual(['ready', []]);
    });

    test('two people after each other have each their own result', async () => {
      const { person, measure } = await readyBench();
      const first = await measure();
      await person(vitalsOf(one));
      const second = await measure();
      await person(vitalsOf(other));
      expect([first, second].map(({ events }) => told(events))).toEqual([
        ['measuring', one],
        ['measuring', other],
      ]);
    });

    test('what was measured while no measurement was open is nobody’s, and the next person’s result is their own', async () => {
      const { person, measure, discarded } = await readyBench();
      await person(vitalsOf(other));
      const { events } = await measure();
      expect(told(events)).toEqual(['measuring']);
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', one]);
      expect(discarded).toEqual({ record: ['no-measurement-open'], stream: [], memory: ['stale'] }[speaks]);
    });

    test('a result that comes after the session ended is nobody’s', async () => {
      const { device, person, measure, discarded } = await readyBench();
      const { events, stop } = await measure();
      await stop();
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', 'failed stopped']);
      expect([device.condition(), discarded]).toEqual(['ready', speaks === 'record' ? ['no-measurement-open'] : []]);
      await stop();
      expect(events.length).toBe(2);
    });

    test.each([
      ['comes byte by byte', 'byte-by-byte'],
      ['comes behind garbage', 'garbage-before'],
    ] as const)('a result that %s is read', async (_what, how) => {
      const { person, measure, act } = await readyBench();
      const { events } = await measure();
      await act({ do: 'spoil-next', how });
      await person(vitalsOf(one));
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', one]);
    });

    test.each([
      ['has a wrong byte', 'wrong-byte'],
      ['breaks off', 'cut-short'],
    ] as const)('a record that %s is no result, and the next one is', async (_what, how) => {
      const { person, measure, act, clock, flush } = await readyBench();
      const { events } = await measure();
      await act({ do: 'spoil-next', how });
      if (speaks === 'record') {
        await person(vitalsOf(other));
        expect(told(events)).toEqual(['measuring']);
        clock.advance(3_000);
        await flush();
      }
      await person(vitalsOf(one));
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', one]);
    });

    test('noise without end is no result and fills no memory, and the next record is read', async () => {
      const { person, measure, act } = await readyBench();
      const { events } = await measure();
      for (let chunk = 0; chunk < 50; chunk++) await act({ do: 'send-bytes', base64: noise.toString('base64') });
      // One record to get in step again.
      await person(vitalsOf(one));
      await person(vitalsOf(one));
      expect(told(events)).toEqual(['measuring', one]);
    });

    test('a device unplugged in the middle of a record ends the measurement, and the next person is measured when it is back', async () => {
      const bench = await readyBench();
      const { device, person, measure, act } = bench;
      const heard: DeviceCondition[] = [];
      device.onCondition((condition) => heard.push(condition));
      for (let round = 0; round < 2; round++) {
        const { events } = await measure();
        await act({ do: 'spoil-next', how: 'cut-short' });
        if (speaks === 'record') await person(vitalsOf(other));
        await act({ do: 'unplug' });
        await conditionReached(bench, 'absent');
        expect(told(events)).toEqual(['measuring', 'failed absent']);
        await act({ do: 'plug-in' });
        await conditionReached(bench, 'ready');
        const after = await measure();
        await person(vitalsOf(one));
        expect(told(after.events)).toEqual(['measuring', one]);
      }
      const round = ['measuring', 'absent', 'ready', 'measuring', 'ready'];
      expect(heard).toEqual([...round, ...round]);
    });

    test('a measurement on a device that is not there fails at once', async () => {
      const bench = await readyBench();
      await bench.act({ do: 'unplug' });
      await conditionReached(bench, 'absent');
      const { events } = await bench.measure();
      expect(told(events)).toEqual(['failed absent']);
    });

    test('a silent device lets the measurement run out of time, and the next one works', async () => {
      const { person, measure, act, clock, flush } = await readyBench();
      await act({ do: 'set-silent', silent: true });
      const { events } = await measure();
      clock.advance(vitalSignsDelays.measureWithinMs);
      await flush();
      expect(told(events)).toEqual(['measuring', 'failed timed-out']);
      await act({ do: 'set-silent', silent: false });
      const after = await measure();
      await person(vitalsOf(one));
      expect(told(after.events)).toEqual(['measuring', one]);
    });

    if (refused) {
      test('numbers that nobody has are no result', async () => {
        const { person, measure } = await readyBench();
        const { events } = await measure();
        await person(refused.vitals);
        expect(told(events)).toEqual(['measuring', `failed ${refused.reason}`]);
      });
    }

    test('only one measurement is open at a time', async () => {
      const { device, measure } = await readyBench();
      await measure();
      expect(() => device.measure(() => {})).toThrow();
    });

    test('a closed device ends its measurement, says nothing more, and its port is free for others', async () => {
      const { device, measure, clock, open, person } = await readyBench();
      const heard: DeviceCondition[] = [];
      const { events } = await measure();
      device.onCondition((condition) => heard.push(condition));
      await device.close();
      const theirs = await open();
      if (theirs.ok) await theirs.value.close();
      await person(vitalsOf(one));
      expect([told(events), device.condition(), theirs.ok]).toEqual([['measuring', 'failed stopped'], 'absent', true]);
      expect(heard.filter((condition) => condition !== 'ready')).toEqual([]);
      clock.advance(vitalSignsDelays.measureWithinMs);
      expect(events.length).toBe(2);
    });
  });
}

/** Printable and control bytes, so that it looks like records at times. */
const noise = Buffer.from(Uint8Array.from({ length: 4_000 }, (_, at) => (at * at * 31 + at * 7) & 0xff));

/** Without the ways of waiting, which differ, and without the turn that is told again after them. */
function told(events: readonly VitalSignsEvent[]): unknown[] {
  const said = events.filter(({ type }) => !type.startsWith('waiting')).map(summary);
  return said.filter((each, at) => each !== 'measuring' || said[at - 1] !== 'measuring');
}

function summary(event: VitalSignsEvent): unknown {
  if (event.type === 'result') return event.quantities;
  return event.type === 'failed' ? `failed ${event.reason}` : event.type;
}

/** In steps, so that nothing that was said is overtaken. */
async function passed({ clock, flush }: VitalSignsBench, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    clock.advance(Math.min(left, 500));
    await flush();
  }
}

/** Lets time pass, and the wires work, until the driver says so. */
async function conditionReached({ device, clock, flush }: VitalSignsBench, condition: DeviceCondition): Promise<void> {
  while (device.condition() !== condition) {
    clock.advance(50);
    await flush();
  }
}
