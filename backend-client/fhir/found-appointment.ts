import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt, localTimeAt } from '#config/agreements/local-time.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import type { Appointment } from '../contract/appointment.ts';
import { fhirDateTime } from './date-time.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';
import type { IdentifierSystems } from './systems.ts';

interface Asked {
  readonly day: BusinessDay;
  readonly timeZone: string;
  readonly systems: IdentifierSystems;
  /** Resource id of the patient that it must belong to, when one was asked for. */
  readonly person?: { readonly id: string } | undefined;
}

/** Those that somebody may come for: not cancelled, not missed, not done. */
const comingFor: readonly unknown[] = ['booked', 'pending', 'arrived', 'checked-in'];

const longestDescription = 80;

/** `undefined` unless it is of `day`, open, of the person asked for, and has an id that can be sent back. */
export function appointmentFromFhir(resource: JsonObject, asked: Asked): Appointment | undefined {
  const { day, timeZone, systems, person } = asked;
  const startsAt = momentFrom(textAt(resource, 'start'));
  if (startsAt === undefined || businessDayAt(startsAt, timeZone) !== day) return undefined;
  if (!comingFor.includes(resource.status)) return undefined;
  if (person && !isOf(resource, person.id)) return undefined;
  const appointmentId = idOf(resource, systems);
  if (appointmentId === undefined) return undefined;
  return {
    appointmentId,
    kind: isFollowUp(resource) ? 'follow-up-slip' : 'appointment',
    serviceHisCode: serviceCode(resource, systems),
    startsAt,
    description: description(resource),
  };
}

/** `2026-11-22T00:00:00+07:00`: a date alone would be read in the server's own time zone. */
export function firstMomentOf(day: BusinessDay, timeZone: string): string {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  const { offsetMinutes } = localTimeAt(asUtc, timeZone);
  return fhirDateTime(asUtc - offsetMinutes * 60_000, timeZone);
}

/** The first moment of the next day. */
export function momentAfter(day: BusinessDay, timeZone: string): string {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return firstMomentOf(next as BusinessDay, timeZone);
}

function momentFrom(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isFinite(at) ? at : undefined;
}

function isOf(resource: JsonObject, id: string): boolean {
  return objectsAt(resource, 'participant').some((participant) => {
    const reference = textAt(objectAt(participant, 'actor') ?? {}, 'reference') ?? '';
    return reference === `Patient/${id}` || reference.endsWith(`/Patient/${id}`);
  });
}

function idOf(resource: JsonObject, { appointment }: IdentifierSystems): string | undefined {
  const id =
    appointment === undefined
      ? textAt(resource, 'id')
      : objectsAt(resource, 'identifier')
          .filter(({ system }) => system === appointment)
          .map((identifier) => textAt(identifier, 'value'))[0];
  return id !== undefined && /^[!-~]{1,64}$/.test(id) ? id : undefined;
}

/** HL7 table 0276. */
function isFollowUp(resource: JsonObject): boolean {
  const type = objectAt(resource, 'appointmentType');
  return type !== undefined && objectsAt(type, 'coding').some(({ code }) => code === 'FOLLOWUP');
}

/** A code of the hospital's own system, or one that names no system. */
function serviceCode(resource: JsonObject, { service }: IdentifierSystems): string | undefined {
  return objectsAt(resource, 'serviceType')
    .flatMap((type) => objectsAt(type, 'coding'))
    .filter(({ system }) => system === service || system === undefined)
    .map((coding) => textAt(coding, 'code') ?? '')
    .find((code) => /^[A-Za-z0-9._-]{1,20}$/.test(code));
}

/** What the hospital wrote, or else the names of doctor and room; never the patient's. */
function description(resource: JsonObject): string | undefined {
  const written = textAt(resource, 'description');
  const others = objectsAt(resource, 'participant')
    .map((participant) => objectAt(participant, 'actor') ?? {})
    .filter((actor) =>
      /^(Practitioner|PractitionerRole|Location|HealthcareService)\//.test(textAt(actor, 'reference') ?? ''),
    )
    .map((actor) => textAt(actor, 'display'))
    .filter((display) => display !== undefined);
  return shownText(written ?? others.join(', '), longestDescription) || undefined;
}
