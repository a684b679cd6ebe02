import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openTcp } from '../transport/tcp.ts';
import { bloodPressureMonitorExam, type PressureBench } from './blood-pressure-monitor.exam.ts';
import { createMonitor, type PressureDriver, pressureDrivers } from './open-monitor.ts';
import { startSimulatedMonitor } from './pressure-monitor.simulator.ts';

/** Every driver on its simulator, over TCP as behind a serial device server. */
for (const driver of pressureDrivers) bloodPressureMonitorExam(driver, 'TCP', () => createTcpBench(driver));

async function createTcpBench(driver: PressureDriver): Promise<PressureBench> {
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
