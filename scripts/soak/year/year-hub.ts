import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { wireVersion } from '#backend-client/hub-link/wire.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import { type Cluster, createCluster } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { openPostgresqlStore } from '#kiosk/hub/log/postgresql/postgresql-store.ts';
import type { PostgresqlSettings } from '#kiosk/hub/log/postgresql/target.ts';
import { askHub } from '#kiosk/hub/program/hub-socket.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';
import { hubFileOfYear, supervisor, systemId } from './province.ts';

/** The hub of the year on a PostgreSQL of its own; it can be killed, and the database can fall. */
export interface YearHub {
  readonly port: number;
  readonly url: string;
  readonly cluster: Cluster;
  readonly database: PostgresqlSettings;
  readonly settings: HubFile;
  /** Where each kiosk's key lies. */
  readonly keyFiles: ReadonlyMap<string, string>;
  readonly systemKey: string;
  tellTime(at: number): void;
  /** The day of this hub; `undefined`: it does not decide. */
  today(): Promise<BusinessDay | undefined>;
  /** What a kiosk says that is switched on in the morning, so that the hub believes the clock of its machine. */
  confirmTime(): Promise<void>;
  /** SIGKILL; resolves when nothing of it can be committed any more. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Committed events by kind, as `/metrics` of this process says, when nothing more is coming. */
  committed(): Promise<ReadonlyMap<string, number>>;
  /** Numbers by their state, as `/metrics` says: `waiting`, `absent`, `parked`, `unknown`. */
  standing(): Promise<ReadonlyMap<string, number>>;
  /** Of the life of all hubs and servers until now. */
  cpuSeconds(): { readonly hub: number; readonly database: number };
  /** MB: resident, and what is left of the heap when everything was collected. */
  held(): Promise<{ readonly resident: number; readonly heap: number }>;
  /** PostgreSQL is stopped hard, as by a power cut. */
  stopDatabase(): Promise<void>;
  close(): Promise<void>;
}

interface Plan {
  readonly folder: string;
  readonly startAt: number;
  readonly kiosks: readonly string[];
  /** Where V8 leaves what the hub has done with its time. */
  readonly profiles: string | undefined;
}

const program = fileURLToPath(new URL('./hub-in-time.ts', import.meta.url));
const hz = 100;
/** A hub answers to its own port alone: the same one of 127.0.0.1 is the kiosks' line. */
export const hubHost = '127.0.0.2';

export async function openYearHub({ folder, startAt, kiosks, profiles }: Plan): Promise<YearHub> {
  // As Debian sets it up, but for the memory that it takes there.
  const cluster = await createCluster(['shared_buffers = 128MB']);
  const database = await cluster.createDatabase();
  const dataDir = join(folder, 'hub');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const settings = hubFileOfYear({ dataDir, database, listen: { host: hubHost, port: 0 } }, kiosks);
  const siteFile = join(folder, 'hub.json');
  const keyFiles = new Map<string, string>();
  let at = startAt;
  let port = 0;
  let child: ChildProcess | undefined;
  const cpuBefore = { hub: 0, database: 0 };
  let systemKey = '';
  let firstKey = '';
  await start();
  await enrolAll();

  return {
    get port() {
      return port;
    },
    get url() {
      return urlOf();
    },
    cluster,
    database,
    settings,
    keyFiles,
    get systemKey() {
      return systemKey;
    },
    tellTime(told) {
      at = told;
      if (child?.connected) child.send({ at });
    },
    today,
    async confirmTime() {
      await fetch(`${urlOf()}/kiosk/v1/contact`, {
        method: 'POST',
        headers: { authorization: `Bearer ${firstKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ version: wireVersion, program: '0.1.0', now: at }),
      });
    },
    async kill() {
      cpuBefore.hub += cpuSecondsOf(child?.pid);
      await end('SIGKILL');
      // What it had sent may still be committed.
      const sessions = async () => {
        const rows = await cluster.query(database, "select 1 from pg_stat_activity where usename = 'hub'");
        return rows.length;
      };
      while ((await sessions()) > 0) await sleep(20);
    },
    start,
    async committed() {
      for (let before = await committedNow(); ; ) {
        await sleep(20);
        const now = await committedNow();
        if (isDeepStrictEqual(before, now)) return now;
        before = now;
      }
    },
    standing: async () => {
      const text = await metrics();
      const waiting = [...sumsIn(text, 'tiepdon_hub_waiting', 'lane').values()].reduce((sum, each) => sum + each, 0);
      return new Map([...sumsIn(text, 'tiepdon_hub_laid_aside', 'state'), ['waiting', waiting]]);
    },
    cpuSeconds: () => ({
      hub: cpuBefore.hub + cpuSecondsOf(child?.pid),
      database: cpuBefore.database + cpuSecondsOfServer(cluster.pid()),
    }),
    async held() {
      const resident = megabytesOf(child?.pid);
      if (!child?.connected) return { resident, heap: Number.NaN };
      child.send({ ask: 'held' });
      const [{ held }] = await once(child, 'message');
      return { resident, heap: held };
    },
    async stopDatabase() {
      cpuBefore.database += cpuSecondsOfServer(cluster.pid());
      await cluster.stopHard();
    },
    async close() {
      await end('SIGTERM');
      await cluster.remove();
    },
  };

  function urlOf(): string {
    return `http://${hubHost}:${port}`;
  }

  async function today(): Promise<BusinessDay | undefined> {
    const answer = await fetch(`${urlOf()}/healthz`).catch(() => undefined);
    const { status, day } = ((await answer?.json().catch(() => undefined)) ?? {}) as { status?: string; day?: string };
    return status === 'deciding' ? (day as BusinessDay) : undefined;
  }

  async function committedNow(): Promise<ReadonlyMap<string, number>> {
    return sumsIn(await metrics(), 'tiepdon_hub_committed_events_total', 'event');
  }

  async function metrics(): Promise<string> {
    const asked = () => fetch(`${urlOf()}/metrics`);
    // A connection that was kept may just have been closed.
    return (await asked().catch(asked)).text();
  }

  /** Always at the same port: kiosks know one address. */
  async function start(): Promise<void> {
    writeFileSync(siteFile, JSON.stringify({ ...settings, listen: { host: hubHost, port } }));
    const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const started = spawn(process.execPath, [...profiling, program, siteFile, String(at)], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    child = started;
    if (!started.stdout) throw new Error('the hub has no stdout');
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    port = JSON.parse(line).port;
    while ((await today()) === undefined) await sleep(20);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }

  /** As `npm run hub-key` and `npm run hub-person` do it; after the hub has begun its first day. */
  async function enrolAll(): Promise<void> {
    const store = openPostgresqlStore({ settings: database, clock: machineClock });
    for (const kioskId of kiosks) {
      const key = createKioskKey(randomBytes);
      const enrolled = await store.enrolment.enrol(kioskId, hashOfKey(key));
      if (!enrolled.ok) throw new Error(enrolled.problem.kind);
      const file = join(folder, `${kioskId}.key`);
      writeFileSync(file, `${key}\n`, { mode: 0o600 });
      keyFiles.set(kioskId, file);
      firstKey ||= key;
    }
    systemKey = createKioskKey(randomBytes);
    await store.systems.put(systemId, hashOfKey(systemKey));
    await store.close();
    const { name, role, pin } = supervisor;
    const asked = await askHub({ dataDir, workingDirectory: process.cwd() }, { do: 'set', name, role, secret: pin });
    if (!asked?.ok || 'refused' in asked.value) throw new Error(`the hub takes no person: ${JSON.stringify(asked)}`);
  }
}

/** Of Prometheus text: the sum of each value of a label. */
function sumsIn(text: string, name: string, label: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, labels = '', value] = new RegExp(`^${name}\\{([^}]*)\\} (\\S+)$`).exec(line) ?? [];
    const of = new RegExp(`${label}="([^"]*)"`).exec(labels)?.[1];
    if (of !== undefined) sums.set(of, (sums.get(of) ?? 0) + Number(value));
  }
  return sums;
}

/** User and system time of a process that lives, `proc(5)`; `ended`: of its children that have ended, too. */
function cpuSecondsOf(pid: number | undefined, { ended } = { ended: false }): number {
  const stat = pid === undefined ? '' : textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, ended ? 15 : 13).reduce((sum, field) => sum + Number(field) / hz, 0);
}

/** Of a server of PostgreSQL with all its sessions. */
function cpuSecondsOfServer(pid: number): number {
  const sessions = textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return sessions.reduce((sum, each) => sum + cpuSecondsOf(each), cpuSecondsOf(pid, { ended: true }));
}

function megabytesOf(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(pid === undefined ? '' : textOf(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) / 1000;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
