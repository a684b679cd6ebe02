import type { BusinessDay, ReadingId, VisitId } from '#config/agreements/ids.ts';

/** What was measured, in a closed union by kind; units are part of the kind. */
export type ReadingValues = BloodPressureValues;

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

/** A reading belongs to a visit by its id; the visit may have been stored by another kiosk (a vitals kiosk has only its ticket). */
export interface ReadingRequest {
  readonly visitId: VisitId;
  readonly values: ReadingValues;
  /** The device's name in the site file. */
  readonly deviceId: string;
  /** As the device names itself, where it does. */
  readonly deviceModel: string | undefined;
  /** The device's own clock, `yyyy-mm-ddThh:mm`; often wrong, kept as evidence. */
  readonly deviceTime: string | undefined;
}

export interface StoredReading extends ReadingRequest {
  readonly readingId: ReadingId;
  readonly day: BusinessDay;
  /** Epoch ms by the kiosk's clock. */
  readonly takenAt: number;
}
