import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ActId, createActId } from '#backend-client/hub-link/act-id.ts';
import { createVisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { Decider } from '#kiosk/hub/deciding/decider.ts';
import { openDecider } from '#kiosk/hub/deciding/group-commit-decider.ts';
import { type Cluster, createCluster } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { openPostgresqlStore } from '#kiosk/hub/log/postgresql/postgresql-store.ts';
import type { Act } from '#kiosk/hub/queue/acts.ts';
import { queueSettings } from '#kiosk/hub/queue/queue-settings.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';
import type { Rounds } from './contest.ts';
import { benchHubFile } from './hub-hospital.ts';
import { perSecond, type Section } from './table.ts';

/** What the hub may need beside bare PostgreSQL: so many times as many acts, a call within so many ms and so many bare commits. */
export const limits = { timesBare: 2, callMs: 10, timesCommit: 3 };

const kiosks = 50;
const counters = 40;
const actsPerSecond = 100;
const bareConnections = 32;
/** Acts of the paced part. */
const paced = 3_000;

/**
 * Acts on PostgreSQL, each answered after it is on disk, beside what everybody writes first: a counter row, a ticket row and a notification
 * in one statement and one commit, over the same driver to the same server. Both are given as many connections or clients as help them most.
 */
export async function benchDecisions({ count, roundMs }: Rounds, say: (line: string) => void): Promise<Section[]> {
  const cluster = await createCluster();
  try {
    const bare = await openBare(cluster);
    const hub = await openHub(cluster);
    const speeds = { hub: [] as number[], alone: [] as number[], some: [] as number[], many: [] as number[] };
    for (let round = -1; round < count; round += 1) {
      const turn = {
        hub: await perSecondOf(kiosks + counters, roundMs, hub.actOf),
        alone: await perSecondOf(1, roundMs, (client) => bare.commit(client)),
        some: await perSecondOf(8, roundMs, (client) => bare.commit(client)),
        many: await perSecondOf(bareConnections, roundMs, (client) => bare.commit(client)),
      };
      // The first is for warming up.
      if (round >= 0) for (const name of ['hub', 'alone', 'some', 'many'] as const) speeds[name].push(turn[name]);
    }
    say('Now at the pace of a full hall …');
    const waits = await pacedWaits(hub, bare);
    await hub.close();
    await bare.close();
    const ours = middle(speeds.hub);
    const bares = [speeds.alone, speeds.some, speeds.many].map(middle);
    const [call, commit] = [percentile(waits.calls, 0.99), percentile(waits.commits, 0.99)];
    const isQuick = ours >= limits.timesBare * Math.max(...bares);
    const isSoon = call <= limits.callMs && call <= limits.timesCommit * commit;
    return [
      {
        title: `acts on PostgreSQL; at least ${limits.timesBare} × the best bare one: ${isQuick ? 'kept' : 'NOT kept'}`,
        rows: [
          { what: `ours: ${kiosks} kiosks tell of numbers, ${counters} counters call`, speed: perSecond(ours) },
          ...bares.map((speed, which) => ({
            what: `bare: counter row, ticket row, notify; connections: ${[1, 8, bareConnections][which]}`,
            speed: perSecond(speed),
            ratio: ours / speed,
          })),
        ],
      },
      {
        title: `at ${kiosks} kiosks and ${actsPerSecond} acts a second; p99 of a call at most ${limits.callMs} ms and ${limits.timesCommit} × a bare commit: ${isSoon ? 'kept' : 'NOT kept'}`,
        rows: [
          { what: 'ours, call next: p50, p99', speed: milliseconds(waits.calls) },
          { what: 'bare commit at the same pace, one connection: p50, p99', speed: milliseconds(waits.commits) },
        ],
      },
    ];
  } finally {
    await cluster.remove();
  }
}

interface Hub {
  /** The next act of this client: a kiosk tells of a number, a counter calls. */
  actOf(client: number): Promise<void>;
  close(): Promise<void>;
}

async function openHub(cluster: Cluster): Promise<Hub> {
  const store = openPostgresqlStore({ settings: await cluster.createDatabase(), clock: machineClock });
  for (let kiosk = 0; kiosk < kiosks; kiosk += 1)
    await store.enrolment.enrol(`kiosk-${kiosk}`, hashOfKey(createKioskKey(randomBytes)));
  const settings = queueSettings(benchHubFile(counters));
  const decider = openDecider({ store, settings, clock: machineClock, randomBytes });
  while (decider.standing().is !== 'deciding') await sleep(20);
  const today = businessDayAt(Date.now(), settings.timeZone);
  const blocks = new Map<number, { next: number; last: number }>();
  const act = (wanted: Act) => done(decider, createActId(randomBytes), wanted);
  const by = (client: number) => ({ kind: 'person', id: client.toString(16).padStart(16, '0'), name: 'Lan' }) as const;
  for (let counter = 0; counter < counters; counter += 1)
    await act({ kind: 'sit-down', counter: `p${counter}`, by: by(counter), force: false });

  async function numberFor(client: number): Promise<number> {
    const block = blocks.get(client);
    if (block && block.next <= block.last) return block.next++;
    const [leased] = await act({ kind: 'lease', kioskId: `kiosk-${client}`, day: today, series: 'A', count: 500 });
    if (leased?.event.kind !== 'leased') throw new Error('no block');
    blocks.set(client, { next: leased.event.first + 1, last: leased.event.last });
    return leased.event.first;
  }

  return {
    async actOf(client) {
      if (client >= kiosks) {
        const counter = client - kiosks;
        await decider.decide(createActId(randomBytes), { kind: 'call-next', counter: `p${counter}`, by: by(counter) });
        return;
      }
      const sequence = await numberFor(client);
      await act({
        kind: 'enter',
        kioskId: `kiosk-${client}`,
        visitId: createVisitId(randomBytes, Date.now()),
        day: today,
        number: { series: 'A', sequence, text: `A${sequence}` },
        serviceCode: 'noi',
        lane: sequence % 5 === 0 ? 'priority' : 'ordinary',
        isLaneToBeConfirmed: false,
        givenAt: Date.now(),
        appointment: undefined,
      });
    },
    async close() {
      await decider.close();
      await store.close();
    },
  };
}

async function done(decider: Decider, actId: ActId, act: Act) {
  const answer = await decider.decide(actId, act);
  if (!answer.ok) throw new Error(`${act.kind}: ${JSON.stringify(answer.problem)}`);
  return answer.value.events;
}

async function openBare(cluster: Cluster) {
  const settings = await cluster.createDatabase();
  const { host, port } = { host: '127.0.0.1', port: cluster.port };
  const database = new URL(settings.url).pathname.slice(1);
  const clients = Array.from(
    { length: bareConnections },
    () => new pg.Client({ host, port, user: 'hub', database, password: cluster.password }),
  );
  for (const client of clients) await client.connect();
  await clients[0]?.query(`create table counter (series text primary key, value integer not null);
    create table ticket (series text, number integer, visit_id text not null, at bigint not null, primary key (series, number));
    insert into counter select 'A' || n, 0 from generate_series(0, ${bareConnections - 1}) n`);
  return {
    /** Each connection has a series of its own: nobody waits for anybody's row. */
    async commit(client: number): Promise<void> {
      await clients[client]?.query({
        name: 'ticket',
        text: `with number as (update counter set value = value + 1 where series = $1 returning value),
            kept as (insert into ticket select $1, value, $2, $3 from number)
          select pg_notify('tickets', $1 || value) from number`,
        values: [`A${client}`, createVisitId(randomBytes, Date.now()), Date.now()],
      });
    },
    close: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}

/** So many clients, each of which asks again as soon as it is answered. */
async function perSecondOf(clients: number, forMs: number, once: (client: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let times = 0;
  const work = async (client: number) => {
    while (performance.now() - startedAt < forMs) {
      await once(client);
      times += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  return (times * 1000) / (performance.now() - startedAt);
}

/** Acts come when they come, whether or not the one before is answered: half of them numbers, half calls; in turns with bare commits. */
async function pacedWaits(hub: Hub, bare: { commit(client: number): Promise<void> }) {
  const random = createSeededRandom(20_261_130);
  const calls: number[] = [];
  const commits: number[] = [];
  const turns = 6;
  for (let turn = 0; turn < turns; turn += 1) {
    await atPace(paced / turns, random, (which) => {
      const isCall = which % 2 === 0;
      const client = isCall ? kiosks + Math.floor(random() * counters) : Math.floor(random() * kiosks);
      return timed(hub.actOf(client), isCall ? calls : []);
    });
    // One after the other on its one connection, as the driver does it.
    let before = Promise.resolve();
    await atPace(paced / turns, random, () => {
      before = before.then(() => bare.commit(0));
      return timed(before, commits);
    });
  }
  return { calls, commits };
}

/** At random moments, as patients come: so many a second on average. */
async function atPace(acts: number, random: () => number, act: (which: number) => Promise<void>): Promise<void> {
  const all: Promise<void>[] = [];
  let at = performance.now();
  for (let which = 0; which < acts; which += 1) {
    at += (-Math.log(1 - random()) * 1000) / actsPerSecond;
    const waitMs = at - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    all.push(act(which));
  }
  await Promise.all(all);
}

async function timed(work: Promise<void>, into: number[]): Promise<void> {
  const startedAt = performance.now();
  await work;
  into.push(performance.now() - startedAt);
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
}

function middle(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function milliseconds(values: readonly number[]): string {
  return `${percentile(values, 0.5).toFixed(1)}, ${percentile(values, 0.99).toFixed(1)} ms`;
}
