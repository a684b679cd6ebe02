import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { type KioskAtHub, today, tomorrow } from '#backend-client/hub-link/hub-link.bench.ts';
import { explainGaps } from '#backend-client/numbering/gaps.ts';
import { type Hospital, openHospital } from './hub-and-kiosks.bench.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** From 08:00 on; hub, kiosks and their clocks are whole, each at its own port and on its own disk. */
let hospital: Hospital;
beforeEach(async () => {
  hospital = await openHospital();
});
afterEach(() => hospital.remove());

/** Hours go by; kiosks and hub speak now and then. */
async function passes(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10 * minuteMs) {
    hospital.kiosks.clock.advance(Math.min(left, 10 * minuteMs));
    await nextTurn();
  }
}

const people = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

function noGaps(...kiosks: readonly KioskAtHub[]): void {
  for (const { store } of kiosks) {
    for (const day of [today, tomorrow]) assert.deepEqual(explainGaps(store.numberingOf(day)), []);
    assert.deepEqual(store.deadLetters(), []);
  }
}

function once(numbers: readonly string[]): void {
  assert.equal(
    new Set(numbers).size,
    numbers.length,
    `twice: ${numbers.filter((each, at) => numbers.indexOf(each) !== at)}`,
  );
}

/** Once the hub is closed: what its database says who has, read without the hub's own code. */
function numbersOnDisk(day: string): readonly string[] {
  const db = new Database(join(hospital.hub.dataDir, 'hub.sqlite'), { readonly: true });
  const rows = db
    .prepare<[string], string>(
      "select json_extract(event, '$.entry.number.text') from hub_event where json_extract(event, '$.kind') = 'entered' and json_extract(event, '$.entry.day') = ?",
    )
    .pluck()
    .all(day);
  db.close();
  return rows.toSorted();
}

test('a kiosk that is cut off for a day among three gives numbers all the time, and each of them is taken once when it is back', async () => {
  const [one, two, three] = [
    await hospital.kiosk('kiosk-1'),
    await hospital.kiosk('kiosk-2'),
    await hospital.kiosk('kiosk-3'),
  ];
  await hospital.inStock(one, two, three);
  hospital.cut('kiosk-3');
  const first = [...one.arrive(...people(1, 20)), ...three.arrive(...people(41, 65)), ...two.arrive(...people(21, 40))];
  assert.ok(first.includes('A-K3-15'), 'the block is used up, and the kiosk goes on under its mark');
  await hospital.isTold(one, two);
  const lan = await hospital.counter('Lan');
  for (let call = 0; call < 5; call += 1) assert.equal((await lan.act({ kind: 'call-next' })).is, 'done');
  await passes(23 * hourMs);
  const second = [
    ...three.arrive(...people(101, 112)),
    ...one.arrive(...people(121, 125)),
    ...two.arrive(...people(131, 135)),
  ];
  assert.ok(second.includes('A-K3-12'));
  await passes(hourMs);
  hospital.mend('kiosk-3');
  await hospital.isTold(one, two, three);
  await hospital.inStock(one, two, three);
  second.push(...three.arrive(113), ...one.arrive(126));
  await hospital.isTold(one, two, three);
  assert.match(second.at(-2) ?? '', /^A\d{3}$/, 'it shares the run of all kiosks again');
  for (const day of [first, second]) once(day);
  noGaps(one, two, three);

  const seen = await (await hospital.counter('Lan')).sees();
  const late = new Set(seen.unknown.map(({ number }) => number));
  // Whoever came to the kiosk yesterday has gone or was served by hand: staff say which, and nobody is called by themselves.
  assert.deepEqual(late, new Set(first.slice(20, 45)));
  const called = await (await hospital.counter('Lan')).callEverybody();
  assert.equal(called.length, 35 + second.length);
  await hospital.hub.stop();
  assert.deepEqual([numbersOnDisk(today), numbersOnDisk(tomorrow)], [first.toSorted(), second.toSorted()]);
}, 120_000);

for (const [how, lose] of [
  ['deleted under the hub that runs', async () => deleteStore()],
  [
    'gone after a power cut',
    async () => {
      await hospital.hub.stop();
      deleteStore();
      await hospital.hub.start();
    },
  ],
] as const) {
  test(`the store of the hub is ${how} in mid-day: no number twice, nobody who was served is called by themselves, and staff find everybody who waits`, async () => {
    const [one, two] = [await hospital.kiosk('kiosk-1'), await hospital.kiosk('kiosk-2')];
    await hospital.inStock(one, two);
    const before = [...one.arrive(...people(1, 12)), ...two.arrive(...people(21, 32))];
    await hospital.isTold(one, two);
    await hospital.inStock(one, two);
    const lan = await hospital.counter('Lan');
    const served: string[] = [];
    for (let call = 0; call < 6; call += 1) {
      await lan.act({ kind: 'call-next' });
      served.push((await lan.sees()).serving?.number ?? '');
    }
    await lose();
    const during = [...one.arrive(...people(41, 46)), ...two.arrive(...people(51, 56))];
    await hospital.isTold(one, two);
    await hospital.inStock(one, two);
    const after = [...one.arrive(...people(61, 64)), ...two.arrive(...people(81, 84))];
    await hospital.isTold(one, two);
    await hospital.inStock(one, two);
    once([...before, ...during, ...after]);
    noGaps(one, two);

    const anew = await hospital.counter('Lan');
    const unknown = (await anew.sees()).unknown.map(({ number }) => number);
    const called = await anew.callEverybody();
    assert.deepEqual(
      called.filter((number) => before.includes(number)),
      [],
      'nobody of before is called by themselves',
    );
    assert.deepEqual(new Set([...unknown, ...called]), new Set([...before, ...during, ...after]));
    assert.ok(served.every((number) => unknown.includes(number)));
  }, 120_000);
}

test('a hub that lost its store and has a kiosk that says nothing gives no numbers until a person says so, and then behind a gap', async () => {
  const [one] = [await hospital.kiosk('kiosk-1'), await hospital.kiosk('kiosk-2')];
  await hospital.inStock(one);
  const numbers = [...one.arrive(...people(1, 3))];
  await hospital.isTold(one);
  hospital.cut('kiosk-2');
  deleteStore();
  numbers.push(...one.arrive(...people(11, 40)));
  assert.ok(
    numbers.some((number) => number.startsWith('A-K1-')),
    'the kiosk goes on under its mark',
  );
  await hospital.isTold(one);
  await passes(5 * minuteMs);
  const chi = await hospital.counter('Chi');
  assert.equal((await chi.sees()).isRecovering, true);
  assert.equal((await chi.act({ kind: 'end-recovery' })).is, 'done');
  await hospital.inStock(one);
  numbers.push(...one.arrive(...people(51, 60)));
  assert.ok(numbers.includes('A1001'));
  once(numbers);
  noGaps(one);
}, 120_000);

test.for(['on', 'away from 00:00 to 00:05'] as const)(
  'fifty who wait over midnight are called in their order before whoever comes after it, with the hub %s',
  { timeout: 120_000 },
  async (how) => {
    const [one, two] = [await hospital.kiosk('kiosk-1'), await hospital.kiosk('kiosk-2')];
    await passes(15.5 * hourMs);
    await hospital.inStock(one, two);
    const yesterdays: string[] = [];
    for (const who of people(1, 25)) {
      for (const [kiosk, person] of [
        [one, who],
        [two, who + 100],
      ] as const) {
        yesterdays.push(...kiosk.arrive(person));
        await hospital.inStock(one, two);
      }
    }
    await hospital.isTold(one, two);
    await passes(untilMidnight());
    if (how !== 'on') await hospital.hub.stop();
    if (how === 'away from 00:00 to 00:05') await passes(5 * minuteMs);
    const todays = [...one.arrive(...people(201, 203)), ...two.arrive(...people(301, 303))];
    if (how !== 'on') await hospital.hub.start();
    await hospital.isTold(one, two);
    assert.ok(todays.includes('A001'), 'the run begins anew');
    once(todays);
    noGaps(one, two);
    const lan = await hospital.counter('Lan');
    assert.equal((await lan.sees()).waiting.filter(({ flags }) => flags.includes('yesterday')).length, 50);
    const called = await lan.callEverybody();
    assert.deepEqual(called.slice(0, 50), yesterdays);
    assert.deepEqual(new Set(called.slice(50)), new Set(todays));
  },
);

function untilMidnight(): number {
  const intoDay = (hospital.kiosks.clock.now() + 7 * hourMs) % (24 * hourMs);
  return 24 * hourMs - intoDay;
}

function deleteStore(): void {
  const { dataDir } = hospital.hub;
  for (const name of readdirSync(dataDir).filter((each) => each.startsWith('hub.sqlite'))) rmSync(join(dataDir, name));
}
