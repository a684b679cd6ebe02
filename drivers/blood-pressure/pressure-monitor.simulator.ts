import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { monitorNames } from '#config/settings/device-settings.ts';
import type { PressureMonitorSimulatorAction, PressureMonitorSimulatorState } from '../contract/simulator.ts';
import { fromFolder } from '../simulator-control/from-folder.ts';
import { controlOnWire, listenPluggably } from '../simulator-control/pluggable-listener.ts';
import { type RunningSimulator, runSimulator, type SimulatorPorts } from '../simulator-control/run-simulator.ts';
import {
  type BodyChoices,
  type CreateMonitorDialect,
  createMonitorBody,
  usualMeasuringMs,
} from './monitor-body.simulator.ts';
import type { MonitorName } from './monitors.ts';

/**
 * A blood-pressure monitor behind a serial device server: a program of its own that speaks the real bytes over TCP.
 *
 * `node drivers/blood-pressure/pressure-monitor.simulator.ts --driver and-tm2657 --wire-port 7091 --control-port 7092`
 */
export interface SimulatedMonitorSettings extends SimulatorPorts {
  readonly driver: MonitorName;
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
  let choices: BodyChoices = { nextResult: 'normal', errorCode: undefined, trouble: 'none' };
  const body = createMonitorBody({
    clock,
    measuringMs,
    choices: () => choices,
    dialect: await fromFolder<CreateMonitorDialect>(import.meta.url, driver, 'simulated'),
    emit: (bytes) => wire.send(bytes),
    onChange: () => wire.changed(),
  });
  const wire = await listenPluggably({
    port: settings.wirePort,
    onConnection: (socket) => void socket.on('data', (bytes) => body.hear(bytes)),
  });

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
        return wire.changed();
      case 'set-trouble':
        choices = { ...choices, trouble: action.trouble };
        return wire.changed();
      case 'press-start':
        return body.startCuff();
      case 'store-stale-result':
        body.dialect.keepStale(body.staleResult());
        return wire.changed();
      case 'send-bytes':
        return wire.send(Buffer.from(action.base64, 'base64'));
      case 'unplug':
        return wire.unplug();
      case 'plug-in':
        return wire.plugIn();
      default:
        return unreachable(action);
    }
  }

  return controlOnWire({ wire, port: settings.controlPort, state, actionSchema, act, switchOff: body.end });
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
    const driver = monitorNames.find((name) => name === given.driver);
    const measuringMs = Number(given['measuring-ms']);
    if (!driver || !(measuringMs > 0)) {
      process.stderr.write(`--driver is one of ${monitorNames.join(', ')}; --measuring-ms is above 0\n`);
      process.exit(1);
    }
    return startSimulatedMonitor({ ...ports, driver, measuringMs });
  }, options);
}
