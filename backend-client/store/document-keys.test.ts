import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { citizen, createStoreBench, dayMs, lan, numberFor, request, type StoreBench } from './store.bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function keysOf() {
  const raw = new Database(bench.path, { readonly: true });
  const rows = raw
    .prepare<[], { day: string; wrapped_documents_key: Uint8Array | null }>('select * from day_key order by day')
    .all();
  raw.close();
  return rows.map(({ day, wrapped_documents_key: documents }) => [day, documents !== null]);
}

test('an update in the middle of the day forgets nobody, and from the next day on documents have a key of their own', () => {
  mkdirSync(dirname(bench.path), { recursive: true });
  copyFileSync(fileURLToPath(new URL('./migrations/historical/0009.sqlite', import.meta.url)), bench.path);
  const store = bench.open();
  const sameDay = [
    numberFor(store, request(lan)),
    numberFor(store, request(citizen(9))),
    numberFor(store, request(citizen(9))),
  ];
  bench.clock.advance(dayMs);
  const nextDay = [numberFor(store, request(lan)), numberFor(store, request(lan))];
  store.close();
  assert.deepEqual(
    [sameDay, nextDay],
    [
      ['=A001', 'A003', '=A003'],
      ['A001', '=A001'],
    ],
  );
  assert.deepEqual(keysOf(), [
    ['2026-11-21', false],
    ['2026-11-22', true],
  ]);
});

test('whoever has a number is found after a restart by the key that was kept', () => {
  const before = bench.open();
  const first = numberFor(before, request(lan));
  before.close();
  const store = bench.open();
  const again = numberFor(store, request(lan));
  store.close();
  assert.deepEqual([first, again, keysOf()], ['A001', '=A001', [['2026-11-21', true]]]);
});

test('a key of documents that does not open is not taken for one of an earlier version: the store is not opened with it', () => {
  const before = bench.open();
  numberFor(before, request(lan));
  before.close();
  const raw = new Database(bench.path);
  raw.exec('update day_key set wrapped_documents_key = zeroblob(64)');
  raw.close();
  assert.throws(() => bench.open());
});
