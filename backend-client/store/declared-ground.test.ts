import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import { declaredGrounds } from '#config/catalogues/priority-grounds.ts';
import { citizen, createStoreBench, numberFor, request, type StoreBench, storedVisit } from './store.bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const pregnant = { priority: { ground: 'pregnancy', certain: false } } as const;

test.each([...declaredGrounds, 'emergency' as const, 'crisis-reading' as const])(
  '%s gives a number of the priority lane, and lies on no disk in clear',
  (ground) => {
    const store = bench.open();
    const priority = { ground, certain: false };
    const visit = storedVisit(store, request(citizen(1), { priority }));
    assert.equal(visit.number.text, 'UA001');
    assert.deepEqual(visit.priority, priority);
    // The word stands in the schema of calls as well.
    if (!isCallsWord(ground)) assert.equal(bench.rawBytes().includes(ground), false);
    store.close();
    const raw = new Database(bench.path, { readonly: true });
    assert.deepEqual(raw.prepare('select priority_ground from visit').pluck().all(), ['said']);
    raw.close();
  },
);

const isCallsWord = (ground: string) => ground === 'emergency' || ground === 'crisis-reading';

test('whoever goes before others only since they were measured keeps their number, and their age stays the ground where it was', () => {
  const store = bench.open();
  const crisis = { ground: 'crisis-reading', certain: false } as const;
  const plain = storedVisit(store, request(citizen(1)));
  assert.deepEqual(store.raisePriority(plain.visitId, crisis), { ok: true, value: 'corrected' });
  assert.deepEqual(store.raisePriority(plain.visitId, crisis), { ok: true, value: 'nothing-new' });
  const again = storedVisit(store, request(citizen(1)));
  assert.deepEqual([again.number.text, again.priority], [plain.number.text, crisis]);
  const old = storedVisit(store, request(citizen(2), { priority: { ground: 'age-75', certain: true } }));
  assert.deepEqual(store.raisePriority(old.visitId, crisis), { ok: true, value: 'nothing-new' });
  const elsewhere = 'ZZZZZZZZZZZZZZZZZZZZ' as VisitId;
  assert.deepEqual(store.raisePriority(elsewhere, crisis), { ok: false, problem: { kind: 'unknown-visit' } });
  store.close();
});

test('the ground is still known after a restart and to a second scan', () => {
  const store = bench.open();
  storedVisit(store, request(citizen(1), pregnant));
  store.close();
  const reopened = bench.open();
  assert.equal(numberFor(reopened, request(citizen(1))), '=UA001');
  assert.deepEqual(storedVisit(reopened, request(citizen(1))).priority, pregnant.priority);
  reopened.close();
});

test('a ground that a later version wrote is taken for none of ours', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(citizen(1), { priority: { ground: 'age-75', certain: true } }));
  store.close();
  const raw = new Database(bench.path);
  raw.prepare("update visit set priority_ground = 'long-wait' where visit_id = ?").run(visitId);
  raw.close();
  const reopened = bench.open();
  const again = storedVisit(reopened, request(citizen(1)));
  assert.deepEqual([again.number.text, again.priority], ['UA001', undefined]);
  reopened.close();
});
