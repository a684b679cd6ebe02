import type { AppointmentSlip } from '../contract/identity.ts';

/**
 * The QR of an appointment slip, ours, for a hospital to print:
 *
 *     TIEPDON-HEN:1:<facility>:<appointment>        TIEPDON-HEN:1:27005:LK-2026.118804
 *
 * `1` is the version of this layout. The facility is MA_CSKCB; the appointment is the hospital's own id, 1–64 of
 * `[A-Za-z0-9._-]` with its case kept, so that no separator can hide in it. Nothing else is on it: whose appointment it is
 * knows the hospital.
 */
const layout = /^TIEPDON-HEN:1:([A-Za-z0-9]{1,20}):([A-Za-z0-9._-]{1,64})$/;

/** `undefined` for everything that is not an appointment's code. */
export function readAppointment(text: string): AppointmentSlip | undefined {
  const [, facilityCode, appointmentId] = layout.exec(text) ?? [];
  if (facilityCode === undefined || appointmentId === undefined) return undefined;
  return {
    source: 'qr-appointment',
    document: { kind: 'appointment', facilityCode: facilityCode.toUpperCase(), appointmentId },
  };
}
