import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import { sayIn } from '#config/strings/messages.ts';
import { type KioskOnADisk, openKioskOnADisk } from './bench/kiosk-on-a-disk.ts';
import { screen } from './bench/page-driver.ts';
import type { Health } from './health.ts';

/** A whole kiosk whose store file somebody deletes, replaces or damages under it: nobody is given a number that is lost. */

let bench: KioskOnADisk;
let storePath: string;
beforeEach(async () => {
  bench = await openKioskOnADisk();
  storePath = join(bench.dataDir, 'store.sqlite');
});
afterEach(() => bench.close());

/** What everybody who asks is told. */
async function told() {
  const health: Pick<Health, 'status' | 'store'> = JSON.parse(await (await bench.ask('/healthz')).text());
  const metrics = await (await bench.ask('/metrics')).text();
  const { outOfService, store } = bench.upkeep();
  return {
    health: [health.status, health.store],
    metrics: /tiepdon_store_condition\{condition="([\w-]+)"\} 1/.exec(metrics)?.[1],
    technician: [outOfService, store],
  };
}

test.each([
  ['deleted', () => rmSync(storePath)],
  ['deleted with the whole data directory', () => rmSync(bench.dataDir, { recursive: true })],
  ['moved away by a backup', () => renameSync(storePath, `${storePath}.bak`)],
])('a store file that is %s: the resting kiosk says so, and takes nobody', async (_, harm) => {
  const before = await bench.checkIn();
  await bench.shown(screen('attract'));
  harm();
  const atOnce = await told();
  bench.clock.advance(delays.storeCheckMs);
  await bench.shown(screen('out-of-service'));
  assert.equal(before, 'A001');
  assert.deepEqual(atOnce, {
    health: ['out-of-service', 'file-lost'],
    metrics: 'file-lost',
    technician: [true, 'file-lost'],
  });
  assert.deepEqual(
    bench.lines.flatMap(({ event, reason }) => (event === 'store-refuses' ? [reason] : [])),
    ['file-lost'],
  );
});

test('a store file that goes while somebody chooses: no number is shown, and the right file and a restart go on with the day', async () => {
  await bench.checkIn();
  const instead = await bench.checkIn(() => {
    renameSync(storePath, `${storePath}.bak`);
    bench.clock.advance(1_000);
  });
  await bench.stop();
  renameSync(`${storePath}.bak`, storePath);
  await bench.start();
  assert.deepEqual([instead, await bench.checkIn()], ['out-of-service', 'A002']);
});

test('a store file that does not read: technician, health and metrics are answered, and nothing ends the kiosk', async () => {
  await bench.checkIn();
  await bench.stop();
  await bench.start();
  await bench.shown(screen('attract'));
  const file = openSync(storePath, 'r+');
  writeSync(file, randomBytes(statSync(storePath).size));
  closeSync(file);
  bench.clock.advance(delays.storeCheckMs);
  await bench.shown(screen('out-of-service'));
  assert.deepEqual(await told(), {
    health: ['out-of-service', 'damaged'],
    metrics: 'damaged',
    technician: [true, 'damaged'],
  });
});

test('the technician reads what happened and what to do, in both languages', () => {
  const keys = ['technician.store.fileLost', 'technician.store.damaged', 'technician.store.notWritable'] as const;
  for (const key of keys) {
    assert.match(sayIn('vi')(key), /^Ki-ốt đang ngừng phục vụ: .*Hãy /);
    assert.match(sayIn('en')(key), /^The kiosk is out of service: /);
  }
});
