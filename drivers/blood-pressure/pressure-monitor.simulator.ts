import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { PressureMonitorSimulatorAction, PressureMonitorSimulatorState } from '../contract/simulator.ts';
import { listenPluggably } from '../simulator-control/pluggable-listener.ts';
import { type RunningSimulator, runSimulator, type SimulatorPorts } from '../simulator-control/run-simulator.ts';
import { serveControl } from '../simulator-control/serve-control.ts';
import { createSimulatedBp500 } from './accuniq-bp500/accuniq-bp500.simulator.ts';
import { createSimulatedTm2657 } from './and-tm2657/and-tm2657.simulator.ts';
import {
  type BodyChoices,
  createMonitorBody,
  type MonitorBody,
  type MonitorDialect,
  usualMeasuringMs,
} from './monitor-body.simulator.ts';
import { createSimulatedHbp9020 } from './omron-hbp9020/omron-hbp9020.simulator.ts';
import { createSimulatedHbp9030 } from './omron-hbp9030/omron-hbp9030.simulator.ts';
import { createSimulatedSuntech } from './suntech-oem/suntech-oem.simulator.ts';

/**
 * A blood-pressure monitor behind a serial device server: a program of its own that speaks the real bytes over TCP.
 *
 * `node drivers/blood-pressure/pressure-monitor.simulator.ts --driver and-tm2657 --wire-port 7091 --control-port 7092`
 */
export const monitorDialects = {
  'and-tm2657': createSimulatedTm2657,
  'omron-hbp9030': createSimulatedHbp9030,
  'omron-hbp9020': createSimulatedHbp9020,
  'accuniq-bp500': createSimulatedBp500,
  'suntech-oem': createSimulatedSuntech,
} as const satisfies Record<string, (body: MonitorBody) => MonitorDialect>;

export type SimulatedMonitorDriver = keyof typeof monitorDialects;
export const simulatedMonitorDrivers = Object.keys(monitorDialects) as readonly SimulatedMonitorDriver[];

export interface SimulatedMonitorSettings extends SimulatorPorts {
  readonly driver: SimulatedMonitorDriver;
  /** How long its cuff works. */
  readonly measuringMs?: number;
  /** The machine's by default. */
  readonly clock?: Clock;
}

export interface SimulatedMonitor extends RunningSimulator {
  state(): PressureMonitorSimulatorState;
  act(action: PressureMonitorSimulatorAction): Promise<void>;
}

export async function startSimulatedMonitor(settings: SimulatedMonitorSettings): Promise<SimulatedMonitor> {
  const { driver, measuringMs = usualMeasuringMs, clock = machineClock } = settings;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let choices: BodyChoices = { nextResult: 'normal', errorCode: undefined, trouble: 'none' };
  const body = createMonitorBody({
    clock,
    measuringMs,
    choices: () => choices,
    dialect: monitorDialects[driver],
    emit: send,
    onChange: changed,
  });
  const wire = await listenPluggably({
    port: settings.wirePort,
    onConnection: (socket) => void socket.on('data', (bytes) => body.hear(bytes)),
    onChange: changed,
  });

  function send(bytes: Uint8Array): void {
    for (const socket of wire.connections()) socket.write(bytes);
  }

  function state(): PressureMonitorSimulatorState {
    return {
      kind: 'blood-pressure-monitor',
      driver,
      startedBy: body.dialect.startedBy,
      pluggedIn: wire.pluggedIn(),
      connections: wire.connections().size,
      cuff: body.isWorking() ? 'working' : 'empty',
      cuffMmHg: body.cuffMmHg(),
      ...choices,
      keepsResult: body.dialect.keepsResult(),
      resultsSent: body.resultsSent(),
    };
  }

  async function act(action: PressureMonitorSimulatorAction): Promise<void> {
    switch (action.do) {
      case 'set-next-result':
        choices = { ...choices, nextResult: action.result, errorCode: action.errorCode };
        return changed();
      case 'set-trouble':
        choices = { ...choices, trouble: action.trouble };
        return changed();
      case 'press-start':
        return body.startCuff();
      case 'store-stale-result':
        body.dialect.keepStale(body.staleResult());
        return changed();
      case 'send-bytes':
        return send(Buffer.from(action.base64, 'base64'));
      case 'unplug':
        return wire.unplug();
      case 'plug-in':
        return wire.plugIn();
      default:
        return unreachable(action);
    }
  }

  const control = await serveControl({
    port: settings.controlPort,
    state,
    actionSchema,
    act,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });

  return {
    wirePort: wire.port,
    controlPort: control.port,
    state,
    act,
    async close() {
      body.end();
      wire.unplug();
      await control.close();
    },
  };
}

const actionSchema: z.ZodType<PressureMonitorSimulatorAction> = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('set-next-result'),
    result: z.enum(['normal', 'high', 'crisis', 'error', 'impossible']),
    errorCode: z
      .string()
      .regex(/^E?\d{1,2}$/)
      .optional(),
  }),
  z.strictObject({ do: z.literal('set-trouble'), trouble: z.enum(['none', 'slow', 'silent', 'wrong-checksum']) }),
  z.strictObject({ do: z.literal('press-start') }),
  z.strictObject({ do: z.literal('store-stale-result') }),
  z.strictObject({ do: z.literal('send-bytes'), base64: z.base64() }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug-in') }),
]);

if (import.meta.main) {
  const options = { driver: 'and-tm2657', 'measuring-ms': String(usualMeasuringMs) };
  await runSimulator(({ options: given, ...ports }) => {
    const driver = simulatedMonitorDrivers.find((name) => name === given.driver);
    const measuringMs = Number(given['measuring-ms']);
    if (!driver || !(measuringMs > 0)) {
      process.stderr.write(`--driver is one of ${simulatedMonitorDrivers.join(', ')}; --measuring-ms is above 0\n`);
      process.exit(1);
    }
    return startSimulatedMonitor({ ...ports, driver, measuringMs });
  }, options);
}
