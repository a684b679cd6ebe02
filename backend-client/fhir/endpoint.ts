import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { deliveryProblemFromLine } from '../connection/http-outcome.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import type { SystemMemory } from '../contract/system-memory.ts';
import { checkCapabilities } from './capability-check.ts';
import { type CompletedBundle, completeBundle, withLiterals } from './complete-bundle.ts';
import { contentRefused, type EntryResult, type Refusal, readDeliveryAnswer } from './delivery-answer.ts';
import { isCapabilityStatement } from './harmless-question.ts';
import { createMadePatients } from './made-patients.ts';
import { issuesInWords } from './operation-outcome.ts';
import { createQuestions, noCredentials } from './questions.ts';
import { type JsonObject, objectAt, textAt } from './read-json.ts';
import { tokenList } from './search.ts';
import type { FhirServer } from './server.ts';
import { writtenBy } from './three-way.ts';
import { kindOf, readToldBundle, type ToldBundle, typeOf } from './told-bundle.ts';
import { createUnanswered, notSeenYet } from './unanswered.ts';
import { isResourceId, keepRecords, recallRecords, type VisitRecords } from './visit-records.ts';
import { numbersOf } from './whose-record.ts';

interface Needs {
  readonly settings: FhirEndpointSettings;
  readonly server: FhirServer;
  readonly memory: SystemMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** The site file has patients asked more than their service; `false` when it is left out. */
  readonly asksMore?: boolean | undefined;
}

/** One more round is for records that the server's search did not show; after that the next attempt will see them. */
const mostRounds = 2;

/**
 * A hospital that takes FHIR R4 transactions. A stored bundle is completed first, so that nothing of the hospital's is lost
 * (`complete-bundle.ts`); what the answer tells of the server's ids is remembered with the visit.
 *
 * `If-None-Exist` is no lock: two kiosks that register one person at the same moment may both create (hapi-fhir 3141). So a
 * patient that was created is looked for once more; several are reported to the technician and left to the hospital.
 */
export function createFhirEndpoint({ settings, server, memory, clock, log, asksMore = false }: Needs): Endpoint {
  const { id: endpointId, deduplicates } = settings;
  const questions = createQuestions(server, clock.now);
  const unanswered = createUnanswered(questions, clock, settings.searchLagSeconds * 1000);
  const made = createMadePatients();

  async function send(message: OutgoingMessage): Promise<Result<'accepted', DeliveryProblem>> {
    const told = readToldBundle(message.bytes);
    const sent = await deliver(message, told);
    if (sent.ok) {
      unanswered.note(message.messageId, 'settled');
      made.settle(message.messageId);
      return ok('accepted');
    }
    const { delivery, status, issues } = sent.problem;
    if (status > 0 && (status !== 200 || issues.length > 0 || delivery.kind === 'permanent'))
      log('fhir-refusal', { endpointId, controlId: message.controlId, status, issues: issuesInWords(issues) });
    return problem(await aboutAddressOrContent(sent.problem));
  }

  /**
   * FHIR servers say 404 with reasons of a resource that the bundle names, and of a base address that is not theirs. Where a
   * CapabilityStatement is, the address is right.
   */
  async function aboutAddressOrContent({ delivery, status, issues }: Refusal): Promise<DeliveryProblem> {
    if ((status !== 404 && status !== 410) || issues.length === 0 || delivery.kind !== 'settings') return delivery;
    const asked = await server.metadata();
    const isTheirs = asked.ok && isCapabilityStatement(asked.value);
    return isTheirs ? contentRefused : delivery;
  }

  async function deliver(message: OutgoingMessage, told: ToldBundle): Promise<Result<'done', Refusal>> {
    const { messageId, controlId } = message;
    const mayGo = await unanswered.mayGo(message, told.tag);
    if (!mayGo.ok) return mayGo;
    for (let round = 1; round <= mostRounds; round += 1) {
      const known = recallRecords(memory, told.visitId);
      const completed = await completeBundle(told, {
        questions,
        known,
        made: made.idsOf(numbersIn(told)),
        keepsPatients: settings.corrections === 'keep-patient',
      });
      if (!completed.ok) return completed;
      const writes = completed.value.entries.some(({ entry }) => kindOf(entry) === 'Patient');
      if (writes && unanswered.mayBeUnseen(made.lostWith(numbersIn(told), messageId))) return problem(notSeenYet);
      const answer = await transact(told, completed.value);
      if (!answer.ok) {
        const isLost = answer.problem.delivery.kind === 'ambiguous';
        unanswered.note(messageId, isLost ? 'lost' : 'not-taken');
        if (isLost && writes) made.noteLost(numbersIn(told), messageId);
        return answer;
      }
      await learn({ told, known, completed: completed.value, results: answer.value, controlId });
      const wasThere = completed.value.entries.some(
        ({ isToBeMended }, at) => isToBeMended && answer.value[at]?.status !== 201,
      );
      if (!wasThere) return ok('done');
    }
    // It is there, and the server has not said where: its search will show it later.
    return problem(notSeenYet);
  }

  async function transact(
    { bundle }: ToldBundle,
    { entries }: CompletedBundle,
  ): Promise<Result<readonly EntryResult[], Refusal>> {
    const whole = { ...bundle, entry: entries.map(({ entry }) => entry) };
    const answer = await server.transact(new TextEncoder().encode(JSON.stringify(whole)));
    if (answer.ok) return readDeliveryAnswer(answer.value, entries.length, clock.now());
    const { kind } = answer.problem;
    const delivery = kind === 'no-credentials' ? noCredentials : deliveryProblemFromLine({ kind });
    return problem({ delivery, status: 0, issues: [] });
  }

  interface Answered {
    readonly told: ToldBundle;
    readonly known: VisitRecords;
    readonly completed: CompletedBundle;
    readonly results: readonly EntryResult[];
    readonly controlId: string;
  }

  /** Remembers under which ids the records of this visit are, and what we wrote there. */
  async function learn({ told, known, completed, results, controlId }: Answered): Promise<void> {
    const sentAt = new Map(completed.entries.map(({ entry }, at) => [textAt(entry, 'fullUrl'), at]));
    const literals = new Map(completed.literals);
    for (const [at, { entry }] of completed.entries.entries()) {
      const id = results[at]?.id;
      const name = textAt(entry, 'fullUrl') ?? '';
      if (id !== undefined && !literals.has(name)) literals.set(name, `${typeOf(entry)}/${id}`);
    }
    const records: Record<string, VisitRecords[keyof VisitRecords]> = { ...known };
    for (const entry of told.entries) {
      const kind = kindOf(entry);
      const name = textAt(entry, 'fullUrl') ?? '';
      const id = literals.get(name)?.split('/')[1];
      const at = sentAt.get(name);
      const isCreated = at !== undefined && results[at]?.status === 201;
      if (kind === 'Patient' && isCreated) await afterCreating(entry, id, controlId);
      if (kind === undefined || !isResourceId(id)) continue;
      if (kind === 'Patient') made.note(numbersIn(told), id);
      // What carries the visit's id was made by us, also when the answer to that was lost.
      const isOurs = isCreated || (kind !== 'Patient' && told.kind !== 'reading');
      const before = known[kind]?.id === id ? known[kind].written : {};
      const written = isOurs ? writtenBy(withLiterals(objectAt(entry, 'resource') ?? {}, literals)) : before;
      records[kind] = { id, written: (kind === 'Patient' && completed.writtenOfPatient) || written };
    }
    keepRecords(memory, told.visitId, records);
  }

  /** The message is accepted whatever comes of this: nothing here could be mended by sending it again. */
  async function afterCreating(entry: JsonObject, id: string | undefined, controlId: string): Promise<void> {
    const groups = numbersOf(objectAt(entry, 'resource') ?? {});
    if (groups.length === 0) return;
    const found = await questions.search('Patient', [
      ['identifier', tokenList(groups.flat())],
      ['_elements', 'id'],
      ['_count', '5'],
    ]);
    if (!found.ok || found.value.refused) return;
    const records = found.value.records.length;
    if (records > 1) log('duplicate-patient', { endpointId, controlId, records });
    if (id === undefined) return;
    const isNews = unanswered.searchFound(found.value.records.some((each) => textAt(each, 'id') === id));
    if (isNews) log('fhir-search-lags', { endpointId });
  }

  return {
    id: endpointId,
    deduplicates,
    send,
    check: () => checkCapabilities({ settings, server, asksMore }),
    close: server.close,
  };
}

function numbersIn({ entries }: ToldBundle) {
  const patient = entries.find((entry) => kindOf(entry) === 'Patient');
  return patient ? numbersOf(objectAt(patient, 'resource') ?? {}).flat() : [];
}
