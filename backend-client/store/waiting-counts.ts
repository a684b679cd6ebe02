import type { Database } from 'better-sqlite3';
import type { DelayedMessages, MessageCounts } from '../contract/store.ts';

/**
 * How many messages wait, by endpoint, state and reason: asked each second for each open console, and by every look at
 * health and metrics. Counting 200,000 rows takes 40 ms each time; these are a few rows in memory that SQLite keeps itself, by
 * triggers that no disk ever sees, in the same transaction as the rows they count.
 */
export interface WaitingCounts {
  byState(): MessageCounts;
  /** Waiting or on their way. */
  queuedFor(endpointId: string): number;
  /** Whether any message to the endpoint waits that was never tried. */
  hasUntried(endpointId: string): boolean;
  /** With something that waits for nothing but its turn. */
  endpointsThatWait(): readonly string[];
  /** Tried, not taken, and tried again by themselves, with the most frequent reason. */
  delayedOf(endpointId: string): DelayedMessages | undefined;
}

const isCounted = (row: string) => `${row}.state not in ('accepted', 'settled', 'expired')`;
/** `''`: never tried, or nobody listened. */
const keyOf = (row: string) =>
  `${row}.endpoint_id, ${row}.state, ${row}.next_attempt_at is null, ${row}.attempts > 0,
   case when ${row}.attempts > 0 then coalesce(${row}.reason, '') else '' end`;

const add = (row: string) => `
  insert into waiting_count (endpoint_id, state, held, tried, reason, count) select ${keyOf(row)}, 1 where ${isCounted(row)}
  on conflict do update set count = count + 1;`;
const take = (row: string) => `
  update waiting_count set count = count - 1
  where ${isCounted(row)} and (endpoint_id, state, held, tried, reason) = (${keyOf(row)});`;

const schema = `
create temp table waiting_count (
  endpoint_id text not null,
  state text not null,
  held integer not null,
  tried integer not null,
  reason text not null,
  count integer not null,
  primary key (endpoint_id, state, held, tried, reason)
) without rowid;
insert into waiting_count select ${keyOf('message')}, count(*) from main.message where ${isCounted('message')} group by 1, 2, 3, 4, 5;
create temp trigger message_waits after insert on main.message when new.state = 'queued' and new.attempts = 0 begin
  -- As every message begins; in short, because a patient waits for it.
  insert into waiting_count values (new.endpoint_id, 'queued', new.next_attempt_at is null, 0, '', 1)
  on conflict do update set count = count + 1;
end;
create temp trigger message_is_otherwise after insert on main.message when new.state <> 'queued' or new.attempts <> 0
begin ${add('new')} end;
create temp trigger message_gone after delete on main.message begin ${take('old')} end;
create temp trigger message_changed after update of state, next_attempt_at, attempts, reason, endpoint_id on main.message
begin ${take('old')} ${add('new')} end;
`;

interface StateRow {
  readonly state: Exclude<keyof MessageCounts, 'held'>;
  readonly count: number;
  readonly held: number;
}

/** Counts once, at the open of the store. */
export function createWaitingCounts(db: Database): WaitingCounts {
  db.exec(schema);
  const selectStates = db.prepare<[], StateRow>(
    'select state, sum(count) as count, sum(count * held) as held from waiting_count group by state',
  );
  const selectQueued = db
    .prepare<[string], number | null>(
      `select sum(count) from waiting_count where endpoint_id = ? and state in ('queued', 'sending')`,
    )
    .pluck();
  const selectUntried = db
    .prepare<[string], number>(
      `select 1 from waiting_count where endpoint_id = ? and state = 'queued' and held = 0 and tried = 0 and count > 0`,
    )
    .pluck();
  const selectEndpoints = db
    .prepare<[], string>(
      `select distinct endpoint_id from waiting_count where state = 'queued' and held = 0 and count > 0`,
    )
    .pluck();
  const selectDelayed = db.prepare<[string], DelayedMessages>(
    `select reason, sum(count) over () as count from waiting_count
     where endpoint_id = ? and state = 'queued' and tried = 1 and reason <> '' and count > 0 order by waiting_count.count desc limit 1`,
  );

  return {
    byState() {
      const found = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };
      for (const { state, count, held } of selectStates.all()) {
        found[state] = count;
        if (state === 'queued') found.held = held;
      }
      return found;
    },
    queuedFor: (endpointId) => selectQueued.get(endpointId) ?? 0,
    hasUntried: (endpointId) => selectUntried.get(endpointId) !== undefined,
    endpointsThatWait: () => selectEndpoints.all(),
    delayedOf: (endpointId) => selectDelayed.get(endpointId),
  };
}
