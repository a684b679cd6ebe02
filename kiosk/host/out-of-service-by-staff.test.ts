import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { type KioskOnADisk, openKioskOnADisk } from './bench/kiosk-on-a-disk.ts';
import { screen } from './bench/page-driver.ts';

/** The staff takes a whole kiosk out of service and puts it back. */

let bench: KioskOnADisk;
beforeEach(async () => {
  bench = await openKioskOnADisk();
});
afterEach(() => bench.close());

const events = (...names: string[]) =>
  bench.lines.flatMap(({ event }) => (names.some((name) => event.startsWith(name)) ? [event] : []));

test('maintenance shows a polite screen at once, lasts across a restart, and ends at a word', async () => {
  await bench.shown(screen('attract'));
  assert.ok(bench.rooms().byStaff.begin('console').ok);
  const { screen: shown } = await bench.shown(screen('out-of-service'));
  assert.ok(shown.show === 'out-of-service' && shown.why === 'staff' && shown.repair === undefined);
  await bench.stop();
  await bench.start();
  await bench.shown(screen('out-of-service'));
  assert.deepEqual(bench.rooms().byStaff.standing(), { since: bench.clock.now(), from: 'console' });
  assert.ok(bench.rooms().byStaff.end('lobby').ok);
  assert.equal(await bench.checkIn(), 'A001');
  assert.deepEqual(events('staff-', 'store-re'), ['staff-out-of-service', 'staff-in-service']);
});

test('whoever is being served gets their number first, and nobody after them', async () => {
  assert.equal(await bench.checkIn(() => assert.ok(bench.rooms().byStaff.begin('lobby').ok)), 'A001');
  const { screen: shown } = await bench.shown(screen('out-of-service'));
  assert.ok(shown.show === 'out-of-service' && shown.why === 'staff');
});

test('putting the kiosk back into service serves nobody while its disk is full', async () => {
  await bench.shown(screen('attract'));
  bench.rooms().byStaff.begin('console');
  bench.setFreeBytes(0);
  bench.clock.advance(60_000);
  bench.rooms().byStaff.end('console');
  const { screen: shown } = await bench.shown(({ screen: at }) => at.show === 'out-of-service' && at.why !== 'staff');
  assert.ok(shown.show === 'out-of-service');
});

test.each(['', '{', '{"since":-1}', 'null'])('a note that does not read (%j) serves nobody', async (text) => {
  await bench.stop();
  writeFileSync(join(bench.dataDir, 'out-of-service.json'), text, { mode: 0o600 });
  await bench.start();
  await bench.shown(screen('out-of-service'));
  assert.ok(bench.rooms().byStaff.end('console').ok);
  await bench.shown(screen('attract'));
});
