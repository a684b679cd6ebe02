import { isDeepStrictEqual } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { openAppointment } from './arriving.ts';
import type { Refusal } from './delivery-answer.ts';
import { carries } from './found-patient.ts';
import { mergePatient } from './merge-patient.ts';
import { type CurrentRecord, forAPerson, type Questions } from './questions.ts';
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';
import { tokenList } from './search.ts';
import { addedBy, bothWritten, literalOf, mergeRecord, type Written, withoutTakenBack } from './three-way.ts';
import { identifiersOf, kindOf, type ToldBundle, typeOf } from './told-bundle.ts';
import { isResourceId, type VisitRecords } from './visit-records.ts';
import { findRecord, numbersOf } from './whose-record.ts';

/** What goes out of a stored bundle. */
export interface CompletedBundle {
  readonly entries: readonly CompletedEntry[];
  /** Names inside the bundle whose records are there already: urn → `Patient/7`. */
  readonly literals: ReadonlyMap<string, string>;
  /** What of the patient's record is ours, where it was there before. */
  readonly writtenOfPatient: Written | undefined;
}

export interface CompletedEntry {
  readonly entry: JsonObject;
  /** Created unless found, and to be mended where it turns out that it was there. */
  readonly isToBeMended: boolean;
}

interface Needs {
  readonly questions: Questions;
  readonly known: VisitRecords;
  /** Ids of records with this card's numbers that we have made ourselves a moment ago. */
  readonly made: readonly string[];
  readonly keepsPatients: boolean;
}

/**
 * Stored bytes say what a kiosk knows; what is written must keep what only the hospital knows (law 14). So each record that may be
 * there is looked for by the id that the server told us, else by a search; read as it stands; and left alone (a registration, a
 * reading), or written back under its version with what is new (a correction). What is not there is created unless the server
 * finds it by one number: some servers heed only the first of several. Control id and business ids stay the same.
 */
export async function completeBundle(told: ToldBundle, needs: Needs): Promise<Result<CompletedBundle, Refusal>> {
  const completing = new Completing(told, needs);
  const refusal = await completing.run();
  return refusal ? problem(refusal) : ok(completing.result());
}

class Completing {
  readonly #told: ToldBundle;
  readonly #needs: Needs;
  readonly #literals = new Map<string, string>();
  #writtenOfPatient: Written | undefined;
  readonly #completed = new Map<JsonObject, CompletedEntry | undefined>();

  constructor(told: ToldBundle, needs: Needs) {
    this.#told = told;
    this.#needs = needs;
  }

  result(): CompletedBundle {
    const entries = this.#told.entries.flatMap((entry) => {
      const completed = this.#completed.has(entry) ? this.#completed.get(entry) : { entry, isToBeMended: false };
      return completed ? [{ ...completed, entry: withLiterals(completed.entry, this.#literals) }] : [];
    });
    return { entries, literals: this.#literals, writtenOfPatient: this.#writtenOfPatient };
  }

  /** The visit first: whose it is, the hospital may know better than we do. */
  async run(): Promise<Refusal | undefined> {
    const { entries, kind } = this.#told;
    const of = (type: string) => entries.find((entry) => typeOf(entry) === type);
    const [patient, companion, encounter, coverage] = ['Patient', 'RelatedPerson', 'Encounter', 'Coverage'].map(of);
    const [answers, consent, patch] = ['QuestionnaireResponse', 'Consent', 'Binary'].map(of);
    // Of a registration nobody but us can know the visit.
    const visit = encounter && kind !== 'registration' ? await this.#locate(encounter) : ok(undefined);
    if (!visit.ok) return visit.problem;
    const settled = [
      () => patient && this.#whose(patient, visit.value),
      // Before the visit, which names them.
      () => companion && this.#findAndSettle(companion),
      () => encounter && this.#settle(encounter, visit.value),
      () => coverage && this.#findAndSettle(coverage),
      () => answers && this.#findAndSettle(answers),
      () => consent && this.#findAndSettle(consent),
      () => patch && this.#arrive(patch),
    ];
    for (const settle of settled) {
      const refusal = await settle();
      if (refusal) return refusal;
    }
    return undefined;
  }

  /** By the id that the server gave, else by the visit's. */
  async #locate(entry: JsonObject): Promise<Result<CurrentRecord | undefined, Refusal>> {
    const { questions, known } = this.#needs;
    const kind = kindOf(entry);
    if (kind === undefined) return ok(undefined);
    const id = known[kind]?.id;
    if (id !== undefined) {
      const record = await questions.read(kind, id);
      if (!record.ok || record.value) return record;
    }
    const [identifier] = identifiersOf(objectAt(entry, 'resource') ?? {});
    const [system, value] = [textAt(identifier ?? {}, 'system'), textAt(identifier ?? {}, 'value')];
    if (system === undefined || value === undefined) return ok(undefined);
    const found = await questions.search(kind, [
      ['identifier', tokenList([{ system, value }])],
      ['_elements', 'identifier'],
      ['_count', '5'],
    ]);
    if (!found.ok) return found;
    const ids = found.value.records
      .filter((each) => identifiersOf(each).some((one) => one.system === system && one.value === value))
      .map((each) => textAt(each, 'id'))
      .filter(isResourceId);
    const [only, another] = new Set(ids);
    if (another !== undefined) return problem(several);
    return only === undefined ? ok(undefined) : questions.read(kind, only);
  }

  async #whose(entry: JsonObject, visit: CurrentRecord | undefined): Promise<Refusal | undefined> {
    const { kind } = this.#told;
    const { questions, known, made, keepsPatients } = this.#needs;
    // A reading is of whoever the hospital says that the visit is.
    const theirs = visit && kind === 'reading' ? literalOf(visit.resource.subject) : undefined;
    if (theirs?.startsWith('Patient/')) return this.#isThere(entry, theirs);
    const card = objectAt(entry, 'resource') ?? {};
    const remembered = [...(known.Patient ? [known.Patient.id] : []), ...made];
    const found = await findRecord(card, { questions, remembered, mayGoUnasked: kind !== 'correction' });
    if (!found.ok) return found.problem;
    const { record, others } = found.value;
    if (!record) return this.#create(entry, kind === 'correction' && !keepsPatients);
    if (keepsPatients || kind === 'reading') return this.#isThere(entry, `Patient/${record.id}`);
    const written = known.Patient?.id === record.id ? known.Patient.written : {};
    const merged = mergePatient(record.resource, withoutNumbersOf(others, card), written);
    this.#writtenOfPatient = bothWritten(written, addedBy(record.resource, merged));
    return this.#write(entry, record, merged);
  }

  async #findAndSettle(entry: JsonObject): Promise<Refusal | undefined> {
    const found = this.#told.kind === 'correction' ? await this.#locate(entry) : ok(undefined);
    return found.ok ? this.#settle(entry, found.value) : found.problem;
  }

  /** The visit, its insurance, or what was answered: mended by a correction, left alone by everybody else. */
  async #settle(entry: JsonObject, record: CurrentRecord | undefined): Promise<Refusal | undefined> {
    const isCorrection = this.#told.kind === 'correction';
    const kind = kindOf(entry);
    if (!record || kind === undefined) return this.#create(entry, isCorrection);
    if (!isCorrection) return this.#isThere(entry, `${kind}/${record.id}`);
    const ours = withLiterals(objectAt(entry, 'resource') ?? {}, this.#literals);
    const written = this.#needs.known[kind]?.id === record.id ? this.#needs.known[kind].written : undefined;
    const added = mergeRecord(record.resource, ours, written);
    // A companion who does not want to be named any more.
    const merged = kind === 'RelatedPerson' ? withoutTakenBack(added, ours, written) : added;
    const isTemporary = await this.#isOfTemporary(record);
    if (!isTemporary.ok) return isTemporary.problem;
    const whole = isTemporary.value ? { ...merged, subject: ours.subject } : merged;
    return this.#write(entry, record, withMarks(whole, ours));
  }

  /** Whether the visit is still of the patient that stands for somebody without papers: that one is ours. */
  async #isOfTemporary({ resource }: CurrentRecord): Promise<Result<boolean, Refusal>> {
    const subject = literalOf(resource.subject);
    const { visitId } = this.#told;
    if (resource.resourceType !== 'Encounter' || !subject?.startsWith('Patient/')) return ok(false);
    if ([...this.#literals.values()].includes(subject)) return ok(false);
    const patient = await this.#needs.questions.read('Patient', subject.slice('Patient/'.length));
    if (!patient.ok) return patient;
    const numbers = objectsAt(patient.value?.resource ?? {}, 'identifier');
    return ok(numbers.some(({ use, value }) => use === 'temp' && value === visitId));
  }

  async #arrive(entry: JsonObject): Promise<Refusal | undefined> {
    const patched = await openAppointment(entry, this.#needs.questions);
    if (!patched.ok) return patched.problem;
    this.#completed.set(entry, patched.value && { entry: patched.value, isToBeMended: false });
    return undefined;
  }

  #isThere(entry: JsonObject, literal: string): undefined {
    this.#literals.set(textAt(entry, 'fullUrl') ?? '', literal);
    this.#completed.set(entry, undefined);
  }

  /** By one number: of several, some servers heed only the first. */
  #create(entry: JsonObject, isToBeMended: boolean): undefined {
    const resource = objectAt(entry, 'resource') ?? {};
    const [token] = typeOf(entry) === 'Patient' ? (numbersOf(resource)[0] ?? []) : [];
    const [identifier] = identifiersOf(resource);
    const criterion = token ?? { system: String(identifier?.system), value: String(identifier?.value) };
    const ifNoneExist = `identifier=${encodeURIComponent(tokenList([criterion]))}`;
    const request = { method: 'POST', url: typeOf(entry), ifNoneExist };
    this.#completed.set(entry, { entry: { ...entry, request }, isToBeMended });
  }

  /** Under the version that was read (http.html#concurrency): somebody else's change in between is a 412, and read again. */
  #write(entry: JsonObject, { id, version, resource }: CurrentRecord, merged: JsonObject): Refusal | undefined {
    const literal = `${typeOf(entry)}/${id}`;
    this.#isThere(entry, literal);
    if (isDeepStrictEqual(plainly({ ...merged, text: undefined }), plainly({ ...resource, text: undefined })))
      return undefined;
    if (version === undefined) return keepsNoVersions;
    const request = { method: 'PUT', url: literal, ifMatch: `W/"${version}"` };
    this.#completed.set(entry, { entry: { ...entry, resource: merged, request }, isToBeMended: false });
    return undefined;
  }
}

const several = forAPerson('http-precondition-412', 412, 'multiple-matches');

/** Written back without a version, it could undo what the hospital wrote a moment before. */
const keepsNoVersions = forAPerson('answer-not-understood', 200, 'not-supported');

/** A number that another record of this person has, in whichever spelling, is not written a second time. */
function withoutNumbersOf(others: readonly JsonObject[], card: JsonObject): JsonObject {
  const elsewhere = numbersOf(card)
    .filter((group) => others.some((other) => carries(other, group)))
    .map(([number]) => number);
  const identifier = objectsAt(card, 'identifier').filter(
    ({ system, value }) => !elsewhere.some((number) => number.system === system && number.value === value),
  );
  return { ...card, identifier };
}

/** A demo's data says that it is a test, also in a record that was there before. Generated words say what was so before. */
function withMarks(record: JsonObject, ours: JsonObject): JsonObject {
  const { text, ...rest } = record;
  const words = objectAt(record, 'text')?.status === 'additional' ? { text } : {};
  const security = objectsAt(objectAt(ours, 'meta') ?? {}, 'security');
  if (security.length === 0) return { ...rest, ...words };
  const meta = objectAt(record, 'meta') ?? {};
  const known = objectsAt(meta, 'security');
  const missing = security.filter(({ code }) => known.every((each) => each.code !== code));
  return { ...rest, ...words, meta: { ...meta, security: [...known, ...missing] } };
}

function plainly(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Every reference to a name inside the bundle whose record is known becomes one to the record. */
export function withLiterals(value: JsonObject, literals: ReadonlyMap<string, string>): JsonObject {
  const replaced: unknown = JSON.parse(JSON.stringify(value), (key, each: unknown) =>
    key === 'reference' && typeof each === 'string' ? (literals.get(each) ?? each) : each,
  );
  return isObject(replaced) ? replaced : value;
}
