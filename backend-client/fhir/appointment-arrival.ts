import type { Appointment } from '../contract/appointment.ts';
import { type Rendering, urnOf } from './bundle.ts';
import type { BundleEntry, Reference } from './fhir-types.ts';
import { identifierIs } from './search.ts';
import type { IdentifierSystems } from './systems.ts';

/** RFC 6902. `replace` fails when the appointment has no status, which FHIR does not allow. */
const arrived = [{ op: 'replace', path: '/status', value: 'arrived' }];

/**
 * The patient of an appointment is here. A patch, because the kiosk knows an appointment's id and nothing else of it, and
 * an update would have to bring the rest along. Doing it twice changes nothing.
 */
export function arrivalEntry({ appointmentId }: Appointment, rendering: Rendering): BundleEntry {
  const { appointment: system } = rendering.systems;
  return {
    fullUrl: urnOf('appointment', rendering),
    resource: {
      resourceType: 'Binary',
      contentType: 'application/json-patch+json',
      data: Buffer.from(JSON.stringify(arrived)).toString('base64'),
    },
    request: {
      method: 'PATCH',
      url:
        system === undefined
          ? `Appointment/${encodeURIComponent(appointmentId.toWellFormed())}`
          : `Appointment?${identifierIs({ system, value: appointmentId })}`,
    },
  };
}

/** Literal when the appointment is known by its resource id. */
export function appointmentReference(
  { appointmentId }: Appointment,
  { appointment: system }: IdentifierSystems,
): Reference {
  const resourceId = /^[A-Za-z0-9.-]{1,64}$/.test(appointmentId);
  if (system === undefined && resourceId) return { reference: `Appointment/${appointmentId}` };
  return { type: 'Appointment', identifier: { system, value: appointmentId } };
}
