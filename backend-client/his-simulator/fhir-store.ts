import { randomUUID } from 'node:crypto';

/** One resource as JSON; `id` and `meta` are the server's. */
export type FhirResource = { readonly resourceType: string; readonly id?: string } & Readonly<Record<string, unknown>>;

/** `criteria` that the store cannot search by are named, so that nobody gets everybody by mistake. */
export class UnknownCriterion extends Error {}

/** Resources of all types. `copy` is cheap: a transaction works on one, and it replaces this one when every entry is done. */
export class FhirStore {
  readonly #byType: ReadonlyMap<string, ReadonlyMap<string, FhirResource>>;
  constructor(byType: ReadonlyMap<string, ReadonlyMap<string, FhirResource>> = new Map()) {
    this.#byType = byType;
  }

  read(type: string, id: string): FhirResource | undefined {
    return this.#byType.get(type)?.get(id);
  }

  /** The store with this resource in it, created or replaced. */
  with(resource: FhirResource, id: string, now: number): FhirStore {
    const { resourceType } = resource;
    const before = this.read(resourceType, id);
    const meta = { ...objectOf(resource.meta), versionId: String(versionOf(before) + 1), lastUpdated: isoOf(now) };
    const ofType = new Map(this.#byType.get(resourceType)).set(id, { ...resource, id, meta });
    return new FhirStore(new Map(this.#byType).set(resourceType, ofType));
  }

  /** Throws `UnknownCriterion`. */
  search(type: string, criteria: URLSearchParams): readonly FhirResource[] {
    let found = [...(this.#byType.get(type)?.values() ?? [])];
    for (const [name, value] of criteria) {
      if (name.startsWith('_') && name !== '_id' && name !== '_tag') continue;
      found = found.filter((resource) => meets(resource, name, value));
      if (!searchable.has(name)) throw new UnknownCriterion(name);
    }
    return found;
  }
}

export function newId(): string {
  return randomUUID();
}

const searchable = new Set(['_id', '_tag', 'identifier', 'patient', 'subject', 'date', 'birthdate', 'name', 'status']);

function meets(resource: FhirResource, name: string, value: string): boolean {
  const anyOf = splitUnescaped(value, ',');
  switch (name) {
    case '_id':
      return anyOf.includes(resource.id ?? '');
    case 'identifier':
      return anyOf.some((token) => listOf(resource.identifier).some((each) => isToken(each, 'value', token)));
    case '_tag':
      return anyOf.some((token) => listOf(objectOf(resource.meta).tag).some((each) => isToken(each, 'code', token)));
    case 'patient':
    case 'subject':
      return anyOf.some((wanted) => {
        const full = wanted.includes('/') ? wanted : `Patient/${wanted}`;
        const people = [resource.subject, ...listOf(resource.participant).map(({ actor }) => actor)];
        return people.some((each) => objectOf(each).reference === full);
      });
    case 'date':
      return isInTime(String(resource.start ?? resource.effectiveDateTime ?? objectOf(resource.period).start), value);
    case 'birthdate':
      return anyOf.includes(String(resource.birthDate));
    case 'status':
      return anyOf.includes(String(resource.status));
    case 'name':
      return listOf(resource.name).some(({ text }) => anyOf.some((part) => String(text).startsWith(unescaped(part))));
    default:
      return false;
  }
}

/** `system|value`, or a value alone. */
function isToken(each: Readonly<Record<string, unknown>>, key: string, token: string): boolean {
  const parts = splitUnescaped(token, '|').map(unescaped);
  if (parts.length === 1) return each[key] === parts[0];
  return (each.system ?? '') === parts[0] && each[key] === parts[1];
}

function isInTime(text: string, criterion: string): boolean {
  const [, prefix = 'eq', moment = ''] = /^(eq|ge|gt|le|lt)?(.*)$/.exec(criterion) ?? [];
  const [at, other] = [Date.parse(text), Date.parse(moment)];
  if (prefix === 'ge') return at >= other;
  if (prefix === 'gt') return at > other;
  if (prefix === 'le') return at <= other;
  if (prefix === 'lt') return at < other;
  return text.startsWith(moment);
}

function splitUnescaped(text: string, by: ',' | '|'): string[] {
  return (by === ',' ? text.match(/(\\.|[^\\,])+/gs) : text.split(/(?<!\\)\|/)) ?? [];
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\\,|$])/g, '$1');
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function versionOf(resource: FhirResource | undefined): number {
  return Number(objectOf(resource?.meta).versionId ?? 0);
}

function isoOf(now: number): string {
  return new Date(now).toISOString();
}
