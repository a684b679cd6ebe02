import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { AlertId } from '#config/agreements/ids.ts';
import { claimNext, createStoreBench, dayMs, lan, numberFor, request, type StoreBench } from './store.bench.ts';
import type { Store } from './store.ts';

/** Who decided and who came is nobody's business who has only the disk. */

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const name = 'Trần Thị Thử Nghiệm';
const alertId = '0123456789ABCDEFGHJK' as AlertId;

function answerCall(store: Store): void {
  const at = bench.clock.now();
  store.alerts.change((table) => table.insert(alertId, 'help-wanted', at));
  store.alerts.change((table) => table.acknowledge(alertId, name, at));
}

const answeredBy = (store: Store) => store.alerts.list(0)[0]?.acknowledgedBy;

test('who decided about a message and who answered a call stand on the disk only sealed, and the page still reads who comes', () => {
  const store = bench.open();
  numberFor(store, request(lan));
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  const { messageId } = claim.value.message;
  store.noteDelivery(messageId, { state: 'refused', reason: 'hospital-error-ae' });
  assert.deepEqual(store.decide(messageId, 'settle-by-hand', name), { ok: true, value: true });
  answerCall(store);
  const inTheRunningStore = bench.rawBytes().includes(name);
  const read = answeredBy(store);
  store.close();
  const afterRestart = bench.open();
  const readAgain = answeredBy(afterRestart);
  afterRestart.close();
  assert.deepEqual([inTheRunningStore, bench.rawBytes().includes(name), read, readAgain], [false, false, name, name]);
});

test('with the key of its day the name goes, and the call stays answered', async () => {
  const store = bench.open();
  answerCall(store);
  bench.clock.advance(3 * dayMs);
  const erased = await store.eraseExpired();
  const read = answeredBy(store);
  store.close();
  assert.deepEqual([erased.ok && erased.value.dayKeys, read], [1, '']);
});

test('names that an earlier version wrote in plain words are sealed at the next start', () => {
  mkdirSync(dirname(bench.path), { recursive: true });
  copyFileSync(fileURLToPath(new URL('./migrations/historical/0005.sqlite', import.meta.url)), bench.path);
  const raw = new Database(bench.path);
  raw.pragma('secure_delete = ON');
  raw.prepare(`update message set decision = 'send-again', decided_by = ?, decided_at = 1`).run(name);
  raw
    .prepare(
      `insert into alert (alert_id, kind, raised_at, escalated_at, acknowledged_by, acknowledged_at, ended)
       values (?, 'help-wanted', ?, 0, ?, 1, 'answered')`,
    )
    .run(alertId, bench.clock.now(), name);
  raw.close();
  const before = bench.rawBytes().includes(name);
  const store = bench.open({ onFileRewrite: () => {} });
  const read = answeredBy(store);
  store.close();
  assert.deepEqual([before, read, bench.rawBytes().includes(name)], [true, name, false]);
});
