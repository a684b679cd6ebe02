import type { Database } from 'better-sqlite3';
import {
  type BusinessDay,
  createControlId,
  createVisitId,
  type RandomBytes,
  type VisitId,
} from '#config/agreements/ids.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { PaperState, Priority, StoredVisit, VisitRequest } from '../contract/visit.ts';
import { takeNumber } from '../numbering/leases.ts';
import { type ServiceSeries, ticketNumber } from '../numbering/ticket-number.ts';
import type { OpenDay } from './business-days.ts';
import { documentMacs } from './document-mac.ts';
import type { StoredLeases } from './lease-table.ts';
import { seal } from './sealing.ts';

export interface StoredOrFound {
  readonly visit: StoredVisit;
  readonly found: boolean;
}

interface Needs {
  readonly db: Database;
  readonly leases: StoredLeases;
  readonly services: readonly ServiceSeries[];
  readonly renderers: readonly MessageRenderer[];
  readonly randomBytes: RandomBytes;
}

interface VisitRow {
  readonly visit_id: VisitId;
  readonly day: BusinessDay;
  readonly series: string;
  readonly sequence: number;
  readonly service_code: string;
  readonly priority_ground: Priority['ground'] | null;
  readonly priority_certain: 0 | 1 | null;
  readonly stored_at: number;
  readonly paper: PaperState;
}

/** Visit, number, documents and messages in one transaction: all are kept or none is (law 2). */
export function createVisits({ db, leases, services, renderers, randomBytes }: Needs): {
  store(request: VisitRequest, today: OpenDay): StoredOrFound;
} {
  const seriesOf = new Map(services.map((service) => [service.code, service]));
  const outgoing = renderers.map((renderer, index) => ({
    renderer,
    // What an earlier renderer says to the same endpoint goes first.
    isHead: renderers.findIndex(({ endpointId }) => endpointId === renderer.endpointId) === index,
  }));
  const statements = prepare(db);
  const store = db.transaction((request: VisitRequest, today: OpenDay): StoredOrFound => {
    const visitId = createVisitId(randomBytes);
    const known = claimDocuments(visitId, request, today);
    if (known) return { visit: known, found: true };
    const visit = insertVisit(visitId, request, today);
    insertMessages(request, visit, today);
    return { visit, found: false };
  });

  return {
    store(request, today) {
      let committed = false;
      try {
        const stored = store.immediate(request, today);
        committed = true;
        return stored;
      } finally {
        if (!committed) leases.forgetUncommitted();
      }
    },
  };

  /**
   * Points the patient's documents to this visit. When one of them has a visit for the service already, all of them lead
   * there and it is returned.
   */
  function claimDocuments(
    visitId: VisitId,
    { patient, serviceCode }: VisitRequest,
    { day, key }: OpenDay,
  ): StoredVisit | undefined {
    const macs = documentMacs(patient, key.documents);
    const taken = macs.filter((mac) => statements.insertDocument.run(day, mac, serviceCode, visitId).changes === 0);
    const [strongest] = taken;
    const row = strongest && statements.selectByDocument.get(day, strongest, serviceCode);
    if (!row) return undefined;
    for (const mac of macs) {
      if (!taken.includes(mac)) statements.moveDocument.run(row.visit_id, day, mac, serviceCode);
    }
    return visitFromRow(row);
  }

  function insertVisit(
    visitId: VisitId,
    { sessionId, patient, serviceCode, purpose, priority }: VisitRequest,
    today: OpenDay,
  ): StoredVisit {
    const { day, at } = today;
    const service = seriesOf.get(serviceCode);
    if (!service) throw new Error('the service is not in the site file');
    const number = takeNumber(leases, day, priority ? service.priorityPrefix : service.prefix);
    const plain = Buffer.from(JSON.stringify(patient));
    const sealed = seal(today.key.sealing, { table: 'visit', rowId: visitId, day }, plain, randomBytes);
    statements.insertVisit.run(
      visitId,
      sessionId,
      day,
      number.series,
      number.sequence,
      serviceCode,
      purpose,
      priority?.ground ?? null,
      priority ? Number(priority.certain) : null,
      patient.source,
      sealed,
      at,
    );
    return { visitId, day, number, serviceCode, priority, storedAt: at, paper: 'pending' };
  }

  function insertMessages(
    { patient, purpose, appointmentId }: VisitRequest,
    visit: StoredVisit,
    { day, at, key }: OpenDay,
  ): void {
    const facts = { visit, patient, purpose, ...(appointmentId === undefined ? {} : { appointmentId }) };
    for (const { renderer, isHead } of outgoing) {
      const controlId = createControlId(randomBytes);
      const bytes = renderer.registration(facts, controlId);
      const sealed = seal(key.sealing, { table: 'message', rowId: controlId, day }, bytes, randomBytes);
      statements.insertMessage.run(visit.visitId, renderer.endpointId, controlId, sealed, isHead ? at : null, at, at);
    }
  }
}

function prepare(db: Database) {
  return {
    selectByDocument: db.prepare<[string, Uint8Array, string], VisitRow>(
      `select visit_id, visit.day, series, sequence, visit.service_code, priority_ground, priority_certain, stored_at, paper
       from visit_document join visit using (visit_id)
       where visit_document.day = ? and document_mac = ? and visit_document.service_code = ?`,
    ),
    insertVisit: db.prepare(
      `insert into visit (visit_id, session_id, day, series, sequence, service_code, purpose,
         priority_ground, priority_certain, identity_source, patient, stored_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    moveDocument: db.prepare<[string, string, Uint8Array, string]>(
      'update visit_document set visit_id = ? where day = ? and document_mac = ? and service_code = ?',
    ),
    insertDocument: db.prepare<[string, Uint8Array, string, string]>(
      'insert into visit_document (day, document_mac, service_code, visit_id) values (?, ?, ?, ?) on conflict do nothing',
    ),
    insertMessage: db.prepare<[string, string, string, Uint8Array, number | null, number, number]>(
      `insert into message (visit_id, endpoint_id, kind, control_id, body, next_attempt_at, created_at, updated_at)
       values (?, ?, 'registration', ?, ?, ?, ?, ?)`,
    ),
  };
}

function visitFromRow(row: VisitRow): StoredVisit {
  return {
    visitId: row.visit_id,
    day: row.day,
    number: ticketNumber(row.series, row.sequence),
    serviceCode: row.service_code,
    priority:
      row.priority_ground === null ? undefined : { ground: row.priority_ground, certain: row.priority_certain === 1 },
    storedAt: row.stored_at,
    paper: row.paper,
  };
}
