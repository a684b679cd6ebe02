/**
 * FHIR R4 (4.0.1), as much of it as this kiosk writes. `undefined` is a field that is not written; an empty array is never
 * written. What a server sends is read by hand, see `read-json.ts`: nothing from outside has these types.
 */

export interface Coding {
  readonly system?: string | undefined;
  readonly code: string;
  readonly display?: string | undefined;
}

export interface CodeableConcept {
  readonly coding?: readonly Coding[] | undefined;
  readonly text?: string | undefined;
}

export interface Period {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

export interface Identifier {
  readonly use?: 'official' | 'secondary' | 'old' | 'temp' | 'usual' | undefined;
  readonly type?: CodeableConcept | undefined;
  readonly system?: string | undefined;
  readonly value: string;
  readonly period?: Period | undefined;
}

/** Literal (`reference`), logical (`type` and `identifier`), or words alone (`display`). */
export interface Reference {
  readonly reference?: string | undefined;
  readonly type?: string | undefined;
  readonly identifier?: Identifier | undefined;
  readonly display?: string | undefined;
}

export interface Quantity {
  readonly value: number;
  readonly unit?: string;
  readonly system?: 'http://unitsofmeasure.org';
  readonly code?: string;
}

/** Either a value or further extensions, never both (ext-1). */
export interface Extension {
  readonly url: string;
  readonly extension?: readonly Extension[] | undefined;
  readonly valueString?: string | undefined;
  readonly valueInteger?: number | undefined;
  readonly valueBoolean?: boolean | undefined;
  readonly valueDate?: string | undefined;
  readonly valueDateTime?: string | undefined;
  readonly valueCodeableConcept?: CodeableConcept | undefined;
}

export interface Meta {
  readonly profile?: readonly string[] | undefined;
  readonly security?: readonly Coding[] | undefined;
  readonly tag?: readonly Coding[] | undefined;
}

interface AnyResource {
  readonly meta?: Meta | undefined;
  readonly extension?: readonly Extension[] | undefined;
}

export interface PatientResource extends AnyResource {
  readonly resourceType: 'Patient';
  readonly identifier: readonly Identifier[];
  readonly active: true;
  readonly name?: readonly HumanName[] | undefined;
  readonly telecom?: readonly ContactPoint[] | undefined;
  readonly gender: 'male' | 'female' | 'unknown';
  readonly birthDate?: string | undefined;
  readonly address?: readonly Address[] | undefined;
}

export interface HumanName {
  readonly use: 'official';
  readonly text: string;
  readonly family: string;
  readonly given?: readonly string[] | undefined;
}

export interface ContactPoint {
  readonly system: 'phone';
  readonly value: string;
}

export interface Address {
  readonly use: 'home';
  readonly text: string;
  readonly country: 'VN';
}

export interface EncounterResource extends AnyResource {
  readonly resourceType: 'Encounter';
  readonly identifier: readonly Identifier[];
  readonly status: 'arrived';
  readonly class: Coding;
  readonly serviceType: CodeableConcept;
  readonly priority?: CodeableConcept | undefined;
  readonly subject: Reference;
  readonly appointment?: readonly Reference[] | undefined;
  readonly period: Period;
  readonly reasonCode: readonly CodeableConcept[];
  readonly location: readonly { readonly location: Reference }[];
  readonly serviceProvider: Reference;
}

export interface CoverageResource extends AnyResource {
  readonly resourceType: 'Coverage';
  readonly identifier: readonly Identifier[];
  readonly status: 'active';
  readonly type: CodeableConcept;
  readonly subscriberId: string;
  readonly beneficiary: Reference;
  readonly relationship: CodeableConcept;
  readonly period?: Period | undefined;
  readonly payor: readonly Reference[];
  readonly class?:
    | readonly { readonly type: CodeableConcept; readonly value: string; readonly name: string }[]
    | undefined;
  readonly network?: string | undefined;
}

export interface ObservationResource extends AnyResource {
  readonly resourceType: 'Observation';
  readonly identifier: readonly Identifier[];
  readonly status: 'final';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly effectiveDateTime: string;
  readonly valueQuantity?: Quantity | undefined;
  readonly method: CodeableConcept;
  readonly device: Reference;
  readonly component?: readonly { readonly code: CodeableConcept; readonly valueQuantity: Quantity }[] | undefined;
}

export interface ProvenanceResource extends AnyResource {
  readonly resourceType: 'Provenance';
  readonly target: readonly Reference[];
  readonly occurredDateTime: string;
  readonly recorded: string;
  readonly activity: CodeableConcept;
  readonly agent: readonly { readonly type: CodeableConcept; readonly who: Reference }[];
  readonly entity: readonly { readonly role: 'source'; readonly what: Reference }[];
}

/** A JSON Patch (RFC 6902) inside a transaction (FHIR R4 http.html#transaction). */
export interface BinaryResource {
  readonly resourceType: 'Binary';
  readonly contentType: 'application/json-patch+json';
  readonly data: string;
}

export type Resource =
  | PatientResource
  | EncounterResource
  | CoverageResource
  | ObservationResource
  | ProvenanceResource
  | BinaryResource;

export interface BundleEntry {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly request: {
    readonly method: 'POST' | 'PUT' | 'PATCH';
    readonly url: string;
    readonly ifNoneExist?: string | undefined;
  };
}

export interface TransactionBundle {
  readonly resourceType: 'Bundle';
  readonly identifier: Identifier;
  readonly type: 'transaction';
  readonly timestamp: string;
  readonly entry: readonly BundleEntry[];
}
