import type { PressureClass } from '#config/catalogues/pressure-classes.ts';
import type { CallOnScreen } from './call-words.ts';

/** What a step of measuring is about, for its words and its picture: the device says it by what it measures. */
export type MeasuredThing = 'blood-pressure' | 'scale' | 'thermometer' | 'oximeter' | 'glucose-meter' | 'other';

/**
 * Asked one after the other while the patient sits and rests; each may be left out. What "yes" says:
 *
 * - `symptoms`: there is pain in the chest, hard breath, weakness, trouble to speak or to see, now.
 * - `half-hour`: coffee, tobacco or exercise within the last half hour.
 * - `bladder`: one has to go to the toilet.
 * - `medicine`: medicine for blood pressure was taken today.
 */
export type RestQuestion = 'symptoms' | 'half-hour' | 'bladder' | 'medicine';

/** Where in the site's order of devices somebody is. */
export interface StepOfMeasuring {
  readonly at: number;
  readonly of: number;
}

/** Which reading of a sitting it is; `of` grows when a further one is wanted. */
export interface ReadingOfSitting {
  readonly number: number;
  readonly of: number;
}

/**
 * The screens of measuring, in their order. `number` is the patient's, which stays in sight.
 *
 * - `get-ready`: sit, put the cuff on, begin. `startedBy: 'button'`: after "begin" the patient presses the device's own button.
 * - `resting`: the clock runs, `secondsLeft` from the snapshot at the latest; it goes on by itself.
 * - `measuring`: `waiting-for-device`: the device may still work for somebody else, for `secondsLeft` at the latest;
 *   `waiting-for-button`: press the start button on the device. `waiting-for-empty-sensor`: a finger is in that went in too early, or a
 *   forehead is before it. `cuffMmHg` where the device tells.
 * - `crisis`: a person is called; only somebody who comes ends it.
 */
export type MeasuringScreen =
  | {
      readonly show: 'get-ready';
      readonly number: string;
      readonly what: MeasuredThing;
      readonly startedBy: 'host' | 'button';
      readonly monitor: 'ready' | 'unavailable';
      /** Left out: one device alone. */
      readonly step?: StepOfMeasuring | undefined;
      /** How long one will rest before the first reading; 0: not at all. */
      readonly restSeconds: number;
      /** Where the device is not there: what may be measured all the same. */
      readonly next?: MeasuredThing | undefined;
    }
  | {
      readonly show: 'resting';
      readonly number: string;
      readonly before: 'first' | 'next';
      readonly reading: ReadingOfSitting;
      readonly seconds: number;
      readonly secondsLeft: number;
      readonly question: RestQuestion | undefined;
    }
  | {
      readonly show: 'measuring';
      readonly what: MeasuredThing;
      readonly phase: 'waiting-for-device';
      readonly secondsLeft: number;
    }
  | {
      readonly show: 'measuring';
      readonly what: MeasuredThing;
      readonly phase: 'waiting-for-button' | 'waiting-for-empty-sensor' | 'measuring';
      readonly cuffMmHg: number | undefined;
      /** Left out: the only one. */
      readonly reading?: ReadingOfSitting | undefined;
    }
  | {
      readonly show: 'show-reading';
      readonly number: string;
      readonly result: ResultOnScreen;
      /** What is measured next; left out: nothing more. */
      readonly next?: MeasuredThing | undefined;
      /** Left out: it cannot be printed here. */
      readonly paper?: ReadingPaper | undefined;
    }
  | {
      readonly show: 'crisis';
      readonly number: string;
      readonly desk: string;
      /** How the call fares; `undefined` where no system of the hospital takes calls: the patient goes to the desk. */
      readonly call: CallOnScreen | undefined;
      /** How many others here wait for somebody as well; left out: nobody. */
      readonly others?: number | undefined;
    }
  | {
      readonly show: 'not-measured';
      readonly what: MeasuredThing;
      readonly advice: MeasuringAdvice;
      readonly canTryAgain: boolean;
      readonly desk: string;
      /** The last reading was as high as a crisis, and was not taken again; left out: it was not. */
      readonly high?: HighReading | undefined;
      /** What is measured next all the same; left out: nothing more. */
      readonly next?: MeasuredThing | undefined;
    };

/** Whether a person was called for it, or none can be. */
export type HighReading = 'staff-called' | 'tell-desk';

/**
 * `offered-again`: it was not printed, and may be asked for once more. `perhaps-printed`: bytes have left, and nobody knows whether paper
 * came out.
 */
export type ReadingPaper = 'offered' | 'printing' | 'printed' | 'not-printed' | 'offered-again' | 'perhaps-printed';

export type MeasuringAdvice = 'put-cuff-right' | 'sit-still' | 'try-again' | 'call-staff' | 'none';

/** Numbers and plain words; what they mean is said by a person. */
export type ResultOnScreen = PressureOnScreen | QuantitiesOnScreen;

export interface PressureOnScreen {
  readonly kind: 'blood-pressure';
  /** mm[Hg]: the mean by the site's rule, or the only reading. */
  readonly systolic: number;
  readonly diastolic: number;
  /** 1/min. */
  readonly pulse: number;
  /** The readings of the sitting in their order; `counts`: the mean is made of it. Left out: a single reading. */
  readonly readings?: readonly PressureReadingOnScreen[] | undefined;
  /** Left out: the site measures without a protocol. */
  readonly pressureClass?: PressureClass | undefined;
  /** Earlier means as the hospital has them, the oldest first. */
  readonly earlier?: readonly EarlierPressure[] | undefined;
}

export interface PressureReadingOnScreen {
  readonly systolic: number;
  readonly diastolic: number;
  readonly counts: boolean;
}

export interface EarlierPressure {
  /** `yyyy-mm-dd`. */
  readonly day: string;
  readonly systolic: number;
  readonly diastolic: number;
}

export interface QuantitiesOnScreen {
  readonly kind: 'quantities';
  /** Names of `config/catalogues/observations.ts`, units UCUM. */
  readonly quantities: readonly { readonly of: string; readonly value: number; readonly unit: string }[];
}
