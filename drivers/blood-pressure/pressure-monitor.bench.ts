import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { plugInSerialCable } from '../transport/serial-cable.bench.ts';
import { openTcp } from '../transport/tcp.ts';
import type { PressureBench } from './blood-pressure-monitor.exam.ts';
import type { MonitorName } from './monitors.ts';
import { createMonitor } from './open-monitor.ts';
import { startSimulatedMonitor } from './pressure-monitor.simulator.ts';

/** A driver on its simulator, over TCP as behind a serial device server. */
export async function createTcpBench(driver: MonitorName): Promise<PressureBench> {
  const clock = createHandCrankedClock();
  const simulator = await startSimulatedMonitor({ driver, wirePort: 0, controlPort: 0, measuringMs: 3_000, clock });
  const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
  const monitor = createMonitor(driver, { id: 'cuff', open, clock, random: () => 0 });
  return {
    monitor,
    clock,
    stepMs: 10,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    open,
    state: simulator.state,
    act: simulator.act,
    unplug: () => simulator.act({ do: 'unplug' }),
    plugIn: () => simulator.act({ do: 'plug-in' }),
    async close() {
      await monitor.close();
      await simulator.close();
    },
  };
}

/** The same over a serial port. */
export async function createSerialBench(driver: MonitorName): Promise<PressureBench> {
  const clock = createHandCrankedClock();
  const simulator = await startSimulatedMonitor({ driver, wirePort: 0, controlPort: 0, measuringMs: 600, clock });
  const cable = await plugInSerialCable(simulator.wirePort);
  const monitor = createMonitor(driver, { id: 'cuff', open: cable.open, clock, random: () => 0 });
  return {
    monitor,
    clock,
    // socat is a process of its own: a byte's way through it takes real time, which time-outs must not overtake.
    stepMs: 4,
    turn: () => new Promise((resolve) => setTimeout(resolve, 1)),
    open: cable.open,
    state: simulator.state,
    act: simulator.act,
    async unplug() {
      await simulator.act({ do: 'unplug' });
      await cable.unplug();
    },
    async plugIn() {
      await simulator.act({ do: 'plug-in' });
      await cable.plugIn();
    },
    async close() {
      await monitor.close();
      await cable.close();
      await simulator.close();
    },
  };
}
