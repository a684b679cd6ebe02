import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { actsIn, daysInLog, type EventRow, readDay, readLines, rowOf } from '../event-line.ts';
import { type EventLog, linesAtOnce } from '../event-log.ts';
import type { LogProblem } from '../log-problem.ts';
import type { Connection, Question } from './connection.ts';

/**
 * One statement is one transaction and one way there and back. It writes only where the epoch is still ours, and counts the beat that other
 * hubs watch.
 */
const append = `
  with place as (update hub_place set beat = beat + 1 where epoch = $1 returning epoch),
    begun as (update hub_meta set days_begun = true from place where not days_begun),
    events as (
      insert into hub_event select line.* from place, unnest($2::text[], $3::integer[], $4::text[], $5::bigint[], $6::text[]) as line),
    acts as (insert into hub_act select act.* from place, unnest($7::text[], $8::text[], $9::integer[], $10::integer[]) as act),
    numbers as (insert into hub_number select number.* from place, unnest($11::text[], $12::text[], $13::integer[]) as number),
    leases as (insert into hub_lease select lease.* from place, unnest($14::text[], $15::text[], $16::integer[]) as lease)
  select count(*)::integer as holds from place`;

const columns = 'e.day, e.position, e.act_id, e.at::float8 as at, e.event';

interface Needs {
  /** The session that holds the lock. */
  readonly connection: Connection;
  readonly epoch: string;
  /** Of the moment at which something was asked that the server has answered: the place was ours then. */
  readonly onProof: (askedAt: number) => void;
  readonly monotonic: () => number;
  /** Another session: what takes long keeps nobody waiting. */
  readonly aside: <Row>(question: Question) => Promise<Result<readonly Row[], LogProblem>>;
}

export interface HeldLog extends EventLog {
  /** Tells the other hubs that this one lives. */
  beat(): Promise<Result<'ours', LogProblem>>;
}

export function createPostgresqlEventLog({ connection, epoch, onProof, monotonic, aside }: Needs): HeldLog {
  return {
    kept: async () => {
      const read = await connection.ask<{ days: BusinessDay[]; had: boolean }>({
        text: `select array(${daysInLog}) as days, (select days_begun from hub_meta) as had`,
      });
      if (!read.ok) return read;
      const { days = [], had = false } = read.value[0] ?? {};
      return ok({ days, hadDays: had || days.length > 0 });
    },
    read: async (day, from = 0) => {
      const rows = await connection.ask<EventRow>({
        text: `select ${columns} from hub_event e where day = $1 and position >= $2 order by position limit ${linesAtOnce}`,
        values: [day, from],
      });
      return rows.ok ? readDay(day, from, rows.value) : rows;
    },
    append: async ({ events, numbers }) => {
      const rows = events.map(rowOf);
      const acts = [...actsIn(events)];
      const leases = events.flatMap(({ event }) => (event.kind === 'leased' && !event.isReported ? [event] : []));
      const values = [
        epoch,
        ...(['day', 'position', 'act_id', 'at', 'event'] as const).map((name) => rows.map((row) => row[name])),
        ...(['actId', 'day', 'first', 'count'] as const).map((name) => acts.map((act) => act[name])),
        ...(['day', 'series', 'sequence'] as const).map((name) => numbers.map((number) => number[name])),
        ...(['day', 'series', 'first'] as const).map((name) => leases.map((lease) => lease[name])),
      ];
      return held('committed', { text: append, values, name: 'append' });
    },
    beat: () =>
      held('ours', {
        text: `with place as (update hub_place set beat = beat + 1 where epoch = $1 returning epoch)
          select count(*)::integer as holds from place`,
        values: [epoch],
        name: 'beat',
      }),
    actOf: async (actId) => {
      const rows = await connection.ask<EventRow>({
        text: `select ${columns} from hub_act a join hub_event e on e.day = a.day and e.position >= a.first and e.position < a.first + a.count
          where a.act_id = $1 order by e.position`,
        values: [actId],
        name: 'act',
      });
      return rows.ok ? readLines(rows.value) : rows;
    },
    actsOf: async (day) => {
      const rows = await connection.ask<{ act_id: ActId }>({
        text: 'select act_id from hub_act where day = $1',
        values: [day],
      });
      return rows.ok ? ok(rows.value.map(({ act_id }) => act_id)) : rows;
    },
    forgetBefore: async (day) => {
      const gone = await aside({
        text: `with events as (delete from hub_event where day < $1), acts as (delete from hub_act where day < $1),
            numbers as (delete from hub_number where day < $1)
          delete from hub_lease where day < $1`,
        values: [day],
      });
      return gone.ok ? ok('forgotten') : gone;
    },
    close: () => connection.close(),
  };

  async function held<Done>(done: Done, question: Question): Promise<Result<Done, LogProblem>> {
    const askedAt = monotonic();
    const answer = await connection.ask<{ holds: number }>(question);
    if (!answer.ok) return answer;
    if (answer.value[0]?.holds !== 1) return problem({ kind: 'lost-place' });
    onProof(askedAt);
    return ok(done);
  }
}
