import type { Database, Transaction } from 'better-sqlite3';
import type { BusinessDay, ControlId } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageCounts } from '../contract/store.ts';
import type { DayKeys } from './day-keys.ts';
import {
  type Claim,
  type ClaimedMessage,
  type DeliveryNote,
  type HowToClaim,
  longestRetryMs,
  type NotedDelivery,
  type UnreadableMessage,
} from './message-queue.ts';
import { openSealed } from './sealing.ts';
import type { WaitingCounts } from './waiting-counts.ts';

export interface DeduplicatingEndpoint {
  readonly id: string;
  readonly deduplicates: boolean;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly waiting: WaitingCounts;
  readonly now: () => number;
}

interface MessageRow {
  readonly message_id: number;
  readonly day: BusinessDay;
  readonly control_id: ControlId;
  readonly body: Uint8Array | null;
  readonly attempts: number;
  readonly rejections: number;
  readonly next_attempt_at: number;
}

const columns = 'message_id, day, control_id, body, attempts, rejections, next_attempt_at';
const unsettled = `state not in ('accepted', 'settled', 'expired')`;

/** `>= 0` leaves out the messages that wait behind another one (null) and lets `message_unsettled` give the order. */
export const selectNextSql = `
  select ${columns} from message
  where state = 'queued' and ${unsettled} and endpoint_id = ? and next_attempt_at >= 0
  order by next_attempt_at, message_id limit 1`;

/** Null, of the messages that wait behind another one, is never at most anything. */
export const selectUntriedSql = `
  select ${columns} from message
  where state = 'queued' and ${unsettled} and endpoint_id = ? and next_attempt_at <= ? and attempts = 0
  order by next_attempt_at, message_id limit ?`;

/** As above, with those that were not taken before. */
export const selectDueSql = `
  select ${columns} from message
  where state = 'queued' and ${unsettled} and endpoint_id = ? and next_attempt_at <= ?
  order by next_attempt_at, message_id limit ?`;

/** A batch in memory is not larger than about this, since a message may have a megabyte. */
const mostBatchBytes = 1024 * 1024;

/** The rows behind `MessageQueue`. Throws what SQLite throws. */
export class Messages {
  readonly #keys: DayKeys;
  readonly #waiting: WaitingCounts;
  readonly #now: () => number;
  readonly #statements: ReturnType<typeof prepare>;
  /** Handed out and not noted, by message id. Those from memory are `queued` on disk, the others `sending`. */
  readonly #inHand = new Map<number, { readonly endpointId: string; readonly mark: HowToClaim['mark'] }>();
  /** Endpoints that were asked in this run, and what came of it was noted. */
  readonly #tried = new Set<string>();
  readonly #noteInOne: Transaction<(deliveries: readonly NotedDelivery[], at: number) => void>;

  constructor({ db, keys, waiting, now }: Needs) {
    this.#keys = keys;
    this.#waiting = waiting;
    this.#now = now;
    this.#statements = prepare(db);
    this.#noteInOne = db.transaction((deliveries, at) => this.#noteTogether(deliveries, at));
  }

  claim(endpointId: string, how: HowToClaim): Claim {
    this.giveBack(endpointId);
    const at = this.#now();
    const untried = this.#untriedOf(endpointId, at, how.most);
    const due = untried.length > 0 ? untried : this.#statements.selectDue.all(endpointId, at, how.most);
    if (due.length > 0) return this.#claimRows(endpointId, due, how.mark, at);
    const next = this.#nextRow(endpointId, at);
    return 'kind' in next ? next : this.#claimRows(endpointId, [next], how.mark, at);
  }

  giveBack(endpointId: string): void {
    for (const [messageId, hand] of this.#inHand) {
      if (hand.endpointId === endpointId && hand.mark === 'in-memory') this.#inHand.delete(messageId);
    }
  }

  note(deliveries: readonly NotedDelivery[]): 'noted' {
    this.#noteInOne.immediate(deliveries, this.#now());
    for (const { messageId } of deliveries) {
      const hand = this.#inHand.get(messageId);
      if (hand) this.#tried.add(hand.endpointId);
      this.#inHand.delete(messageId);
    }
    return 'noted';
  }

  counts(): MessageCounts {
    let { queued, sending, refused, unsure, held } = this.#waiting.byState();
    const inMemory = [...this.#inHand.values()].filter(({ mark }) => mark === 'in-memory').length;
    const onTheirWay = Math.min(inMemory, queued - held);
    queued -= onTheirWay;
    sending += onTheirWay;
    return { queued, sending, refused, unsure, held };
  }

  queuedFor(endpointId: string): number {
    return this.#waiting.queuedFor(endpointId);
  }

  takeBackRefusals(messageIds: readonly number[]): 'noted' {
    const at = this.#now();
    this.#statements.takeBack.run(at, at, JSON.stringify(messageIds));
    return 'noted';
  }

  /** Handed out and not noted: on their way, perhaps without a mark on disk. */
  inFlight(): readonly number[] {
    return [...this.#inHand.keys()];
  }

  /** Endpoints for which something waits and that were not asked since the store was opened. */
  untried(): readonly string[] {
    return this.#waiting.endpointsThatWait().filter((endpointId) => !this.#tried.has(endpointId));
  }

  /** At open: a message that a crash cut off while sending may have arrived. The caller commits. */
  settleCutOff(endpoints: readonly DeduplicatingEndpoint[]): void {
    const at = this.#now();
    for (const { id, deduplicates } of endpoints) {
      if (deduplicates) this.#statements.queueCutOff.run(at, at, id);
    }
    this.#statements.unsureCutOff.run(at);
  }

  /** They are sought among all that wait, so only when there are any. */
  #untriedOf(endpointId: string, at: number, most: number): readonly MessageRow[] {
    return this.#waiting.hasUntried(endpointId) ? this.#statements.selectUntried.all(endpointId, at, most) : [];
  }

  #claimRows(endpointId: string, rows: readonly MessageRow[], mark: HowToClaim['mark'], at: number): Claim {
    const messages: ClaimedMessage[] = [];
    const unreadable: UnreadableMessage[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += row.body?.length ?? 0;
      if (bytes > mostBatchBytes && messages.length > 0) break;
      const message = this.#open(endpointId, row);
      if (message) messages.push(message);
      else {
        this.#refuseUnreadable(row, at);
        unreadable.push({ controlId: row.control_id, attempts: row.attempts });
      }
    }
    for (const { messageId } of messages) {
      if (mark === 'on-disk') this.#statements.beginSending.run(at, messageId);
      this.#inHand.set(messageId, { endpointId, mark });
    }
    return { kind: 'claimed', messages, unreadable };
  }

  /** The oldest message that nobody holds back. One that is due too late was delayed by a clock that went back. */
  #nextRow(endpointId: string, at: number): MessageRow | Exclude<Claim, { kind: 'claimed' }> {
    const row = this.#statements.selectNext.get(endpointId);
    if (!row) return { kind: 'nothing-queued' };
    const dueInMs = row.next_attempt_at - at;
    return dueInMs > 0 && dueInMs <= longestRetryMs ? { kind: 'not-due', dueInMs } : row;
  }

  #open(endpointId: string, row: MessageRow): ClaimedMessage | undefined {
    const bytes = this.#openBody(row);
    const { message_id: messageId, control_id: controlId, attempts, rejections } = row;
    return bytes && { messageId, endpointId, controlId, attempts: attempts + 1, rejections, bytes };
  }

  #refuseUnreadable({ message_id }: MessageRow, at: number): void {
    this.#statements.refuseUnreadable.run(at, message_id);
  }

  #openBody({ day, control_id, body }: MessageRow): Uint8Array | undefined {
    const key = this.#keys.of(day);
    return key && body ? openSealed(key.sealing, { table: 'message', rowId: control_id, day }, body) : undefined;
  }

  #noteTogether(deliveries: readonly NotedDelivery[], at: number): void {
    const isOfBatch = ({ messageId, note }: NotedDelivery) =>
      note.state === 'accepted' && this.#inHand.get(messageId)?.mark === 'in-memory';
    const accepted = deliveries.filter(isOfBatch).map(({ messageId }) => messageId);
    // In one statement: `npm run bench -- hospital` sees it when they are noted one by one.
    if (accepted.length > 0) this.#statements.acceptAll.run(at, at, JSON.stringify(accepted));
    for (const delivery of deliveries) if (!isOfBatch(delivery)) this.#noteOne(delivery.messageId, delivery.note, at);
  }

  #noteOne(messageId: number, note: DeliveryNote, at: number): void {
    const inMemory = this.#inHand.get(messageId)?.mark === 'in-memory';
    const state = inMemory ? 'queued' : 'sending';
    const changes = this.#changesOf(messageId, note, state, at);
    // In memory, it may have been erased meanwhile: nothing is left to be tried again.
    if (changes === 0 && !inMemory) throw new Error('the message is not being sent');
  }

  /** How many rows: 1, or 0 when the message is not in that state. */
  #changesOf(messageId: number, note: DeliveryNote, from: 'queued' | 'sending', at: number): number {
    switch (note.state) {
      case 'accepted':
        return this.#statements.accept.run(at, at, messageId).changes;
      case 'queued': {
        const { reason, retryInMs, counts } = note;
        if (counts === 'nothing') return this.#statements.release.run(reason, at, messageId, from).changes;
        const rejections = counts === 'rejection' ? 1 : 0;
        return this.#statements.delay.run(reason, at + retryInMs, rejections, at, messageId, from).changes;
      }
      case 'refused':
      case 'unsure':
        return this.#statements.settle.run(note.state, note.reason, at, messageId, from).changes;
      default:
        return unreachable(note);
    }
  }
}

function prepare(db: Database) {
  return {
    selectNext: db.prepare<[string], MessageRow>(selectNextSql),
    selectUntried: db.prepare<[string, number, number], MessageRow>(selectUntriedSql),
    selectDue: db.prepare<[string, number, number], MessageRow>(selectDueSql),
    beginSending: db.prepare<[number, number]>(
      `update message set state = 'sending', attempts = attempts + 1, updated_at = ? where message_id = ?`,
    ),
    accept: db.prepare<[number, number, number]>(
      `update message set state = 'accepted', reason = null, next_attempt_at = null, accepted_at = ?, updated_at = ?
       where message_id = ? and state = 'sending'`,
    ),
    acceptAll: db.prepare<[number, number, string]>(
      `update message set attempts = attempts + 1, state = 'accepted', reason = null, next_attempt_at = null,
         accepted_at = ?, updated_at = ?
       where message_id in (select value from json_each(?)) and state = 'queued'`,
    ),
    // What was claimed in memory only is still `queued`, and its claim is counted now.
    release: db.prepare<[string, number, number, string]>(
      `update message set attempts = attempts - (state = 'sending'), state = 'queued', reason = ?, updated_at = ?
       where message_id = ? and state = ?`,
    ),
    delay: db.prepare<[string, number, number, number, number, string]>(
      `update message set attempts = attempts + (state = 'queued'), state = 'queued', reason = ?, next_attempt_at = ?,
         rejections = rejections + ?, updated_at = ?
       where message_id = ? and state = ?`,
    ),
    settle: db.prepare<[string, string, number, number, string]>(
      `update message set attempts = attempts + (state = 'queued'), state = ?, reason = ?, updated_at = ?, next_attempt_at = null
       where message_id = ? and state = ?`,
    ),
    refuseUnreadable: db.prepare<[number, number]>(
      `update message set state = 'refused', reason = 'unreadable', updated_at = ?, next_attempt_at = null where message_id = ?`,
    ),
    takeBack: db.prepare<[number, number, string]>(
      `update message set state = 'queued', next_attempt_at = ?, updated_at = ?
       where message_id in (select value from json_each(?)) and state = 'refused'`,
    ),
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
