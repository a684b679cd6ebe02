import type * as r4 from '@medplum/fhirtypes';

/**
 * FHIR R4 (4.0.1) as this kiosk writes it: nothing is changed once it is built, and `undefined` is a field that is not written.
 * An empty array is never written. What a server sends is read by hand, see `read-json.ts`: nothing from outside has these types.
 */
type Written<Type> = 'reference' extends keyof Type ? Reference : Type extends object ? Fields<Type> : Type;

type Fields<Type> = {
  readonly [Name in keyof Type]: Written<Type[Name]> | (object extends Pick<Type, Name> ? undefined : never);
};

/** What FHIR leaves out at will and a kiosk always says. */
type Says<Type, Name extends keyof Type> = Type & { readonly [Said in Name]-?: NonNullable<Type[Said]> };

export type Coding = Says<Written<r4.Coding>, 'code'>;
export type CodeableConcept = Written<r4.CodeableConcept>;
export type Identifier = Says<Written<r4.Identifier>, 'value'>;
/** Literal (`reference`), logical (`type` and `identifier`), or words alone (`display`). */
export type Reference = Fields<Omit<r4.Reference, 'resource'>>;
export type Quantity = Says<Written<r4.Quantity>, 'value'>;
/** Either a value or further extensions, never both (ext-1). */
export type Extension = Written<r4.Extension>;
export type HumanName = Written<r4.HumanName>;
export type ContactPoint = Written<r4.ContactPoint>;
export type Address = Written<r4.Address>;

export type PatientResource = Says<Written<r4.Patient>, 'identifier' | 'active' | 'gender'>;
export type EncounterResource = Says<
  Written<r4.Encounter>,
  'identifier' | 'serviceType' | 'subject' | 'period' | 'reasonCode' | 'location' | 'serviceProvider'
>;
export type CoverageResource = Says<Written<r4.Coverage>, 'identifier' | 'type' | 'subscriberId' | 'relationship'>;
export type ObservationResource = Says<
  Written<r4.Observation>,
  'identifier' | 'category' | 'subject' | 'encounter' | 'effectiveDateTime' | 'method' | 'device'
>;
export type ProvenanceResource = Says<Written<r4.Provenance>, 'occurredDateTime' | 'activity' | 'entity'>;

export type RelatedPersonResource = Says<Written<r4.RelatedPerson>, 'identifier' | 'relationship'>;
export type ConsentResource = Says<Written<r4.Consent>, 'identifier' | 'dateTime' | 'policyRule'>;
export type QuestionnaireResponseResource = Says<Written<r4.QuestionnaireResponse>, 'identifier' | 'item'>;

/** A JSON Patch (RFC 6902) inside a transaction (FHIR R4 http.html#transaction). */
export type BinaryResource = Says<Written<r4.Binary>, 'data'>;

export type Resource =
  | PatientResource
  | EncounterResource
  | CoverageResource
  | ObservationResource
  | ProvenanceResource
  | RelatedPersonResource
  | ConsentResource
  | QuestionnaireResponseResource
  | BinaryResource;

export interface BundleEntry {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly request: Written<r4.BundleEntryRequest>;
}

export type TransactionBundle = Omit<Says<Written<r4.Bundle>, 'identifier' | 'timestamp'>, 'entry'> & {
  readonly entry: readonly BundleEntry[];
};
