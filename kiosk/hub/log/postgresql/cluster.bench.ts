import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { PostgresqlSettings } from './target.ts';

/** Debian's binaries; elsewhere those in the PATH. `undefined`: there are none. */
const binDir = findBinaries();

/** Why tests with a server of their own are skipped; in CI they never are. */
export const skipReason =
  binDir === undefined && process.env.CI === undefined
    ? 'PostgreSQL is not installed: apt-get install postgresql'
    : undefined;

const password = 'đúng mật khẩu';

/** A PostgreSQL server in a temporary folder: of one test, for one test. Nobody else reaches it. */
export interface Cluster {
  readonly port: number;
  /** Of the user `hub`. */
  readonly password: string;
  /** Of the server's first process. */
  pid(): number;
  /** An empty database that the user `hub` owns, and what a hub file would say of it. */
  createDatabase(): Promise<PostgresqlSettings>;
  /** As the owner of the server, in the database of these settings. */
  query(at: PostgresqlSettings, text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Every session is cut, nothing is written any more: as after a power cut. */
  stopHard(): Promise<void>;
  start(): Promise<void>;
  /** Stops it, and nothing of it is left. */
  remove(): Promise<void>;
}

/** `settings`: lines of postgresql.conf. `tls`: PEM files; the server then speaks TLS to whoever asks for it. */
export async function createCluster(
  settings: readonly string[] = [],
  tls?: { readonly cert: string; readonly key: string },
): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-postgresql-'));
  const owner = ownerOf();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const secret = { owner: join(folder, 'owner.password'), hub: join(folder, 'hub.password') };
  for (const path of Object.values(secret)) writeFileSync(path, password, { mode: 0o600 });
  if (owner) chownSync(secret.owner, owner.uid, owner.gid);
  const init = spawnSync(
    join(binDir ?? '', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'owner',
      '-A',
      'scram-sha-256',
      '--pwfile',
      secret.owner,
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
    ],
    { ...owner, cwd: folder, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr || init.error}`);
  const port = await freePort();
  const conf = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    "unix_socket_directories = ''",
    'shared_buffers = 32MB',
    ...(tls ? ['ssl = on'] : []),
    ...settings,
  ];
  // Their usual names: PostgreSQL wants them as its own, and the key for nobody else.
  for (const [name, path] of tls
    ? ([
        ['server.crt', tls.cert],
        ['server.key', tls.key],
      ] as const)
    : []) {
    writeFileSync(join(data, name), readFileSync(path), { mode: 0o600 });
    if (owner) chownSync(join(data, name), owner.uid, owner.gid);
  }
  writeFileSync(join(data, 'postgresql.auto.conf'), `${conf.join('\n')}\n`);
  if (owner) chownSync(join(data, 'postgresql.auto.conf'), owner.uid, owner.gid);
  let server: ChildProcess | undefined;
  let databases = 0;

  const cluster: Cluster = {
    port,
    password,
    pid: () => server?.pid ?? 0,
    async createDatabase() {
      databases += 1;
      const name = `hub_${databases}`;
      const at = settingsOf(name);
      const maintenance = settingsOf('postgres');
      await cluster.query(maintenance, `create database ${name} owner hub`);
      return at;
    },
    async query({ url }, text, values = []) {
      const { pathname } = new URL(url);
      const client = new pg.Client({ ...login('owner'), database: pathname.slice(1) });
      client.on('error', () => {});
      await client.connect();
      try {
        return (await client.query(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    async stopHard() {
      await end('SIGQUIT');
    },
    start,
    async remove() {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true });
    },
  };
  await start();
  await cluster.query(settingsOf('postgres'), `create role hub login password '${password}'`);
  return cluster;

  async function start(): Promise<void> {
    const started = spawn(join(binDir ?? '', 'postgres'), ['-D', data], {
      ...owner,
      cwd: folder,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    const said: string[] = [];
    for await (const line of createInterface({ input: started.stderr })) {
      said.push(line);
      if (line.includes('ready to accept connections')) {
        started.stderr.resume();
        return;
      }
    }
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    // One that was stopped hears nothing else.
    running.kill('SIGCONT');
    await ended;
  }

  function login(user: 'owner' | 'hub') {
    return { host: '127.0.0.1', port, user, password };
  }

  function settingsOf(database: string): PostgresqlSettings {
    return { kind: 'postgresql', url: `postgres://hub@127.0.0.1:${port}/${database}`, passwordFile: secret.hub };
  }
}

function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const [newest] = list(debian).sort((one, other) => Number(other) - Number(one));
  if (newest !== undefined && list(join(debian, newest, 'bin')).includes('initdb')) return join(debian, newest, 'bin');
  return (process.env.PATH ?? '').split(':').find((folder) => list(folder).includes('initdb'));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** PostgreSQL refuses to run as root. */
function ownerOf(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm'));
    if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
