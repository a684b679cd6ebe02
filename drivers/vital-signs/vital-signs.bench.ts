import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openVitalSignsDevice, type VitalSignsDriver } from './open-vital-signs-device.ts';
import type { ExaminedDevice, VitalSignsBench } from './vital-signs.exam.ts';
import { type SimulatedVitalSigns, startSimulatedVitalSigns } from './vital-signs.simulator.ts';

/** What lies between the simulated device and the driver. */
export interface BenchWire {
  readonly open: OpenTransport;
  /** After the device was unplugged, and before it is plugged in again. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

/** The driver, its simulated device and a wire between them. The device's time is the driver's. */
export async function createBench(
  driver: VitalSignsDriver,
  clock: HandCrankedClock,
  createWire: (simulator: SimulatedVitalSigns) => Promise<BenchWire>,
): Promise<VitalSignsBench> {
  const simulator = await startSimulatedVitalSigns({ wirePort: 0, controlPort: 0 }, driver, clock);
  const wire = await createWire(simulator);
  const line = countBytes(wire.open);
  const device = openVitalSignsDevice({ id: 'device', driver, open: line.open, clock, random: () => 0 });

  /** Said while nobody had the port open: the system threw it away. */
  let thrownAway = 0;

  /** Resolves when everything that was said on either side has been heard on the other. */
  async function flush(): Promise<void> {
    let last = '';
    let lastChangeAt = performance.now();
    for (let quietTurns = 0; quietTurns < 3; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const { heard, said } = simulator.traffic();
      const isConnected = simulator.state().connections > 0 && line.isOpen();
      const isQuiet = !isConnected || (heard === line.written() && said === line.read() + thrownAway);
      quietTurns = isQuiet ? quietTurns + 1 : 0;
      const now = [heard, said, line.written(), line.read()].join();
      if (now !== last) lastChangeAt = performance.now();
      else if (performance.now() - lastChangeAt > longestPassageMs) thrownAway = said - line.read();
      last = now;
    }
  }

  return {
    device,
    clock,
    open: wire.open,
    flush,
    async act(action) {
      await simulator.act(action);
      if (action.do === 'unplug') await wire.unplug();
      if (action.do === 'plug-in') await wire.plugIn();
      await flush();
    },
    async person(vitals) {
      await simulator.act({ do: 'measure', vitals });
      await flush();
      const { steps, stepMs } = howLong[examined[driver].speaks];
      for (let step = 0; step < steps; step++) {
        clock.advance(stepMs);
        await flush();
      }
      await simulator.act({ do: 'take-off' });
      if (examined[driver].speaks !== 'stream') return;
      clock.advance(1_100);
      await flush();
    },
    async close() {
      await device.close();
      await wire.close();
      await simulator.close();
    },
  };
}

/** No wire of a bench holds bytes back for so long. */
const longestPassageMs = 300;

/** A stream needs its ten steady seconds, a memory is asked every few seconds. */
const howLong = {
  record: { steps: 0, stepMs: 0 },
  stream: { steps: 24, stepMs: 500 },
  memory: { steps: 20, stepMs: 500 },
} as const;

/** People who do not exist, and what each driver must say of them. */
export const examined: Readonly<Record<VitalSignsDriver, Omit<ExaminedDevice, 'createBench'>>> = {
  'gtech-gl150': {
    speaks: 'record',
    one: {
      vitals: { heightCm: 165.2, weightKg: 61.5 },
      quantities: [
        { of: 'body-height', value: 165.2, unit: 'cm' },
        { of: 'body-weight', value: 61.5, unit: 'kg' },
      ],
    },
    other: {
      vitals: { heightCm: 98, weightKg: 104.25 },
      quantities: [
        { of: 'body-height', value: 98, unit: 'cm' },
        { of: 'body-weight', value: 104.25, unit: 'kg' },
      ],
    },
    refused: { vitals: { heightCm: 45, weightKg: 60 }, reason: 'impossible-values' },
  },
  'health-o-meter': {
    speaks: 'record',
    one: {
      vitals: { weightKg: 90.98, heightCm: 178.7 },
      quantities: [
        { of: 'body-weight', value: 90.98, unit: 'kg' },
        { of: 'body-height', value: 178.7, unit: 'cm' },
      ],
    },
    other: {
      vitals: { weightKg: 41.2, heightCm: 149.5 },
      quantities: [
        { of: 'body-weight', value: 41.2, unit: 'kg' },
        { of: 'body-height', value: 149.5, unit: 'cm' },
      ],
    },
    refused: { vitals: { weightKg: 999.99, heightCm: 170 }, reason: 'sensor' },
  },
  'nonin-format2': oximeter(),
  'nonin-ascii': oximeter(),
  'onetouch-ultra2': {
    speaks: 'memory',
    one: { vitals: { glucoseMgPerDl: 105 }, quantities: [{ of: 'glucose', value: 105, unit: 'mg/dL' }] },
    other: { vitals: { glucoseMgPerDl: 262 }, quantities: [{ of: 'glucose', value: 262, unit: 'mg/dL' }] },
    refused: { vitals: { glucoseMgPerDl: 5 }, reason: 'impossible-values' },
  },
};

function oximeter(): Omit<ExaminedDevice, 'createBench'> {
  return {
    speaks: 'stream',
    one: {
      vitals: { saturation: 97, pulse: 68 },
      quantities: [
        { of: 'oxygen-saturation', value: 97, unit: '%' },
        { of: 'pulse-rate', value: 68, unit: '/min' },
      ],
    },
    other: {
      vitals: { saturation: 91, pulse: 141 },
      quantities: [
        { of: 'oxygen-saturation', value: 91, unit: '%' },
        { of: 'pulse-rate', value: 141, unit: '/min' },
      ],
    },
    refused: { vitals: { saturation: 101, pulse: 70 }, reason: 'impossible-values' },
  };
}

/** Counts what passes the line that stands, since it stands. */
function countBytes(open: OpenTransport) {
  let read = 0;
  let written = 0;
  let isOpen = false;
  return {
    read: () => read,
    written: () => written,
    isOpen: () => isOpen,
    async open() {
      const opened = await open();
      if (!opened.ok) return opened;
      const transport = opened.value;
      isOpen = true;
      read = 0;
      written = 0;
      transport.onLost(() => {
        isOpen = false;
      });
      return {
        ok: true as const,
        value: {
          ...transport,
          close() {
            isOpen = false;
            return transport.close();
          },
          write(bytes: Uint8Array) {
            written += bytes.length;
            return transport.write(bytes);
          },
          onData: (listener: (bytes: Uint8Array) => void) =>
            transport.onData((bytes) => {
              listener(bytes);
              read += bytes.length;
            }),
        },
      };
    },
  };
}
