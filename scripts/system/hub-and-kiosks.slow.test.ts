import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, test } from 'vitest';
import {
  createHubBench,
  type KioskAtHub,
  type HubBench as Kiosks,
  today,
} from '#backend-client/hub-link/hub-link.bench.ts';
import { explainGaps } from '#backend-client/numbering/gaps.ts';
import { type HubBench, openHubBench } from '#kiosk/hub/program/hub.bench.ts';

/** Where a hub will be. */
const nobodyThere = 'http://127.0.0.1:9';

/** Kiosks with their own stores and outboxes at the real hub, each on its own port. */
let kiosks: Kiosks;
let hub: HubBench;
const keys = new Map<string, string>();

beforeEach(async () => {
  kiosks = await createHubBench();
  const services = [
    { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' },
    { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: 'P.205' },
  ];
  hub = await openHubBench(
    {
      services,
      places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi', 'mat'] }],
      counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi', 'mat'] }],
      kiosks: [],
    },
    kiosks.clock,
  );
  for (const id of ['kiosk-1', 'kiosk-2']) keys.set(id, await hub.enrol(id));
});
afterEach(async () => {
  await kiosks.remove();
  await hub.close();
});

function kioskAt(id: string, startsAlone = false): KioskAtHub {
  const keyFile = join(kiosks.directory, `${id}.key`);
  rmSync(keyFile, { force: true });
  writeFileSync(keyFile, `${keys.get(id)}\n`, { mode: 0o600 });
  const documentKeyFile = join(kiosks.directory, 'documents.key');
  rmSync(documentKeyFile, { force: true });
  writeFileSync(documentKeyFile, `${Buffer.alloc(32, 5).toString('base64url')}\n`, { mode: 0o600 });
  return kiosks.kiosk(id, { settings: { url: hub.url || nobodyThere, keyFile, documentKeyFile }, startsAlone });
}

const inStock = (kiosk: KioskAtHub) =>
  kiosks.later(() => {
    assert.equal(kiosk.standing().trouble, undefined);
    assert.ok(kiosk.standing().left.every(({ left }) => left >= 5));
  });

const isTold = (...all: readonly KioskAtHub[]) =>
  kiosks.later(() => {
    for (const { store } of all) assert.deepEqual({ ...store.messageCounts() }, { ...nothing });
  });
const nothing = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };

test('two kiosks share one run of numbers, a card is known at both, and every gap is explained', async () => {
  const [one, two] = [kioskAt('kiosk-1'), kioskAt('kiosk-2')];
  await inStock(one);
  await inStock(two);
  const numbers = [...one.arrive(1, 2, 3), ...two.arrive(4, 5)];
  await isTold(one, two);
  assert.equal(new Set(numbers).size, 5);
  assert.ok(numbers.every((number) => /^A\d{3}$/.test(number)));
  assert.deepEqual(await two.elsewhere(1), [numbers[0]]);
  assert.deepEqual(await one.elsewhere(9), []);
  assert.deepEqual(
    [one, two].flatMap(({ store }) => explainGaps(store.numberingOf(today))),
    [],
  );
});

test('while the hub is away for long, kiosks go on by themselves; when it is back it takes every number once', async () => {
  const [one, two] = [kioskAt('kiosk-1'), kioskAt('kiosk-2')];
  await inStock(one);
  await inStock(two);
  await hub.stop();
  const many = Array.from({ length: 25 }, (_, who) => who + 1);
  const numbers = [...one.arrive(...many), ...two.arrive(...many.map((who) => who + 100))];
  assert.equal(new Set(numbers).size, 50);
  assert.ok(numbers.includes('A-K1-01') && numbers.includes('A-K2-01'));
  await one.close();
  await two.close();
  await hub.start();
  const again = [kioskAt('kiosk-1'), kioskAt('kiosk-2')];
  await isTold(...again);
  assert.deepEqual(
    again.flatMap(({ store }) => store.deadLetters()),
    [],
  );
  assert.deepEqual(
    again.flatMap(({ store }) => explainGaps(store.numberingOf(today))),
    [],
  );
});

test('a number that was given before the hub had ever answered is taken by it, and the kiosk has its own mark from then on', async () => {
  await hub.stop();
  const before = kioskAt('kiosk-1');
  const [first = ''] = before.arrive(1);
  assert.match(first, /^A-Z[0-9A-Z]{7}-01$/);
  await before.close();
  await hub.start();
  const after = kioskAt('kiosk-1');
  await isTold(after);
  await inStock(after);
  assert.deepEqual(after.store.deadLetters(), []);
  assert.match(after.standing().mark, /^K\d+$/);
});

test('a hub that comes in the middle of a day gives no number that the kiosk has given alone', async () => {
  const alone = kioskAt('kiosk-1', true);
  assert.deepEqual(alone.arrive(1, 2, 3), ['A001', 'A002', 'A003']);
  await alone.close();
  kiosks.clock.advance(60_000);
  const [one, two] = [kioskAt('kiosk-1'), kioskAt('kiosk-2')];
  await inStock(one);
  await inStock(two);
  const numbers = [...one.arrive(4, 5), ...two.arrive(6, 7)];
  await isTold(one, two);
  assert.equal(new Set([...numbers, 'A001', 'A002', 'A003']).size, 7);
  // Nobody at the hub knows who of them was served in the morning: staff sort them, and no counter calls them by itself.
  const metrics = await (await fetch(`${hub.url}/metrics`)).text();
  assert.match(metrics, /tiepdon_hub_laid_aside\{state="unknown"\} 3/);
  assert.match(metrics, /tiepdon_hub_waiting\{service="noi",lane="ordinary"\} 4/);
  assert.deepEqual(one.store.deadLetters(), []);
});

test('a key that was revoked withholds no ticket and is named; another one mends it while the kiosk runs', async () => {
  const kiosk = kioskAt('kiosk-1');
  await inStock(kiosk);
  await hub.revoke('kiosk-1');
  kiosk.arrive(1);
  await kiosks.later(() => assert.equal(kiosk.standing().trouble, 'key-revoked'));
  assert.equal(kiosk.arrive(2).length, 1);
  // So many wrong keys come from here that the hub looks at none any more: the technician goes on reading of the key.
  for (let guess = 0; guess < 12; guess += 1)
    await hub.ask(String(guess).padStart(43, 'x'), 'contact', { version: 1, program: 'test' });
  for (let turn = 0; turn < 350; turn += 1) {
    kiosks.clock.advance(100);
    await nextTurn();
  }
  assert.deepEqual(
    kiosk.lines.flatMap(({ id, fields }) => (id === 'hub-lost' ? [fields.reason] : [])),
    ['key-revoked'],
  );
  writeFileSync(join(kiosks.directory, 'kiosk-1.key'), await hub.enrol('kiosk-1'));
  await kiosks.later(() => assert.equal(kiosk.standing().trouble, undefined));
  await isTold(kiosk);
});
