import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { openDatabase } from './database.ts';
import { schemaVersion } from './migrations.ts';
import { citizen, createStoreBench, numberFor, request, type StoreBench } from './store.bench.ts';
import { openStore } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function whyNot(changes: Partial<StoreBench['settings']> = {}): string {
  const opened = openStore({ ...bench.settings, ...changes });
  if (!opened.ok) return opened.problem.kind;
  opened.value.close();
  return 'opened';
}

test('a second kiosk program on the same store is turned away, and the first goes on', () => {
  const store = bench.open();
  const second = whyNot();
  const number = numberFor(store, request(citizen(1)));
  store.close();
  assert.deepEqual([second, number, whyNot()], ['in-use', 'A001', 'opened']);
});

test('a store of a newer program, of another key, or no store at all is left as it is', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  store.close();
  const otherKey = whyNot({ masterKey: new Uint8Array(32).fill(8) });
  const raw = new Database(bench.path);
  raw.pragma('user_version = 999');
  raw.close();
  const newer = whyNot();
  writeFileSync(bench.path, 'a letter that somebody saved under this name'.repeat(100));
  const letter = whyNot();
  assert.deepEqual([otherKey, newer, letter], ['wrong-key', 'newer-program', 'not-a-store']);
});

test('a path that cannot be written is a kind, not a crash', () => {
  writeFileSync(dirname(bench.path), 'a file where the directory should be');
  assert.equal(whyNot(), 'not-writable');
});

test('only the kiosk itself can read its files', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const directory = dirname(bench.path);
  const modes = ['.', ...readdirSync(directory)].map(
    (name) => `${name} ${(statSync(`${directory}/${name}`).mode & 0o777).toString(8)}`,
  );
  store.close();
  chmodSync(bench.path, 0o644);
  whyNot();
  assert.deepEqual(modes.sort(), ['. 700', 'store.db 600', 'store.db-wal 600']);
  assert.equal(statSync(bench.path).mode & 0o777, 0o600);
});

test('each commit is on the disk before anybody is told (synchronous=FULL in WAL), and what is deleted is overwritten', () => {
  mkdirSync(dirname(bench.path));
  const opened = openDatabase(bench.path);
  assert.ok(opened.ok);
  const value = (name: string) => opened.value.pragma(name, { simple: true });
  const settings = ['journal_mode', 'synchronous', 'secure_delete', 'foreign_keys', 'locking_mode', 'user_version'].map(
    value,
  );
  const loose = opened.value
    .prepare(
      `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' and strict = 0`,
    )
    .all();
  opened.value.close();
  assert.deepEqual({ settings, loose }, { settings: ['wal', 2, 1, 1, 'exclusive', schemaVersion], loose: [] });
});

test('whether a visit could be stored is found out without leaving anything behind', () => {
  const store = bench.open();
  const answers = [store.canStore(), store.canStore()];
  store.close();
  const raw = new Database(bench.path, { readonly: true });
  const left = raw.prepare('select count(*) from write_probe').pluck().get();
  raw.close();
  assert.deepEqual({ answers, left }, { answers: [true, true], left: 0 });
});
