import type { Database } from 'better-sqlite3';
import type { BusinessDay, ControlId, VisitId } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageCounts } from '../contract/store.ts';
import type { DayKeys } from './day-keys.ts';
import { type Claim, type DeliveryNote, longestRetryMs } from './message-queue.ts';
import { openSealed } from './sealing.ts';

/** The rows behind `MessageQueue`. Throws what SQLite throws. */
export interface Messages {
  claim(endpointId: string): Claim;
  note(messageId: number, note: DeliveryNote): 'noted';
  counts(): MessageCounts;
  queuedFor(endpointId: string): number;
  /** At open: a message that a crash cut off while sending may have arrived. The caller commits. */
  settleCutOff(endpoints: readonly DeduplicatingEndpoint[]): void;
}

export interface DeduplicatingEndpoint {
  readonly id: string;
  readonly deduplicates: boolean;
}

interface MessageRow {
  readonly message_id: number;
  readonly visit_id: VisitId;
  readonly day: BusinessDay;
  readonly control_id: ControlId;
  readonly body: Uint8Array | null;
  readonly attempts: number;
  readonly rejections: number;
  readonly next_attempt_at: number;
}

/** `>= 0` leaves out the messages that wait behind another one (null) and lets `message_unsettled` give the order. */
export const selectNextSql = `
  select message_id, visit_id, day, control_id, body, attempts, rejections, next_attempt_at
  from message
  where state = 'queued' and state not in ('accepted', 'settled', 'expired') and endpoint_id = ? and next_attempt_at >= 0
  order by next_attempt_at, message_id limit 1`;

export const countSql = `
  select state, count(*) as count, count(*) - count(next_attempt_at) as held from message where state not in ('accepted', 'settled', 'expired') group by state`;

export function createMessages(db: Database, keys: DayKeys, now: () => number): Messages {
  const statements = prepare(db);
  const noteAccepted = db.transaction((messageId: number, at: number) => {
    const row = statements.accept.get(at, at, messageId);
    if (!row) throw new Error('the message is not being sent');
    statements.releaseNext.run(at, row.visit_id, row.endpoint_id, messageId);
  });

  return { claim, note, counts, queuedFor, settleCutOff };

  function queuedFor(endpointId: string): number {
    return statements.countQueued.get(endpointId) ?? 0;
  }

  function claim(endpointId: string): Claim {
    const row = statements.selectNext.get(endpointId);
    if (!row) return { kind: 'nothing-queued' };
    const at = now();
    const dueInMs = row.next_attempt_at - at;
    if (dueInMs > 0 && dueInMs <= longestRetryMs) return { kind: 'not-due', dueInMs };
    const { message_id: messageId, control_id: controlId, attempts, rejections } = row;
    const bytes = openBody(row);
    if (!bytes) {
      statements.settle.run('refused', 'unreadable', at, messageId, 'queued');
      return { kind: 'unreadable', controlId, attempts };
    }
    statements.beginSending.run(at, messageId);
    return {
      kind: 'claimed',
      message: { messageId, endpointId, controlId, attempts: attempts + 1, rejections, bytes },
    };
  }

  function openBody({ day, control_id, body }: MessageRow): Uint8Array | undefined {
    const key = keys.of(day);
    return key && body ? openSealed(key.sealing, { table: 'message', rowId: control_id, day }, body) : undefined;
  }

  function note(messageId: number, note: DeliveryNote): 'noted' {
    const at = now();
    switch (note.state) {
      case 'accepted':
        noteAccepted.immediate(messageId, at);
        return 'noted';
      case 'queued':
        mustChange(
          note.counts === 'nothing'
            ? statements.release.run(note.reason, at, messageId)
            : statements.delay.run(
                note.reason,
                at + note.retryInMs,
                note.counts === 'rejection' ? 1 : 0,
                at,
                messageId,
              ),
        );
        return 'noted';
      case 'refused':
      case 'unsure':
        mustChange(statements.settle.run(note.state, note.reason, at, messageId, 'sending'));
        return 'noted';
      default:
        return unreachable(note);
    }
  }

  function counts(): MessageCounts {
    const found = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };
    for (const { state, count, held } of statements.count.all()) {
      found[state] = count;
      if (state === 'queued') found.held = held;
    }
    return found;
  }

  function settleCutOff(endpoints: readonly DeduplicatingEndpoint[]): void {
    const at = now();
    for (const { id, deduplicates } of endpoints) {
      if (deduplicates) statements.queueCutOff.run(at, at, id);
    }
    statements.unsureCutOff.run(at);
  }
}

function mustChange({ changes }: { readonly changes: number }): void {
  if (changes !== 1) throw new Error('the message is not being sent');
}

function prepare(db: Database) {
  return {
    selectNext: db.prepare<[string], MessageRow>(selectNextSql),
    beginSending: db.prepare<[number, number]>(
      `update message set state = 'sending', attempts = attempts + 1, updated_at = ? where message_id = ?`,
    ),
    accept: db.prepare<[number, number, number], { visit_id: VisitId; endpoint_id: string }>(
      `update message set state = 'accepted', reason = null, next_attempt_at = null, accepted_at = ?, updated_at = ?
       where message_id = ? and state = 'sending' returning visit_id, endpoint_id`,
    ),
    releaseNext: db.prepare<[number, string, string, number]>(
      `update message set next_attempt_at = ? where message_id = (
         select message_id from message
         where visit_id = ? and endpoint_id = ? and message_id > ? and state = 'queued'
         order by message_id limit 1)`,
    ),
    release: db.prepare<[string, number, number]>(
      `update message set state = 'queued', attempts = attempts - 1, reason = ?, updated_at = ?
       where message_id = ? and state = 'sending'`,
    ),
    delay: db.prepare<[string, number, number, number, number]>(
      `update message set state = 'queued', reason = ?, next_attempt_at = ?, rejections = rejections + ?, updated_at = ?
       where message_id = ? and state = 'sending'`,
    ),
    settle: db.prepare<[string, string, number, number, string]>(
      'update message set state = ?, reason = ?, updated_at = ?, next_attempt_at = null where message_id = ? and state = ?',
    ),
    count: db.prepare<[], { state: Exclude<keyof MessageCounts, 'held'>; count: number; held: number }>(countSql),
    countQueued: db
      .prepare<[string], number>(
        `select count(*) from message where state in ('queued', 'sending')
           and state not in ('accepted', 'settled', 'expired') and endpoint_id = ?`,
      )
      .pluck(),
    queueCutOff: db.prepare<[number, number, string]>(
      `update message set state = 'queued', reason = 'stopped', next_attempt_at = ?, updated_at = ?
       where state = 'sending' and state not in ('accepted', 'settled', 'expired') and endpoint_id = ?`,
    ),
    unsureCutOff: db.prepare<[number]>(
      `update message set state = 'unsure', reason = 'stopped', next_attempt_at = null, updated_at = ?
       where state = 'sending' and state not in ('accepted', 'settled', 'expired')`,
    ),
  };
}
