import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import {
  citizen,
  claimNext,
  claimSome,
  createStoreBench,
  dayMs,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import { openStore, type Store } from './store.ts';

/** What people and cleaning programs do to the file of a running kiosk (better-sqlite3#1237). */

let bench: StoreBench;
let store: Store;
beforeEach(() => {
  bench = createStoreBench();
  store = bench.open();
  numberFor(store, request(citizen(1)));
});
afterEach(() => {
  store.close();
  bench.remove();
});

/** As a patient needs at least, between one act and the next. */
const aMoment = 100;
/** By then the room on the disk is looked at again, too. */
const longAfter = 2_000;

/** Everything that the host asks of a store, in the order of a day. */
function everything(): readonly unknown[] {
  const visitId = 'V1S1T000000000000001' as VisitId;
  const walk = () => {
    try {
      return [...store.visitsOf('2026-11-21' as BusinessDay)].length;
    } catch (error) {
      return error instanceof Error && error.name === 'SqliteError' ? 'told' : error;
    }
  };
  return [
    store.canStore(),
    store.condition(),
    store.freeSpace(),
    store.messageCounts(),
    store.queuedFor('his'),
    store.delayedFor('his'),
    store.deadLetters(),
    store.readingsOf(visitId),
    store.readableDays(),
    store.storedToday(),
    store.alerts.list(0),
    store.alerts.change((table) => table.unfinished()),
    claimNext(store),
    claimSome(store, 'his', 4),
    store.forgetWaits('his'),
    store.decide(1, 'send-again', 'Trần Thị Thử'),
    store.beginPrint(visitId),
    store.correctVisit(visitId, citizen(1)),
    numberFor(store, request(citizen(2))),
    walk(),
  ];
}

const lost: readonly [string, () => void][] = [
  ['deleted', () => rmSync(bench.path)],
  ['deleted with its folder', () => rmSync(dirname(bench.path), { recursive: true })],
  [
    'replaced by a copy of itself',
    () => {
      copyFileSync(bench.path, `${bench.path}.new`);
      renameSync(`${bench.path}.new`, bench.path);
    },
  ],
  ['moved away', () => renameSync(bench.path, `${bench.path}.bak`)],
  ['left without its write-ahead log', () => rmSync(`${bench.path}-wal`)],
  ['left with an empty write-ahead log of somebody else', () => replaceWith(`${bench.path}-wal`, '')],
  [
    'replaced by a folder of its name',
    () => {
      rmSync(bench.path);
      mkdirSync(bench.path);
    },
  ],
];

function replaceWith(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

describe('a store file that is gone or another one under the running kiosk', () => {
  test.each(lost)('%s: nobody is given a number that no start would find', (_, harm) => {
    harm();
    bench.clock.advance(aMoment);
    const number = numberFor(store, request(citizen(2)));
    assert.equal(number, 'file-lost');
    assert.deepEqual([store.canStore(), store.condition()], [false, 'file-lost']);
    assert.doesNotThrow(everything);
    bench.clock.advance(longAfter);
    const later = numberFor(store, request(citizen(3)));
    assert.equal(later, 'file-lost');
  });

  test('cut short: nobody is given a number', async () => {
    for (let who = 2; who < 60; who += 1) numberFor(store, request(citizen(who)));
    // What was written lies in the file, and not only in its log.
    await store.eraseExpired();
    assert.ok(store.canStore());
    truncateSync(bench.path, Math.floor(statSync(bench.path).size / 2));
    bench.clock.advance(aMoment);
    assert.equal(numberFor(store, request(citizen(99))), 'file-lost');
    assert.doesNotThrow(everything);
  });

  test('put back where it was, it serves again', () => {
    renameSync(bench.path, `${bench.path}.bak`);
    bench.clock.advance(aMoment);
    const without = numberFor(store, request(citizen(2)));
    renameSync(`${bench.path}.bak`, bench.path);
    assert.deepEqual([without, store.canStore(), numberFor(store, request(citizen(2)))], ['file-lost', true, 'A002']);
  });

  test('after it was put right and started again, the day goes on', () => {
    renameSync(bench.path, `${bench.path}.bak`);
    assert.equal(store.canStore(), false);
    store.close();
    // Closing has nothing to save: all that was told to anybody lies in file and log.
    renameSync(`${bench.path}.bak`, bench.path);
    store = bench.open();
    assert.deepEqual([store.canStore(), numberFor(store, request(citizen(2)))], [true, 'A002']);
  });
});

describe('a store file whose bytes are damaged', () => {
  test.each([
    ['everywhere', (size: number) => randomBytes(size)],
    ['with nothing', (size: number) => Buffer.alloc(size)],
  ])('overwritten %s: said, out of service, and no call ends the kiosk', async (_, bytes) => {
    for (let who = 2; who < 60; who += 1) numberFor(store, request(citizen(who)));
    const { visitId } = storedVisit(store, request(citizen(60)));
    store.close();
    store = bench.open();
    overwrite(bench.path, bytes(statSync(bench.path).size));
    const seen = everything();
    assert.equal(store.readingsOf(visitId).length, 0);
    bench.clock.advance(3 * dayMs);
    const erased = await store.eraseExpired();
    assert.deepEqual([seen[0], store.canStore(), store.condition()], [false, false, 'damaged']);
    assert.deepEqual(erased, { ok: false, problem: { kind: 'damaged' } });
    assert.equal(numberFor(store, request(citizen(2))), 'damaged');
  });

  test('a single bad page that only a technician meets ends the service, too, and is not forgotten', () => {
    for (let who = 2; who < 60; who += 1) numberFor(store, request(citizen(who)));
    store.close();
    const whole = readFileSync(bench.path);
    const pageOfList = rootPageOf('expired_ticket_open');
    store = bench.open();
    overwrite(bench.path, randomBytes(4096), (pageOfList - 1) * 4096);
    const before = numberFor(store, request(citizen(60)));
    const tickets = store.expiredTickets();
    const after = numberFor(store, request(citizen(61)));
    assert.deepEqual(
      [before, tickets, store.condition(), after, store.canStore()],
      ['A060', [], 'damaged', 'damaged', false],
    );
    store.close();
    // A repaired file is a file that opens.
    writeFileSync(bench.path, whole);
    if (existsSync(`${bench.path}-wal`)) rmSync(`${bench.path}-wal`);
    store = bench.open();
    assert.deepEqual([store.canStore(), store.condition()], [true, 'ok']);
  });

  test('damaged at a start it is named', () => {
    store.close();
    overwrite(bench.path, randomBytes(2_000), 100);
    const opened = openStore(bench.settings);
    assert.deepEqual(opened, { ok: false, problem: { kind: 'not-a-store' } });
  });
});

function overwrite(path: string, bytes: Uint8Array, at = 0): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

function rootPageOf(table: string): number {
  const raw = new Database(bench.path, { readonly: true });
  const page = raw.prepare<[string], number>('select rootpage from sqlite_schema where name = ?').pluck().get(table);
  raw.close();
  rmSync(`${bench.path}-shm`, { force: true });
  return page ?? Number.NaN;
}
