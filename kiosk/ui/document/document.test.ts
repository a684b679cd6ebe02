import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { restingSnapshot as atRest } from '#kiosk/bridge/resting-snapshot.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { View } from '../page-model.ts';
import { createFreshDocument, quietBeforeLoadingMs } from './fresh-document.ts';
import { askAgainMs, createLoadAnew, type LoadAnew } from './load-anew.ts';
import { createPageFailures } from './page-failures.ts';

const showing = (snapshot: Snapshot): View => ({ shows: 'snapshot', snapshot, step: undefined });
const resting = showing(atRest);
const serving = showing({ ...atRest, session: 's-1', screen: { show: 'please-wait' } });
const scanAgain = showing({
  ...atRest,
  screen: { show: 'scan-again', why: 'damaged', serves: 'check-in', openCall: 'none' },
});
const helpAtRest = showing({
  ...atRest,
  overlay: { show: 'help', desk: 'quầy 1', call: undefined, secondsLeft: undefined },
});

describe('a fresh document after each visit', () => {
  function bench() {
    const clock = createHandCrankedClock();
    const loads: number[] = [];
    const calledOff: number[] = [];
    const loadAnew: LoadAnew = () => {
      loads.push(clock.monotonic());
      return () => void calledOff.push(clock.monotonic());
    };
    return { clock, loads, calledOff, fresh: createFreshDocument({ clock, loadAnew }) };
  }

  test('comes when the kiosk is back at rest and nobody has touched it for 4 s, once', () => {
    const { clock, loads, fresh } = bench();
    for (const view of [resting, serving, resting, resting]) fresh.showed(view);
    clock.advance(60_000);
    for (let snapshot = 0; snapshot < 10; snapshot += 1) fresh.showed(resting);
    clock.advance(60_000);
    assert.deepEqual(loads, [quietBeforeLoadingMs]);
  });

  test('never comes to a page that has served nobody, however long it rests', () => {
    const { clock, loads, fresh } = bench();
    for (const view of [resting, scanAgain, resting, helpAtRest, resting]) fresh.showed(view);
    clock.advance(3_600_000);
    assert.deepEqual(loads, []);
  });

  test('waits for whoever still touches the glass, and for a scanner that types', () => {
    const { clock, loads, fresh } = bench();
    for (const view of [serving, resting]) fresh.showed(view);
    for (let key = 0; key < 100; key += 1) {
      clock.advance(100);
      fresh.stirred();
    }
    assert.deepEqual(loads, []);
    clock.advance(quietBeforeLoadingMs);
    assert.deepEqual(loads, [10_000 + quietBeforeLoadingMs]);
  });

  test('is called off while it is under way when a key or a finger comes, and waits for quiet again', () => {
    const { clock, loads, calledOff, fresh } = bench();
    for (const view of [serving, resting]) fresh.showed(view);
    clock.advance(quietBeforeLoadingMs + 5);
    fresh.stirred();
    clock.advance(quietBeforeLoadingMs);
    assert.deepEqual(
      [loads, calledOff],
      [[quietBeforeLoadingMs, 2 * quietBeforeLoadingMs + 5], [quietBeforeLoadingMs + 5]],
    );
  });

  test.each([
    ['the next patient', serving],
    ['a card that is to be scanned again', scanAgain],
    ['an open help sheet', helpAtRest],
    ['a host that is away', { shows: 'link-down' } as const],
  ])('does not come in the middle of anything: %s', (_name, interrupting) => {
    const { clock, loads, fresh } = bench();
    for (const view of [serving, resting]) fresh.showed(view);
    clock.advance(quietBeforeLoadingMs - 1);
    fresh.showed(interrupting);
    fresh.stirred();
    clock.advance(60_000);
    assert.deepEqual(loads, []);
    fresh.showed(resting);
    clock.advance(quietBeforeLoadingMs);
    assert.equal(loads.length, 1);
  });
});

describe('loading anew', () => {
  async function turns() {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  test('waits for a host that gives the page out: a browser’s own error page would stay for good', async () => {
    const clock = createHandCrankedClock();
    let isServed = false;
    let reloads = 0;
    const reload = () => {
      reloads += 1;
    };
    const loadAnew = createLoadAnew({ clock, isServed: async () => isServed, reload, stop: () => {} });
    loadAnew();
    for (let second = 0; second < 30; second += 1) {
      await turns();
      clock.advance(askAgainMs);
    }
    assert.equal(reloads, 0);
    isServed = true;
    await turns();
    clock.advance(askAgainMs);
    await turns();
    assert.equal(reloads, 1);
  });

  test('is left when somebody comes: while the host is asked, and while the browser loads already', async () => {
    const clock = createHandCrankedClock();
    const done: string[] = [];
    const loadAnew = createLoadAnew({
      clock,
      isServed: async () => true,
      reload: () => done.push('reload'),
      stop: () => done.push('stop'),
    });
    loadAnew()();
    await turns();
    clock.advance(60_000);
    assert.deepEqual(done, []);
    const callOff = loadAnew();
    await turns();
    callOff();
    assert.deepEqual(done, ['reload', 'stop']);
  });
});

describe('a bug in the page', () => {
  /** One document after another, as a browser would load them; each is alive for `livesMs` before it fails. */
  function fail(documents: readonly number[]) {
    let remembered = 0;
    return documents.map((livesMs) => {
      const clock = createHandCrankedClock();
      const done: string[] = [];
      const failed = createPageFailures({
        clock,
        memory: {
          read: () => remembered,
          write: (count) => {
            remembered = count;
          },
        },
        report: (what) => done.push(`reports ${what}`),
        showCalm: () => done.push('calm'),
        loadAnew: () => {
          done.push(`loads after ${clock.monotonic() - livesMs} ms`);
          return () => {};
        },
      });
      clock.advance(livesMs);
      failed('drawing');
      failed('promise');
      clock.advance(60_000);
      return done;
    });
  }

  test('shows a calm screen, tells the technician one word, and loads the page anew, once', () => {
    assert.deepEqual(fail([5_000]), [['reports drawing', 'calm', 'loads after 1000 ms']]);
  });

  test('that is there again at once does not make the page spin; one that lived a minute begins anew', () => {
    assert.deepEqual(
      fail([0, 0, 100, 0, 0, 60_000, 0]).map((done) => done.at(-1)),
      [1_000, 2_000, 4_000, 8_000, 8_000, 1_000, 2_000].map((ms) => `loads after ${ms} ms`),
    );
  });
});
