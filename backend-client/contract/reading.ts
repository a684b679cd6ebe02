import type { BusinessDay, ReadingId, VisitId } from '#config/agreements/ids.ts';

/** What was measured. Blood pressure has a form of its own; everything else is numbers with names and units. */
export type ReadingValues = BloodPressureValues | QuantityValues;

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
  readonly day: BusinessDay;
  /** Epoch ms by the kiosk's clock. */
  readonly takenAt: number;
}
