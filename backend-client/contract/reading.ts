import type { BusinessDay, ReadingId, VisitId } from '#config/agreements/ids.ts';

/** What was measured. Blood pressure and its mean have forms of their own; everything else is numbers with names and units. */
export type ReadingValues = BloodPressureValues | PressureAverageValues | QuantityValues;

export interface QuantityValues {
  readonly kind: 'quantities';
  readonly quantities: readonly MeasuredQuantity[];
}

/** Names as in `config/catalogues/observations.ts`, units UCUM. A name or unit that nobody foresaw is data. */
export interface MeasuredQuantity {
  readonly of: string;
  readonly value: number;
  readonly unit: string;
}

/** Pressures in mm[Hg], pulse in 1/min (UCUM). */
export interface BloodPressureValues {
  readonly kind: 'blood-pressure';
  readonly systolic: number;
  readonly diastolic: number;
  readonly mean: number | undefined;
  readonly pulse: number;
  readonly irregular: boolean | undefined;
  readonly moved: boolean | undefined;
}

/** How the reading was taken, so that a doctor can weigh it. */
export interface MeasuringCircumstances {
  /** Which reading of this sitting it is, and of how many; a single reading is 1 of 1. */
  readonly readingNumber: number;
  readonly readingCount: number;
  /** Quiet sitting before the first reading, in seconds; `undefined` when nobody watched. */
  readonly restSeconds: number | undefined;
  readonly posture: 'sitting' | undefined;
  /** Left out: stored before there were protocols, which is `none`. */
  readonly protocol?: MeasuringProtocol | undefined;
  /** The same for all readings of one sitting and their mean; left out where there is one alone. */
  readonly sitting?: string | undefined;
  /** Where the device or its site says so. */
  readonly arm?: 'left' | 'right' | undefined;
  /** As the device names itself, where it does. */
  readonly deviceSerial?: string | undefined;
  /** What is known of the device's model (`config/catalogues/monitor-validation.ts`). */
  readonly validation?: DeviceValidation | undefined;
  /** What the patient said while resting; left out: nothing, or not asked. */
  readonly said?: SaidBeforeMeasuring | undefined;
  /** By the rule of the site whoever has such readings goes before others from now on. */
  readonly goesFirst?: true | undefined;
}

/** Which rules led to the reading. `none`: one reading, without rest. */
export interface MeasuringProtocol {
  readonly name: 'none' | 'esh' | 'aha';
  /** Of our rules; 0 with `none`. */
  readonly version: number;
}

/** Whether a model's accuracy was tested, by whom, and for which arms. */
export interface DeviceValidation {
  readonly status: 'validated' | 'not-validated' | 'unknown';
  /** Arm circumference, in cm. */
  readonly cuffCm?: { readonly from: number; readonly to: number } | undefined;
}

export interface SaidBeforeMeasuring {
  /** Nothing that raises pressure within the last half hour: coffee, smoking, exercise. */
  readonly quietHalfHour?: boolean | undefined;
  readonly emptyBladder?: boolean | undefined;
  /** Medicine for blood pressure, taken today. */
  readonly medicineToday?: boolean | undefined;
}

/** The mean of a sitting, as a reading of its own beside those that it is made of. */
export interface PressureAverageValues {
  readonly kind: 'blood-pressure-average';
  /** mm[Hg], rounded to whole. */
  readonly systolic: number;
  readonly diastolic: number;
  /** 1/min. */
  readonly pulse: number;
  readonly rule: 'esh' | 'aha';
  /** The numbers (`readingNumber`) of the readings that count. */
  readonly of: readonly number[];
  /** Largest less smallest of the readings that count, mm[Hg]. */
  readonly spread: { readonly systolic: number; readonly diastolic: number };
}

/** A reading belongs to a visit by its id; the visit may have been stored by another kiosk (a vitals kiosk has only its ticket). */
export interface ReadingRequest {
  readonly visitId: VisitId;
  /** As on the ticket: `A012`. */
  readonly ticketNumber: string;
  readonly values: ReadingValues;
  /** The device's name in the site file. */
  readonly deviceId: string;
  /** As the device names itself, where it does. */
  readonly deviceModel: string | undefined;
  /** The device's own clock, `yyyy-mm-ddThh:mm`, where it goes with the kiosk's. */
  readonly deviceTime: string | undefined;
  readonly circumstances: MeasuringCircumstances;
}

export interface StoredReading extends ReadingRequest {
  readonly readingId: ReadingId;
  /** Of a mean: the readings that count (`of`), in that order; left out where this kiosk has not stored all of them. */
  readonly derivedFrom?: readonly ReadingId[] | undefined;
  readonly day: BusinessDay;
  /** Epoch ms by the kiosk's clock. */
  readonly takenAt: number;
}
