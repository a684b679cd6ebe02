import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { monitorNames } from '#config/settings/device-settings.ts';
import type {
  PressureMonitorSimulatorAction,
  PressureMonitorSimulatorState,
  SimulatedPatient,
} from '../contract/simulator.ts';
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
import { type PatientReading, patientNames, type SeatedPatient, seat } from './plausible-patient.simulator.ts';

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
  /** Who sits there from the start; nobody by default. */
  readonly patient?: SimulatedPatient | undefined;
  /** How many times as fast their rest goes by, so that it can be watched. */
  readonly timeLapse?: number;
  /** How long somebody whom nobody saw sit down has rested when the cuff starts, before it is hastened. */
  readonly restedMs?: number;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** Whoever was measured and is not for so long has gone: then the next one of the same kind sits there when the cuff starts. */
const goneAfterMs = 180_000;

/** Somebody sits there. */
interface Seated {
  readonly type: SimulatedPatient;
  readonly person: SeatedPatient;
  /** `undefined`: nobody saw them sit down, and the cuff has not started yet. */
  since: number | undefined;
  measuredAt: number | undefined;
}

export interface SimulatedMonitor extends RunningSimulator {
  state(): PressureMonitorSimulatorState;
  act(action: PressureMonitorSimulatorAction): Promise<void>;
}

export async function startSimulatedMonitor(settings: SimulatedMonitorSettings): Promise<SimulatedMonitor> {
  const { driver, measuringMs = usualMeasuringMs, clock = machineClock, timeLapse = 1, restedMs = 0 } = settings;
  const { random = createSeededRandom(clock.now()) } = settings;
  let choices: BodyChoices = { nextResult: 'normal', errorCode: undefined, trouble: 'none' };
  let seated = settings.patient && sitDown(settings.patient, undefined);

  function sitDown(type: SimulatedPatient, since: number | undefined): Seated {
    return { type, person: seat(type, random), since, measuredAt: undefined };
  }

  function reading(): PatientReading | undefined {
    if (!seated) return undefined;
    const now = clock.monotonic();
    seated.measuredAt = now;
    return seated.person.reading((now - (seated.since ?? now)) * timeLapse);
  }

  /** The cuff starts. */
  function whoSitsThere(): void {
    const now = clock.monotonic();
    if (seated?.measuredAt !== undefined && now - seated.measuredAt > goneAfterMs)
      seated = sitDown(seated.type, undefined);
    if (seated) seated.since ??= now - restedMs;
  }

  const body = createMonitorBody({
    clock,
    measuringMs,
    choices: () => choices,
    reading,
    onStart: whoSitsThere,
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
      patient: seated?.type,
      keepsResult: body.dialect.keepsResult(),
      resultsSent: body.resultsSent(),
    };
  }

  async function act(action: PressureMonitorSimulatorAction): Promise<void> {
    switch (action.do) {
      case 'set-next-result':
        choices = { ...choices, nextResult: action.result, errorCode: action.errorCode };
        seated = undefined;
        return wire.changed();
      case 'seat':
        seated = action.patient && sitDown(action.patient, clock.monotonic());
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
  z.strictObject({ do: z.literal('seat'), patient: z.enum(patientNames).optional() }),
  z.strictObject({ do: z.literal('set-trouble'), trouble: z.enum(['none', 'slow', 'silent', 'wrong-checksum']) }),
  z.strictObject({ do: z.literal('press-start') }),
  z.strictObject({ do: z.literal('store-stale-result') }),
  z.strictObject({ do: z.literal('send-bytes'), base64: z.base64() }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug-in') }),
]);

if (import.meta.main) {
  const options = {
    driver: 'and-tm2657',
    'measuring-ms': String(usualMeasuringMs),
    patient: '',
    'time-lapse': '1',
    'rested-ms': '0',
  };
  await runSimulator(({ options: given, ...ports }) => {
    const driver = monitorNames.find((name) => name === given.driver);
    const measuringMs = Number(given['measuring-ms']);
    const patient = patientNames.find((name) => name === given.patient);
    const timeLapse = Number(given['time-lapse']);
    const restedMs = Number(given['rested-ms']);
    if (!driver || !(measuringMs > 0) || !(timeLapse > 0) || !(restedMs >= 0) || (given.patient !== '' && !patient)) {
      process.stderr.write(
        `--driver is one of ${monitorNames.join(', ')}; --patient of ${patientNames.join(', ')}; --measuring-ms and --time-lapse are above 0\n`,
      );
      process.exit(1);
    }
    return startSimulatedMonitor({ ...ports, driver, measuringMs, patient, timeLapse, restedMs });
  }, options);
}
