import type {
  MeasuredQuantity,
  MeasuringProtocol,
  PressureAverageValues,
  SaidBeforeMeasuring,
} from '#backend-client/contract/reading.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import type { PressureAdvice, PressureReading } from '#drivers/contract/blood-pressure-monitor.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { MeasuringStep } from '#kiosk/facts/flow-settings.ts';
import type { RestQuestion } from '#kiosk/measuring/rest-questions.ts';
import type { Sitting } from '#kiosk/measuring/sitting.ts';

/** Where a patient stands who is measured, for the visit whose ticket was just shown or scanned. */
export interface MeasuringPlaces {
  readonly 'getting-ready': { readonly facts: Facts; readonly measuring: Measuring };
  /** Quiet sitting before the first reading, or before the next one. The clock runs since the count `since`, for nobody's touch anew. */
  readonly resting: {
    readonly facts: Facts;
    readonly measuring: Measuring;
    readonly before: 'first' | 'next';
    readonly seconds: number;
    readonly since: number;
  };
  readonly measuring: {
    readonly facts: Facts;
    readonly measuring: Measuring;
    readonly phase: MeasuringPhase;
    readonly cuffMmHg: number | undefined;
  };
  /** `measuring` has the reading already. */
  readonly 'storing-reading': { readonly facts: Facts; readonly measuring: Measuring };
  /** `result` is the last one of `measuring.results`. */
  readonly 'showing-reading': {
    readonly facts: Facts;
    readonly measuring: Measuring;
    readonly result: StepResult;
    readonly paper: ReadingPaper;
  };
  readonly 'not-measured': { readonly facts: Facts; readonly measuring: Measuring; readonly advice: PressureAdvice };
  /** A sign of danger was said while resting, and somebody is called. The number is there already. */
  readonly 'emergency-while-resting': { readonly facts: Facts; readonly measuring: Measuring };
  /** Two readings in a row were as high as a crisis; a person is called, and ends it. `isAnswered`: somebody comes, by name. */
  readonly 'in-crisis': {
    readonly facts: Facts;
    /** As on the ticket. */
    readonly number: string;
    readonly isAnswered: boolean;
    /** Somebody of the staff is at the screen; it goes on when they leave. */
    readonly isStaffThere: boolean;
  };
}

/** The visit that is measured for, with what, and how far that is. */
export interface Measuring {
  readonly visitId: VisitId;
  /** As on the ticket. */
  readonly number: string;
  /** Whether the patient has the number on paper. */
  readonly isOnPaper: boolean;
  /** Counts the measurements of this session, over all devices; an event of an earlier one means nothing (law 11). */
  readonly attempt: number;
  /** Which of the site's devices, counted from 0. */
  readonly step: number;
  readonly device: MeasuringStep;
  /** Of this step. A device that takes quantities leaves no pressures in it. */
  readonly sitting: Sitting<PressureReading>;
  /** What is still to be asked while resting, in this order. */
  readonly unasked: readonly RestQuestion[];
  readonly said: SaidBeforeMeasuring;
  /** A reading as high as a crisis was not taken again in this turn. */
  readonly wantsPerson: boolean;
  /** What this turn has come to, device by device. */
  readonly results: readonly StepResult[];
  /** Papers that were asked for in this turn. */
  readonly papers: number;
}

export const measuringPhases = [
  'waiting-for-device',
  'waiting-for-button',
  'waiting-for-empty-sensor',
  'measuring',
] as const;

export type MeasuringPhase = (typeof measuringPhases)[number];

/** What a device took. */
export type DeviceReading =
  | ({ readonly kind: 'blood-pressure' } & PressureReading)
  | {
      readonly kind: 'quantities';
      readonly quantities: readonly MeasuredQuantity[];
      readonly deviceTime: string | undefined;
      readonly model: string | undefined;
      readonly serial?: string | undefined;
    };

/** What is told of one device's step. */
export type StepResult =
  | {
      readonly kind: 'blood-pressure';
      readonly deviceId: string;
      /** At least one, in their order. */
      readonly readings: readonly PressureReading[];
      /** By the site's rule; `undefined` of a single reading, or of a sitting that was not ended. */
      readonly average: PressureAverageValues | undefined;
      /** Quiet sitting before the first reading, in seconds; `undefined` when nobody watched. */
      readonly restSeconds: number | undefined;
      readonly protocol: MeasuringProtocol;
    }
  | {
      readonly kind: 'quantities';
      readonly deviceId: string;
      readonly quantities: readonly MeasuredQuantity[];
    };

/** `none`: it is not to be had. */
export type ReadingPaper = 'none' | 'offered' | 'printing' | 'printed' | 'not-printed' | 'perhaps-printed';
