import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { setImmediate as otherWork } from 'node:timers/promises';
import { afterEach, beforeEach, test } from 'vitest';
import { nobody } from '#backend-client/contract/synthetic-people.ts';
import type { VisitOfDay } from '#backend-client/contract/visit-of-day.ts';
import {
  citizen,
  createStoreBench,
  dayMs,
  lan,
  request,
  type StoreBench,
  storedVisit,
} from '#backend-client/store/store.bench.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { calmKiosk } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import type { CheckInReport } from '#kiosk/bridge/console/upkeep-words.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import type { ConsoleDriver } from '../../bench/console-driver.ts';
import { type CheckInDownloads, createCheckInDownloads } from './check-in-downloads.ts';

/** The console on a real store, asked over HTTP. */

const saturday = '2026-11-21';
type Walk = (visits: Iterable<VisitOfDay>) => Iterable<VisitOfDay>;

let bench: StoreBench;
let store: Store;
let downloads: CheckInDownloads;
let console: ConsoleBench;
let technician: ConsoleDriver;
let lines: { readonly event: LogEventId; readonly fields: Readonly<Record<string, unknown>> }[];
let asked: Readonly<Record<string, unknown>>[];
/** Resolves with the next line. */
let nextLine: PromiseWithResolvers<void>;
/** Stands between store and file. */
let walk: Walk;

beforeEach(async () => {
  bench = createStoreBench();
  store = bench.open({ renderers: [], endpoints: [] });
  lines = [];
  asked = [];
  nextLine = Promise.withResolvers();
  walk = (visits) => visits;
  downloads = createCheckInDownloads({
    store: { time: store.time, readableDays: () => store.readableDays(), visitsOf: (day) => walk(store.visitsOf(day)) },
    site: () => syntheticSite.site,
    clock: bench.clock,
    log: (event, fields) => {
      if (event === 'check-in-asked') return void asked.push(fields);
      lines.push({ event, fields });
      nextLine.resolve();
    },
  });
  console = await openConsoleBench({
    rooms: () => ({ upkeep: { state: () => calmKiosk, act: () => false, checkIn: downloads } }),
    clock: bench.clock,
  });
  technician = await console.owner();
});

afterEach(async () => {
  await console.close();
  store.close();
  bench.remove();
});

const ask = (path: string, headers: Record<string, string> = { cookie: technician.cookie }) =>
  fetch(`${technician.origin}${path}`, { headers });

async function passFor(day: string): Promise<string> {
  const answer = await technician.call('check-in/ask', { day });
  return String(answer.body?.pass ?? 'none');
}

async function download(day = saturday): Promise<Response> {
  return ask(`/check-in/${day}?pass=${await passFor(day)}`);
}

async function report(): Promise<CheckInReport> {
  return (await technician.call('check-in/report', { day: saturday })).body as unknown as CheckInReport;
}

function checkIn(people: number): void {
  for (let number = 1; number <= people; number += 1) storedVisit(store, request(citizen(number)));
}

test('a day that is over comes as a file to save, with what a person must complete, and the log names nobody', async () => {
  storedVisit(store, request(lan));
  storedVisit(store, request(nobody));
  bench.clock.advance(dayMs);
  technician = await console.owner();
  const answer = await download();
  const text = await answer.text();
  await nextLine.promise;
  assert.deepEqual(
    ['content-type', 'content-disposition', 'cache-control'].map((name) => answer.headers.get(name)),
    ['application/xml; charset=utf-8', 'attachment; filename="check-in-27005-2026-11-21.xml"', 'no-store'],
  );
  assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 2);
  assert.ok(text.startsWith('<?xml') && text.includes('<HO_TEN>Nguyễn Thị Lan Thử</HO_TEN>'));
  assert.ok(text.endsWith('</CHI_TIEU_TRANG_THAI_KCB>\n'));
  const { rows, visits, incomplete, isOver } = await report();
  assert.deepEqual(
    [rows, visits, incomplete.map(({ ticketNumber }) => ticketNumber), isOver],
    [2, 2, ['A001', 'A002'], true],
  );
  const at = bench.clock.now();
  assert.deepEqual(downloads.days(), [{ day: saturday, isOver: true, download: { at, ended: 'whole' } }]);
  assert.deepEqual(lines, [{ event: 'check-in-downloaded', fields: { day: saturday, visits: 2, rows: 2, tookMs: 0 } }]);
});

test("today's file says in its name and in the report that it is not the whole day", async () => {
  checkIn(1);
  bench.clock.advance(90 * 60_000);
  technician = await console.owner();
  const answer = await download();
  await answer.text();
  await nextLine.promise;
  assert.equal(
    answer.headers.get('content-disposition'),
    'attachment; filename="check-in-27005-2026-11-21-not-whole-until-0930.xml"',
  );
  assert.deepEqual([(await report()).isOver, downloads.days()[0]?.isOver], [false, false]);
});

test('nobody gets a file who is not signed in, or from another page', async () => {
  checkIn(1);
  const path = `/check-in/${saturday}?pass=${await passFor(saturday)}`;
  assert.equal((await ask(path, {})).status, 401);
  assert.equal((await ask(path, { cookie: technician.cookie, origin: 'http://evil.example' })).status, 403);
  assert.deepEqual(lines, []);
});

test('nobody gets a file who has not asked for it; who did is written down, and it opens once, within a minute', async () => {
  checkIn(1);
  technician = await console.person('Trần Thị Thử');
  assert.equal((await ask(`/check-in/${saturday}`)).status, 403);
  const [first, late, ofAnother] = [await passFor(saturday), await passFor(saturday), await passFor(saturday)];
  assert.equal((await ask(`/check-in/2026-11-20?pass=${ofAnother}`)).status, 403);
  assert.equal((await ask(`/check-in/${saturday}?pass=${first}`)).status, 200);
  assert.equal((await ask(`/check-in/${saturday}?pass=${first}`)).status, 403);
  bench.clock.advance(60_001);
  assert.equal((await ask(`/check-in/${saturday}?pass=${late}`)).status, 403);
  assert.deepEqual(asked, Array(3).fill({ day: saturday, by: 'Trần Thị Thử' }));
});

test.each([
  ['2026-11-20', 409],
  ['2026-02-31', 409],
  ['saturday', 400],
  ['../store.db', 400],
  ['2026-11-21"', 400],
])('there is no file of %s', async (day, status) => {
  checkIn(1);
  assert.equal((await technician.call('check-in/ask', { day })).status, status);
  assert.equal((await technician.call('check-in/report', { day })).status, status);
  assert.equal((await ask(`/check-in/${encodeURIComponent(day)}?pass=x`)).status, 403);
});

test('between two batches everything else has its turn, and nothing is read that nobody takes', async () => {
  checkIn(350);
  let read = 0;
  walk = function* (visits) {
    for (const visit of visits) {
      read += 1;
      yield visit;
    }
  };
  const opened = downloads.open(saturday, await passFor(saturday));
  assert.ok(opened.ok);
  const file = await opened.value.read();
  assert.ok(file.ok);
  const atOnce = read;
  let turns = 0;
  let isTaking = true;
  const takeTurns = async () => {
    for (; isTaking; turns += 1) await otherWork();
  };
  const others = takeTurns();
  let pieces = 0;
  for await (const _ of file.value) pieces += 1;
  isTaking = false;
  await others;
  assert.deepEqual([atOnce, read, pieces], [100, 350, 4]);
  assert.ok(turns >= pieces - 1, `${turns} turns`);
  opened.value.end(true);
});

test('a technician who calls the download off ends the reading', async () => {
  checkIn(1);
  let read = 0;
  walk = function* () {
    for (;;) {
      read += 1;
      yield* store.visitsOf(store.readableDays()[0] ?? assert.fail());
    }
  };
  const answer = await download();
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await nextLine.promise;
  await otherWork();
  const atTheEnd = read;
  for (let turn = 0; turn < 20; turn += 1) await otherWork();
  assert.equal(read, atTheEnd);
  assert.deepEqual(lines, [{ event: 'check-in-not-downloaded', fields: { day: saturday, reason: 'called-off' } }]);
  assert.equal(downloads.days()[0]?.download, undefined);
});

test('a technician who calls it off before there is a row ends the reading too', async () => {
  checkIn(1);
  let read = 0;
  const reading = Promise.withResolvers<void>();
  walk = function* () {
    for (; ; read += 1) {
      yield { is: 'erased', ticketNumber: 'A001' };
      reading.resolve();
    }
  };
  const calledOff = new AbortController();
  const answer = fetch(`${technician.origin}/check-in/${saturday}?pass=${await passFor(saturday)}`, {
    headers: { cookie: technician.cookie },
    signal: calledOff.signal,
  });
  await reading.promise;
  calledOff.abort();
  await assert.rejects(answer);
  await nextLine.promise;
  await otherWork();
  const atTheEnd = read;
  for (let turn = 0; turn < 20; turn += 1) await otherWork();
  assert.equal(read, atTheEnd);
  assert.equal(lines[0]?.fields.reason, 'called-off');
});

test('a disk that fails in the middle leaves a broken download and not a short file, and the page says why', async () => {
  // More than SQLite keeps in memory.
  for (let who = 1; who <= 300; who += 1) storedVisit(store, request({ ...citizen(who), address: 'x'.repeat(9_000) }));
  store.close();
  store = bench.open({ renderers: [], endpoints: [] });
  const whole = readFileSync(bench.path);
  walk = function* (visits) {
    let read = 0;
    for (const visit of visits) {
      read += 1;
      if (read === 150) truncateSync(bench.path, whole.length / 4);
      yield visit;
    }
  };
  const answer = await download();
  assert.equal(answer.status, 200);
  await assert.rejects(answer.text());
  await nextLine.promise;
  writeFileSync(bench.path, whole);
  assert.equal(downloads.days()[0]?.download?.ended, 'store-failed');
  assert.deepEqual(lines, [{ event: 'check-in-not-downloaded', fields: { day: saturday, reason: 'store-failed' } }]);
});

test('visits that are erased while the file is being read are named as erased, and the others are in it', async () => {
  checkIn(150);
  const opened = downloads.open(saturday, await passFor(saturday));
  assert.ok(opened.ok);
  const file = await opened.value.read();
  assert.ok(file.ok);
  bench.clock.advance(3 * dayMs);
  await store.eraseExpired();
  let text = '';
  for await (const piece of file.value) text += piece;
  opened.value.end(true);
  const told = downloads.report(saturday);
  assert.deepEqual([told?.visits, told?.rows, told?.erased.length, told?.erased[0]], [150, 100, 50, 'A101']);
  assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 100);
});

test('of a day whose visits do not open there is no file, and the page says so', async () => {
  checkIn(250);
  walk = function* (visits) {
    for (const { ticketNumber } of visits) yield { is: 'unreadable', ticketNumber };
  };
  const answer = await download();
  await nextLine.promise;
  assert.deepEqual([answer.status, answer.headers.get('content-disposition')], [404, null]);
  assert.equal(downloads.days()[0]?.download?.ended, 'nothing-left');
  assert.equal((await report()).unreadable.length, 250);
});

test('a third technician waits until another download is over', async () => {
  checkIn(1);
  const first = downloads.open(saturday, await passFor(saturday));
  const second = downloads.open(saturday, await passFor(saturday));
  assert.ok(first.ok && second.ok);
  assert.equal((await download()).status, 503);
  first.value.end(false);
  assert.equal((await download()).status, 200);
  second.value.end(false);
});
