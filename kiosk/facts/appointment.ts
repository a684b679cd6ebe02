import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { Choice, Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';

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

/** The patient's word, else the service of the appointment that the patient chose, where the kiosk has it. */
export function choiceOf({ serviceByHisCode }: FlowSettings, facts: Facts): Choice | undefined {
  const { choice, appointment } = facts;
  if (choice) return choice;
  if (appointment === undefined || appointment === 'none' || appointment.serviceHisCode === undefined) return undefined;
  const serviceCode = serviceByHisCode.get(appointment.serviceHisCode);
  return serviceCode === undefined ? undefined : { serviceCode, how: 'chosen' };
}
