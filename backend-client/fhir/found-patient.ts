import type { KnownPatient } from '../contract/look-up.ts';
import type { NamedPerson } from '../look-ups/named-person.ts';
import { offeredParticulars } from '../look-ups/offered-particulars.ts';
import { answerSystems, extensionUrls } from './codes.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';
import type { Token } from './search.ts';
import type { IdentifierSystems } from './systems.ts';
import { plainNumber } from './three-way.ts';

/** A Patient of the hospital's, as far as it is read. */
export interface FoundPatient {
  /** Resource id. */
  readonly id: string;
  readonly resource: JsonObject;
}

/** Those who carry one of `tokens`, each once; without records that are inactive or were replaced by another. */
export function patientsFound(resources: readonly JsonObject[], tokens: readonly Token[]): readonly FoundPatient[] {
  const byId = new Map<string, FoundPatient>();
  for (const resource of resources) {
    const id = textAt(resource, 'id');
    if (id === undefined || !/^[A-Za-z0-9.-]{1,64}$/.test(id) || !isCurrent(resource)) continue;
    if (carries(resource, tokens)) byId.set(id, { id, resource });
  }
  return [...byId.values()];
}

/** `undefined` when the hospital's record has no code of the hospital's own: there is nothing to name them by. */
export function knownPatientFrom(
  { resource }: FoundPatient,
  systems: IdentifierSystems,
  isNameless: boolean,
): KnownPatient | undefined {
  const patientCode = objectsAt(resource, 'identifier')
    .filter((identifier) => identifier.system === systems.patientCode && identifier.use !== 'old')
    .map((identifier) => textAt(identifier, 'value') ?? '')
    .find((value) => /^[!-~]{1,64}$/.test(value));
  if (patientCode === undefined) return undefined;
  const phone = phoneOf(resource);
  const [fullName] = personNamed(resource).fullNames;
  const particulars = offeredParticulars({
    ethnicity: codeIn(resource, extensionUrls.ethnicity, answerSystems.ethnicity),
    occupation: codeIn(resource, extensionUrls.occupation, answerSystems.occupation),
    address: presentAddress(resource),
    phone,
  });
  return {
    patientCode,
    contact: phone === undefined ? undefined : { phone, patientCode, phoneConfirmed: undefined },
    ...(isNameless && fullName && { fullName }),
    ...(particulars && { particulars }),
  };
}

/** Of a CodeableConcept in one of VN Core's extensions. */
function codeIn(resource: JsonObject, url: string, system: string): string | undefined {
  return objectsAt(resource, 'extension')
    .filter((each) => each.url === url)
    .flatMap((each) => objectsAt(objectAt(each, 'valueCodeableConcept') ?? {}, 'coding', 10))
    .filter((coding) => coding.system === system)
    .map((coding) => textAt(coding, 'code'))[0];
}

/** Where somebody lives and can be found (`physical` first), without old, postal and billing ones. */
function presentAddress(resource: JsonObject): string | undefined {
  const homes = objectsAt(resource, 'address', 10)
    .filter(({ use, type }) => (use === undefined || use === 'home' || use === 'temp') && type !== 'postal')
    .filter((address) => objectAt(address, 'period')?.end === undefined);
  const home = homes.find(({ type }) => type === 'physical') ?? homes[0];
  if (!home) return undefined;
  const lines = Array.isArray(home.line) ? home.line.slice(0, 5) : [];
  const parts = [...lines, home.district, home.city, home.state].filter((part) => typeof part === 'string');
  return textAt(home, 'text') ?? (parts.length > 0 ? parts.join(', ').slice(0, 1000) : undefined);
}

/** Whom the record is about: every name that is not an old one, as text or in its parts. */
export function personNamed(resource: JsonObject): NamedPerson {
  const birth = textAt(resource, 'birthDate');
  const { gender } = resource;
  return {
    fullNames: objectsAt(resource, 'name', 10)
      .filter(({ use }) => use !== 'old')
      .map((name) => textAt(name, 'text') ?? partsOf(name)),
    birth: birth !== undefined && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(birth) ? birth : undefined,
    sex: gender === 'male' || gender === 'female' ? gender : 'unknown',
  };
}

function partsOf(name: JsonObject): string {
  const given = Array.isArray(name.given) ? name.given.slice(0, 10) : [];
  return [name.family, ...given].filter((part) => typeof part === 'string' && part.length <= 255).join(' ');
}

/**
 * Whether somebody who carries a weaker number has another number where a stronger one was asked for: the insurance number
 * of this card, but the citizen number of somebody else.
 */
export function contradicts({ resource }: FoundPatient, stronger: readonly (readonly Token[])[]): boolean {
  return objectsAt(resource, 'identifier').some(({ system, use }) =>
    stronger.flat().some((token) => token.system === system && use !== 'old'),
  );
}

export function isCurrent(resource: JsonObject): boolean {
  return resource.active !== false && objectsAt(resource, 'link').every(({ type }) => type !== 'replaced-by');
}

/** However the hospital writes the number: with blanks, dots or hyphens, in small letters. */
export function carries(resource: JsonObject, tokens: readonly Token[]): boolean {
  return objectsAt(resource, 'identifier').some(({ system, value }) =>
    tokens.some(
      (token) =>
        token.system === system && typeof value === 'string' && plainNumber(token.value) === plainNumber(value),
    ),
  );
}

/** A mobile number before others, then by rank (1 first); without old ones. */
function phoneOf(resource: JsonObject): string | undefined {
  return objectsAt(resource, 'telecom')
    .filter(({ system, use }) => (system === 'phone' || system === 'sms') && use !== 'old')
    .filter((point) => objectAt(point, 'period')?.end === undefined)
    .sort((a, b) => place(a) - place(b))
    .map((point) => (textAt(point, 'value') ?? '').replaceAll(/[\s().-]/g, ''))
    .find((number) => /^\+?\d{8,15}$/.test(number));
}

function place({ use, rank }: JsonObject): number {
  const given = typeof rank === 'number' && rank >= 1 ? Math.min(rank, 1000) : 1000;
  return use === 'mobile' ? given - 1000 : given;
}
