/** One resource as JSON; `id` and `meta` are the server's. */
export type FhirResource = { readonly resourceType: string; readonly id?: string } & Readonly<Record<string, unknown>>;

/** Search criteria of FHIR R4, as far as this server knows them (search.html). */
export const searchable: ReadonlySet<string> = new Set([
  '_id',
  '_tag',
  'identifier',
  'patient',
  'subject',
  'date',
  'birthdate',
  'name',
  'status',
  'code',
]);

/** Under what a resource stands in the index, by criterion: `_id x`, `identifier 001…`, `_tag C1`, `patient Patient/x`. */
export function indexKeysOf(resource: FhirResource): readonly string[] {
  return [
    `_id ${resource.id ?? ''}`,
    ...identifiersOf(resource).map(({ value }) => `identifier ${textOf(value)}`),
    ...listOf(objectOf(resource.meta).tag).map(({ code }) => `_tag ${textOf(code)}`),
    ...personReferencesOf(resource).map((reference) => `patient ${reference}`),
  ];
}

/** Where in the index everything stands that meets this criterion; `undefined` when it is not indexed. */
export function indexKeysFor(name: string, value: string): readonly string[] | undefined {
  const anyOf = splitUnescaped(value, ',');
  if (name === '_id') return anyOf.map((id) => `_id ${id}`);
  if (name === 'patient' || name === 'subject') return anyOf.map((wanted) => `patient ${personReference(wanted)}`);
  if (name !== 'identifier' && name !== '_tag') return undefined;
  return anyOf.map((token) => `${name} ${splitUnescaped(token, '|').map(unescaped).at(-1) ?? ''}`);
}

/** Whether the resource is what this criterion asks for. */
export function meets(resource: FhirResource, name: string, value: string): boolean {
  const anyOf = splitUnescaped(value, ',');
  switch (name) {
    case '_id':
      return anyOf.includes(resource.id ?? '');
    case 'identifier':
      return anyOf.some((token) => identifiersOf(resource).some((each) => isToken(each, 'value', token)));
    case 'code':
      return anyOf.some((token) => listOf(objectOf(resource.code).coding).some((each) => isToken(each, 'code', token)));
    case '_tag':
      return anyOf.some((token) => listOf(objectOf(resource.meta).tag).some((each) => isToken(each, 'code', token)));
    case 'patient':
    case 'subject':
      return anyOf.some((wanted) => personReferencesOf(resource).includes(personReference(wanted)));
    case 'date':
      return isInTime(textOf(resource.start ?? resource.effectiveDateTime ?? objectOf(resource.period).start), value);
    case 'birthdate':
      return anyOf.includes(textOf(resource.birthDate));
    case 'status':
      return anyOf.includes(textOf(resource.status));
    case 'name':
      return listOf(resource.name).some(({ text }) => anyOf.some((part) => textOf(text).startsWith(unescaped(part))));
    default:
      return false;
  }
}

/** A list of most resources, one of a QuestionnaireResponse. */
function identifiersOf({ identifier }: FhirResource): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(identifier) ? listOf(identifier) : [objectOf(identifier)];
}

function personReferencesOf(resource: FhirResource): readonly string[] {
  const people = [resource.subject, ...listOf(resource.participant).map(({ actor }) => actor)];
  return people.map((each) => textOf(objectOf(each).reference));
}

function personReference(wanted: string): string {
  return wanted.includes('/') ? wanted : `Patient/${wanted}`;
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

/** '' for what is no text and no number. `String()` would throw on what a stranger can send. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
