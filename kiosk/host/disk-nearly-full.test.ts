import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { lowBytes, tooLowBytes } from '#backend-client/store/free-space.ts';
import { delays } from '#config/agreements/delays.ts';
import { sayIn } from '#config/strings/messages.ts';
import { type KioskOnADisk, openKioskOnADisk } from './bench/kiosk-on-a-disk.ts';
import { screen } from './bench/page-driver.ts';

/** A whole kiosk on a disk that fills: what the technician reads, what the patient sees, and what the store is afterwards. */

let bench: KioskOnADisk;
beforeEach(async () => {
  bench = await openKioskOnADisk();
});
afterEach(() => bench.close());

/** The disk is looked at anew once a second, and by a resting kiosk and the log's watch once a minute. */
function fill(left: number): void {
  bench.setFreeBytes(left);
  bench.clock.advance(delays.storeCheckMs);
}

test('a disk that fills is told to the technician early, then ends the service before it can harm anything, and room brings it back', async () => {
  const seen: unknown[] = [];
  const note = async (number: string) => {
    const { storage, outOfService } = bench.upkeep();
    seen.push([number, storage.condition, outOfService]);
  };
  await note(await bench.checkIn());
  fill(lowBytes - 1);
  await note(await bench.checkIn());
  const inService = bench.lines.length;
  fill(tooLowBytes - 1);
  await note((await bench.shown(screen('out-of-service'))).screen.show);
  bench.clock.advance(delays.storeProbeMs);
  await note((await bench.shown(() => true)).screen.show);
  fill(lowBytes);
  await note(await bench.checkIn());

  assert.deepEqual(seen, [
    ['A001', 'ok', false],
    ['A002', 'low', false],
    ['out-of-service', 'too-low', true],
    ['out-of-service', 'too-low', true],
    ['A003', 'ok', false],
  ]);
  assert.deepEqual(
    bench.lines.filter(({ event }) => event === 'storage-changed').map(({ condition }) => condition),
    ['low', 'too-low', 'ok'],
  );
  assert.deepEqual(
    bench.lines.slice(inService).flatMap(({ event }) => (event.startsWith('store-') ? [event] : [])),
    ['store-refuses', 'store-recovered'],
  );
});

test('a disk that fills while somebody chooses ends the service at their visit', async () => {
  const end = await bench.checkIn(() => {
    bench.setFreeBytes(tooLowBytes - 1);
    bench.clock.advance(1_000);
  });
  assert.equal(end, 'out-of-service');
});

test('a kiosk that starts on a full disk lets nobody begin', async () => {
  await bench.stop();
  bench.setFreeBytes(tooLowBytes - 1);
  await bench.start();
  await bench.shown(screen('out-of-service'));
});

test('an out-of-service kiosk says where to go, and the technician reads to make room', async () => {
  fill(tooLowBytes - 1);
  const { screen: current } = await bench.shown(screen('out-of-service'));
  const state = bench.upkeep();
  assert.equal(current.show === 'out-of-service' && typeof current.desk, 'string');
  const free = `${Math.floor(state.storage.freeBytes / 1e6)} MB`;
  assert.deepEqual(
    [sayIn('vi')('technician.storage.tooLow', { free }), sayIn('en')('technician.storage.tooLow', { free })],
    [
      'Ổ đĩa quá đầy, còn 49 MB: ki-ốt không nhận người bệnh. Hãy giải phóng dung lượng.',
      'The disk is too full, 49 MB left: the kiosk takes no patients. Make room.',
    ],
  );
});
