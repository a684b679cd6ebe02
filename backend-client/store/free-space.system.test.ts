/** On a real small disk. Needs root, for mounting it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { tooLowBytes } from './free-space.ts';
import { citizen, createStoreBench, numberFor, request } from './store.bench.ts';

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot && !process.env.CI)(
  'a disk that is nearly full stops the kiosk while the store is whole, and room brings it back (needs root)',
  () => {
    const place = mkdtempSync(join(tmpdir(), 'tiep-don-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${tooLowBytes + 20_000_000}`, 'tmpfs', place]);
    const bench = createStoreBench();
    const store = bench.open({ path: join(place, 'store.sqlite') });
    const nextSecond = () => bench.clock.advance(1_000);
    const seen = [numberFor(store, request(citizen(1))), store.freeSpace().condition, store.canStore()];
    writeFileSync(join(place, 'somebody-elses-file'), Buffer.alloc(25_000_000));
    nextSecond();
    seen.push(numberFor(store, request(citizen(2))), store.freeSpace().condition, store.canStore());
    rmSync(join(place, 'somebody-elses-file'));
    nextSecond();
    seen.push(numberFor(store, request(citizen(2))), store.canStore());
    store.close();
    bench.remove();
    execFileSync('umount', [place]);
    rmSync(place, { recursive: true });
    assert.deepEqual(seen, ['A001', 'low', true, 'disk-full', 'too-low', false, 'A002', true]);
  },
);
