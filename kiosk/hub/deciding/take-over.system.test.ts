import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { type ActId, createActId } from '#backend-client/hub-link/act-id.ts';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { LogStore } from '../log/event-log.ts';
import { type Cluster, createCluster, skipReason } from '../log/postgresql/cluster.bench.ts';
import { openPostgresqlStore } from '../log/postgresql/postgresql-store.ts';
import type { PostgresqlSettings } from '../log/postgresql/target.ts';
import { openSqliteStore } from '../log/sqlite/sqlite-store.ts';
import type { Act } from '../queue/acts.ts';
import { benchSettings, done, enters, leases } from './decider.bench.ts';
import type { Decider } from './decider.ts';
import { openDecider } from './group-commit-decider.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const today = businessDayAt(Date.now(), benchSettings.timeZone);
const leased = leases(500, today);
const told = (sequence: number) => enters(sequence, { day: today, at: Date.now() });
const anAct = () => createActId(randomBytes);

describe.skipIf(skipReason)(`hubs on PostgreSQL${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterAll(() => cluster.remove());

  test('a hub that is killed is replaced within 5 s, and what it answered is there', async () => {
    const database = await cluster.createDatabase();
    const first = await hubProcess({ database, dataDir: '.' });
    await first.is('deciding');
    const second = await hubProcess({ database, dataDir: '.' });
    await second.is('second');
    assert.equal(await first.ask(leased), true);
    for (let sequence = 1; sequence <= 20; sequence += 1) assert.equal(await first.ask(told(sequence)), true);
    const killedAt = performance.now();
    first.signal('SIGKILL');
    await second.is('deciding');
    assert.ok(performance.now() - killedAt < 5_000, `${performance.now() - killedAt} ms`);
    assert.equal((await numbersIn(database)).length, 20);
  });

  test('a hub that hangs is replaced within 15 s, and when it wakes up it commits nothing and knows nothing', async () => {
    const database = await cluster.createDatabase();
    const first = await hubProcess({ database, dataDir: '.' });
    await first.is('deciding');
    const second = await hubProcess({ database, dataDir: '.' });
    await second.is('second');
    assert.equal(await first.ask(leased), true);
    first.signal('SIGSTOP');
    const stoppedAt = performance.now();
    await second.is('deciding');
    assert.ok(performance.now() - stoppedAt < 15_000, `${performance.now() - stoppedAt} ms`);
    assert.equal(await second.ask(told(1)), true);
    const late = first.ask(told(2));
    first.signal('SIGCONT');
    assert.equal(await late, false);
    await first.is('second');
    assert.deepEqual(await numbersIn(database), [1]);
  });

  test('a hub whose cable is cut is replaced within 15 s', async () => {
    const database = await cluster.createDatabase();
    const cable = await cableTo(cluster.port);
    const near = hub(openPostgresqlStore({ settings: throughPort(database, cable.port), clock: machineClock }));
    await decides(near);
    done(await near.decide(anAct(), leased));
    const far = hub(openPostgresqlStore({ settings: database, clock: machineClock }));
    cable.cut();
    const cutAt = performance.now();
    await decides(far);
    assert.ok(performance.now() - cutAt < 15_000, `${performance.now() - cutAt} ms`);
    assert.equal(near.today(), undefined, 'what it has in memory is not certain any more');
    const answer = await near.decide(anAct(), told(1));
    assert.equal(answer.ok, false);
    done(await far.decide(anAct(), told(1)));
    assert.deepEqual(await numbersIn(database), [1]);
  });

  test('sessions that are ended and servers that fall lose nothing that was answered and do nothing twice', async () => {
    const database = await cluster.createDatabase();
    const hubs = [0, 1].map(() => hub(openPostgresqlStore({ settings: database, clock: machineClock })));
    const answered: number[] = [];
    const lease = anAct();
    await insist(hubs, lease, leased);
    const patients = (async () => {
      for (let sequence = 1; sequence <= 400; sequence += 10) {
        const group = Array.from({ length: 10 }, (_, more) => sequence + more);
        await Promise.all(
          group.map(async (each) => {
            await insist(hubs, anAct(), told(each));
            answered.push(each);
          }),
        );
      }
    })();
    for (let fault = 0; fault < 6; fault += 1) {
      await sleep(400);
      if (fault % 2 === 0) {
        await cluster.query(database, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'hub'");
      } else {
        await cluster.stopHard();
        await sleep(200);
        await cluster.start();
      }
    }
    await patients;
    const numbers = await numbersIn(database);
    assert.deepEqual(
      numbers,
      Array.from({ length: 400 }, (_, before) => before + 1),
    );
    assert.equal(answered.length, 400);
  });

  test('a hub whose epoch is over writes nothing, whatever its session believes', async () => {
    const database = await cluster.createDatabase();
    const store = openPostgresqlStore({ settings: database, clock: machineClock });
    const decider = hub(store);
    await decides(decider);
    done(await decider.decide(anAct(), leased));
    await cluster.query(database, 'update hub_place set epoch = epoch + 1');
    assert.equal((await decider.decide(anAct(), told(1))).ok, false);
    assert.deepEqual(await numbersIn(database), []);
    await decides(decider);
    done(await decider.decide(anAct(), told(1)));
  });

  test('a wrong password, one that others may read, and no server are named, and waited for', async () => {
    const database = await cluster.createDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'tiep-don-password-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const passwordFile = join(folder, 'hub.password');
    writeFileSync(passwordFile, 'sai', { mode: 0o600 });
    const decider = hub(openPostgresqlStore({ settings: { ...database, passwordFile }, clock: machineClock }));
    await waitsFor(decider, 'denied');
    writeFileSync(passwordFile, `${cluster.password}\n`);
    chmodSync(passwordFile, 0o644);
    await sleep(2_500);
    await waitsFor(decider, 'denied');
    chmodSync(passwordFile, 0o600);
    await decides(decider);
    const nowhere = hub(openPostgresqlStore({ settings: throughPort(database, 1), clock: machineClock }));
    await waitsFor(nowhere, 'not-reachable');
  });

  async function numbersIn(database: PostgresqlSettings): Promise<unknown[]> {
    const rows = await cluster.query(database, 'select sequence from hub_number order by sequence');
    return rows.map(({ sequence }) => sequence);
  }
});

test('a hub on SQLite that is killed at any moment loses nothing that it answered, and the next one decides at once', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  cleanUps.push(() => rmSync(dataDir, { recursive: true }));
  let sequence = 0;
  const lease = anAct();
  for (let round = 0; round < 5; round += 1) {
    const process = await hubProcess({ database: { kind: 'sqlite' }, dataDir });
    await process.is('deciding');
    assert.equal(await process.ask(leased, lease), true);
    for (let each = 0; each < 8 + round; each += 1) {
      sequence += 1;
      assert.equal(await process.ask(told(sequence)), true);
    }
    void process.ask(told(sequence + 100));
    process.signal('SIGKILL');
    await process.ended;
  }
  const decider = hub(openSqliteStore({ dataDir, clock: machineClock }));
  await decides(decider);
  const entries = [...(decider.today()?.entries.values() ?? [])].map(({ number }) => number.sequence);
  for (let each = 1; each <= sequence; each += 1) assert.ok(entries.includes(each), `${each} is lost`);
});

function hub(store: LogStore): Decider {
  const decider = openDecider({ store, settings: benchSettings, clock: machineClock, randomBytes });
  cleanUps.push(async () => {
    await decider.close();
    await store.close();
  });
  return decider;
}

async function decides(decider: Decider): Promise<void> {
  await eventually(() => decider.standing().is === 'deciding');
}

async function waitsFor(decider: Decider, kind: string): Promise<void> {
  await eventually(() => {
    const standing = decider.standing();
    return standing.is === 'waiting' && standing.for.kind === kind;
  });
}

async function eventually(isSo: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAt > 30_000) assert.fail('it never came to that');
    await sleep(20);
  }
}

/** As kiosks and counters do: the same act again, to whichever hub decides, until it is done. */
async function insist(hubs: readonly Decider[], actId: ActId, act: Act): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    const answer = await hubs[turn % hubs.length]?.decide(actId, act);
    if (answer?.ok) return;
    if (answer?.problem.kind === 'refused') assert.fail(`${act.kind}: ${answer.problem.why}`);
    await sleep(5);
  }
  assert.fail('nobody decides');
}

async function hubProcess(settings: Pick<HubFile, 'database' | 'dataDir'>) {
  const program = fileURLToPath(new URL('./hub-process.bench.ts', import.meta.url));
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [program, JSON.stringify(settings)]);
  child.stderr.pipe(process.stderr);
  // It is killed while it is asked.
  child.stdin.on('error', () => undefined);
  const answers = new Map<string, (isDone: boolean) => void>();
  let standing = 'waiting';
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line);
    if (said.standing) standing = said.standing;
    else answers.get(said.actId)?.(said.isDone);
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  cleanUps.push(() => {
    child.kill('SIGKILL');
    return ended;
  });
  return {
    ended,
    is: (wanted: string) => eventually(() => standing === wanted),
    ask: (act: Act, actId = anAct()) =>
      new Promise<boolean>((resolve) => {
        answers.set(actId, resolve);
        child.stdin.write(`${JSON.stringify({ actId, act })}\n`);
      }),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

/** To the server; once it is cut nothing comes through any more, and nobody is told. */
async function cableTo(port: number) {
  const ends: Socket[] = [];
  let isCut = false;
  const server = createServer((near) => {
    const far = connectTcp(port, '127.0.0.1');
    ends.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => void (isCut || to.write(bytes)));
      from.on('close', () => void (isCut || to.destroy()));
      from.on('error', () => {});
    }
  });
  const listening = await listenOnLoopback(server);
  cleanUps.push(() => {
    for (const end of ends) end.destroy();
    return listening.close();
  });
  return {
    port: listening.port,
    cut: () => {
      isCut = true;
    },
  };
}

function throughPort(settings: PostgresqlSettings, port: number): PostgresqlSettings {
  const url = new URL(settings.url);
  url.port = String(port);
  return { ...settings, url: url.href };
}
