import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHubBench, today, tomorrow } from '#backend-client/hub-link/hub-link.bench.ts';
import { type Cluster, createCluster, skipReason as noPostgresql } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { openHubProcess } from '#kiosk/hub/program/hub-process.bench.ts';
import { hospitalFile, hospitalWith } from './hub-and-kiosks.bench.ts';

/*
 * The real program over midnight, killed at 00:00. Debian's `faketime` stands between it and the clock, and leaves elapsed time alone, as a
 * machine does; kiosks have their stores and a clock of their own.
 */
const faketime = 'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1';
const withoutFaketime = !existsSync('/usr/bin/faketime') && !process.env.CI;
const hourMs = 60 * 60_000;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe.skipIf(withoutFaketime)(
  `a hub over midnight${withoutFaketime ? ' (skipped: faketime is not installed)' : ''}`,
  () => {
    let cluster: Cluster | undefined;
    beforeAll(async () => {
      cluster = noPostgresql ? undefined : await createCluster();
    });
    afterAll(() => cluster?.remove());

    for (const kind of ['sqlite', 'postgresql'] as const) {
      test.skipIf(kind === 'postgresql' && noPostgresql)(
        `fifty who wait are called in their order after a hub on ${kind} was killed at 00:00, and today's numbers begin anew behind them`,
        async () => {
          const kiosks = await createHubBench();
          const clockFile = join(kiosks.directory, 'clock');
          /** What the hub's machine believes. */
          const setClock = (at: number) => {
            const ahead = Math.round((at - Date.now()) / 1_000);
            writeFileSync(clockFile, `${ahead < 0 ? '' : '+'}${ahead}\n`);
          };
          const midnight = Date.parse(`${tomorrow}T00:00:00+07:00`);
          kiosks.clock.advance(midnight - 2 * hourMs - kiosks.clock.now());
          setClock(midnight - 2 * hourMs);
          const database = kind === 'sqlite' ? { kind } : await cluster?.createDatabase();
          const file = await hospitalFile();
          const hub = await openHubProcess({
            more: { ...file, database },
            under: [
              'env',
              faketime,
              `FAKETIME_TIMESTAMP_FILE=${clockFile}`,
              'FAKETIME_NO_CACHE=1',
              'DONT_FAKE_MONOTONIC=1',
              'NO_FAKE_STAT=1',
            ],
            clock: kiosks.clock,
          });
          const hospital = hospitalWith(kiosks, hub);
          cleanUps.push(() => hospital.remove());
          const isOn = (day: string) =>
            vi.waitFor(async () => expect(await hub.health()).toMatchObject({ status: 'deciding', day }), {
              timeout: 25_000,
            });
          await isOn(today);

          const [one, two] = [await hospital.kiosk('kiosk-1'), await hospital.kiosk('kiosk-2')];
          await hospital.inStock(one, two);
          const yesterdays: string[] = [];
          for (let who = 1; who <= 25; who += 1) yesterdays.push(...one.arrive(who), ...two.arrive(who + 100));
          await hospital.isTold(one, two);
          const lan = await hospital.counter('Lan');
          const order = (await lan.sees()).waiting.map(({ number }) => number);
          assert.deepEqual(new Set(order), new Set(yesterdays));

          setClock(midnight - 1_000);
          await hub.kill();
          setClock(midnight);
          await hub.start();
          await isOn(tomorrow);
          // A few seconds ahead of the hub's, as clocks are.
          kiosks.clock.advance(Math.max(0, midnight + 5_000 - kiosks.clock.now()));
          const todays = [...one.arrive(201, 202), ...two.arrive(301, 302)];
          await hospital.isTold(one, two);
          const anew = await hospital.counter('Lan');
          expect(
            (await anew.sees()).waiting.filter(({ flags }) => flags.includes('yesterday')).map(({ number }) => number),
          ).toEqual(order);
          const called = await anew.callEverybody();
          assert.deepEqual(called.slice(0, 50), order);
          assert.deepEqual(new Set(called.slice(50)), new Set(todays));
          assert.equal(new Set(todays).size, 4);
          expect(hub.said('hub-crashed')).toEqual([]);
        },
        60_000,
      );
    }
  },
);
