import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DecidingPlace } from '../event-log.ts';
import type { LogProblem } from '../log-problem.ts';
import { pause } from '../pause.ts';
import { type Connection, connect, type Question } from './connection.ts';
import { createPostgresqlEventLog } from './postgresql-events.ts';
import { prepareSchema } from './schema.ts';
import type { Target } from './target.ts';

/** "TDpl", "hub1": the two halves of the lock's key. */
const lock = { high: 0x54_44_70_6c, low: 0x68_75_62_31 } as const;
const lockKey = ((BigInt(lock.high) << 32n) | BigInt(lock.low)).toString();

/** How often a hub that waits looks whether the place is free. */
const lookMs = 1_000;
/** How often whoever decides says that it lives, where no commit does. */
const beatMs = 2_000;
/** So long after its last sign of life a hub that decides is not sure of it any more, … */
const sureMs = 8_000;
/**
 * … and so long after the last that they saw the others end its session. The kernel of a process that was stopped still answers the
 * server, so keepalives do not find it.
 */
const silentMs = 10_000;

interface Needs {
  readonly target: () => Result<Target, LogProblem>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onSecond: (() => void) | undefined;
  readonly aside: <Row>(question: Question) => Promise<Result<readonly Row[], LogProblem>>;
}

/** The session that holds the advisory lock decides, and writes itself: without the session nothing can be written any more. */
export async function takePostgresqlPlace(needs: Needs): Promise<Result<DecidingPlace, LogProblem>> {
  const { target, clock, signal } = needs;
  const found = target();
  if (!found.ok) return found;
  const connected = await connect(found.value, clock);
  if (!connected.ok) return connected;
  const connection = connected.value;
  const locked = await waitForLock(connection, needs);
  const prepared = locked.ok ? await prepareSchema(connection, { hasPlace: true }) : locked;
  const place = prepared.ok && !signal.aborted ? await sitDown(connection, needs) : prepared;
  if (place.ok && place.value !== 'ready') return ok(place.value);
  await connection.close();
  return place.ok ? problem({ kind: 'lost-place' }) : place;
}

async function waitForLock(
  connection: Connection,
  { clock, signal, onSecond }: Needs,
): Promise<Result<'ours', LogProblem>> {
  let seen: { readonly life: string; readonly at: number } | undefined;
  while (!signal.aborted) {
    const tried = await connection.ask<{ is_replica: boolean; has: boolean; is_made: boolean }>({
      text: `select pg_is_in_recovery() as is_replica, not pg_is_in_recovery() and pg_try_advisory_lock($1) as has,
        to_regclass('hub_place') is not null as is_made`,
      values: [lockKey],
    });
    if (!tried.ok) return tried;
    const [answer] = tried.value;
    if (answer?.has) return ok('ours');
    // A standby server keeps locks of its own: two hubs could decide.
    if (answer?.is_replica) return problem({ kind: 'not-reachable' });
    onSecond?.();
    const life = answer?.is_made ? await lifeOf(connection) : ok('');
    if (!life.ok) return life;
    if (life.value !== seen?.life) seen = { life: life.value, at: clock.monotonic() };
    else if (clock.monotonic() - seen.at >= silentMs) {
      const ended = await endHolder(connection);
      if (!ended.ok) return ended;
      seen = undefined;
    }
    await pause(clock, lookMs, signal);
  }
  return problem({ kind: 'lost-place' });
}

/** Changes as long as whoever decides lives. */
async function lifeOf(connection: Connection): Promise<Result<string, LogProblem>> {
  const read = await connection.ask<{ life: string }>({ text: "select epoch || '/' || beat as life from hub_place" });
  return read.ok ? ok(read.value[0]?.life ?? '') : read;
}

/** The server lets every user end their own sessions. */
async function endHolder(connection: Connection): Promise<Result<unknown, LogProblem>> {
  return connection.ask({
    text: `select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and granted and pid <> pg_backend_pid() and objsubid = 1
        and classid::bigint = $1 and objid::bigint = $2
        and database = (select oid from pg_database where datname = current_database())`,
    values: [lock.high, lock.low],
  });
}

/** From here on every earlier place is void, whatever has become of its session. */
async function sitDown(
  connection: Connection,
  { clock, aside }: Pick<Needs, 'clock' | 'aside'>,
): Promise<Result<DecidingPlace, LogProblem>> {
  const askedAt = clock.monotonic();
  const taken = await connection.ask<{ epoch: string }>({
    text: 'update hub_place set epoch = epoch + 1, beat = 0 returning epoch::text',
  });
  if (!taken.ok) return taken;
  const epoch = taken.value[0]?.epoch;
  if (epoch === undefined) return problem({ kind: 'damaged' });
  let provenAt = askedAt;
  let callOff = () => {};
  const log = createPostgresqlEventLog({
    connection,
    epoch,
    monotonic: clock.monotonic,
    onProof: (at) => {
      provenAt = Math.max(provenAt, at);
    },
    aside,
  });
  const beatLater = () => {
    callOff = clock.after(beatMs, async () => {
      if (clock.monotonic() - provenAt >= beatMs && !(await log.beat()).ok) return void connection.close();
      if (connection.isOpen()) beatLater();
    });
  };
  beatLater();
  void connection.ended.then(() => callOff());
  return ok({
    log,
    lost: connection.ended,
    isSure: () => connection.isOpen() && clock.monotonic() - provenAt < sureMs,
  });
}
