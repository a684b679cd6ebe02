import type { Database } from 'better-sqlite3';
import type { AlertId, BusinessDay } from '#config/agreements/ids.ts';
import type { AlertEnding, AlertKind, StoredAlert } from '../contract/alert.ts';
import type { StaffNames } from './staff-names.ts';

/** The rows behind the calls for a person. Throws what SQLite throws. */
export interface AlertTable {
  /** `ticketNumber`: where the call is about one. */
  insert(alertId: AlertId, kind: AlertKind, at: number, ticketNumber?: string): void;
  /** Newest first, those of the last day and all open ones, at most 50. */
  list(since: number): readonly StoredAlert[];
  /** What is open, and what somebody has not been told to be over. */
  unfinished(): readonly StoredAlert[];
  noteDelivered(alertId: AlertId, escalation: number): void;
  escalate(alertId: AlertId, at: number): void;
  acknowledge(alertId: AlertId, by: string, at: number): void;
  /** Ends a call for help, for a high reading or to a room without anybody's name. Any other call is ended by `acknowledge` alone. */
  close(alertId: AlertId, ended: Exclude<AlertEnding, 'answered'>, at: number): void;
  /** Everybody who was called knows that it is over. */
  noteEndTold(alertId: AlertId): void;
}

interface AlertRow {
  readonly alert_id: AlertId;
  readonly kind: AlertKind;
  readonly raised_at: number;
  readonly ticket_number: string | null;
  readonly escalation: number;
  readonly delivered: number | null;
  readonly acknowledger: Uint8Array | null;
  readonly acknowledger_day: BusinessDay | null;
  readonly acknowledged_at: number | null;
  readonly closed_at: number | null;
  readonly ended: AlertEnding | null;
}

interface Needs {
  readonly db: Database;
  readonly names: StaffNames;
  /** Starts the day when it is new: who answers a call is sealed under its key. */
  readonly openDay: () => { readonly day: BusinessDay };
}

export function createAlertTable({ db, names, openDay }: Needs): AlertTable {
  const isOpen = 'acknowledged_at is null and closed_at is null';
  const insert = db.prepare<[string, string, number, number, string | null]>(
    `insert into alert (alert_id, kind, raised_at, escalated_at, ticket_number) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  );
  const select = db.prepare<[number], AlertRow>(
    `select * from alert where raised_at >= ? or (${isOpen}) order by raised_at desc, alert_id limit 50`,
  );
  const noteDelivered = db.prepare<[number, string]>('update alert set delivered = ? where alert_id = ?');
  const escalate = db.prepare<[number, string]>(
    `update alert set escalation = escalation + 1, escalated_at = ? where alert_id = ? and ${isOpen}`,
  );
  const unfinished = db.prepare<[], AlertRow>(
    `select * from alert where (${isOpen}) or end_owed = 1 order by raised_at`,
  );
  const acknowledge = db.prepare<[Uint8Array | null, string, number, string]>(
    `update alert set acknowledger = ?, acknowledger_day = ?, acknowledged_at = ?, ended = 'answered', end_owed = 1
     where alert_id = ? and ${isOpen}`,
  );
  const close = db.prepare<[number, string, string]>(
    `update alert set closed_at = ?, ended = ?, end_owed = 1
     where alert_id = ? and kind in ('help-wanted', 'isolation', 'high-reading') and ${isOpen}`,
  );
  const noteEndTold = db.prepare<[string]>('update alert set end_owed = 0 where alert_id = ?');

  return {
    insert: (alertId, kind, at, ticketNumber) => void insert.run(alertId, kind, at, at, ticketNumber ?? null),
    list: (since) => select.all(since).map(alertFromRow),
    unfinished: () => unfinished.all().map(alertFromRow),
    noteDelivered: (alertId, escalation) => void noteDelivered.run(escalation, alertId),
    escalate: (alertId, at) => void escalate.run(at, alertId),
    acknowledge(alertId, by, at) {
      const { day } = openDay();
      const name = names.seal(by, { table: 'acknowledger', rowId: alertId, day });
      acknowledge.run(name ?? null, day, at, alertId);
    },
    close: (alertId, ended, at) => void close.run(at, ended, alertId),
    noteEndTold: (alertId) => void noteEndTold.run(alertId),
  };

  function alertFromRow(row: AlertRow): StoredAlert {
    return {
      alertId: row.alert_id,
      kind: row.kind,
      raisedAt: row.raised_at,
      ...(row.ticket_number === null ? {} : { ticketNumber: row.ticket_number }),
      escalation: row.escalation,
      delivered: row.delivered ?? undefined,
      // A name that does not open any more leaves a call that somebody answered.
      acknowledgedBy: row.acknowledged_at === null ? undefined : (nameIn(row) ?? ''),
      ended: row.ended ?? undefined,
      isOpen: row.acknowledged_at === null && row.closed_at === null,
    };
  }

  function nameIn({ alert_id, acknowledger, acknowledger_day }: AlertRow): string | undefined {
    if (!acknowledger || !acknowledger_day) return undefined;
    return names.open(acknowledger, { table: 'acknowledger', rowId: alert_id, day: acknowledger_day });
  }
}
