/** An appointment or a follow-up slip (giấy hẹn khám lại) of today, as the hospital names it. */
export interface Appointment {
  /** The hospital's id, 1–64 visible ASCII characters. */
  readonly appointmentId: string;
  readonly kind: 'appointment' | 'follow-up-slip';
  /** The hospital's code of the service, the `hisCode` of the site file; `undefined` when the hospital does not say. */
  readonly serviceHisCode: string | undefined;
  /** Epoch ms; `undefined` when only the day is set or the appointment was read from a slip. */
  readonly startsAt: number | undefined;
  /** Room, doctor or purpose, as the hospital words it for the patient; at most 80 characters. */
  readonly description: string | undefined;
}
