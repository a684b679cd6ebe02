import pg from 'pg';
import type { LogProblem } from '../log-problem.ts';

/**
 * What a server's code means for the hub (postgresql.org/docs/current/errcodes-appendix.html): the code itself, else its class, the first
 * two characters. `bug`: the hub asked for nonsense.
 */
const meanings: Readonly<Record<string, LogProblem['kind'] | 'bug'>> = {
  '08': 'not-reachable',
  '22': 'bug',
  '23': 'bug',
  /** unique_violation */
  '23505': 'taken',
  /** read_only_sql_transaction: a standby server, until it is promoted. */
  '25006': 'not-reachable',
  '28': 'denied',
  /** The database is not there. */
  '3D': 'not-reachable',
  /** The user has no schema. */
  '3F': 'denied',
  /** serialization_failure, deadlock_detected */
  '40': 'not-reachable',
  '42': 'bug',
  /** insufficient_privilege */
  '42501': 'denied',
  /** undefined_table, undefined_column: somebody has changed what the hub made. */
  '42P01': 'damaged',
  '42703': 'damaged',
  /** too_many_connections, out_of_memory */
  '53': 'not-reachable',
  /** disk_full */
  '53100': 'disk-full',
  /** lock_not_available, object_in_use */
  '55': 'not-reachable',
  /** Shut down, started, cancelled, terminated by the other hub. */
  '57': 'not-reachable',
  /** io_error */
  '58': 'not-writable',
  /** data_corrupted, index_corrupted */
  XX001: 'damaged',
  XX002: 'damaged',
};

/** What a failed question or connection means. An error that is a bug of the hub is thrown on. */
export function meaningOf(error: unknown): LogProblem['kind'] {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? '';
    const meaning = meanings[code] ?? meanings[code.slice(0, 2)] ?? 'not-writable';
    if (meaning === 'bug') throw error;
    return meaning;
  }
  if (!(error instanceof Error)) throw error;
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  // The driver finds these itself, and says so in words alone; TLS has codes of its own.
  if (/^SASL/.test(error.message)) return 'denied';
  const code = 'code' in error ? String(error.code) : '';
  const isOfTls =
    /does not support SSL/.test(error.message) || /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)_/.test(code);
  return isOfTls ? 'not-trusted' : 'not-reachable';
}
