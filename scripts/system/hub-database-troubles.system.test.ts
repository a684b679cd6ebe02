import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HubLogEventId } from '#config/agreements/hub-log-events.ts';
import { type Cluster, createCluster, skipReason } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { type HubProcess, openHubProcess } from '#kiosk/hub/program/hub-process.bench.ts';

/** The program itself, at databases that it cannot use: it says one sentence, waits, and decides as soon as somebody has mended it. */
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Trouble {
  /** `/healthz`. */
  readonly word: string;
  readonly event: HubLogEventId;
  /** Of the line, beside what every line has. */
  readonly fields?: object;
  readonly mend: () => unknown;
}

/** Several tries long. */
const aWhileMs = 1_500;

async function saysOnceAndWaits(hub: HubProcess, { word, event, fields = {}, mend }: Trouble): Promise<void> {
  const waits = () => expect(hub.said(event), hub.log.slice(-8).join('')).toHaveLength(1);
  await vi.waitFor(waits, { timeout: 20_000 });
  await sleep(aWhileMs);
  waits();
  expect(hub.said(event)).toMatchObject([fields]);
  expect(await hub.health()).toMatchObject({ status: 'waiting', waitingFor: word });
  const asked = await hub.ask('k'.repeat(43), 'contact', { version: 1, program: 'test' });
  expect(asked.status, 'a kiosk is told to come again, or that nobody knows its key').toBeOneOf([401, 503]);
  await mend();
  await decides(hub);
  waits();
  expect(hub.said('hub-crashed')).toEqual([]);
}

const decides = (hub: HubProcess) =>
  vi.waitFor(async () => expect(await hub.health()).toMatchObject({ status: 'deciding' }), { timeout: 20_000 });

async function hubAt(options: Parameters<typeof openHubProcess>[0]): Promise<HubProcess> {
  const hub = await openHubProcess(options);
  cleanUps.push(() => hub.close());
  return hub;
}

describe.skipIf(skipReason)(`on PostgreSQL${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterAll(() => cluster.remove());

  test('one trouble after the other: for each the hub says one sentence, waits, and goes on when it is mended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiep-don-password-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const passwordFile = join(folder, 'hub.password');
    writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
    const database = { ...(await cluster.createDatabase()), passwordFile };
    const elsewhere = { ...database, url: database.url.replace(/[^/]+$/, 'postgres') };
    const name = /[^/]+$/.exec(database.url)?.[0] ?? '';
    const ask = (text: string) => cluster.query(database, text);
    /** Whoever decides looks at the database anew. */
    const cut = () =>
      cluster.query(elsewhere, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'hub'");

    await cluster.query(elsewhere, `drop database ${name}`);
    await cluster.stopHard();
    const hub = await hubAt({ more: { database } });
    await saysOnceAndWaits(hub, {
      word: 'not-reachable',
      event: 'database-not-reachable',
      mend: async () => {
        await cluster.start();
        // The server is there, and the database is not: the same sentence, and it is not said again.
        await sleep(aWhileMs);
        expect(await hub.health()).toMatchObject({ waitingFor: 'not-reachable' });
        await cluster.query(elsewhere, `create database ${name} owner hub`);
      },
    });

    writeFileSync(passwordFile, 'sai');
    await cut();
    await saysOnceAndWaits(hub, {
      word: 'denied',
      event: 'database-denied',
      mend: async () => {
        chmodSync(passwordFile, 0o644);
        writeFileSync(passwordFile, cluster.password);
        await sleep(aWhileMs);
        expect(await hub.health(), 'others may read the password').toMatchObject({ waitingFor: 'denied' });
        chmodSync(passwordFile, 0o600);
      },
    });

    await ask(
      'alter schema public rename to kept; create schema public; grant all on schema public to public; create table patients (name text)',
    );
    await cut();
    await saysOnceAndWaits(hub, {
      word: 'not-ours',
      event: 'database-not-ours',
      mend: async () => {
        const tables = await ask("select relname from pg_class where relnamespace = 'public'::regnamespace");
        expect(tables, 'nothing is made beside it').toEqual([{ relname: 'patients' }]);
        await ask('drop schema public cascade; alter schema kept rename to public');
      },
    });

    const state = () => ask('select epoch, (select count(*) from hub_event) as events from hub_place');
    await ask('update hub_meta set version = 99');
    await cut();
    await vi.waitFor(() => expect(hub.said('database-newer')).toHaveLength(1), { timeout: 20_000 });
    const before = await state();
    await saysOnceAndWaits(hub, {
      word: 'newer',
      event: 'database-newer',
      mend: async () => {
        expect(await state(), 'nothing is written').toEqual(before);
        await ask('update hub_meta set version = 1');
      },
    });

    const [{ day } = {}] = await ask('select day from hub_event');
    await ask(`update hub_event set event = replace(event, '"day-begun"', '"day-danced"')`);
    await cut();
    await saysOnceAndWaits(hub, {
      word: 'damaged',
      event: 'database-damaged',
      fields: { day, position: 0 },
      mend: () => ask(`update hub_event set event = replace(event, '"day-danced"', '"day-begun"')`),
    });
  }, 60_000);
});

test('on SQLite: whatever its file has become, it stays as it is; the hub says one sentence, waits, and goes on when it is moved away', async () => {
  const hub = await hubAt({});
  const path = join(hub.dataDir, 'hub.sqlite');
  const moveAway = () => {
    for (const name of readdirSync(hub.dataDir).filter((each) => each.startsWith('hub.sqlite')))
      rmSync(join(hub.dataDir, name), { recursive: true });
  };
  const change = (sql: string) => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
  };
  const text = 'Danh sách trực tháng 11\n'.repeat(400);
  const troubles: readonly (Omit<Trouble, 'mend'> & { readonly bring: () => void; readonly look?: () => void })[] = [
    {
      word: 'not-ours',
      event: 'database-not-ours',
      bring: () => writeFileSync(path, text),
      look: () => expect(readFileSync(path, 'utf8')).toBe(text),
    },
    { word: 'newer', event: 'database-newer', bring: () => change('pragma user_version = 99') },
    {
      word: 'damaged',
      event: 'database-damaged',
      fields: { position: 0 },
      bring: () => change("update hub_event set event = 'x'"),
    },
    {
      word: 'not-writable',
      event: 'database-not-writable',
      bring() {
        moveAway();
        mkdirSync(path);
      },
    },
  ];
  for (const { bring, look = () => {}, ...trouble } of troubles) {
    await decides(hub);
    await hub.stop();
    bring();
    await hub.start();
    await saysOnceAndWaits(hub, {
      ...trouble,
      mend() {
        look();
        moveAway();
      },
    });
  }
}, 60_000);

test('without espeak-ng a hub says in one line that nothing is spoken and what to install, and decides', async () => {
  const hub = await hubAt({ environment: { ...process.env, PATH: '' } });
  await vi.waitFor(() => expect(hub.said('voice-missing')).toHaveLength(1), { timeout: 20_000 });
  await decides(hub);
  await sleep(aWhileMs);
  expect(hub.said('voice-missing')).toMatchObject([{ reason: 'not-there' }]);
  expect(JSON.stringify(hub.said('voice-missing'))).toContain('install espeak-ng');
});
