import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { SendingSite } from '../contract/hospital-system.ts';

/** Who has given a number: one URI each. */
export interface IdentifierSystems {
  readonly citizenNumber: string;
  readonly oldCitizenNumber: string;
  readonly insuranceNumber: string;
  readonly patientCode: string;
  /** Of a passport whose state nobody has read. */
  readonly passport: string;
  readonly visit: string;
  readonly ticket: string;
  readonly reading: string;
  readonly companion: string;
  readonly answers: string;
  readonly consent: string;
  readonly consentPurpose: string;
  /** `undefined`: appointments are known by their resource id. */
  readonly appointment: string | undefined;
  readonly service: string;
  readonly opinion: string;
  readonly message: string;
  readonly kiosk: string;
  readonly device: string;
}

export function identifierSystems(
  { identifierSystems: chosen }: Pick<FhirEndpointSettings, 'identifierSystems'>,
  { facilityCode }: Pick<SendingSite, 'facilityCode'>,
): IdentifierSystems {
  const own = (name: string) => `urn:tiep-don:${facilityCode}:${name}`;
  return {
    citizenNumber: chosen.citizenNumber,
    oldCitizenNumber: chosen.oldCitizenNumber,
    insuranceNumber: chosen.insuranceNumber,
    patientCode: chosen.patientCode,
    passport: own('passport'),
    visit: chosen.visit ?? own('visit'),
    ticket: chosen.ticket ?? own('ticket'),
    reading: chosen.reading ?? own('reading'),
    companion: own('companion'),
    answers: own('answers'),
    consent: own('consent'),
    consentPurpose: own('consent-purpose'),
    appointment: chosen.appointment,
    service: chosen.service ?? own('service'),
    opinion: own('opinion'),
    message: own('message'),
    kiosk: own('kiosk'),
    device: own('device'),
  };
}

/** FHIR's own for the passports of each state (`passport-FRA`), by ISO 3166; ICAO 9303 has one letter for Germany alone of all states. */
export function passportSystem(issuer: string | undefined, systems: Pick<IdentifierSystems, 'passport'>): string {
  if (issuer === undefined || !/^[A-Z]{1,3}$/.test(issuer)) return systems.passport;
  return `http://hl7.org/fhir/sid/passport-${issuer === 'D' ? 'DEU' : issuer}`;
}
