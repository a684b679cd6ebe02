import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { lowBytes } from './free-space.ts';
import type { FileRewrite } from './rewrite-file.ts';
import { citizen, createStoreBench, dayMs, lan, numberFor, request, type StoreBench } from './store.bench.ts';

let bench: StoreBench;
let said: FileRewrite[];
beforeEach(() => {
  bench = createStoreBench();
  said = [];
});
afterEach(() => bench.remove());

const say = (progress: FileRewrite) => said.push(progress);
const steps = () => said.map((each) => (each.step === 'left' ? each.because : each.step));

/** As the version before left it, and nothing else in its folder. */
function earlierStore(): void {
  mkdirSync(dirname(bench.path), { recursive: true });
  copyFileSync(fileURLToPath(new URL('./migrations/historical/0005.sqlite', import.meta.url)), bench.path);
}

function vacuumOf(path: string): unknown {
  const raw = new Database(path, { readonly: true });
  const found = [raw.pragma('auto_vacuum', { simple: true }), raw.pragma('integrity_check', { simple: true })];
  raw.close();
  return found;
}

test('a store of an earlier version is written anew once, at a start that says so, and nothing in it changes', () => {
  earlierStore();
  const store = bench.open({ onFileRewrite: say });
  const again = numberFor(store, request(lan));
  const counts = store.messageCounts();
  const mode = statSync(bench.path).mode & 0o777;
  store.close();
  bench.open({ onFileRewrite: say }).close();
  assert.deepEqual(steps(), ['begins', 'done']);
  assert.deepEqual([again, counts.queued, counts.refused, mode], ['=A001', 1, 1, 0o600]);
  assert.deepEqual(readdirSync(dirname(bench.path)), ['store.db']);
  assert.deepEqual(vacuumOf(bench.path), [2, 'ok']);
});

test('without room for a second file the store is used as it is, the technician hears why, and the next start tries again', () => {
  earlierStore();
  const full = bench.open({ onFileRewrite: say, freeBytesOf: () => lowBytes });
  const number = numberFor(full, request(citizen(9)));
  full.close();
  const whileFull = steps();
  bench.open({ onFileRewrite: say, freeBytesOf: () => 5e9 }).close();
  assert.deepEqual([number, whileFull, steps()], ['A003', ['no-room'], ['no-room', 'begins', 'done']]);
});

test('a new store needs no rewriting, and one of a newer program or of somebody else is left as it is', () => {
  bench.open({ onFileRewrite: say }).close();
  bench.open({ onFileRewrite: say }).close();
  const raw = new Database(bench.path);
  raw.pragma('user_version = 999');
  raw.close();
  assert.throws(() => bench.open({ onFileRewrite: say }), /newer-program/);
  writeFileSync(bench.path, 'a letter that somebody saved under this name'.repeat(100));
  assert.throws(() => bench.open({ onFileRewrite: say }), /not-a-store/);
  assert.deepEqual([steps(), existsSync(`${bench.path}.new`)], [[], false]);
});

test('a store that another program holds is not written anew under it', () => {
  earlierStore();
  const store = bench.open();
  assert.throws(() => bench.open({ onFileRewrite: say }), /in-use/);
  store.close();
  assert.deepEqual(steps(), []);
});

test('killed at any moment of it, the kiosk opens with everything, and what was left half done is gone', async () => {
  const program = fileURLToPath(new URL('./kill-test/file-rewriter.ts', import.meta.url));
  earlierStore();
  grow(bench.path);
  const whole = readFileSync(bench.path);
  let afterwards = 0;
  for (const delayMs of [0, 2, 5, 10, 20, 40, 80]) {
    writeFileSync(bench.path, whole);
    const child = spawn(process.execPath, [program, bench.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = bench.open();
    const again = numberFor(store, request(lan));
    store.close();
    const [vacuum, integrity] = vacuumOf(bench.path) as [number, string];
    afterwards += vacuum === 2 ? 1 : 0;
    assert.deepEqual([again, integrity, rowsOf(bench.path)], ['=A001', 'ok', 3 + 20_000]);
  }
  bench.open({ onFileRewrite: say }).close();
  assert.equal(existsSync(`${bench.path}.new`), false);
  assert.ok(afterwards < 7, 'some were killed before it was done');
}, 60_000);

test('a file that was long once gives its pages back piece by piece, and the kiosk knows that it is still its own', async () => {
  const store = bench.open({ renderers: [], onFileRewrite: say });
  for (let who = 0; who < 2_000; who += 1) {
    numberFor(store, request({ ...citizen(who), address: 'x'.repeat(12_000) }));
  }
  bench.clock.advance(3 * dayMs);
  assert.ok(store.canStore());
  await store.eraseExpired({ unsettledAfterMs: 0 });
  const megabytes = statSync(bench.path).size / 1e6;
  assert.deepEqual([store.canStore(), store.condition()], [true, 'ok']);
  store.close();
  assert.ok(megabytes < 15, `${megabytes} MB are left`);
}, 60_000);

/** Rows that the old version would have kept for ever. */
function grow(path: string): void {
  const raw = new Database(path);
  raw.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
    insert into visit (visit_id, session_id, day, series, sequence, service_code, purpose, identity_source, patient, stored_at)
      select 'OLD' || i, 's', '2025-01-01', 'A', i, 'noi', 'examination', 'none', zeroblob(400), 0 from n`);
  raw.close();
}

function rowsOf(path: string): number {
  const raw = new Database(path, { readonly: true });
  const rows = Number(raw.prepare('select count(*) from visit').pluck().get());
  raw.close();
  return rows;
}
