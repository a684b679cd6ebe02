import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { type KioskOnADisk, openKioskOnADisk } from '../bench/kiosk-on-a-disk.ts';
import { screen } from '../bench/page-driver.ts';

let bench: KioskOnADisk;
beforeEach(async () => {
  bench = await openKioskOnADisk();
});
afterEach(() => bench.close());

test('a site file that is saved while a patient chooses changes nothing for them but the words, and they get their number', async () => {
  const number = await bench.checkIn(() => bench.moveDesk('quầy 9, tầng 2'));
  assert.equal(number, 'A001');
  rmSync(join(bench.dataDir, 'store.sqlite'));
  const out = await bench.shown(screen('attract')).then(() => bench.checkIn());
  assert.equal(out, 'out-of-service');
  const { screen: shown } = await bench.shown(screen('out-of-service'));
  assert.ok(shown.show === 'out-of-service' && shown.desk === 'quầy 9, tầng 2', JSON.stringify(shown));
});
