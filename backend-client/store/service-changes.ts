import type { Database } from 'better-sqlite3';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { ServiceChangeProblem, TicketShown } from '../contract/store.ts';
import type { NumberStanding, ServiceChange, StoredVisit } from '../contract/visit.ts';
import type { Numbering } from '../numbering/policy.ts';
import { type ServiceSeries, seriesFor, ticketNumber } from '../numbering/ticket-number.ts';
import type { OpenDay } from './business-days.ts';
import { type FactMessages, placeOf } from './fact-messages.ts';
import type { StoredLeases } from './lease-table.ts';
import type { KeptWords } from './service-words.ts';
import type { Visits } from './visits.ts';

/** A visit goes on under another number for another service (design §7). Throws what SQLite throws. */
export interface ServiceChanges {
  change(change: ServiceChange, today: OpenDay): Result<StoredVisit, ServiceChangeProblem>;
  /** A visit as it was until the change that was made at this moment; `undefined` when there is no such change. */
  before(visitId: VisitId, changedAt: number): VisitFacts | undefined;
  standingOf(ticket: TicketShown): Exclude<NumberStanding, 'not-readable'>;
}

interface Needs {
  readonly db: Database;
  readonly leases: StoredLeases;
  readonly numbering: Numbering;
  readonly services: readonly ServiceSeries[];
  readonly words: KeptWords;
  readonly messages: FactMessages;
  readonly visits: Pick<Visits, 'factsOf' | 'visitFor' | 'moveDocuments' | 'isFull'>;
}

interface WithdrawnRow {
  readonly series: string;
  readonly sequence: number;
  readonly service_code: string;
  readonly words_id: number | null;
}

export function createServiceChanges({
  db,
  leases,
  numbering,
  services,
  words,
  messages,
  visits,
}: Needs): ServiceChanges {
  const { factsOf } = visits;
  const statements = prepare(db);
  const changeNow = db.transaction(
    (change: ServiceChange, today: OpenDay): Result<StoredVisit, ServiceChangeProblem> => {
      const known = factsOf(change.visitId);
      if (!known) return problem({ kind: 'unknown-visit' });
      const refusal = refusalOf(change, known, today);
      if (refusal) return problem(refusal);
      return ok(giveAnotherNumber(change, known, today));
    },
  );

  return {
    change: (change, today) => leases.inStep(() => changeNow.immediate(change, today)),
    before,
    standingOf,
  };

  function refusalOf(
    { sessionId, visitId, serviceCode }: ServiceChange,
    { visit, patient }: VisitFacts,
    today: OpenDay,
  ): ServiceChangeProblem | undefined {
    if (visit.day !== today.day) return { kind: 'other-day' };
    if (visit.service.code === serviceCode) return { kind: 'same-service' };
    if (statements.selectChange.get(visitId, sessionId) !== undefined) return { kind: 'changed-already' };
    const other = visits.visitFor(patient, serviceCode, today);
    const facts = other === undefined ? undefined : factsOf(other);
    if (facts) return { kind: 'has-number', visit: facts.visit };
    return visits.isFull(serviceCode, today) ? { kind: 'service-full' } : undefined;
  }

  function giveAnotherNumber(
    { sessionId, visitId, serviceCode }: ServiceChange,
    known: VisitFacts,
    today: OpenDay,
  ): StoredVisit {
    const { day, at } = today;
    const old = known.visit;
    const service = services.find(({ code }) => code === serviceCode);
    if (!service) throw new Error('the service is not in the site file');
    const number = numbering.take(day, seriesFor(service, old.priority));
    const wordsId = words.idOf(serviceCode);
    const oldWordsId = statements.selectWords.get(visitId) ?? null;
    statements.giveNumber.run(serviceCode, wordsId, number.series, number.sequence, old.number.text, at, visitId);
    leases.noteWithdrawn({
      day,
      series: old.number.series,
      sequence: old.number.sequence,
      at,
      visitId,
      sessionId,
      serviceCode: old.service.code,
      wordsId: oldWordsId,
    });
    statements.withdrawPapers.run(visitId);
    visits.moveDocuments(visitId, known.patient, serviceCode, today);
    statements.renameMessages.run(number.text, visitId);
    const visit: StoredVisit = {
      ...old,
      number,
      service: words.of(serviceCode, wordsId),
      paper: 'pending',
      replaces: old.number.text,
      numberedAt: at,
    };
    messages.insertLater({ kind: 'cancellation', ...known, cancelledAt: at }, placeOf(visit), today);
    messages.insertLater({ kind: 'service-change', ...known, visit, changedAt: at }, placeOf(visit), today);
    return visit;
  }

  function before(visitId: VisitId, changedAt: number): VisitFacts | undefined {
    const facts = factsOf(visitId);
    const row = statements.selectWithdrawn.get(visitId, changedAt);
    if (!facts || !row) return undefined;
    const number = ticketNumber(row.series, row.sequence);
    const service = words.of(row.service_code, row.words_id);
    return { ...facts, visit: { ...facts.visit, number, service, replaces: undefined, numberedAt: undefined } };
  }

  function standingOf({ visitId, number, day }: TicketShown): Exclude<NumberStanding, 'not-readable'> {
    const isThis = (row: Pick<NumberRow, 'day' | 'series' | 'sequence'>) =>
      row.day === day && ticketNumber(row.series, row.sequence).text === number;
    const live = statements.selectNumber.get(visitId);
    if (!live) return 'unknown';
    if (isThis(live)) return live.given_up_at === null ? 'ours' : 'withdrawn';
    return statements.selectGivenUp.all(visitId).some(isThis) ? 'withdrawn' : 'unknown';
  }
}

interface NumberRow {
  readonly day: BusinessDay;
  readonly series: string;
  readonly sequence: number;
  readonly given_up_at: number | null;
}

function prepare(db: Database) {
  return {
    selectChange: db
      .prepare<[string, SessionId], number>('select 1 from withdrawn_number where visit_id = ? and session_id = ?')
      .pluck(),
    selectWords: db.prepare<[string], number | null>('select words_id from visit where visit_id = ?').pluck(),
    giveNumber: db.prepare<[string, number, string, number, string, number, string]>(
      `update visit set service_code = ?, words_id = ?, series = ?, sequence = ?, replaces = ?, numbered_at = ?,
         paper = 'pending', phone_at = null where visit_id = ?`,
    ),
    withdrawPapers: db.prepare<[string]>('update print_attempt set withdrawn = 1 where visit_id = ?'),
    /** Whoever must find the visit at the desk finds it by the number that it has now. */
    renameMessages: db.prepare<[string, string]>('update message set ticket_number = ? where visit_id = ?'),
    selectWithdrawn: db.prepare<[string, number], WithdrawnRow>(
      `select series, sequence, service_code, words_id from withdrawn_number
       where visit_id = ? and withdrawn_at = ? order by series, sequence limit 1`,
    ),
    selectNumber: db.prepare<[string], NumberRow>(
      'select day, series, sequence, given_up_at from visit where visit_id = ?',
    ),
    selectGivenUp: db.prepare<[string], Omit<NumberRow, 'given_up_at'>>(
      'select day, series, sequence from withdrawn_number where visit_id = ?',
    ),
  };
}
