import type { Clock } from '#config/agreements/clock.ts';
import type {
  PressureMonitorSimulatorState,
  SimulatedPressureResult,
  SimulatedPressureTrouble,
} from '../contract/simulator.ts';

import type { PatientReading } from './plausible-patient.simulator.ts';

/**
 * What every simulated blood-pressure monitor is made of: a cuff that works for a while, a result that was chosen
 * beforehand, a clock, and the troubles on its way out. How it talks is its `MonitorDialect`.
 */
export interface MonitorBody {
  readonly clock: Clock;
  /** To every host on the wire. */
  send(bytes: Uint8Array): void;
  /** The same for a record; `spoilAt` is the byte that a damaged one has wrong, from the end when negative. */
  sendRecord(bytes: Uint8Array, spoilAt: number): void;
  isWorking(): boolean;
  cuffMmHg(): number;
  /** Does nothing while it works. */
  startCuff(): void;
  /** False when it was empty already. */
  emptyCuff(): boolean;
}

/** One kind of device's words. */
export interface MonitorDialect {
  readonly startedBy: PressureMonitorSimulatorState['startedBy'];
  /** What the host says. */
  hear(bytes: Uint8Array): void;
  /** The cuff is empty again. */
  measured(result: SimulatedResult): void;
  /** Yesterday's patient. */
  keepStale(result: SimulatedResult): void;
  keepsResult(): boolean;
}

/** Of one kind of device: its `simulated`. */
export type CreateMonitorDialect = (body: MonitorBody) => MonitorDialect;

export type SimulatedResult =
  | {
      readonly kind: 'values';
      readonly systolic: number;
      readonly diastolic: number;
      readonly mean: number;
      readonly pulse: number;
      /** Left out: no. */
      readonly irregular?: boolean;
      readonly moved?: boolean;
      readonly at: SimulatedTime;
    }
  | { readonly kind: 'error'; readonly code: string | undefined; readonly at: SimulatedTime };

/** The device's clock, each part with its leading zeros. */
export interface SimulatedTime {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** Readings of people who do not exist. */
export const simulatedValues = {
  normal: { systolic: 118, diastolic: 76, mean: 91, pulse: 72 },
  high: { systolic: 158, diastolic: 96, mean: 118, pulse: 84 },
  crisis: { systolic: 212, diastolic: 128, mean: 157, pulse: 104 },
  impossible: { systolic: 80, diastolic: 120, mean: 100, pulse: 72 },
} as const;

/** Yesterday's patient; nobody else has these values. */
export const staleValues = { systolic: 143, diastolic: 89, mean: 108, pulse: 67 } as const;

/** How long a cuff works, unless told otherwise. Real ones take 35 s and more. */
export const usualMeasuringMs = 6_000;

const slowness = 4;
const pauseBetweenBytesMs = 5;
const fullCuffMmHg = 180;

export interface BodyChoices {
  readonly nextResult: SimulatedPressureResult;
  readonly errorCode: string | undefined;
  readonly trouble: SimulatedPressureTrouble;
}

export interface BodyParts {
  readonly clock: Clock;
  readonly measuringMs: number;
  choices(): BodyChoices;
  /** What the cuff finds in whoever sits there; `undefined` while nobody does, and `nextResult` counts. Asked when it has measured. */
  reading?(): PatientReading | undefined;
  /** The wire. */
  emit(bytes: Uint8Array): void;
  dialect(body: MonitorBody): MonitorDialect;
  /** Told before the cuff starts. */
  onStart?(): void;
  onChange(): void;
}

export interface SimulatedMonitorBody extends MonitorBody {
  readonly dialect: MonitorDialect;
  hear(bytes: Uint8Array): void;
  staleResult(): SimulatedResult;
  resultsSent(): number;
  end(): void;
}

export function createMonitorBody(parts: BodyParts): SimulatedMonitorBody {
  const { clock, choices } = parts;
  let working: { readonly since: number; readonly forMs: number; readonly callOff: () => void } | undefined;
  let resultsSent = 0;
  let waiting: Uint8Array[] = [];
  let callOffNext = () => {};

  function send(bytes: Uint8Array) {
    if (choices().trouble === 'silent') return;
    if (choices().trouble !== 'slow' && waiting.length === 0) return parts.emit(bytes);
    const idle = waiting.length === 0;
    waiting.push(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    if (idle) sendNext();
  }

  function sendNext() {
    const next = waiting.shift();
    if (!next) return;
    parts.emit(next);
    callOffNext = clock.after(pauseBetweenBytesMs, sendNext);
  }

  function measured(): void {
    working = undefined;
    dialect.measured(resultNow());
    parts.onChange();
  }

  function resultNow(): SimulatedResult {
    const { nextResult, errorCode } = choices();
    const at = timeOf(clock);
    const reading = parts.reading?.();
    if (reading) return reading.kind === 'values' ? { ...reading, at } : { kind: 'error', code: undefined, at };
    return nextResult === 'error'
      ? { kind: 'error', code: errorCode, at }
      : { kind: 'values', ...simulatedValues[nextResult], at };
  }

  const body: MonitorBody = {
    clock,
    send,
    sendRecord(bytes, spoilAt) {
      resultsSent += 1;
      const record = Uint8Array.from(bytes);
      const at = spoilAt < 0 ? record.length + spoilAt : spoilAt;
      if (choices().trouble === 'wrong-checksum') record[at] = (record[at] ?? 0) ^ 0x11;
      send(record);
      parts.onChange();
    },
    isWorking: () => working !== undefined,
    cuffMmHg() {
      if (!working) return 0;
      const part = (clock.now() - working.since) / working.forMs;
      return Math.round(part < 0.2 ? (part / 0.2) * fullCuffMmHg : (1 - (part - 0.2) / 0.8) * fullCuffMmHg);
    },
    startCuff() {
      if (working) return;
      parts.onStart?.();
      const forMs = parts.measuringMs * (choices().trouble === 'slow' ? slowness : 1);
      working = { since: clock.now(), forMs, callOff: clock.after(forMs, measured) };
      parts.onChange();
    },
    emptyCuff() {
      if (!working) return false;
      working.callOff();
      working = undefined;
      parts.onChange();
      return true;
    },
  };

  const dialect = parts.dialect(body);

  return {
    ...body,
    dialect,
    hear(bytes: Uint8Array) {
      if (choices().trouble !== 'silent') dialect.hear(bytes);
    },
    staleResult: (): SimulatedResult => ({ kind: 'values', ...staleValues, at: timeOf(clock) }),
    resultsSent: () => resultsSent,
    end() {
      working?.callOff();
      callOffNext();
      waiting = [];
    },
  };
}

function timeOf(clock: Clock): SimulatedTime {
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = localIso(clock.now()).split(/[-T:.]/);
  return { year, month, day, hour, minute, second };
}

/** Local time of the machine, as a device's clock shows it. */
function localIso(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
}
