import pg from 'pg';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LogProblem } from '../log-problem.ts';
import { meaningOf } from './sqlstate.ts';
import type { Target } from './target.ts';

/** One session of the server. */
export interface Connection {
  /** One after the other. `name`: planned once and used again. */
  ask<Row>(question: Question): Promise<Result<readonly Row[], LogProblem>>;
  /** Resolves when it has ended: `lost-place` when we ended it. */
  readonly ended: Promise<LogProblem>;
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface Question {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly name?: string;
}

const connectMs = 5_000;
/** Whoever answers no sooner is gone: the place is given up, and another hub may have it. */
const answerMs = 10_000;

/**
 * What each session asks of its server, where the server knows it. A hub that hangs or whose cable is cut is found out by the server within
 * 15 s, and what it held is free. Nothing is answered before it is on disk, whatever the server's default is.
 */
const sessionSettings = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '3',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '12000',
  client_connection_check_interval: '5000',
  statement_timeout: String(answerMs),
  lock_timeout: '5000',
  idle_in_transaction_session_timeout: String(answerMs),
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  synchronous_commit: 'on',
} as const;

export async function connect(target: Target, clock: Clock): Promise<Result<Connection, LogProblem>> {
  const client = new pg.Client({
    ...target,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
  });
  const { promise: ended, resolve } = Promise.withResolvers<LogProblem>();
  let why: LogProblem['kind'] | undefined;
  let isOpen = true;
  const end = () => {
    isOpen = false;
    resolve({ kind: why ?? 'not-reachable' });
  };
  client.on('error', (error) => {
    why ??= meaningOf(error);
    end();
  });
  client.on('end', end);
  let before: Promise<unknown> = Promise.resolve();
  const connection: Connection = {
    ask<Row>(question: Question) {
      const answered = before.then(() => answerOf<Row>(question));
      before = answered.catch(() => {});
      return answered;
    },
    ended,
    isOpen: () => isOpen,
    async close() {
      why ??= 'lost-place';
      await client.end();
      end();
    },
  };
  try {
    await client.connect();
  } catch (error) {
    await client.end();
    return problem({ kind: meaningOf(error) });
  }
  const set = await connection.ask({
    text: `select set_config(name, given.value, false) from pg_settings join json_each_text($1) as given (name, value) using (name)
      where name <> 'synchronous_commit' or setting = 'off'`,
    values: [JSON.stringify(sessionSettings)],
  });
  if (set.ok) return ok(connection);
  await connection.close();
  return set;

  async function answerOf<Row>({ text, values = [], name }: Question): Promise<Result<readonly Row[], LogProblem>> {
    if (!isOpen) return problem(await ended);
    // Ending a session that owes an answer cuts it.
    const callOff = clock.after(answerMs, () => void client.end());
    try {
      const { rows } = await client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
      return ok(rows as readonly Row[]);
    } catch (error) {
      return problem({ kind: meaningOf(error) });
    } finally {
      callOff();
    }
  }
}
