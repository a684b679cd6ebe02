import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { Facts } from './facts.ts';

/** The one that was chosen, else the one whose slip was scanned, as far as the hospital told of it. */
export function appointmentOf({ appointment, slip, hospital }: Facts): Appointment | undefined {
  if (appointment !== undefined && appointment !== 'none') return appointment;
  if (slip === undefined) return undefined;
  const told = hospital.appointments.find(({ appointmentId }) => appointmentId === slip);
  const untold = {
    kind: 'follow-up-slip',
    serviceHisCode: undefined,
    startsAt: undefined,
    description: undefined,
  } as const;
  return told ?? { appointmentId: slip, ...untold };
}
