import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { explainGaps } from '../numbering/gaps.ts';
import {
  citizen,
  createStoreBench,
  dayMs,
  deliver,
  hourMs,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
let store: Store;
beforeEach(() => {
  bench = createStoreBench();
  store = bench.open();
});
afterEach(() => {
  store.close();
  bench.remove();
});

/** Switched off for so long, and on again; meanwhile somebody or something may have set the clock. */
function restart(offMs: number, { clockLeaps = 0 } = {}): void {
  store.time.note();
  store.close();
  bench.clock.advance(offMs);
  bench.clock.leap(clockLeaps);
  store = bench.open();
}

/** Hours pass as they do in a kiosk that runs: somebody looks at the clock every now and then. */
function passes(hours: number): void {
  for (let hour = 0; hour < hours; hour += 1) {
    bench.clock.advance(hourMs);
    store.time.note();
  }
}

const numberOf = (who: number) => numberFor(store, request(citizen(who)));
const trust = () => bench.trusts.at(-1);

async function erase() {
  const erased = await store.eraseExpired();
  assert.ok(erased.ok);
  return erased.value.visits;
}

function everyGapIsExplained(): void {
  const days = new Set(store.readableDays());
  assert.deepEqual(
    [...days].flatMap((day) => explainGaps(store.numberingOf(day))),
    [],
  );
}

describe('a clock far ahead at a start, while the hospital is down', () => {
  test('erases nothing that waits, and nothing that the hospital has', async () => {
    for (const who of [1, 2, 3]) numberOf(who);
    deliver(store);
    restart(14 * hourMs, { clockLeaps: 40 * dayMs });
    assert.equal(trust(), 'unconfirmed: ahead');
    assert.equal(await erase(), 0);
    passes(3);
    assert.equal(await erase(), 0);
    restart(hourMs, { clockLeaps: -40 * dayMs });
    assert.deepEqual([await erase(), store.messageCounts().queued], [0, 2]);
    for (const _ of [2, 3]) deliver(store);
    assert.deepEqual(store.expiredTickets(), []);
  });

  test('goes on counting, and so does the right day afterwards: no number comes twice', () => {
    assert.deepEqual([numberOf(1), numberOf(2)], ['A001', 'A002']);
    restart(hourMs, { clockLeaps: 40 * dayMs });
    assert.deepEqual([numberOf(3), numberOf(4)], ['A003', 'A004']);
    restart(hourMs, { clockLeaps: -40 * dayMs });
    assert.deepEqual([numberOf(5), numberOf(1)], ['A005', '=A001']);
    everyGapIsExplained();
    // The night after that is one like any other.
    restart(16 * hourMs);
    assert.equal(numberOf(1), 'A001');
  });

  test('a patient of that day who comes again on the right one is a new visit, and the hospital is told', () => {
    restart(hourMs, { clockLeaps: 40 * dayMs });
    numberOf(1);
    const { queued } = store.messageCounts();
    restart(20 * hourMs, { clockLeaps: -40 * dayMs });
    assert.match(numberOf(1), /^A/);
    assert.equal(store.messageCounts().queued, queued + 1);
  });

  test('a restart within it believes it no more, and finds its patients', () => {
    numberOf(9);
    restart(14 * hourMs, { clockLeaps: 40 * dayMs });
    assert.equal(numberOf(1), 'A002');
    restart(hourMs);
    assert.equal(trust(), 'unconfirmed: ahead');
    assert.equal(numberOf(1), '=A002');
  });
});

describe('a right clock after five weeks in repair', () => {
  test('delivers first what waited', async () => {
    numberOf(1);
    restart(35 * dayMs);
    store.time.heardKernel(true);
    assert.equal(trust(), 'confirmed: kernel');
    assert.equal(await erase(), 0);
    passes(5);
    assert.equal(await erase(), 0);
    deliver(store);
    assert.equal(await erase(), 1);
    assert.deepEqual(store.expiredTickets(), []);
    assert.equal(numberOf(2), 'A001');
  });

  test('gives up only on another day, after it was tried, and leaves the numbers for the desk until somebody takes them', async () => {
    const { day } = storedVisit(store, request(citizen(1)));
    restart(35 * dayMs);
    store.time.heardKernel(true);
    await erase();
    deliver(store, 'not-connected');
    assert.equal(await erase(), 0);
    // One that nobody has tried since its start waits, too.
    restart(14 * hourMs);
    store.time.heardKernel(true);
    passes(12);
    assert.equal(await erase(), 0);
    deliver(store, 'not-connected');
    assert.equal(await erase(), 1);
    const listed = [{ ticketNumber: 'A001', day, endpointId: 'his', expiredOn: store.time.today() }];
    assert.deepEqual(store.expiredTickets(), listed);
    restart(hourMs);
    assert.deepEqual(store.expiredTickets(), listed);
    assert.deepEqual(store.takeExpired(2, 'Trần Thị Thử'), { ok: true, value: false });
    assert.deepEqual(store.takeExpired(1, 'Trần Thị Thử'), { ok: true, value: true });
    assert.deepEqual(store.expiredTickets(), []);
    assert.ok(!bench.rawBytes().includes('Trần Thị Thử'));
  });
});

describe('a clock that leaps while the kiosk runs', () => {
  test.each([3 * dayMs, -3 * dayMs, 365 * dayMs])(
    'by %d ms and back, in the middle of an erasure: nobody notices',
    async (ms) => {
      assert.equal(numberOf(1), 'A001');
      deliver(store);
      bench.clock.leap(ms);
      assert.equal(await erase(), 0);
      assert.equal(numberOf(2), 'A002');
      bench.clock.leap(-ms);
      bench.clock.advance(1_000);
      assert.deepEqual([numberOf(3), numberOf(1), numberOf(2)], ['A003', '=A001', '=A002']);
      assert.equal(store.readableDays().length, 1);
      passes(40);
      assert.equal(await erase(), 1);
      assert.equal(numberOf(1), 'A001');
    },
  );

  test('a year ahead for one patient: the days that follow are days like any other', () => {
    numberOf(1);
    bench.clock.leap(365 * dayMs);
    assert.equal(numberOf(2), 'A002');
    bench.clock.leap(-365 * dayMs);
    for (const expected of ['A001', 'A001', 'A001']) {
      passes(24);
      const { queued } = store.messageCounts();
      assert.equal(numberOf(2), expected);
      assert.equal(store.messageCounts().queued, queued + 1);
    }
  });

  test('onto a doubtful day that had come before, while nobody is sure: its patients are not found again', () => {
    numberOf(1);
    restart(5 * dayMs);
    assert.equal(trust(), 'unconfirmed: ahead');
    numberOf(1);
    passes(24);
    numberOf(2);
    const { queued } = store.messageCounts();
    bench.clock.leap(-dayMs);
    numberOf(1);
    assert.equal(store.messageCounts().queued, queued + 1);
  });

  test('under a doubtful name that comes to be another day: its patients are not found again', () => {
    numberOf(1);
    restart(5 * dayMs);
    numberOf(2);
    // Behind the last stored moment: the day after it is assumed.
    restart(hourMs, { clockLeaps: -365 * dayMs });
    const { day } = storedVisit(store, request(citizen(1)));
    bench.clock.leap(365 * dayMs);
    passes(24);
    const { queued } = store.messageCounts();
    assert.equal(storedVisit(store, request(citizen(1))).day, day);
    assert.equal(store.messageCounts().queued, queued + 1);
  });

  test('a night under a leapt clock goes on counting', () => {
    numberOf(1);
    bench.clock.leap(3 * dayMs);
    passes(24);
    assert.equal(numberOf(2), 'A002');
    bench.clock.leap(-3 * dayMs);
    passes(24);
    assert.equal(numberOf(3), 'A001');
  });
});

describe('a dead clock battery', () => {
  const startIn1970 = (offMs: number) => restart(offMs, { clockLeaps: 30_000 - bench.clock.now() - offMs });

  test('a start in 1970: numbers go on, nothing is erased, and nothing says 1970; the time server makes it right', async () => {
    numberOf(1);
    restart(dayMs);
    numberOf(1);
    const right = bench.clock.now() + dayMs;
    startIn1970(dayMs);
    assert.equal(trust(), 'unconfirmed: behind');
    const early = storedVisit(store, request(citizen(1)));
    assert.deepEqual([early.number.text, early.day.slice(0, 4)], ['A002', '2026']);
    assert.ok(early.storedAt > right - 2 * dayMs);
    assert.equal(await erase(), 0);
    bench.clock.leap(right - bench.clock.now());
    store.time.heardKernel(true);
    assert.equal(trust(), 'confirmed: kernel');
    assert.equal(await erase(), 0);
    assert.equal(numberOf(2), 'A003');
    assert.equal(store.messageCounts().queued, 4);
    everyGapIsExplained();
  });

  test('patients of one such morning are not found on the next', () => {
    numberOf(1);
    for (const _ of [1, 2, 3]) {
      startIn1970(16 * hourMs);
      const { queued } = store.messageCounts();
      numberOf(1);
      assert.equal(store.messageCounts().queued, queued + 1);
      passes(8);
    }
  });

  test('without a time server a kiosk that was off over the weekend is sure again on the second day on which the hospital agrees', () => {
    const hospitalAgrees = () => store.time.heardHospital({ host: 'his', at: bench.clock.now(), isZoned: true });
    numberOf(1);
    restart(62 * hourMs);
    hospitalAgrees();
    assert.equal(trust(), 'unconfirmed: ahead');
    assert.equal(numberOf(2), 'A002');
    restart(hourMs);
    assert.equal(trust(), 'unconfirmed: ahead');
    hospitalAgrees();
    passes(3);
    restart(16 * hourMs);
    assert.equal(trust(), 'confirmed: last-moment');
  });

  test('nor does it stay unsure for as long as nobody switches it off', async () => {
    numberOf(1);
    deliver(store);
    restart(72 * hourMs);
    store.time.heardHospital({ host: 'his', at: bench.clock.now(), isZoned: true });
    assert.equal(numberOf(2), 'A002');
    passes(3);
    assert.equal(trust(), 'unconfirmed: ahead');
    passes(21);
    assert.equal(trust(), 'confirmed: hospital');
    assert.deepEqual([numberOf(2), numberOf(3)], ['A003', 'A004']);
    assert.equal(await erase(), 1);
    passes(24);
    assert.equal(numberOf(2), 'A001');
    everyGapIsExplained();
  });

  test('nothing of the day itself is its last moment, also when only the hospital tells which day it is', () => {
    numberOf(1);
    const night = bench.clock.now();
    const right = () => bench.clock.now() - 50 * dayMs;
    restart(dayMs, { clockLeaps: 50 * dayMs });
    store.time.heardHospital({ host: 'his', at: right(), isZoned: true });
    numberOf(2);
    passes(3);
    assert.deepEqual([trust(), store.time.status().lastMoment], ['unconfirmed: ahead', night]);
    assert.equal(Math.round((right() - store.time.now()) / hourMs), 0);
    passes(24);
    assert.deepEqual([trust(), numberOf(2)], ['unconfirmed: ahead', 'A003']);
  });

  test('a night without anybody who agrees makes nothing sure', () => {
    numberOf(1);
    restart(72 * hourMs);
    for (const expected of ['A002', 'A003', 'A004']) {
      assert.equal(numberOf(2), expected);
      passes(24);
      assert.equal(trust(), 'unconfirmed: ahead');
    }
  });
});

describe('a first start a year ahead, with nobody to tell', () => {
  test('is undone at a start on which clock and hospital say the same', async () => {
    store.close();
    bench.clock.leap(365 * dayMs);
    store = bench.open();
    const wrong = storedVisit(store, request(citizen(1)));
    restart(hourMs, { clockLeaps: -365 * dayMs });
    assert.equal(trust(), 'unconfirmed: behind');
    store.time.heardHospital({ host: 'his', at: bench.clock.now(), isZoned: true });
    assert.equal(trust(), 'confirmed: hospital');
    const right = storedVisit(store, request(citizen(1)));
    assert.deepEqual([right.number.text, right.day.slice(0, 4)], ['A002', '2026']);
    assert.ok(right.day < wrong.day);
    assert.equal(await erase(), 0);
    restart(16 * hourMs);
    assert.equal(trust(), 'confirmed: last-moment');
    assert.equal(numberOf(1), 'A001');
    everyGapIsExplained();
  });

  test('but not once anybody has vouched for a day', () => {
    store.time.heardKernel(true);
    numberOf(1);
    restart(hourMs, { clockLeaps: -365 * dayMs });
    store.time.heardHospital({ host: 'his', at: bench.clock.now(), isZoned: true });
    assert.equal(trust(), 'unconfirmed: behind');
  });
});

describe("a technician's word", () => {
  test('leaves a day that was confirmed wrongly, and erases nothing', async () => {
    numberOf(1);
    restart(14 * hourMs, { clockLeaps: 20 * dayMs });
    store.time.heardKernel(true);
    const wrong = storedVisit(store, request(citizen(2)));
    assert.equal(wrong.number.text, 'A001');
    restart(hourMs, { clockLeaps: -20 * dayMs });
    assert.equal(trust(), 'unconfirmed: behind');
    assert.deepEqual(store.time.status().leavable.includes(wrong.day), true);
    assert.deepEqual(store.time.leave(wrong.day, 'Trần Thị Thử'), { ok: true, value: true });
    assert.equal(trust(), 'confirmed: last-moment');
    assert.deepEqual(store.time.leave(wrong.day, 'Trần Thị Thử'), { ok: true, value: false });
    assert.equal(numberOf(2), 'A002');
    assert.equal(await erase(), 0);
    assert.ok(!bench.rawBytes().includes('Trần Thị Thử'));
  });

  test('leaves the day that the clock still says: numbers go on under the day before it, unconfirmed', async () => {
    const { day } = storedVisit(store, request(citizen(1)));
    restart(2 * hourMs, { clockLeaps: dayMs });
    assert.equal(trust(), 'confirmed: last-moment');
    // Nobody but a person could know: this was confirmed, and begins at 001.
    const wrong = storedVisit(store, request(citizen(2)));
    assert.deepEqual(store.time.leave(wrong.day, 'Lan'), { ok: true, value: true });
    assert.equal(trust(), 'unconfirmed: left');
    const next = storedVisit(store, request(citizen(3)));
    assert.deepEqual([next.day, next.number.text], [day, 'A002']);
    assert.equal(await erase(), 0);
  });

  test('no day, no leaving', () => {
    assert.deepEqual(store.time.leave('2031-01-01' as BusinessDay, 'Lan'), { ok: true, value: false });
  });
});
