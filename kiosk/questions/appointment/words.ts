/** The hospital knows of appointments today. */
export interface AppointmentScreen {
  readonly show: 'choose-appointment';
  readonly appointments: readonly AppointmentOnScreen[];
}

export interface AppointmentOnScreen {
  readonly appointmentId: string;
  readonly kind: 'appointment' | 'follow-up-slip';
  /** Name of the kiosk's service, else what the hospital says, else `undefined`. */
  readonly name: string | undefined;
  /** `09:30`; `undefined` when only the day is set. */
  readonly time: string | undefined;
}

/** `null`: "I come for something else". */
export interface AppointmentAnswer {
  readonly appointmentId: string | null;
}
