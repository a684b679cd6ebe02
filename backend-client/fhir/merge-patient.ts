import { extensionUrls } from './codes.ts';
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';
import { isAsWritten, numberOf, type Written } from './three-way.ts';

/**
 * The hospital's record of a patient with what a card says added (law 14). `written` is what we wrote into it ourselves.
 *
 * - `identifier`, `telecom`: what is missing is added, except numbers that another record of this person has.
 * - `extension`: people and occupation where the record says nothing of them, or what we wrote.
 * - `name`, `address`: the card's comes first; one that we wrote becomes `old`, every other stays as it is.
 * - `gender`, `birthDate`: the card's where there was none, a less exact one, or our own. Where the hospital says something else
 *   it stays, and what the card says stands in the extension `card-says`.
 * - `text` goes when it was generated: it says what was so before.
 *
 * Where name and year of birth both are another person's, nothing is added but what the card says: somebody must look at the number.
 *
 * Merging twice is merging once.
 */
export function mergePatient(record: JsonObject, card: JsonObject, written: Written = {}): JsonObject {
  if (isAboutAnother(record, card, written)) return { ...record, extension: withCardSays(record, card, record, true) };
  const birthDate = moreExact(textAt(record, 'birthDate'), textAt(card, 'birthDate'), written);
  const gender = moreCertain(record.gender, card.gender, written);
  const merged: Record<string, unknown> = {
    ...record,
    active: record.active ?? true,
    gender,
    birthDate,
    identifier: withMissing(record, card, 'identifier', numberOf),
    telecom: withMissing(record, card, 'telecom', numberOf),
    name: names(record, card, written),
    address: addresses(record, card, written),
    extension: withCardSays({ ...record, extension: extensions(record, card, written) }, card, { birthDate, gender }),
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

function names(record: JsonObject, card: JsonObject, written: Written): readonly unknown[] | undefined {
  const known = listAt(record, 'name');
  const [better] = listAt(card, 'name').filter(isObject);
  if (!better) return unlessEmpty(known);
  const isThere = known.some((name) => isObject(name) && name.use !== 'old' && sameWords(nameOf(name), nameOf(better)));
  if (isThere) return known;
  return [better, ...known.map((name) => (isAsWritten(name, written.name) ? grownOld(name) : name))];
}

function grownOld(ours: unknown): unknown {
  return isObject(ours) ? { ...ours, use: 'old' } : ours;
}

/** In full, family name first. */
function nameOf(name: JsonObject): string {
  return (
    textAt(name, 'text') ?? [name.family, ...listAt(name, 'given')].filter((part) => typeof part === 'string').join(' ')
  );
}

function addresses(record: JsonObject, card: JsonObject, written: Written): readonly unknown[] | undefined {
  const known = listAt(record, 'address');
  const wanted = listAt(card, 'address').filter(isObject);
  const isIn = (those: readonly unknown[], address: unknown) =>
    isObject(address) &&
    those.some(
      (each) =>
        isObject(each) && each.use !== 'old' && sameWords(textAt(each, 'text') ?? '', textAt(address, 'text') ?? ''),
    );
  const missing = wanted.filter((address) => !isIn(known, address));
  if (missing.length === 0) return unlessEmpty(known);
  const isOver = (address: unknown) => isAsWritten(address, written.address) && !isIn(wanted, address);
  // Whoever reads the first address reads one that a paper says.
  const [said, onCard] = [true, false].map((isSaid) => missing.filter(({ type }) => (type === 'physical') === isSaid));
  const kept = known.map((address) => (isOver(address) ? grownOld(address) : address));
  return [...(onCard ?? []), ...kept, ...(said ?? [])];
}

/** People and occupation: where the record has none, or has what we wrote. What the hospital has is theirs. */
function extensions(record: JsonObject, card: JsonObject, written: Written): readonly unknown[] {
  const known = listAt(record, 'extension');
  const said = listAt(card, 'extension').filter(isObject);
  const ofUrl = (url: unknown) => (each: unknown) => isObject(each) && each.url === url;
  const kept = known.map((each) => {
    const anew = isObject(each) && isAsWritten(each, written.extension) ? said.find(ofUrl(each.url)) : undefined;
    return anew ?? each;
  });
  return [...kept, ...said.filter(({ url }) => !known.some(ofUrl(url)))];
}

/** A demo's data says that it is a test, also in a record that was there before. */
function meta(record: JsonObject, card: JsonObject): JsonObject | undefined {
  const known = objectAt(record, 'meta');
  const marks = objectAt(card, 'meta');
  if (!known || !marks) return known ?? marks;
  const security = withMissing(known, marks, 'security', ({ system, code }) => JSON.stringify([system, code]));
  return security ? { ...known, security } : known;
}

/** `1948-08-15` is more exact than `1948`. Of two days that differ the hospital's stays, unless it is what we wrote. */
function moreExact(
  recorded: string | undefined,
  onCard: string | undefined,
  { birthDate }: Written,
): string | undefined {
  if (onCard === undefined || recorded === undefined) return recorded ?? onCard;
  return onCard.startsWith(`${recorded}-`) || (isAsWritten(recorded, birthDate) && !recorded.startsWith(`${onCard}-`))
    ? onCard
    : recorded;
}

function moreCertain(recorded: unknown, onCard: unknown, { gender }: Written): unknown {
  if (onCard === 'unknown') return recorded ?? onCard;
  return recorded === undefined || recorded === 'unknown' || isAsWritten(recorded, gender) ? onCard : recorded;
}

/** One number, and two people: mistyped, or a card of somebody else. */
function isAboutAnother(record: JsonObject, card: JsonObject, written: Written): boolean {
  const [recorded, onCard] = [textAt(record, 'birthDate'), textAt(card, 'birthDate')];
  const [named] = objectsAt(card, 'name');
  const names = objectsAt(record, 'name');
  if (recorded === undefined || onCard === undefined || !named || names.length === 0) return false;
  if (isAsWritten(recorded, written.birthDate)) return false;
  // Days and months get mixed up in writing; years of one person rarely do.
  return recorded.slice(0, 4) !== onCard.slice(0, 4) && names.every((name) => !sameWords(nameOf(name), nameOf(named)));
}

/** Where the record goes on saying something else than the card. */
function withCardSays(
  record: JsonObject,
  card: JsonObject,
  said: JsonObject,
  isNameApart = false,
): readonly unknown[] | undefined {
  const [birthDate, gender] = [textAt(card, 'birthDate'), card.gender];
  const [named] = objectsAt(card, 'name');
  const differs: JsonObject[] = isNameApart && named ? [{ url: 'name', valueString: nameOf(named) }] : [];
  if (birthDate !== undefined && !`${String(said.birthDate)}-`.startsWith(`${birthDate}-`))
    differs.push({ url: 'birthDate', valueDate: birthDate });
  if (gender !== 'unknown' && gender !== said.gender) differs.push({ url: 'gender', valueCode: gender });
  const others = listAt(record, 'extension').filter((each) => !isObject(each) || each.url !== extensionUrls.cardSays);
  return unlessEmpty(differs.length === 0 ? others : [...others, { url: extensionUrls.cardSays, extension: differs }]);
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
