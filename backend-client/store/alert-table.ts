import type { Database } from 'better-sqlite3';
import type { AlertId } from '#config/agreements/ids.ts';
import type { AlertKind, StoredAlert } from '../contract/alert.ts';

/** The rows behind the calls for a person. Throws what SQLite throws. */
export interface AlertTable {
  /** False when a call of this kind is open already. */
  insert(alertId: AlertId, kind: AlertKind, at: number): boolean;
  /** Newest first, those of the last day and all open ones, at most 50. */
  list(since: number): readonly StoredAlert[];
  noteDelivered(alertId: AlertId, escalation: number): void;
  escalate(alertId: AlertId, at: number): void;
  /** False when it is not open any more. */
  acknowledge(alertId: AlertId, by: string, at: number): boolean;
  closeAll(at: number): void;
  closeOlderThan(raisedBefore: number, at: number): void;
}

interface AlertRow {
  readonly alert_id: AlertId;
  readonly kind: AlertKind;
  readonly raised_at: number;
  readonly escalation: number;
  readonly escalated_at: number;
  readonly delivered: number | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: number | null;
  readonly closed_at: number | null;
}

export function createAlertTable(db: Database): AlertTable {
  const isOpen = 'acknowledged_at is null and closed_at is null';
  const insert = db.prepare<[string, string, number, number]>(
    'insert into alert (alert_id, kind, raised_at, escalated_at) values (?, ?, ?, ?) on conflict do nothing',
  );
  const select = db.prepare<[number], AlertRow>(
    `select * from alert where raised_at >= ? or (${isOpen}) order by raised_at desc, alert_id limit 50`,
  );
  const noteDelivered = db.prepare<[number, string]>('update alert set delivered = ? where alert_id = ?');
  const escalate = db.prepare<[number, string]>(
    `update alert set escalation = escalation + 1, escalated_at = ? where alert_id = ? and ${isOpen}`,
  );
  const acknowledge = db.prepare<[string, number, string]>(
    `update alert set acknowledged_by = ?, acknowledged_at = ? where alert_id = ? and ${isOpen}`,
  );
  const closeAll = db.prepare<[number]>(`update alert set closed_at = ? where ${isOpen}`);
  const closeOlder = db.prepare<[number, number]>(`update alert set closed_at = ? where raised_at < ? and ${isOpen}`);

  return {
    insert: (alertId, kind, at) => insert.run(alertId, kind, at, at).changes === 1,
    list: (since) => select.all(since).map(alertFromRow),
    noteDelivered: (alertId, escalation) => void noteDelivered.run(escalation, alertId),
    escalate: (alertId, at) => void escalate.run(at, alertId),
    acknowledge: (alertId, by, at) => acknowledge.run(by, at, alertId).changes === 1,
    closeAll: (at) => void closeAll.run(at),
    closeOlderThan: (raisedBefore, at) => void closeOlder.run(at, raisedBefore),
  };
}

function alertFromRow(row: AlertRow): StoredAlert {
  return {
    alertId: row.alert_id,
    kind: row.kind,
    raisedAt: row.raised_at,
    escalation: row.escalation,
    escalatedAt: row.escalated_at,
    delivered: row.delivered ?? undefined,
    acknowledgedBy: row.acknowledged_by ?? undefined,
    acknowledgedAt: row.acknowledged_at ?? undefined,
    isOpen: row.acknowledged_at === null && row.closed_at === null,
  };
}
