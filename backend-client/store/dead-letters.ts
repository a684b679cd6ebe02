import type { Database } from 'better-sqlite3';
import {
  type BusinessDay,
  type ControlId,
  createControlId,
  type RandomBytes,
  type ReadingId,
  type VisitId,
} from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import { whoActs } from '../contract/delivery-reasons.ts';
import type { Fact, FactKind, VisitFacts } from '../contract/fact.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { StoredReading } from '../contract/reading.ts';
import type { DeadLetter, Decided, Decision, MassDecision, MessageRenderer } from '../contract/store.ts';
import type { DayKeys } from './day-keys.ts';
import { seal } from './sealing.ts';
import type { StaffNames } from './staff-names.ts';

export interface DeadLetters {
  list(): readonly DeadLetter[];
  /** False when the message is not refused or unsure any more, or cannot be made anew. */
  decide(messageId: number, decision: Decision, by: string): boolean;
  /** A piece of them, in one transaction; see `VisitStore`. */
  decideSome(act: MassDecision, by: string, after: number): Decided;
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly renderers: readonly MessageRenderer[];
  readonly factsOf: (visitId: VisitId) => VisitFacts | undefined;
  /** As it was until the change of service at this moment. */
  readonly factsBefore: (visitId: VisitId, changedAt: number) => VisitFacts | undefined;
  readonly readingsOf: (visitId: VisitId) => readonly StoredReading[];
  readonly opinionOf: (opinionId: string) => Opinion | undefined;
  readonly names: StaffNames;
  readonly randomBytes: RandomBytes;
  readonly now: () => number;
}

interface LetterRow {
  readonly message_id: number;
  readonly visit_id: VisitId;
  readonly day: BusinessDay;
  readonly endpoint_id: string;
  readonly kind: FactKind;
  readonly reading_id: ReadingId | null;
  readonly ticket_number: string;
  readonly control_id: ControlId;
  readonly state: 'refused' | 'unsure';
  readonly reason: string | null;
  readonly attempts: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly held: number;
}

/** Made anew in a few milliseconds. */
const mostAtOnce = 5;

/** A console has no use for more. */
const mostListed = 200;

export const selectLettersSql = `
  select message_id, visit_id, day, endpoint_id, kind, reading_id, ticket_number, control_id, state, reason, attempts, created_at,
    updated_at, (
    select count(*) from message as behind
    where behind.visit_id = message.visit_id and behind.endpoint_id = message.endpoint_id
      and behind.message_id > message.message_id and behind.state = 'queued'
  ) as held
  from message where state in ('refused', 'unsure')
  order by message_id limit ${mostListed}`;

/** Messages that wait for a person's word (design §7). Who decided what, and when, stays with the row; the name is sealed. */
export function createDeadLetters({
  db,
  keys,
  renderers,
  factsOf,
  factsBefore,
  readingsOf,
  opinionOf,
  names,
  randomBytes,
  now,
}: Needs): DeadLetters {
  const statements = prepare(db);
  const decideNow = db.transaction(decideOne);
  const decidePiece = db.transaction((act: MassDecision, by: string, after: number): Decided => {
    const found = candidates(act, after);
    const decided = found.filter((row) => decideAs(act, row, by)).length;
    return { decided, last: found.length < mostAtOnce ? undefined : found.at(-1)?.message_id };
  });

  function decideOne(messageId: number, decision: Decision, by: string): boolean {
    const row = statements.selectLetter.get(messageId);
    if (!row) return false;
    const at = now();
    switch (decision) {
      case 'send-again':
        statements.sendAgain.run(at, at, messageId);
        break;
      case 'settle-by-hand':
        statements.settle.run(at, messageId);
        break;
      case 'render-anew':
        if (!renderAnew(row, at)) return false;
        break;
    }
    noteDecision(row, decision, by, at);
    return true;
  }

  function candidates(act: MassDecision, after: number): readonly LetterRow[] {
    if (act.kind !== 'decide') return statements.selectOfSystem.all(act.endpointId, after, mostAtOnce);
    const { endpointId, state, reason } = act;
    return reason === undefined
      ? statements.selectReadable.all(endpointId, state, after, mostAtOnce)
      : statements.selectOfReason.all(endpointId, state, reason, after, mostAtOnce);
  }

  function decideAs(act: MassDecision, row: LetterRow, by: string): boolean {
    switch (act.kind) {
      case 'decide':
        return decideOne(row.message_id, act.decision, by);
      case 'move':
        return move(row, act.to, by);
      case 'give-up':
        return giveUp(row, by);
      default:
        return unreachable(act);
    }
  }

  /** In the place of the visit's order that it would have had: behind what came before it, before what came after. */
  function move(row: LetterRow, to: string, by: string): boolean {
    const { message_id: messageId, visit_id: visitId, kind, reading_id: readingId } = row;
    const mayBeToldAgain = kind === 'correction' || kind === 'service-change';
    const isTold = !mayBeToldAgain && statements.selectTold.get(to, visitId, kind, readingId) !== undefined;
    if (isTold) return giveUp(row, by);
    const at = now();
    if (!renderAnew({ ...row, endpoint_id: to }, at)) return false;
    const waits = statements.selectEarlier.get(visitId, to, messageId) !== undefined;
    statements.moveTo.run(to, waits ? null : at, messageId);
    statements.holdLater.run(visitId, to, messageId);
    noteDecision(row, 'render-anew', by, at);
    return true;
  }

  function giveUp(row: LetterRow, by: string): boolean {
    const at = now();
    statements.settle.run(at, row.message_id);
    noteDecision(row, 'settle-by-hand', by, at);
    return true;
  }

  function noteDecision({ message_id: messageId, day }: LetterRow, decision: Decision, by: string, at: number): void {
    const decider = names.seal(by, { table: 'decider', rowId: String(messageId), day });
    statements.noteDecision.run(decision, decider ?? null, at, messageId);
  }

  return {
    list: () => statements.selectLetters.all().map(letterFromRow),
    decide: (messageId, decision, by) => decideNow.immediate(messageId, decision, by),
    decideSome: (act, by, after) => decidePiece.immediate(act, by, after),
  };

  /** New bytes under a new control id, in the old place of the order; the visit keeps its business id. */
  function renderAnew(row: LetterRow, at: number): boolean {
    const renderer = renderers.find(
      ({ endpointId, takes }) => endpointId === row.endpoint_id && takes.includes(row.kind),
    );
    const fact = factOf(row, at);
    const key = keys.of(row.day);
    if (!renderer || !fact || !key) return false;
    const controlId = createControlId(randomBytes);
    const place = { table: 'message', rowId: controlId, day: row.day } as const;
    const sealed = seal(key.sealing, place, renderer.render(fact, controlId), randomBytes);
    statements.renderAnew.run(controlId, sealed, at, at, row.message_id);
    return true;
  }

  /** From what is stored now: a correction that was made since is part of it. */
  function factOf(
    { kind, visit_id: visitId, reading_id, ticket_number: ticketNumber, created_at: createdAt }: LetterRow,
    at: number,
  ): Fact | undefined {
    if (kind === 'survey') {
      const opinion = opinionOf(visitId);
      return opinion && { kind, opinion };
    }
    const facts = factsOf(visitId);
    if (kind === 'reading') {
      const reading = readingsOf(visitId).find(({ readingId }) => readingId === reading_id);
      return reading && { kind, reading, facts, visitId, ticketNumber };
    }
    if (!facts) return undefined;
    if (kind === 'correction') return { kind, ...facts, correctedAt: at };
    if (kind === 'service-change') return { kind, ...facts, changedAt: at };
    if (kind === 'registration') return { kind, ...facts };
    if (kind === 'given-up') return { kind, ...facts, givenUpAt: createdAt };
    if (kind === 'cancellation') {
      const before = factsBefore(visitId, createdAt);
      return before && { kind, ...before, cancelledAt: at };
    }
    const { appointment } = facts;
    return appointment && { kind, ...facts, appointment };
  }
}

function letterFromRow(row: LetterRow): DeadLetter {
  const reason = row.reason ?? 'unreadable';
  return {
    messageId: row.message_id,
    endpointId: row.endpoint_id,
    fact: row.kind,
    controlId: row.control_id,
    visitId: row.visit_id,
    ticketNumber: row.ticket_number,
    state: row.state,
    reason,
    attempts: row.attempts,
    since: row.updated_at,
    held: row.held,
    whoActs: whoActs(reason),
  };
}

function prepare(db: Database) {
  return {
    selectLetters: db.prepare<[], LetterRow>(selectLettersSql),
    selectLetter: db.prepare<[number], LetterRow>(
      `select message.*, 0 as held from message where message_id = ? and state in ('refused', 'unsure')`,
    ),
    selectOfReason: db.prepare<[string, string, string, number, number], LetterRow>(
      `select *, 0 as held from message where state in ('refused', 'unsure') and endpoint_id = ? and state = ?
         and coalesce(reason, 'unreadable') = ? and message_id > ? order by message_id limit ?`,
    ),
    selectReadable: db.prepare<[string, string, number, number], LetterRow>(
      `select *, 0 as held from message where state in ('refused', 'unsure') and endpoint_id = ? and state = ?
         and reason <> 'unreadable' and message_id > ? order by message_id limit ?`,
    ),
    selectOfSystem: db.prepare<[string, number, number], LetterRow>(
      `select *, 0 as held from message
       where state in ('queued', 'sending', 'refused', 'unsure') and state not in ('accepted', 'settled', 'expired')
         and endpoint_id = ? and message_id > ? order by message_id limit ?`,
    ),
    selectTold: db
      .prepare<[string, string, string, string | null], number>(
        'select 1 from message where endpoint_id = ? and visit_id = ? and kind = ? and reading_id is ? limit 1',
      )
      .pluck(),
    selectEarlier: db
      .prepare<[string, string, number], number>(
        `select 1 from message where visit_id = ? and endpoint_id = ? and message_id < ?
           and state not in ('accepted', 'settled', 'expired') limit 1`,
      )
      .pluck(),
    moveTo: db.prepare<[string, number | null, number]>(
      'update message set endpoint_id = ?, next_attempt_at = ?, reason = null where message_id = ?',
    ),
    holdLater: db.prepare<[string, string, number]>(
      `update message set next_attempt_at = null
       where visit_id = ? and endpoint_id = ? and message_id > ? and state = 'queued'`,
    ),
    sendAgain: db.prepare<[number, number, number]>(
      `update message set state = 'queued', next_attempt_at = ?, rejections = 0, updated_at = ? where message_id = ?`,
    ),
    settle: db.prepare<[number, number]>(
      `update message set state = 'settled', next_attempt_at = null, updated_at = ? where message_id = ?`,
    ),
    renderAnew: db.prepare<[string, Uint8Array, number, number, number]>(
      `update message set control_id = ?, body = ?, state = 'queued', next_attempt_at = ?, attempts = 0, rejections = 0,
         updated_at = ? where message_id = ?`,
    ),
    noteDecision: db.prepare<[string, Uint8Array | null, number, number]>(
      'update message set decision = ?, decider = ?, decided_at = ? where message_id = ?',
    ),
  };
}
