import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { PatientBirth } from '../contract/patient.ts';
import { namesAnother } from '../look-ups/named-person.ts';
import type { Refusal } from './delivery-answer.ts';
import { carries, isCurrent, patientsFound, personNamed } from './found-patient.ts';
import { isSomebodyElses } from './merge-patient.ts';
import { type CurrentRecord, forAPerson, type Questions } from './questions.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';
import { type Token, tokenList } from './search.ts';
import { isResourceId } from './visit-records.ts';

export interface WhoseRecord {
  /** `undefined`: the hospital has none that we can see. */
  readonly record: CurrentRecord | undefined;
  /** Others that carry a weaker number of the same person. */
  readonly others: readonly JsonObject[];
}

interface Needs {
  readonly questions: Questions;
  /** Ids that the server has told us before, whatever its searches say now. */
  readonly remembered: readonly string[];
  /** Whether not being allowed to search means that nobody is found. */
  readonly mayGoUnasked: boolean;
}

/** More are no one's record but a server that does not know the criterion. */
const mostCandidates = 10;

/**
 * The hospital's record of the patient on this card: of all that carry one of their numbers the one with the strongest. A search
 * may lag behind, so what it finds is only where to look; each record is read as it stands. Several with the strongest number, or
 * one that contradicts another, are for a person.
 */
export async function findRecord(card: JsonObject, needs: Needs): Promise<Result<WhoseRecord, Refusal>> {
  const { questions, remembered, mayGoUnasked } = needs;
  const groups = numbersOf(card);
  const tokens = groups.flat();
  if (tokens.length === 0) return ok({ record: undefined, others: [] });
  const found = await questions.search('Patient', [
    ['identifier', tokenList(tokens)],
    ['_elements', 'identifier,active,link'],
    ['_count', '20'],
  ]);
  if (!found.ok) return found;
  if (found.value.refused && !mayGoUnasked) return problem(found.value.refused);
  const listed = patientsFound(found.value.records, tokens).map(({ id }) => id);
  const candidates = [...new Set([...remembered.filter(isResourceId), ...listed])];
  if (candidates.length > mostCandidates) return problem(several);

  const records: CurrentRecord[] = [];
  for (const id of candidates) {
    const record = await questions.read('Patient', id);
    if (!record.ok) return record;
    if (record.value && isCurrent(record.value.resource)) records.push(record.value);
  }
  return ofStrongestNumber(records, groups, card);
}

function ofStrongestNumber(
  records: readonly CurrentRecord[],
  groups: readonly (readonly Token[])[],
  card: JsonObject,
): Result<WhoseRecord, Refusal> {
  for (const [rank, group] of groups.entries()) {
    const all = records.filter(({ resource }) => carries(resource, group));
    const carriers = isTemporary(group) ? all.filter(({ resource }) => isNamedAs(resource, card)) : all;
    if (carriers.length === 0 && all.length > 0) return problem(several);
    // Found by a weaker number, with another stronger one: somebody else's.
    const [record, another] = rank === 0 ? carriers : carriers.filter((each) => !isSomebodyElses(each.resource, card));
    if (another) return problem(several);
    if (!record) continue;
    if (isSomebodyElses(record.resource, card)) return problem(several);
    return ok({ record, others: records.filter((each) => each !== record).map(({ resource }) => resource) });
  }
  return ok({ record: undefined, others: [] });
}

/**
 * Newborns share temporary numbers until theirs are made (vietnam.md §2.2): twins may have one. So such a number alone makes
 * nobody's record theirs when the record says anything else of them.
 */
function isTemporary(group: readonly Token[]): boolean {
  return group.some(({ value }) => /^TE[1-5]\d{12}$/.test(value));
}

function isNamedAs(record: JsonObject, card: JsonObject): boolean {
  const { fullNames, birth, sex } = personNamed(card);
  const onCard = { fullName: fullNames[0], birth: birth === undefined ? undefined : birthOf(birth), sex };
  return !namesAnother(onCard, personNamed(record));
}

function birthOf(text: string): PatientBirth {
  if (text.length === 10) return { precision: 'day', date: text };
  return text.length === 7 ? { precision: 'month', month: text } : { precision: 'year', year: Number(text) };
}

const several = forAPerson('http-precondition-412', 412, 'multiple-matches');

/**
 * One group for each number on the card, strongest first; in a group the spellings of that number. The hospital's own code, the
 * citizen number, the insurance number, the visit of somebody without papers.
 */
export function numbersOf(card: JsonObject): readonly (readonly [Token, ...Token[]])[] {
  const strength = ['secondary', 'official', undefined, 'temp'];
  return strength.flatMap((wanted) =>
    objectsAt(card, 'identifier')
      .filter(({ use }) => use === wanted)
      .flatMap((identifier): [Token, ...Token[]][] => {
        const [system, value] = [textAt(identifier, 'system'), textAt(identifier, 'value')];
        if (system === undefined || value === undefined) return [];
        const short =
          isInsurance(identifier) && /^[A-Z]{2}\d{13}$/.test(value) ? [{ system, value: value.slice(-10) }] : [];
        return [[{ system, value }, ...short]];
      }),
  );
}

/** A card of 15 characters ends in the social-insurance number, which newer cards show alone. */
function isInsurance(identifier: JsonObject): boolean {
  return objectsAt(objectAt(identifier, 'type') ?? {}, 'coding').some(({ code }) => code === 'SB');
}
