import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import { createVisitId } from '#config/agreements/ids.ts';
import { type Cluster, createCluster, skipReason } from '../log/postgresql/cluster.bench.ts';
import type { PostgresqlSettings } from '../log/postgresql/target.ts';
import { type HubProcess, openHubProcess } from './hub-process.bench.ts';

/** The next version of the program: this one, with a change of the tables that the older one would not notice. */
const laterVersion = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        const loaded = next(url, context);
        if (!url.endsWith('/log/postgresql/schema.ts')) return loaded;
        const source = String(loaded.source).replace('\`,\\n] as const;', '\`, "alter table hub_event add column later text",\\n] as const;');
        if (source === String(loaded.source)) throw new Error('there is nothing to change in the schema');
        return { ...loaded, source };
      },
    });`)}`,
];

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe.skipIf(skipReason)(
  `two hubs of different versions on one PostgreSQL${skipReason ? ` (skipped: ${skipReason})` : ''}`,
  () => {
    let cluster: Cluster;
    let database: PostgresqlSettings;
    beforeAll(async () => {
      cluster = await createCluster();
    });
    afterAll(() => cluster.remove());

    async function start(version: 'this' | 'later'): Promise<HubProcess> {
      const hub = await openHubProcess({ more: { database }, flags: version === 'later' ? laterVersion : [] });
      cleanUps.push(() => hub.close());
      return hub;
    }

    const decides = (hub: HubProcess) =>
      vi.waitFor(async () => expect(await hub.health()).toMatchObject({ status: 'deciding' }), { timeout: 25_000 });

    const versionOnDisk = async () => (await cluster.query(database, 'select version from hub_meta'))[0]?.version;

    const eventsOnDisk = async () =>
      (await cluster.query(database, 'select event from hub_event order by day, position')).map(({ event }) => event);

    /** As the command of that version does it. */
    function enrol(version: 'this' | 'later', hub: HubProcess, kiosk: string) {
      const flags = version === 'later' ? laterVersion : [];
      const words = ['scripts/hub-key.ts', '--site', join(hub.dataDir, 'hub.json'), '--kiosk', kiosk];
      return spawnSync(process.execPath, [...flags, ...words], { cwd: root, encoding: 'utf8' });
    }

    const enter = (key: string, hub: HubProcess, sequence: number, documents: readonly string[] = []) =>
      hub.ask(key, 'facts', {
        version: 1,
        facts: [
          {
            kind: 'enter',
            actId: createActId(randomBytes),
            visitId: createVisitId(randomBytes, Date.now()),
            day: String(today),
            number: { series: 'A', sequence, text: `A00${sequence}` },
            serviceCode: 'noi',
            lane: 'ordinary',
            isLaneToBeConfirmed: false,
            givenAt: Date.now(),
            documents,
          },
        ],
      });
    let today: unknown;

    test('the later one waits while the earlier decides, changes nothing until it decides itself, and the earlier writes nothing after that', async () => {
      database = await cluster.createDatabase();
      const earlier = await start('this');
      await decides(earlier);
      today = (await earlier.health()).day;
      const key = enrol('this', earlier, 'kiosk-1').stdout.trim();
      const later = await start('later');
      await vi.waitFor(() => expect(later.said('hub-stands-by')).toHaveLength(1), { timeout: 10_000 });
      assert.equal((await enter(key, earlier, 1)).status, 200);
      const refused = enrol('later', later, 'kiosk-2');
      assert.deepEqual([refused.status, refused.stdout], [1, '']);
      assert.match(refused.stderr, /earlier version of the hub/);
      assert.equal((await later.ask(key, 'contact', { version: 1, program: 'test' })).status, 503);
      assert.equal(await versionOnDisk(), 1);

      await earlier.kill();
      await decides(later);
      assert.equal(await versionOnDisk(), 2);
      assert.equal((await enter(key, later, 2)).status, 200);
      const events = await eventsOnDisk();
      await earlier.start();
      assert.equal((await enter(key, earlier, 3)).status, 503);
      await later.kill();
      await vi.waitFor(() => expect(earlier.said('database-newer')).toHaveLength(1), { timeout: 20_000 });
      expect(await earlier.health()).toMatchObject({ status: 'waiting', waitingFor: 'newer' });
      const old = enrol('this', earlier, 'kiosk-3');
      assert.deepEqual([old.status, old.stdout], [1, '']);
      assert.match(old.stderr, /later version of the hub/);
      assert.deepEqual(await eventsOnDisk(), events);
      await later.start();
      await decides(later);
      assert.equal((await enter(key, later, 3)).status, 200);
    }, 90_000);

    test('the earlier one that hung while it decided wakes up into a later database, and nothing of it is written', async () => {
      database = await cluster.createDatabase();
      const earlier = await start('this');
      await decides(earlier);
      today = (await earlier.health()).day;
      const key = enrol('this', earlier, 'kiosk-1').stdout.trim();
      assert.equal((await enter(key, earlier, 1, ['x'.repeat(43)])).status, 200);
      const later = await start('later');
      await vi.waitFor(() => expect(later.said('hub-stands-by')).toHaveLength(1), { timeout: 10_000 });
      earlier.signal('SIGSTOP');
      await decides(later);
      const [events, documents] = [await eventsOnDisk(), await cluster.query(database, 'select * from hub_document')];
      const late = enter(key, earlier, 2, ['y'.repeat(43)]);
      earlier.signal('SIGCONT');
      assert.equal((await late).status, 503);
      await vi.waitFor(async () => expect(await earlier.health()).toMatchObject({ status: 'second' }), {
        timeout: 20_000,
      });
      assert.deepEqual(
        [await eventsOnDisk(), await cluster.query(database, 'select * from hub_document')],
        [events, documents],
      );
      assert.equal((await enter(key, later, 2)).status, 200);
    }, 90_000);
  },
);
