import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { outcomeOf, type SignedReport } from '#kiosk/bridge/console/readiness-words.ts';
import { type KioskOnADisk, openKioskOnADisk } from '../../bench/kiosk-on-a-disk.ts';
import { openWholeHost, type WholeHost } from '../devices/whole-host.bench.ts';
import { openStaffAndSessions } from '../staff-and-sessions.ts';
import { type ReadinessPart, readinessPart } from './readiness-part.ts';
import { openResults } from './results-file.ts';
import { verifyReport } from './signed-report.ts';
import { signingKeyPath } from './signing-key.ts';

/** A whole kiosk that tests itself, with a hand on the clock, and over the console's wires. */

const minute = 60_000;
const cleanUps: (() => unknown)[] = [];
let bench: KioskOnADisk;
beforeEach(async () => {
  bench = await openKioskOnADisk();
  cleanUps.push(() => bench.close());
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function open(rooms = () => bench.rooms()): ReadinessPart {
  const { staff } = openStaffAndSessions({
    dataDir: bench.dataDir,
    masterKey: new Uint8Array(32).fill(7),
    randomBytes,
    clock: bench.clock,
    cost: { memory: 8_192, passes: 1, parallelism: 1 },
  });
  const part = readinessPart({
    ...{ rooms, staff, clock: bench.clock, kioskId: 'kiosk-1', dataDir: bench.dataDir, version: '1.2.3' },
    ...{ siteFile: join(bench.dataDir, 'site.json'), programFile: import.meta.filename },
    readStoreKey: () => ({ ok: true, value: undefined }),
    onBug: (error) => {
      throw error;
    },
  });
  cleanUps.push(() => {
    part.close();
    staff.close();
  });
  return part;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Its own work, the store's and the signature's take turns; nothing of it waits for the clock. */
async function settled(part: ReadinessPart, reports: number): Promise<readonly SignedReport[]> {
  const startedAt = performance.now();
  while (part.latest().length < reports && performance.now() - startedAt < 10_000) await turn();
  return part.latest();
}

/** As many turns as no test needs. */
async function nothingMore(part: ReadinessPart): Promise<readonly SignedReport[]> {
  for (let turns = 0; turns < 3_000; turns += 1) await turn();
  return part.latest();
}

/** 08:00 in Vietnam, as the bench begins. */
test('at opening time the kiosk tests itself once a day, by itself, and a start after it makes up for it', async () => {
  const part = open();
  bench.clock.advance(minute);
  assert.equal((await settled(part, 1)).length, 1);
  bench.clock.advance(5 * minute);
  assert.equal((await nothingMore(part)).length, 1);
  bench.clock.leap(22 * 60 * minute);
  bench.clock.advance(minute);
  const [newest] = await settled(part, 2);
  assert.equal(newest?.report.askedBy, 'opening-time');
  assert.equal(part.latest().length, 2);
});

test('nobody is tested away from: the test waits until the patient has gone', async () => {
  let isServing = true;
  const rooms = { ...bench.rooms(), isServing: () => isServing };
  const part = open(() => rooms);
  bench.clock.advance(2 * minute);
  assert.equal((await nothingMore(part)).length, 0);
  isServing = false;
  bench.clock.advance(minute);
  assert.equal((await settled(part, 1)).length, 1);
});

test('what is wrong is found and judged: a full disk fails the test, and the log says so', async () => {
  const part = open();
  bench.setFreeBytes(0);
  bench.clock.advance(minute);
  const [signed] = await settled(part, 1);
  assert.ok(signed);
  const bad = signed.report.checks.filter((check) => outcomeOf(check) === 'fail');
  assert.deepEqual(
    bad.map((check) => [check.part, 'found' in check && check.found]),
    [
      ['store', 'disk-full'],
      ['disk', 'too-low'],
    ],
  );
  assert.equal(signed.report.outcome, 'fail');
  assert.ok(bench.lines.some(({ event }) => event === 'self-test-failed'));
});

test('a kiosk that measures by protocol, and whose calls nobody takes, says so every morning', async () => {
  const { site } = bench.rooms();
  const monitor = {
    ...{ id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657' },
    transport: { kind: 'tcp', host: '127.0.0.1', port: 9 },
  };
  const kiosk = { ...site.kiosk, stations: ['check-in', 'vitals'] };
  const measuring = siteFile.parse({ ...site, kiosk, devices: [monitor], hospital: [], measuring: {} });
  const rooms = { ...bench.rooms(), site: measuring };
  const part = open(() => rooms);
  bench.clock.advance(minute);
  const [signed] = await settled(part, 1);
  const calls = signed?.report.checks.find((check) => check.part === 'calls');
  assert.deepEqual([calls, calls && outcomeOf(calls)], [{ part: 'calls', found: 'no-pin' }, 'warn']);
});

const alertsNow = () => bench.upkeep().alerts.map(({ kind, state }) => [kind, state]);

test('a self-test that fails at opening time calls somebody once, and one that passes tells that it is over', async () => {
  const part = open();
  bench.setFreeBytes(0);
  bench.clock.advance(minute);
  await settled(part, 1);
  assert.deepEqual(alertsNow(), [['self-test-failed', 'raised']]);
  bench.setFreeBytes(5e9);
  bench.clock.leap(24 * 60 * minute);
  bench.clock.advance(minute);
  const [newest] = await settled(part, 2);
  assert.notEqual(newest?.report.outcome, 'fail');
  assert.deepEqual(
    alertsNow().filter(([, state]) => state === 'raised'),
    [],
  );
});

const foundOf = ([newest]: readonly SignedReport[], part: string) =>
  newest?.report.checks.flatMap((check) => (check.part === part && 'found' in check ? [check.found] : []));

function changeLog(): void {
  const log = join(bench.dataDir, 'staff', 'audit', 'audit-0000000001.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace('log-begun', 'restarted'));
}

test('a log of acts that somebody has changed while the kiosk ran fails the test', async () => {
  const part = open();
  changeLog();
  bench.clock.advance(minute);
  const reports = await settled(part, 1);
  assert.deepEqual([foundOf(reports, 'audit'), reports[0]?.report.outcome], [['damaged'], 'fail']);
});

test('a log of acts that was changed before a start is a warning: it was laid aside, and the new one proves it', async () => {
  open().close();
  changeLog();
  const part = open();
  bench.clock.advance(minute);
  assert.deepEqual(foundOf(await settled(part, 1), 'audit'), ['laid-aside']);
});

test('a store whose file is damaged under the kiosk fails the test', async () => {
  const part = open();
  const path = join(bench.dataDir, 'store.sqlite');
  // The same file: only what stands in it is wrong.
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(statSync(path).size, 0x5a), 0, undefined, 0);
  closeSync(file);
  bench.clock.advance(minute);
  const reports = await settled(part, 1);
  assert.deepEqual([foundOf(reports, 'store'), reports[0]?.report.outcome], [['damaged'], 'fail']);
});

test('a report proves itself by the key of the kiosk alone, and a changed one does not', async () => {
  const part = open();
  bench.clock.advance(minute);
  const [signed] = await settled(part, 1);
  assert.ok(signed?.publicKey && signed.jws);
  const verified = await verifyReport(JSON.stringify(signed, null, 2), signed.publicKey);
  assert.deepEqual(verified.ok && verified.value, signed.report);
  assert.match(signed.report.hashes.program ?? '', /^[0-9a-f]{64}$/);
  assert.match(signed.report.audit.hash, /^[\w-]{43}$/);
  const kinds = await Promise.all(
    [
      JSON.stringify({ ...signed, report: { ...signed.report, outcome: 'pass', version: '9' } }),
      JSON.stringify({ ...signed, jws: signed.jws.replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A')) }),
      JSON.stringify({ ...signed, jws: null }),
      'nothing',
    ].map(async (text) => {
      const read = await verifyReport(text, signed.publicKey ?? '');
      return read.ok ? 'ok' : read.problem.kind;
    }),
  );
  assert.deepEqual(kinds, ['not-what-was-signed', 'wrong-signature', 'not-signed', 'not-a-report']);
  assert.equal(statSync(signingKeyPath(bench.dataDir)).mode & 0o777, 0o600);
});

test('a key that others can read signs nothing, and the report says so', async () => {
  open().close();
  chmodSync(signingKeyPath(bench.dataDir), 0o644);
  const part = open();
  bench.clock.advance(minute);
  const [signed] = await settled(part, 1);
  assert.equal(signed?.jws, null);
  assert.deepEqual(
    signed?.report.checks.find(({ part: of }) => of === 'keys'),
    { part: 'keys', found: 'signing-key' },
  );
});

test('the last 30 reports are kept across restarts, and a file that does not read begins anew', async () => {
  const part = open();
  bench.clock.advance(minute);
  const [signed] = await settled(part, 1);
  assert.ok(signed);
  const results = openResults(bench.dataDir);
  for (let more = 0; more < 31; more += 1)
    results.add({ ...signed, report: { ...signed.report, version: `0.0.${more}` } });
  assert.equal(results.list().length, 30);
  assert.equal(open().latest()[0]?.report.version, '0.0.30');
  writeFileSync(join(bench.dataDir, 'readiness', 'results.json'), '[{"report":1}]', { mode: 0o600 });
  assert.deepEqual(open().latest(), []);
});

test('minutes out are counted as the kiosk saw them, across restarts, and time when it was off counts for nothing', async () => {
  let part = open();
  bench.clock.advance(10 * minute);
  bench.rooms().byStaff.begin('console');
  bench.clock.advance(6 * minute);
  bench.rooms().byStaff.end('console');
  bench.clock.advance(minute);
  part.close();
  bench.clock.advance(60 * minute);
  part = open();
  bench.clock.advance(4 * minute);
  const list = part.availability();
  assert.deepEqual(list.find(({ part: of }) => of === 'maintenance')?.days, [
    { day: '2026-11-21', watched: 21, out: 6 },
  ]);
  assert.equal(list.find(({ part: of }) => of === 'service')?.days[0]?.out, 0);
});

test('over the console: a technician tests, begins and ends maintenance, and the JSON is signed; nobody else gets it', async () => {
  const at: WholeHost = await openWholeHost([]);
  cleanUps.push(() => at.close());
  assert.equal((await at.get('/readiness.json')).status, 404);
  const tested = await at.call('readiness/test', {});
  assert.ok(tested.ok);
  const answer = await at.get('/readiness.json');
  const text = await answer.text();
  const state = await at.until('readiness', (now) => now !== null && now.reports.length === 1);
  assert.ok(state?.publicKey);
  assert.ok((await verifyReport(text, state.publicKey)).ok);
  assert.equal((await fetch(`${at.origin}/readiness.json`, { redirect: 'manual' })).status, 401);
  assert.ok((await at.call('maintenance/begin', {})).ok);
  await at.until('readiness', (now) => now?.closedByStaff?.from === 'console');
  assert.ok((await at.call('maintenance/end', {})).ok);
  await at.until('readiness', (now) => now !== null && now.closedByStaff === undefined);
  const noted = await at.call('audit/read', {});
  assert.ok(noted.ok);
  const acts = noted.value.entries.map(({ act }) => act).slice(0, 4);
  assert.deepEqual(acts, ['maintenance-ended', 'maintenance-begun', 'readiness-report-made', 'self-test-run']);
  const results = readFileSync(join(at.dataDir, 'readiness', 'results.json'), 'utf8');
  assert.ok(results.includes('readable'));
  rmSync(join(at.dataDir, 'readiness', 'results.json'));
});
