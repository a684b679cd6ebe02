import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';

/**
 * The hospital's record of a patient with what a better card says in it. PUT replaces a whole resource (http.html#update), and
 * a phone number that only the hospital knew would be gone; so everything stays that the card says nothing about:
 *
 * - `identifier`, `telecom`: what is missing is added.
 * - `name`: the card's name comes first; another official one becomes `old`.
 * - `gender`, `birthDate`: the card's, unless the record is more precise.
 * - `address`: the card's comes first; another one at home that is a line without parts, as kiosks write it, becomes `old`.
 * - `text` goes when it was generated: it says what was so before.
 *
 * Merging twice is merging once.
 */
export function mergePatient(record: JsonObject, card: JsonObject): JsonObject {
  const birthDate = moreExact(textAt(record, 'birthDate'), textAt(card, 'birthDate'));
  const gender = card.gender === 'unknown' ? (record.gender ?? 'unknown') : card.gender;
  const merged: Record<string, unknown> = {
    ...record,
    active: record.active ?? true,
    gender,
    birthDate,
    identifier: withMissing(record, card, 'identifier', numberOf),
    telecom: withMissing(record, card, 'telecom', numberOf),
    name: names(record, card),
    address: addresses(record, card),
    meta: meta(record, card),
  };
  // What a primitive's extensions say, as an hour of birth, is about the value that was there.
  if (birthDate !== record.birthDate) delete merged._birthDate;
  if (gender !== record.gender) delete merged._gender;
  if (objectAt(record, 'text')?.status !== 'additional') delete merged.text;
  return merged;
}

/**
 * Whether the record is somebody else's: it was found by one number, and has another where the card has the number of the
 * person (`use` official, or the hospital's own code, secondary). Insurance numbers change with the card.
 */
export function isSomebodyElses(record: JsonObject, card: JsonObject): boolean {
  const recorded = objectsAt(record, 'identifier').filter(({ use }) => use !== 'old');
  return objectsAt(card, 'identifier')
    .filter(({ use }) => use === 'official' || use === 'secondary')
    .some((identifier) => {
      const sameKind = recorded.filter(({ system }) => system === identifier.system);
      return sameKind.length > 0 && sameKind.every((each) => numberOf(each) !== numberOf(identifier));
    });
}

function withMissing(
  record: JsonObject,
  card: JsonObject,
  key: string,
  keyOf: (item: JsonObject) => string,
): readonly unknown[] | undefined {
  const known = listAt(record, key);
  const have = new Set(known.filter(isObject).map(keyOf));
  const missing = listAt(card, key).filter((item) => isObject(item) && !have.has(keyOf(item)));
  return unlessEmpty([...known, ...missing]);
}

function numberOf({ system, value }: JsonObject): string {
  return JSON.stringify([system, typeof value === 'string' ? value.replaceAll(/[\s.-]/g, '') : value]);
}

function names(record: JsonObject, card: JsonObject): readonly unknown[] | undefined {
  const known = listAt(record, 'name');
  const [better] = listAt(card, 'name').filter(isObject);
  if (!better) return unlessEmpty(known);
  const isThere = known.some((name) => isObject(name) && name.use !== 'old' && sameWords(nameOf(name), nameOf(better)));
  if (isThere) return known;
  return [better, ...known.map((name) => (isObject(name) && isOfficial(name) ? { ...name, use: 'old' } : name))];
}

function isOfficial({ use }: JsonObject): boolean {
  return use === undefined || use === 'official';
}

/** In full, family name first. */
function nameOf(name: JsonObject): string {
  return (
    textAt(name, 'text') ?? [name.family, ...listAt(name, 'given')].filter((part) => typeof part === 'string').join(' ')
  );
}

function addresses(record: JsonObject, card: JsonObject): readonly unknown[] | undefined {
  const known = listAt(record, 'address');
  const [better] = listAt(card, 'address').filter(isObject);
  if (!better) return unlessEmpty(known);
  const text = textAt(better, 'text') ?? '';
  const isThere = known.some(
    (address) => isObject(address) && address.use !== 'old' && sameWords(textAt(address, 'text') ?? '', text),
  );
  if (isThere) return known;
  return [
    better,
    ...known.map((address) => (isObject(address) && isLine(address) ? { ...address, use: 'old' } : address)),
  ];
}

/** Perhaps a kiosk's: most that hospitals write have parts. */
function isLine(address: JsonObject): boolean {
  const allowed = ['use', 'text', 'country'];
  return address.use === 'home' && Object.keys(address).every((key) => allowed.includes(key));
}

/** A demo's data says that it is a test, also in a record that was there before. */
function meta(record: JsonObject, card: JsonObject): JsonObject | undefined {
  const known = objectAt(record, 'meta');
  const marks = objectAt(card, 'meta');
  if (!known || !marks) return known ?? marks;
  const security = withMissing(known, marks, 'security', ({ system, code }) => JSON.stringify([system, code]));
  return security ? { ...known, security } : known;
}

/** `1948-08-15` is more exact than `1948`; of two that differ the card's counts. */
function moreExact(recorded: string | undefined, onCard: string | undefined): string | undefined {
  if (onCard === undefined) return recorded;
  return recorded?.startsWith(`${onCard}-`) ? recorded : onCard;
}

function sameWords(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(text: string): string {
  return text.normalize('NFC').toLocaleUpperCase('vi').trim().replaceAll(/\s+/g, ' ');
}

function listAt(from: JsonObject, key: string): readonly unknown[] {
  const value = from[key];
  return Array.isArray(value) ? value : [];
}

/** FHIR has no empty arrays. */
function unlessEmpty(items: readonly unknown[]): readonly unknown[] | undefined {
  return items.length > 0 ? items : undefined;
}
