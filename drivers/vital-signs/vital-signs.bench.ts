import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { vitalSignsNames } from '#config/settings/device-settings.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { fromFolders } from '../simulator-control/from-folder.ts';
import { openTcp } from '../transport/tcp.ts';
import type { SimulatedModel } from './machine.simulator.ts';
import { createDevice } from './open-vital-signs-device.ts';
import type { ExaminedDevice, VitalSignsBench } from './vital-signs.exam.ts';
import { type SimulatedVitalSigns, startSimulatedVitalSigns } from './vital-signs.simulator.ts';
import type { VitalSignsName } from './vital-signs-drivers.ts';

/** What lies between the simulated device and the driver. */
export interface BenchWire {
  readonly open: OpenTransport;
  /** After the device was unplugged, and before it is plugged in again. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

/** What each device's own folder brings along for the exam, by its name in a site file. */
export const examined = await fromFolders<ExaminedDevice, VitalSignsName>(import.meta.url, vitalSignsNames, 'examined');
export const simulatedModel = await fromFolders<SimulatedModel, VitalSignsName>(
  import.meta.url,
  vitalSignsNames,
  'simulated',
);

/** The driver, its simulated device and a wire between them. The device's time is the driver's. */
export async function createBench(
  driver: VitalSignsName,
  clock: HandCrankedClock,
  createWire: (simulator: SimulatedVitalSigns) => Promise<BenchWire>,
): Promise<VitalSignsBench> {
  const simulator = await startSimulatedVitalSigns({ wirePort: 0, controlPort: 0 }, driver, clock);
  const wire = await createWire(simulator);
  const line = countBytes(wire.open);
  const device = createDevice(driver, { id: 'device', open: line.open, clock, random: () => 0 });

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
      const { steps, stepMs } = howLong[examined(driver).speaks];
      for (let step = 0; step < steps; step++) {
        clock.advance(stepMs);
        await flush();
      }
      await simulator.act({ do: 'take-off' });
      if (examined(driver).speaks !== 'stream') return;
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

/** As behind a serial device server. */
export function createTcpBench(driver: VitalSignsName, clock: HandCrankedClock): Promise<VitalSignsBench> {
  return createBench(driver, clock, async ({ wirePort }) => ({
    open: openTcp({ host: '127.0.0.1', port: wirePort }, clock),
    async unplug() {},
    async plugIn() {},
    async close() {},
  }));
}

/** No wire of a bench holds bytes back for so long. */
const longestPassageMs = 300;

/** A stream needs its ten steady seconds, a memory is asked every few seconds. */
const howLong = {
  record: { steps: 0, stepMs: 0 },
  stream: { steps: 24, stepMs: 500 },
  memory: { steps: 20, stepMs: 500 },
} as const;

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
