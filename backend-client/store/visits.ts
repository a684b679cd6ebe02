import type { Database } from 'better-sqlite3';
import { contradicts } from '#config/agreements/described-person.ts';
import {
  type BusinessDay,
  createVisitId,
  type RandomBytes,
  type SessionId,
  type VisitId,
} from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { isPriorityGround, type PriorityGround } from '#config/catalogues/priority-grounds.ts';
import type { Fact, VisitFacts } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import type { Priority, StoredVisit, VisitRequest } from '../contract/visit.ts';
import type { Numbering } from '../numbering/policy.ts';
import { type ServiceSeries, seriesFor, ticketNumber } from '../numbering/ticket-number.ts';
import type { OpenDay } from './business-days.ts';
import type { DayKey, DayKeys } from './day-keys.ts';
import type { DayTally } from './day-tally.ts';
import { documentMacs, documentsOf, type VisitDocument } from './document-mac.ts';
import { type FactMessages, placeOf } from './fact-messages.ts';
import type { StoredLeases } from './lease-table.ts';
import { withTimes } from './merge-answers.ts';
import { type LaterFacts, mergeFacts } from './merge-facts.ts';
import { paperOf, type StoredPaper } from './paper-state.ts';
import type { KeptWords } from './service-words.ts';
import { openDetails, sealDetails, type VisitDetails } from './visit-details.ts';

export interface StoredOrFound {
  readonly visit: StoredVisit;
  readonly found: boolean;
  /** The found visit knows more now than before, and the hospital is told. */
  readonly corrected: boolean;
  /** One of the patient's documents has a number that somebody else has shown today. */
  readonly isShared: boolean;
}

export interface Visits {
  store(request: VisitRequest, today: OpenDay): Result<StoredOrFound, { readonly kind: 'service-full' }>;
  /** Whether its numbers of the day are given. */
  isFull(serviceCode: string, today: Pick<OpenDay, 'day'>): boolean;
  numbersOf(day: BusinessDay): ReadonlyMap<string, number>;
  /** `undefined`: no such visit, or what it held was erased. `false`: nothing new. */
  correct(visitId: VisitId, later: LaterFacts, today: OpenDay): boolean | undefined;
  /** The visit for this service that one of the patient's documents leads to. */
  visitFor(patient: Patient, serviceCode: string, today: OpenDay): VisitId | undefined;
  /** Every visit of today that one of the patient's documents leads to, by whichever service, the latest number first. */
  ofToday(patient: Patient, today: Pick<OpenDay, 'day' | 'key'>): readonly StoredVisit[];
  /** The documents of a visit of this patient's lead to it by another service from now on. The caller commits. */
  moveDocuments(visitId: VisitId, patient: Patient, serviceCode: string, today: OpenDay): void;
  /** All that is known about a visit; `undefined` when it is not in this store or was erased. */
  factsOf(visitId: VisitId): VisitFacts | undefined;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly leases: StoredLeases;
  readonly numbering: Numbering;
  readonly services: readonly ServiceSeries[];
  readonly words: KeptWords;
  readonly messages: FactMessages;
  readonly tally: Pick<DayTally, 'note'>;
  readonly randomBytes: RandomBytes;
  /** Law 12. */
  readonly isTimeConfirmed: () => boolean;
}

interface VisitRow {
  readonly visit_id: VisitId;
  readonly session_id: SessionId;
  readonly day: BusinessDay;
  readonly series: string;
  readonly sequence: number;
  readonly service_code: string;
  readonly words_id: number | null;
  readonly purpose: string;
  readonly priority_ground: string | null;
  readonly priority_certain: 0 | 1 | null;
  readonly patient: Uint8Array | null;
  readonly stored_at: number;
  readonly paper: StoredPaper;
  readonly phone_at: number | null;
  readonly replaces: string | null;
  readonly numbered_at: number | null;
}

interface DocumentPlace {
  readonly mac: Uint8Array;
  readonly visit: VisitRow | undefined;
}

/** Of one number on one day. Who comes after them gets a number all the same, and another one with each scan. */
const mostHolders = 4;

/** Visit, number, documents and messages in one transaction: all are kept or none is (law 2). */
export function createVisits({
  db,
  keys,
  leases,
  numbering,
  services,
  words,
  messages,
  tally,
  randomBytes,
  isTimeConfirmed,
}: Needs): Visits {
  const seriesOf = new Map(services.map((service) => [service.code, service]));
  const statements = prepare(db);
  const storeNow = db.transaction((wanted: VisitRequest, today: OpenDay): ReturnType<Visits['store']> => {
    const isRefused = wanted.appointment === undefined && isFull(wanted.serviceCode, today);
    if (isRefused && visitFor(wanted.patient, wanted.serviceCode, today) === undefined) {
      return problem({ kind: 'service-full' });
    }
    const answers = withTimes(wanted.answers, today.at);
    const request = answers ? { ...wanted, answers } : wanted;
    const visitId = createVisitId(randomBytes, today.at);
    const known = claimDocuments(visitId, request, today);
    if (known) {
      const corrected = enrich(known, request, today) ?? false;
      const visit = visitFromRow(statements.selectVisit.get(known.visit_id) ?? known);
      return ok({ visit, found: true, corrected, isShared: isShared(request.patient, today) });
    }
    const visit = insertVisit(visitId, request, today);
    insertMessages(request, visit, today);
    return ok({ visit, found: false, corrected: false, isShared: isShared(request.patient, today) });
  });
  const correctNow = db.transaction((visitId: VisitId, later: LaterFacts, today: OpenDay) => {
    const row = statements.selectVisit.get(visitId);
    return row && enrich(row, later, today);
  });

  return {
    store: (request, today) => leases.inStep(() => storeNow.immediate(request, today)),
    correct: (visitId, later, today) => correctNow.immediate(visitId, later, today),
    isFull,
    numbersOf,
    visitFor,
    ofToday: (patient, today) =>
      shownBefore(patient, today)
        .filter((visit) => !isAnothers(visit, patient))
        .map(visitFromRow)
        .toSorted((one, other) => (other.numberedAt ?? other.storedAt) - (one.numberedAt ?? one.storedAt)),
    moveDocuments,
    factsOf,
  };

  function visitFor(patient: Patient, serviceCode: string, today: OpenDay): VisitId | undefined {
    return placesOf(patient, serviceCode, today).find(({ visit }) => visit)?.visit?.visit_id;
  }

  function isFull(serviceCode: string, { day }: Pick<OpenDay, 'day'>): boolean {
    const quota = seriesOf.get(serviceCode)?.quota;
    return quota !== undefined && isTimeConfirmed() && (statements.countNumbers.get(day, serviceCode) ?? 0) >= quota;
  }

  function numbersOf(day: BusinessDay): ReadonlyMap<string, number> {
    return new Map(statements.countByService.all(day).map(({ service_code, numbers }) => [service_code, numbers]));
  }

  /** Each visit of the day for which a document with one of these numbers was shown, by whomever. */
  function shownBefore(patient: Patient, { day, key }: Pick<OpenDay, 'day' | 'key'>): readonly VisitRow[] {
    const rows = documentsOf(patient).flatMap((document) => {
      const macs = macsOf(document, key);
      return statements.selectShown.all(day, macs[0], macs.at(-1) ?? macs[0]);
    });
    return [...new Map(rows.map((row) => [row.visit_id, row])).values()];
  }

  function isShared(patient: Patient, today: OpenDay): boolean {
    return shownBefore(patient, today).some((visit) => isAnothers(visit, patient));
  }

  /**
   * Points the patient's documents to this visit. When one of them has a visit for the service already, all of them lead
   * there and it is returned.
   */
  function claimDocuments(visitId: VisitId, request: VisitRequest, today: OpenDay): VisitRow | undefined {
    const { patient, serviceCode } = request;
    const places = placesOf(patient, serviceCode, today);
    const known = places.find(({ visit }) => visit)?.visit;
    for (const { mac, visit } of places) {
      if (!visit) statements.insertDocument.run(today.day, mac, serviceCode, known?.visit_id ?? visitId);
    }
    return known;
  }

  /**
   * Of a number that two people carry each has a place of their own, which may be another one for another service. Cards that the
   * patient is known by no more lead here as they did, unless somebody else has their place.
   */
  function moveDocuments(visitId: VisitId, patient: Patient, serviceCode: string, today: OpenDay): void {
    const { day, key } = today;
    const places = placesOf(patient, serviceCode, today).map(({ mac }) => mac);
    const known = documentsOf(patient).flatMap((document) => macsOf(document, key));
    const left = statements.takeDocuments.all(day, visitId).filter((mac) => !known.some((each) => mac.equals(each)));
    for (const mac of places) statements.insertDocument.run(day, mac, serviceCode, visitId);
    for (const mac of left) statements.insertLeftDocument.run(day, mac, serviceCode, visitId);
  }

  /** Of each document of the patient's the visit for this service that it leads to, or where it could lead to one. */
  function placesOf(
    patient: Patient,
    serviceCode: string,
    { day, key }: Pick<OpenDay, 'day' | 'key'>,
  ): readonly DocumentPlace[] {
    return documentsOf(patient).flatMap((document) => {
      const macs = macsOf(document, key);
      const taken = statements.selectByDocument.all(day, macs[0], macs.at(-1) ?? macs[0], serviceCode);
      const places = macs.map(
        (mac): DocumentPlace => ({ mac, visit: taken.find((each) => each.document_mac.equals(mac)) }),
      );
      // A place may have become free in between, when its visit changed to another service.
      const own = places.find(({ visit }) => visit && !isAnothers(visit, patient));
      return own ?? places.find(({ visit }) => !visit) ?? [];
    });
  }

  /** Whether a number that is on this patient's card was shown by somebody else today. */
  function isAnothers(visit: VisitRow, patient: Patient): boolean {
    const known = factsFromRow(visit)?.patient;
    return known !== undefined && contradicts(known, patient);
  }

  function insertVisit(visitId: VisitId, request: VisitRequest, today: OpenDay): StoredVisit {
    const { sessionId, patient, serviceCode, purpose, priority } = request;
    const { day, at, key } = today;
    const lanes = seriesOf.get(serviceCode);
    if (!lanes) throw new Error('the service is not in the site file');
    const number = numbering.take(day, seriesFor(lanes, priority));
    const { contact, insuranceCheck, appointment, answers } = request;
    const details = { patient, contact, insuranceCheck, appointment, answers, ground: saidGround(priority) };
    tally.note(day, answers, undefined);
    const wordsId = words.idOf(serviceCode);
    statements.insertVisit.run(
      visitId,
      sessionId,
      day,
      number.series,
      number.sequence,
      serviceCode,
      purpose,
      groundColumn(priority),
      priority ? Number(priority.certain) : null,
      patient.source,
      sealDetails(details, { visitId, day, key }, randomBytes),
      at,
      wordsId,
    );
    const service = words.of(serviceCode, wordsId);
    return { visitId, day, number, service, priority, storedAt: at, paper: 'pending', replaces: undefined };
  }

  function insertMessages(request: VisitRequest, visit: StoredVisit, today: OpenDay): void {
    const { patient, purpose, contact, insuranceCheck, appointment, answers } = request;
    const facts = { visit, patient, purpose, contact, insuranceCheck, appointment, ...(answers && { answers }) };
    const first: Fact[] = [{ kind: 'registration', ...facts }];
    if (appointment) first.push({ kind: 'arrival', ...facts, appointment });
    messages.insertWithVisit(first, placeOf(visit), today);
  }

  /**
   * Keeps what is new about a visit and tells the hospital, once; nothing is written when nothing is new. A document that came
   * with it leads to this visit from now on, unless it has one of its own.
   */
  function enrich(row: VisitRow, later: LaterFacts, today: OpenDay): boolean | undefined {
    const known = factsFromRow(row);
    const key = keys.of(row.day);
    if (!known || !key) return undefined;
    const merged = mergeFacts(known, later);
    if (!merged) return false;
    const { facts, arrived } = merged;
    const { visit, purpose, patient, contact, insuranceCheck, appointment, answers } = facts;
    const place = { visitId: row.visit_id, day: row.day, key };
    const details = { patient, contact, insuranceCheck, appointment, answers };
    tally.note(row.day, answers, known.answers);
    statements.updateVisit.run(
      purpose,
      groundColumn(visit.priority),
      visit.priority ? Number(visit.priority.certain) : null,
      sealDetails({ ...details, ground: saidGround(visit.priority) }, place, randomBytes),
      row.visit_id,
    );
    if (row.day === today.day) {
      for (const { mac, visit: claimed } of placesOf(patient, row.service_code, { day: row.day, key })) {
        if (!claimed) statements.insertDocument.run(row.day, mac, row.service_code, row.visit_id);
      }
    }
    messages.insertLater({ kind: 'correction', ...facts, correctedAt: today.at }, placeOf(visit), today);
    if (arrived) messages.insertLater({ kind: 'arrival', ...facts, appointment: arrived }, placeOf(visit), today);
    return true;
  }

  function visitFromRow(row: VisitRow): StoredVisit {
    return {
      visitId: row.visit_id,
      day: row.day,
      number: ticketNumber(row.series, row.sequence),
      service: words.of(row.service_code, row.words_id),
      priority: priorityFromRow(row, () => detailsOf(row)?.ground),
      storedAt: row.stored_at,
      paper: paperOf(row),
      replaces: row.replaces ?? undefined,
      ...(row.numbered_at === null ? {} : { numberedAt: row.numbered_at }),
    };
  }

  function factsOf(visitId: VisitId): VisitFacts | undefined {
    const row = statements.selectVisit.get(visitId);
    return row && factsFromRow(row);
  }

  function detailsOf(row: VisitRow): VisitDetails | undefined {
    const key = keys.of(row.day);
    return (key && row.patient && openDetails(row.patient, { visitId: row.visit_id, day: row.day, key })) || undefined;
  }

  function factsFromRow(row: VisitRow): VisitFacts | undefined {
    const details = detailsOf(row);
    if (!details) return undefined;
    const { ground: _, ...facts } = details;
    return { visit: visitFromRow(row), purpose: row.purpose, ...facts };
  }
}

/** Stands in the column for what the patient has said: the ground itself lies sealed with the rest about them, and goes with it. */
const saidByPatient = 'said';

function groundColumn(priority: Priority | undefined): string | null {
  return saidGround(priority) ? saidByPatient : (priority?.ground ?? null);
}

/** Age stands on the card, and tells nothing of anybody's health. */
function saidGround(priority: Priority | undefined): PriorityGround | undefined {
  if (!priority || priority.ground === 'age-75' || priority.ground === 'under-6') return undefined;
  return priority.ground;
}

/** A ground that a later version wrote and this one cannot name: the number keeps its lane, and no other ground is made up for it. */
function priorityFromRow(row: VisitRow, said: () => PriorityGround | undefined): Priority | undefined {
  const ground = row.priority_ground === saidByPatient ? said() : (row.priority_ground ?? undefined);
  return ground !== undefined && isPriorityGround(ground) ? { ground, certain: row.priority_certain === 1 } : undefined;
}

function macsOf(document: VisitDocument, { documents }: DayKey): ReturnType<typeof documentMacs> {
  return documentMacs(documents, document, mostHolders);
}

function prepare(db: Database) {
  return {
    selectVisit: db.prepare<[string], VisitRow>('select * from visit where visit_id = ?'),
    selectByDocument: db.prepare<
      [string, Uint8Array, Uint8Array, string],
      VisitRow & { readonly document_mac: Buffer }
    >(
      `select visit.*, document_mac from visit_document join visit using (visit_id)
       where visit_document.day = ? and document_mac between ? and ? and visit_document.service_code = ?`,
    ),
    countNumbers: db
      .prepare<[string, string], number>(
        'select count(*) from visit where day = ? and service_code = ? and given_up_at is null',
      )
      .pluck(),
    countByService: db.prepare<[string], { readonly service_code: string; readonly numbers: number }>(
      `select service_code, count(*) as numbers from visit where day = ? and given_up_at is null group by service_code`,
    ),
    selectShown: db.prepare<[string, Uint8Array, Uint8Array], VisitRow>(
      `select distinct visit.* from visit_document join visit using (visit_id)
       where visit_document.day = ? and document_mac between ? and ?`,
    ),
    insertVisit: db.prepare(
      `insert into visit (visit_id, session_id, day, series, sequence, service_code, purpose,
         priority_ground, priority_certain, identity_source, patient, stored_at, words_id)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    updateVisit: db.prepare<[string, string | null, number | null, Uint8Array, string]>(
      'update visit set purpose = ?, priority_ground = ?, priority_certain = ?, patient = ? where visit_id = ?',
    ),
    takeDocuments: db
      .prepare<[string, string], Buffer>(
        'delete from visit_document where day = ? and visit_id = ? returning document_mac',
      )
      .pluck(),
    insertLeftDocument: db.prepare<[string, Uint8Array, string, string]>(
      'insert into visit_document (day, document_mac, service_code, visit_id) values (?, ?, ?, ?) on conflict do nothing',
    ),
    insertDocument: db.prepare<[string, Uint8Array, string, string]>(
      'insert into visit_document (day, document_mac, service_code, visit_id) values (?, ?, ?, ?)',
    ),
  };
}
