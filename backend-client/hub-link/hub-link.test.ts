import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertId, VisitId } from '#config/agreements/ids.ts';
import type { ReadingRequest } from '../contract/reading.ts';
import { explainGaps } from '../numbering/gaps.ts';
import { citizen, dayMs, hourMs, request, storedVisit } from '../store/store.bench.ts';
import { createHubBench, eventually, type HubBench, type KioskAtHub, today, tomorrow } from './hub-link.bench.ts';

let bench: HubBench;
beforeEach(async () => {
  bench = await createHubBench();
});
afterEach(() => bench.remove());

/** All its series have numbers in stock. */
function inStock(kiosk: KioskAtHub): Promise<void> {
  return eventually(() => {
    assert.equal(kiosk.standing().trouble, undefined);
    assert.ok(kiosk.standing().left.every(({ left }) => left >= 5));
  });
}

/** Taken for a visit of another kiosk, by its ticket. */
function pressureOf(visitId: VisitId): ReadingRequest {
  return {
    ...{ visitId, ticketNumber: 'A012', deviceId: 'bp', deviceModel: undefined, deviceTime: undefined },
    values: {
      ...{ kind: 'blood-pressure', systolic: 191, diastolic: 112, mean: undefined, pulse: 80 },
      ...{ irregular: undefined, moved: undefined },
    },
    circumstances: { readingNumber: 2, readingCount: 2, restSeconds: 300, posture: 'sitting' },
  };
}

const toldOf = (kioskId: string) =>
  bench.hub.facts.flatMap((fact) => (fact.from === kioskId && fact.kind === 'enter' ? [fact.number.text] : []));

test('two kiosks give numbers of one run, and the hub hears of each once, in order', async () => {
  const [one, two] = [bench.kiosk('kiosk-1'), bench.kiosk('kiosk-2')];
  await inStock(one);
  await inStock(two);
  const numbers = [one.arrive(1, 2), two.arrive(3), one.arrive(4)].flat();
  await eventually(() => assert.equal(bench.hub.facts.length, 4));
  assert.equal(new Set(numbers).size, 4);
  assert.ok(numbers.every((number) => /^A\d{3}$/.test(number)));
  assert.deepEqual([toldOf('kiosk-1'), toldOf('kiosk-2')], [[numbers[0], numbers[1], numbers[3]], [numbers[2]]]);
  assert.deepEqual(
    [one, two].flatMap(({ store }) => explainGaps(store.numberingOf(today))),
    [],
  );
});

test('what the hub is told holds no name, no card and no ground of a priority', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  storedVisit(kiosk.store, request(citizen(27_148), { priority: { ground: 'pregnancy', certain: false } }));
  kiosk.outbox.wake();
  await eventually(() => assert.equal(bench.hub.facts.length, 1));
  const [fact] = bench.hub.facts;
  const text = JSON.stringify(fact);
  assert.ok(!/Thử|000000027148|1948|pregnancy|Nguyễn|Bắc Ninh/.test(text));
  expect(fact).toMatchObject({
    kind: 'enter',
    serviceCode: 'noi',
    lane: 'priority',
    isLaneToBeConfirmed: true,
    documents: [],
  });
});

test('without the hub tickets go on from the block, then under the kiosk’s mark; when it is back it hears all of them once', async () => {
  const kiosk = bench.kiosk('kiosk-2');
  await inStock(kiosk);
  bench.hub.now({ refuses: 'not-deciding' });
  const people = Array.from({ length: 14 }, (_, who) => who + 1);
  const numbers = kiosk.arrive(...people);
  await eventually(() => assert.ok(kiosk.outbox.circuits()[0]?.circuit !== 'closed'));
  bench.hub.now({ refuses: 'nothing' });
  kiosk.outbox.tryNow('hub');
  await eventually(() => assert.equal(bench.hub.facts.length, 14));
  assert.deepEqual(numbers.slice(8), ['A009', 'A010', 'A-K2-01', 'A-K2-02', 'A-K2-03', 'A-K2-04']);
  assert.deepEqual(toldOf('kiosk-2'), numbers);
  assert.deepEqual(explainGaps(kiosk.store.numberingOf(today)), []);
});

test('before a hub has ever answered, numbers carry a mark that no other kiosk can have', async () => {
  bench.hub.now({ refuses: 'not-deciding' });
  const [one, two] = [bench.kiosk('kiosk-1'), bench.kiosk('kiosk-2')];
  const [[first = ''], [second = '']] = [one.arrive(1), two.arrive(1)];
  assert.match(first, /^A-Z[0-9A-Z]{7}-01$/);
  assert.match(second, /^A-Z[0-9A-Z]{7}-01$/);
  assert.notEqual(first, second);
  await one.close();
  const again = bench.kiosk('kiosk-1');
  assert.deepEqual(again.arrive(2), [first.replace(/01$/, '02')]);
});

test('a block whose answer was lost comes again with the same numbers, also after a restart', async () => {
  bench.hub.now({ losesAnswersOf: 'lease' });
  const before = bench.kiosk('kiosk-1');
  await eventually(() => assert.ok(bench.hub.requests.includes('lease')));
  await before.close();
  bench.hub.now({ losesAnswersOf: undefined });
  const after = bench.kiosk('kiosk-1');
  await inStock(after);
  assert.deepEqual(after.arrive(1), ['A001']);
  assert.equal(bench.hub.leases.length, 4);
});

test('a hub that is added in the middle of a day hears of the numbers that were given before it gives any', async () => {
  const alone = bench.kiosk('kiosk-1', { startsAlone: true });
  const before = alone.arrive(1, 2, 3);
  await alone.close();
  bench.clock.advance(60_000);
  const shared = bench.kiosk('kiosk-1');
  await inStock(shared);
  const after = shared.arrive(4);
  assert.deepEqual([before, after], [['A001', 'A002', 'A003'], ['A004']]);
  expect(bench.hub.reported).toMatchObject([{ day: today, leases: [{ series: 'A', first: 1, last: 3 }] }]);
  assert.ok(bench.hub.requests.indexOf('report-leases') < bench.hub.requests.indexOf('lease'));
  await bench.later(() => assert.equal(bench.hub.facts.length, 4));
  expect(bench.hub.facts.map((fact) => fact.kind === 'enter' && [fact.number.text, fact.mayBeServed])).toEqual([
    ...before.map((number) => [number, true]),
    ['A004', undefined],
  ]);
  assert.deepEqual(explainGaps(shared.store.numberingOf(today)), []);
});

test('a hub that has lost its log is told what this kiosk holds, and only then gives numbers', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  kiosk.arrive(1, 2);
  bench.hub.now({ isRecovering: true });
  await bench.later(() => assert.equal(bench.hub.reported.length, 1));
  expect(bench.hub.reported[0]?.leases).toContainEqual({ series: 'A', first: 1, last: 10, isOfHub: true });
});

test('a hub that has begun anew is told what this kiosk holds of the old one before it is asked for anything', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  bench.hub.now({ ledger: 'B'.repeat(20) });
  const asked = bench.hub.requests.length;
  const since = (path: string) => bench.hub.requests.indexOf(path, asked);
  kiosk.arrive(1, 2, 3, 4, 5, 6);
  await bench.later(() => assert.ok(since('report-leases') > 0));
  await bench.later(() => assert.ok(bench.hub.requests.lastIndexOf('lease') > since('report-leases')));
  expect(bench.hub.reported).toMatchObject([{ leases: [{ series: 'A', first: 1, isOfHub: true }, {}, {}, {}] }]);
});

test('numbers that were never needed are told to be void the next day, once', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  kiosk.arrive(1, 2);
  await eventually(() => assert.equal(bench.hub.facts.length, 2));
  await kiosk.close();
  bench.clock.advance(dayMs);
  bench.hub.now({ day: tomorrow });
  const next = bench.kiosk('kiosk-1');
  next.arrive(3);
  const voids = () => bench.hub.facts.filter(({ kind }) => kind === 'void-numbers');
  await bench.later(() => assert.equal(voids().length, 4));
  await eventually(() => assert.equal(next.system.memory.word().voidsToldUpTo, today));
  await next.close();
  const asked = () => bench.hub.requests.filter((path) => path === 'facts').length;
  const before = asked();
  const again = bench.kiosk('kiosk-1');
  await inStock(again);
  assert.equal(asked(), before);
  expect(voids()).toContainEqual(expect.objectContaining({ day: today, series: 'A', first: 3, last: 10 }));
  assert.deepEqual(explainGaps(again.store.numberingOf(today)), []);
});

test('tomorrow’s first numbers are there in the afternoon, so that a hub that is away over night is never seen on a paper', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  await kiosk.close();
  bench.clock.advance(5 * hourMs);
  const afternoon = bench.kiosk('kiosk-1');
  await eventually(() => assert.equal(bench.hub.leases.filter(({ day }) => day === tomorrow).length, 4));
  await inStock(afternoon);
  await afternoon.close();
  bench.hub.now({ refuses: 'not-deciding' });
  bench.clock.advance(dayMs - 5 * hourMs);
  assert.deepEqual(bench.kiosk('kiosk-1').arrive(1), ['A001']);
});

test('whoever gives many numbers asks for larger blocks', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  const numbers: string[] = [];
  for (let who = 1; who <= 60; who += 1) {
    numbers.push(...kiosk.arrive(who));
    await bench.later(() => assert.ok(kiosk.standing().left.every(({ left }) => left >= 5)));
  }
  const sizes = bench.hub.leases.filter(({ series }) => series === 'A').map(({ first, last }) => last - first + 1);
  assert.ok(Math.max(...sizes) > 10);
  assert.ok(numbers.every((number) => !number.includes('-')));
});

test.each([
  ['key-unknown', 'key-unknown'],
  ['key-revoked', 'key-revoked'],
  ['version', 'version'],
  ['profile', 'profile'],
] as const)(
  'a hub that says %s withholds no ticket, is left alone, and the technician reads why',
  async (refuses, said) => {
    bench.hub.now({ refuses });
    const kiosk = bench.kiosk('kiosk-1');
    const [number = ''] = kiosk.arrive(1);
    await eventually(() => assert.equal(kiosk.standing().trouble, said));
    assert.match(number, /^A-Z/);
    assert.deepEqual(kiosk.store.deadLetters(), []);
    bench.hub.now({ refuses: 'nothing' });
    await bench.later(() => assert.equal(kiosk.standing().trouble, undefined));
    await bench.later(() => assert.equal(bench.hub.facts.length, 1));
  },
);

test('a key file that others can read is not used, withholds no ticket, and counts as soon as it is mended', async () => {
  const keyFile = join(bench.directory, 'open.key');
  writeFileSync(keyFile, 'x'.repeat(43), { mode: 0o644 });
  const kiosk = bench.kiosk('kiosk-1', { settings: { keyFile } });
  assert.equal(kiosk.arrive(1).length, 1);
  await eventually(() => assert.equal(kiosk.standing().trouble, 'file'));
  assert.deepEqual(bench.hub.requests, []);
  chmodSync(keyFile, 0o600);
  await bench.later(() => assert.equal(kiosk.standing().trouble, 'key-unknown'));
});

test('an entry that the hub does not take is for a person, and nobody else waits for it', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  await inStock(kiosk);
  bench.hub.now({
    refusesFact: (fact) => (fact.kind === 'enter' && fact.number.text === 'A002' ? 'number-taken' : undefined),
  });
  kiosk.arrive(1, 2, 3);
  await eventually(() => assert.equal(kiosk.store.deadLetters().length, 1));
  await eventually(() => assert.deepEqual(toldOf('kiosk-1'), ['A001', 'A003']));
  expect(kiosk.store.deadLetters()[0]).toMatchObject({ ticketNumber: 'A002', state: 'refused', reason: 'hub-refused' });
});

test('a card that has a number at one kiosk is known at the others, and at none without the facility’s document key', async () => {
  const documentKeyFile = join(bench.directory, 'documents.key');
  writeFileSync(documentKeyFile, `${Buffer.alloc(32, 5).toString('base64url')}\n`, { mode: 0o600 });
  const [one, two] = ['kiosk-1', 'kiosk-2'].map((id) => bench.kiosk(id, { settings: { documentKeyFile } }));
  assert.ok(one && two);
  await inStock(one);
  const [number] = one.arrive(1);
  await eventually(() => assert.equal(bench.hub.facts.length, 1));
  assert.deepEqual([await two.elsewhere(1), await two.elsewhere(2), await one.elsewhere(1)], [[number], [], []]);
  bench.hub.now({ refuses: 'not-deciding' });
  assert.deepEqual(await two.elsewhere(1), []);
});

test('whoever holds another document key knows nobody, and the technician is told', async () => {
  const documentKeyFile = join(bench.directory, 'documents.key');
  writeFileSync(documentKeyFile, `${Buffer.alloc(32, 5).toString('base64url')}\n`, { mode: 0o600 });
  bench.hub.now({ documentKey: '0123456789abcdef' });
  const kiosk = bench.kiosk('kiosk-1', { settings: { documentKeyFile } });
  await inStock(kiosk);
  assert.equal(kiosk.standing().documentKey, 'other');
  assert.equal(bench.hub.conditions.at(-1)?.documentKey, kiosk.system.documentKey?.fingerprint);
});

test('a document key file that cannot be used withholds no number; cards are then known at their own kiosk', async () => {
  const documentKeyFile = join(bench.directory, 'documents.key');
  writeFileSync(documentKeyFile, 'short\n', { mode: 0o600 });
  const kiosk = bench.kiosk('kiosk-1', { settings: { documentKeyFile } });
  await inStock(kiosk);
  assert.deepEqual(kiosk.arrive(1), ['A001']);
  assert.equal(kiosk.system.documentKeyTrouble?.kind, 'too-short');
});

test('a call for a person rings at the hub, is answered there by name, and its end is told', async () => {
  const kiosk = bench.kiosk('kiosk-1');
  const { alertChannel: channel } = kiosk.system;
  const alertId = '0123456789ABCDEFGHJK' as AlertId;
  const call = {
    alertId,
    kind: 'help-wanted',
    kioskId: 'kiosk-1',
    place: 'Sảnh A',
    raisedAt: 1,
    escalation: 0,
  } as const;
  assert.ok(channel);
  expect(await channel.deliver(call)).toMatchObject({ ok: true });
  expect(await channel.acknowledgement(alertId)).toMatchObject({ ok: true, value: undefined });
  bench.hub.now({ acknowledgedBy: 'Lan' });
  expect(await channel.acknowledgement(alertId)).toMatchObject({ ok: true, value: { by: 'Lan' } });
  expect(await channel.end({ alertId, ended: 'answered', endedBy: 'person', by: 'Lan' })).toMatchObject({ ok: true });
  assert.equal(bench.hub.calls.length, 2);
  bench.hub.now({ refuses: 'not-deciding' });
  expect(await channel.deliver(call)).toMatchObject({ ok: false, problem: { kind: 'no-answer' } });
});

test('a reading in danger brings a number of another kiosk before the others, and says nothing of the reading', async () => {
  const kiosk = bench.kiosk('kiosk-2');
  const elsewhere = 'VVVVVVVVVVVVVVVVVVVV' as VisitId;
  const taken = (goesFirst?: true) => {
    const { circumstances, ...request } = pressureOf(elsewhere);
    kiosk.store.storeReading({ ...request, circumstances: { ...circumstances, ...(goesFirst ? { goesFirst } : {}) } });
    kiosk.outbox.wake();
  };
  taken();
  taken(true);
  await eventually(() => assert.equal(bench.hub.facts.length, 1));
  expect(bench.hub.facts).toMatchObject([{ kind: 'raise-lane', visitId: elsewhere, isLaneToBeConfirmed: true }]);
  assert.doesNotMatch(JSON.stringify(bench.hub.facts), /19[0-9]|systolic/);
});

test('a hub that asks people to be measured hears who was; another one is told nothing that it does not know', async () => {
  bench.hub.now({ hearsMeasured: true });
  const kiosk = bench.kiosk('kiosk-2');
  await inStock(kiosk);
  const visit = 'VVVVVVVVVVVVVVVVVVVV' as VisitId;
  kiosk.store.storeReading(pressureOf(visit));
  kiosk.outbox.wake();
  await eventually(() => assert.equal(bench.hub.facts.length, 1));
  expect(bench.hub.facts).toMatchObject([{ kind: 'measured', visitId: visit }]);
});
