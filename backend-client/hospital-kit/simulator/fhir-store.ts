import { randomUUID } from 'node:crypto';
import { type FhirResource, indexKeysFor, indexKeysOf, meets, objectOf, searchable } from './fhir-search.ts';

/** `criteria` that the store cannot search by are named, so that nobody gets everybody by mistake. */
export class UnknownCriterion extends Error {}

interface Writing {
  readonly now: number;
  /** Is never forgotten. Left out: as it was before; a new one may be forgotten. */
  readonly kept?: boolean;
}

/**
 * Resources of all types, with an index, so that no registration costs more because there were many before. Of those that
 * are not `kept` it forgets the one that was written longest ago when there are more than `most`.
 */
export class FhirStore {
  readonly #byType = new Map<string, Map<string, FhirResource>>();
  /** Ids by type and index key. */
  readonly #index = new Map<string, Set<string>>();
  /** `Encounter/x`; what was written last is last. */
  readonly #forgettable = new Map<string, FhirResource>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  read(type: string, id: string): FhirResource | undefined {
    return this.#byType.get(type)?.get(id);
  }

  /** Created, or replaced. */
  put(resource: FhirResource, id: string, { now, kept = this.#isKept(resource, id) }: Writing): void {
    const { resourceType: type } = resource;
    const before = this.read(type, id);
    const meta = { ...objectOf(resource.meta), versionId: String(versionOf(before) + 1), lastUpdated: isoOf(now) };
    this.delete(type, id);
    const written = { ...resource, id, meta };
    ofKey(this.#byType, type, () => new Map<string, FhirResource>()).set(id, written);
    for (const key of indexKeysOf(written)) ofKey(this.#index, `${type} ${key}`, () => new Set<string>()).add(id);
    if (!kept) this.#forgettable.set(`${type}/${id}`, written);
    const [oldest] = this.#forgettable.values();
    if (oldest?.id !== undefined && this.#forgettable.size > this.#most) this.delete(oldest.resourceType, oldest.id);
  }

  #isKept({ resourceType }: FhirResource, id: string): boolean {
    return this.read(resourceType, id) !== undefined && !this.#forgettable.has(`${resourceType}/${id}`);
  }

  delete(type: string, id: string): void {
    const before = this.read(type, id);
    if (!before) return;
    for (const key of indexKeysOf(before)) {
      const ids = this.#index.get(`${type} ${key}`);
      ids?.delete(id);
      if (ids?.size === 0) this.#index.delete(`${type} ${key}`);
    }
    this.#byType.get(type)?.delete(id);
    this.#forgettable.delete(`${type}/${id}`);
  }

  /** Throws `UnknownCriterion`. */
  search(type: string, criteria: URLSearchParams): readonly FhirResource[] {
    const asked = [...criteria].filter(([name]) => !name.startsWith('_') || name === '_id' || name === '_tag');
    for (const [name] of asked) if (!searchable.has(name)) throw new UnknownCriterion(name);
    return this.#candidates(type, asked).filter((resource) =>
      asked.every(([name, value]) => meets(resource, name, value)),
    );
  }

  /** As few as the index allows, oldest first under each key. */
  #candidates(type: string, asked: readonly (readonly [string, string])[]): readonly FhirResource[] {
    const ofType = this.#byType.get(type);
    for (const [name, value] of asked) {
      const keys = indexKeysFor(name, value);
      if (!keys) continue;
      const ids = new Set(keys.flatMap((key) => [...(this.#index.get(`${type} ${key}`) ?? [])]));
      return [...ids].map((id) => ofType?.get(id)).filter((resource) => resource !== undefined);
    }
    return [...(ofType?.values() ?? [])];
  }
}

export function newId(): string {
  return randomUUID();
}

function ofKey<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}

function versionOf(resource: FhirResource | undefined): number {
  return Number(objectOf(resource?.meta).versionId ?? 0);
}

function isoOf(now: number): string {
  return new Date(now).toISOString();
}
