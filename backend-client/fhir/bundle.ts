import { createHash } from 'node:crypto';
import type { ControlId } from '#config/agreements/ids.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import { testData } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import type { BinaryResource, BundleEntry, Reference, Resource, TransactionBundle } from './fhir-types.ts';
import type { IdentifierSystems } from './systems.ts';

/** One message on its way to being written: what every resource of it may need. */
export interface Rendering {
  readonly site: SendingSite;
  readonly systems: IdentifierSystems;
  readonly controlId: ControlId;
}

/** What an entry is called inside its bundle. The server replaces it by its own ids (http.html#trules). */
export type EntryName =
  | 'patient'
  | 'encounter'
  | 'coverage'
  | 'companion'
  | 'answers'
  | 'consent'
  | 'provenance'
  | 'appointment'
  | 'blood-pressure'
  | 'heart-rate'
  | 'opinion'
  | `quantity-${number}`;

/** The same message always has the same names, so that a message rendered again under its id has the same bytes. */
export function urnOf(name: EntryName, { controlId }: Rendering): string {
  const bytes = createHash('sha256').update(`${controlId}/${name}`).digest().subarray(0, 16);
  // RFC 9562 §5.8: version 8, variant 10.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
}

export function referenceTo(name: EntryName, rendering: Rendering): Reference {
  return { reference: urnOf(name, rendering) };
}

/** Creates, unless the server finds one by `criterion`; then every reference leads to the one it found. */
export function createUnlessFound(
  name: EntryName,
  resource: Exclude<Resource, BinaryResource>,
  criterion: string,
  rendering: Rendering,
): BundleEntry {
  return {
    fullUrl: urnOf(name, rendering),
    resource: marked(resource, rendering),
    request: { method: 'POST', url: resource.resourceType, ifNoneExist: criterion },
  };
}

/** `entries` in the order of reading; servers have their own order of doing (http.html#trules). */
export function transaction(entries: readonly BundleEntry[], at: number, rendering: Rendering): Uint8Array {
  const { systems, controlId, site } = rendering;
  const bundle: TransactionBundle = {
    resourceType: 'Bundle',
    identifier: { system: systems.message, value: controlId },
    type: 'transaction',
    timestamp: fhirDateTime(at, site.timeZone),
    entry: entries,
  };
  return new TextEncoder().encode(JSON.stringify(bundle));
}

/** A demo site's data says of itself that it is a test. */
function marked<Marked extends Exclude<Resource, BinaryResource>>(resource: Marked, { site }: Rendering): Marked {
  return site.profile === 'demo' ? { ...resource, meta: { ...resource.meta, security: [testData] } } : resource;
}
