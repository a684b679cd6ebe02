import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { answersOfAnh } from '../../contract/synthetic-people.ts';
import { explainGaps } from '../../numbering/gaps.ts';
import { schemaVersion } from '../migrations.ts';
import { citizen, claimNext, createStoreBench, lan, numberFor, request, type StoreBench } from '../store.bench.ts';

/**
 * Stores as earlier versions left them, each written by that version: three visits of people who do not exist, one
 * message accepted, one refused, one waiting. `0002` and later have a reading of the first visit, too, and from `0003` on its
 * ticket is printed. A released schema brings its file with it and never changes it.
 */
const folder = fileURLToPath(new URL('./historical/', import.meta.url));
const files = readdirSync(folder).toSorted();

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function messagesIn(path: string) {
  const raw = new Database(path, { readonly: true });
  const rows = raw
    .prepare<[], { control_id: string; visit_id: VisitId; state: string }>(
      'select control_id, visit_id, state from message order by message_id',
    )
    .all();
  raw.close();
  return rows;
}

test('there is a file of each released schema before this one', () => {
  const versions = Array.from(
    { length: schemaVersion - 1 },
    (_, index) => `${String(index + 1).padStart(4, '0')}.sqlite`,
  );
  assert.deepEqual(files, versions);
});

test.each(files)('%s opens: nothing is lost, and what waited goes out under its old id', (file) => {
  mkdirSync(dirname(bench.path), { recursive: true });
  copyFileSync(folder + file, bench.path);
  const before = messagesIn(bench.path);
  const store = bench.open();
  const counts = store.messageCounts();
  const [letter] = store.deadLetters();
  const claim = claimNext(store);
  const again = numberFor(store, request(lan));
  const answered = store.storeVisit(request(lan, { answers: answersOfAnh }));
  const [first] = before;
  const readings = first ? store.readingsOf(first.visit_id).length : 0;
  const next = numberFor(store, request(citizen(4)));
  const paper = first && store.beginPrint(first.visit_id);
  const gaps = explainGaps(store.numberingOf('2026-11-21' as BusinessDay));
  store.close();

  assert.deepEqual(
    before.map(({ state }) => state),
    ['accepted', 'refused', 'queued'],
  );
  assert.deepEqual(counts, { queued: 1, sending: 0, refused: 1, unsure: 0, held: 0 });
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  const { controlId, bytes } = claim.value.message;
  assert.equal(controlId, before[2]?.control_id);
  assert.match(Buffer.from(bytes).toString(), /^registration\|\w{20}\|B001\|Người Thử 3\|000000000003$/);
  assert.deepEqual(
    [letter?.controlId, letter?.ticketNumber, letter?.fact, letter?.whoActs],
    [before[1]?.control_id, 'A002', 'registration', 'his'],
  );
  assert.equal(again, '=A001');
  assert.ok(answered.ok && answered.value.corrected);
  assert.equal(readings, file === '0001.sqlite' ? 0 : 1);
  assert.deepEqual([next, gaps], ['A003', []]);
  assert.ok(paper?.ok);
  assert.equal(paper.value.copy, file < '0003.sqlite' ? undefined : 1);
});
