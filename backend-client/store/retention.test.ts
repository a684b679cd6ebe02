import assert from 'node:assert/strict';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Fact } from '../contract/fact.ts';
import { explainGaps } from '../numbering/gaps.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  deliver,
  hourMs,
  insured,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

test('what the hospital accepted is erased a day after its business day, and its bytes are gone from the disk', async () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  deliver(store);
  store.close();
  const secrets = sealedBytes();
  assert.equal(secrets.length, 4);
  assert.equal(readableOf(secrets), 4);

  const reopened = bench.open();
  const erased: unknown[] = [];
  for (const ms of [0, 15 * hourMs, dayMs, hourMs]) {
    bench.clock.advance(ms);
    erased.push(await erase(reopened));
  }
  const readableWhileOpen = readableOf(secrets);
  const again = numberFor(reopened, request(citizen(1)));
  reopened.close();
  const nothing = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };
  assert.deepEqual(
    { erased, readableWhileOpen, readable: readableOf(secrets), again },
    {
      erased: [nothing, nothing, nothing, { visits: 1, messages: 1, readings: 0, dayKeys: 1 }],
      readableWhileOpen: 0,
      readable: 0,
      again: 'A001',
    },
  );
});

test('within the business day a patient finds the ticket again, however short the retention', async () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  deliver(store);
  bench.clock.advance(15 * hourMs);
  const erased = await store.eraseExpired({ acceptedAfterMs: 0 });
  const again = numberFor(store, request(citizen(1)));
  store.close();
  assert.deepEqual(
    { erased, again },
    { erased: { ok: true, value: { visits: 0, messages: 0, readings: 0, dayKeys: 0 } }, again: '=A001' },
  );
});

test('what the hospital did not accept stays for the desk for thirty days and goes then, and is not sent any more', async () => {
  const store = bench.open();
  for (const who of [1, 2, 3]) numberFor(store, request(citizen(who)));
  deliver(store);
  deliver(store, 'refused');
  bench.clock.advance(29 * dayMs);
  const early = await erase(store);
  const counts = store.messageCounts();
  bench.clock.advance(2 * dayMs);
  const late = await erase(store);
  deliver(store, 'not-connected');
  const triedToday = await erase(store);
  bench.clock.advance(dayMs);
  const aDayLater = await erase(store);
  const claim = claimNext(store);
  const countsAfter = store.messageCounts();
  store.close();
  assert.deepEqual(
    { early, counts, late, triedToday, aDayLater, claim, countsAfter, sealed: sealedBytes().length },
    {
      early: { visits: 1, messages: 1, readings: 0, dayKeys: 0 },
      counts: { queued: 1, sending: 0, refused: 1, unsure: 0, held: 0 },
      late: { visits: 1, messages: 1, readings: 0, dayKeys: 0 },
      triedToday: { visits: 0, messages: 0, readings: 0, dayKeys: 0 },
      aDayLater: { visits: 1, messages: 1, readings: 0, dayKeys: 1 },
      claim: { ok: true, value: { kind: 'nothing-queued' } },
      countsAfter: { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 },
      sealed: 0,
    },
  );
});

test('a message in flight keeps its bytes until its answer is noted', async () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  bench.clock.advance(40 * dayMs);
  const inFlight = (await erase(store)).visits;
  store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  const settled = (await erase(store)).visits;
  store.close();
  assert.deepEqual([inFlight, settled], [0, 1]);
});

test('a correction of a later day can be sent as long as its visit waits, and both days are forgotten with it', async () => {
  const tells = { endpointId: 'his', takes: ['registration', 'correction'], render: told } as const;
  const store = bench.open({ renderers: [tells] });
  const { visitId } = storedVisit(store, request(citizen(1)));
  bench.clock.advance(dayMs);
  assert.ok(store.correctVisit(visitId, insured(citizen(1), 'DN4270199999999')).ok);
  bench.clock.advance(5 * dayMs);
  const early = await erase(store);
  deliver(store);
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  const late = await erase(store);
  store.close();
  const nothing = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };
  assert.deepEqual(
    { early, sent: Buffer.from(claim.value.message.bytes).toString(), late, sealed: sealedBytes().length },
    { early: nothing, sent: 'correction', late: { visits: 1, messages: 2, readings: 0, dayKeys: 2 }, sealed: 0 },
  );

  function told({ kind }: Fact): Uint8Array {
    return Buffer.from(kind);
  }
});

test('a thousand visits of one day are erased in one go', { timeout: 30_000 }, async () => {
  const store = bench.open({ renderers: [] });
  for (let who = 0; who < 1_000; who += 1) numberFor(store, request(citizen(who)));
  bench.clock.advance(3 * dayMs);
  const erased = await erase(store);
  store.close();
  assert.deepEqual(erased, { visits: 1_000, messages: 0, readings: 0, dayKeys: 1 });
});

test('rows that are past their time are deleted, and numbering still explains every number of the day', async () => {
  const store = bench.open();
  for (let who = 1; who <= 5; who += 1) numberFor(store, request(citizen(who)));
  const printed = storedVisit(store, request(citizen(6), { serviceCode: 'mat' }));
  assert.ok(store.beginPrint(printed.visitId).ok);
  for (const state of ['accepted', 'refused', 'accepted', 'accepted', 'accepted', 'accepted'] as const) {
    deliver(store, state);
  }
  bench.clock.advance(3 * dayMs);
  await erase(store);
  const onlyRefused = [rows(store), explainGaps(store.numberingOf(saturday))];
  bench.clock.advance(30 * dayMs);
  await erase(store);
  const nothing = [rows(store), explainGaps(store.numberingOf(saturday))];
  const used = store.numberingOf(saturday).leases.map(({ series, next }) => `${series}${next}`);
  store.close();
  assert.deepEqual(onlyRefused, [{ visits: ['A002'], erased: ['A001', 'A003', 'A004', 'A005', 'B001'] }, []]);
  assert.deepEqual(nothing, [{ visits: [], erased: ['A001', 'A002', 'A003', 'A004', 'A005', 'B001'] }, []]);
  assert.deepEqual(used, ['A6', 'B2']);
  assert.deepEqual(
    countsIn(['visit', 'message', 'print_attempt', 'reading', 'visit_document', 'day_key']),
    [0, 0, 0, 0, 0, 0],
  );

  function rows({ visitsOf }: Store) {
    const all = [...visitsOf(saturday)];
    const numbersOf = (what: string) => all.flatMap(({ is, ticketNumber }) => (is === what ? [ticketNumber] : []));
    return { visits: numbersOf('kept'), erased: numbersOf('erased') };
  }
});

test('a patient who comes while hundreds of visits are erased waits for one piece of it', {
  timeout: 30_000,
}, async () => {
  const store = bench.open({ renderers: [] });
  for (let who = 0; who < 700; who += 1) numberFor(store, request(citizen(who)));
  bench.clock.advance(3 * dayMs);
  const pieces: number[] = [];
  const erasing = store.eraseExpired({ onPause: ({ workMs }) => pieces.push(workMs) });
  const number = numberFor(store, request(citizen(1)));
  const before = pieces.length;
  await erasing;
  store.close();
  assert.equal(number, 'A001');
  assert.ok(before === 1 && pieces.length > 4, `after ${before} of ${pieces.length} pieces`);
});

test('an erasure that is cut off anywhere goes on at the next start, and no key is gone before its rows', {
  timeout: 30_000,
}, async () => {
  let store = bench.open();
  for (let who = 0; who < 120; who += 1) {
    numberFor(store, request(citizen(who)));
    deliver(store, 'refused');
  }
  bench.clock.advance(40 * dayMs);
  let cuts = 0;
  for (let done = false; !done; ) {
    let pieces = 0;
    const cutBehind = cuts + 1;
    await store.eraseExpired({
      onPause: () => {
        pieces += 1;
        if (pieces === cutBehind) store.close();
      },
    });
    done = pieces < cutBehind;
    if (!done) {
      cuts += 1;
      store = bench.open();
    }
    const left = [...store.visitsOf(saturday)].filter(({ is }) => is !== 'erased');
    assert.ok(left.every(({ is }) => is === 'kept'));
  }
  const gaps = explainGaps(store.numberingOf(saturday));
  store.close();
  assert.ok(cuts > 3, 'it was cut off');
  assert.deepEqual([gaps, countsIn(['visit', 'message', 'visit_document', 'day_key'])], [[], [0, 0, 0, 0]]);
});

test('what the policy forbids stays whole, and goes as soon as it is allowed', async () => {
  const store = bench.open();
  for (const who of [1, 2]) numberFor(store, request(citizen(who)));
  deliver(store);
  deliver(store, 'refused');
  bench.clock.advance(40 * dayMs);
  const asked = new Set<string>();
  const forbidden = await store.eraseExpired({
    mayErase(day, part) {
      asked.add(`${day} ${part}`);
      return false;
    },
  });
  const secrets = countsIn(['visit', 'message', 'visit_document', 'day_key']);
  const acceptedOnly = await store.eraseExpired({ mayErase: (_, part) => part !== 'unsettled' });
  const allowed = await erase(store);
  store.close();
  const nothing = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };
  assert.deepEqual(
    [forbidden, secrets, acceptedOnly, allowed],
    [
      { ok: true, value: nothing },
      [2, 2, 2, 1],
      { ok: true, value: { ...nothing, visits: 1, messages: 1 } },
      { ...nothing, visits: 1, messages: 1, dayKeys: 1 },
    ],
  );
  assert.deepEqual([...asked].toSorted(), [`${saturday} accepted`, `${saturday} documents`, `${saturday} unsettled`]);
});

const saturday = '2026-11-21' as BusinessDay;

/** A copy of the files is read, because the store has them for itself. */
function countsIn(tables: readonly string[]): readonly number[] {
  const copy = `${bench.path}.copy`;
  for (const end of ['', '-wal']) {
    if (existsSync(bench.path + end)) copyFileSync(bench.path + end, copy + end);
    else rmSync(copy + end, { force: true });
  }
  const raw = new Database(copy);
  const counts = tables.map((table) => Number(raw.prepare(`select count(*) from ${table}`).pluck().get()));
  raw.close();
  return counts;
}

async function erase(store: Store) {
  const erased = await store.eraseExpired();
  assert.ok(erased.ok);
  return erased.value;
}

/** Everything that hides a person or finds one: sealed rows, document hashes, wrapped keys. The store must be closed. */
function sealedBytes(): readonly Buffer[] {
  const raw = new Database(bench.path, { readonly: true });
  const found = raw
    .prepare<[], Buffer>(
      `select patient from visit where patient is not null union all select body from message where body is not null
       union all select document_mac from visit_document union all select wrapped_key from day_key`,
    )
    .pluck()
    .all();
  raw.close();
  return found;
}

/** How many of them can still be found in the files; their middle is enough to be found. */
function readableOf(secrets: readonly Buffer[]): number {
  const bytes = bench.rawBytes();
  return secrets.filter((secret) => bytes.includes(secret.subarray(8, 24))).length;
}
