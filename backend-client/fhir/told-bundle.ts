import type { FactKind } from '../contract/fact.ts';
import { type JsonObject, objectAt, objectFromBytes, objectsAt, textAt } from './read-json.ts';
import { type RecordKind, recordKinds } from './visit-records.ts';

/** A stored bundle, read again: which entry is which. */
export interface ToldBundle {
  readonly bundle: JsonObject;
  readonly entries: readonly JsonObject[];
  /** A correction mends what a registration wrote; anything else only makes sure that it is there. */
  readonly kind: FactKind;
  /** `undefined` where a bundle brings no visit along. */
  readonly visitId: string | undefined;
  /** By this its Provenance is found again: system and control id. */
  readonly tag: { readonly system: string; readonly value: string } | undefined;
}

export function readToldBundle(bytes: Uint8Array): ToldBundle {
  const bundle = objectFromBytes(bytes) ?? {};
  const entries = objectsAt(bundle, 'entry');
  const provenance = resourceOfType(entries, 'Provenance');
  const [visit] = objectsAt(resourceOfType(entries, 'Encounter'), 'identifier');
  const [tag] = objectsAt(objectAt(provenance, 'meta') ?? {}, 'tag');
  const [system, value] = [textAt(tag ?? {}, 'system'), textAt(tag ?? {}, 'code')];
  return {
    bundle,
    entries,
    kind: factKindOf(entries, provenance),
    visitId: visit && textAt(visit, 'value'),
    tag: system === undefined || value === undefined ? undefined : { system, value },
  };
}

export function typeOf(entry: JsonObject): string {
  return textAt(objectAt(entry, 'resource') ?? {}, 'resourceType') ?? '';
}

function factKindOf(entries: readonly JsonObject[], provenance: JsonObject): FactKind {
  const has = (type: string) => entries.some((entry) => typeOf(entry) === type);
  if (has('Binary')) return 'arrival';
  if (has('Observation')) return 'reading';
  // What a patient answered comes with the visit; how it went comes alone.
  if (has('QuestionnaireResponse') && !has('Encounter')) return 'survey';
  const [activity] = objectsAt(objectAt(provenance, 'activity') ?? {}, 'coding');
  return activity?.code === 'UPDATE' ? 'correction' : 'registration';
}

/** Of what a visit leaves at the server; `undefined` for a reading, a Provenance, a patch. */
export function kindOf(entry: JsonObject): RecordKind | undefined {
  return recordKinds.find((kind) => kind === typeOf(entry));
}

/** Most resources have a list of identifiers, a QuestionnaireResponse has one. The first is the one that it is found by. */
export function identifiersOf(resource: JsonObject): readonly JsonObject[] {
  const only = objectAt(resource, 'identifier');
  return only ? [only] : objectsAt(resource, 'identifier');
}

function resourceOfType(entries: readonly JsonObject[], type: string): JsonObject {
  const entry = entries.find((each) => typeOf(each) === type);
  return (entry && objectAt(entry, 'resource')) ?? {};
}
