import assert from 'node:assert/strict';
import { setImmediate as otherWork } from 'node:timers/promises';
import { beforeEach, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { PageSeen } from '#kiosk/shell-electron/host-link.ts';
import type { Browser } from './chromium.ts';
import { backOffMs, type OwnedWindow, ownWindow } from './own-window.ts';

interface PlayedBrowser extends Browser {
  readonly shown: string[];
  breakDown(why: WindowOpening, closed?: boolean): void;
  hasEnded: boolean;
  loaded: number;
}

let clock: HandCrankedClock;
let browsers: PlayedBrowser[];
let hostAnswers: boolean;
let neverShows: boolean;
let page: PageSeen;
let told: (WindowOpening | undefined)[];
let window: OwnedWindow;

beforeEach(() => {
  clock = createHandCrankedClock();
  browsers = [];
  hostAnswers = true;
  neverShows = false;
  page = { isConnected: true, silentSeconds: 0 };
  told = [];
});

function own({ windowed = false } = {}): void {
  window = ownWindow({
    host: {
      launchUrl: async (why) => {
        if (!hostAnswers) return undefined;
        told.push(why);
        return `http://127.0.0.1:7070/?token=${told.length}`;
      },
      page: async () => (hostAnswers ? page : undefined),
      stop: () => undefined,
    },
    openBrowser: async () => {
      const { promise: broken, resolve } = Promise.withResolvers<WindowOpening>();
      let wasClosed = false;
      const browser: PlayedBrowser = {
        shown: [],
        hasEnded: false,
        loaded: 1,
        documents: () => browser.loaded,
        broken,
        wasClosed: () => wasClosed,
        breakDown: (why, closed = false) => {
          wasClosed = closed;
          resolve(why);
        },
        show: async (address) => {
          if (neverShows) await new Promise(() => undefined);
          browser.shown.push(address);
        },
        end: async () => {
          browser.hasEnded = true;
        },
      };
      browsers.push(browser);
      return browser;
    },
    clock,
    windowed,
    say: () => undefined,
  });
}

/** In small steps, as time passes: what a promise asks for counts too. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left >= 0; left -= 250) {
    await otherWork();
    clock.advance(Math.min(left, 250));
    await otherWork();
  }
}

const last = () => browsers.at(-1) ?? assert.fail('no window');

test('a window that is up before its host waits, and opens with the host’s first address that lives', async () => {
  hostAnswers = false;
  own();
  await pass(60_000);
  assert.equal(browsers.length, 0);
  hostAnswers = true;
  await pass(1_000);
  assert.deepEqual(last().shown, ['http://127.0.0.1:7070/?token=2']);
  assert.deepEqual(told, [undefined, 'started']);
});

test.each(['browser-ended', 'page-crashed', 'page-refused', 'page-left', 'browser-hung'] as const)(
  'after %s the patient’s page is opened anew at once, in a fresh browser, and the host is told why',
  async (why) => {
    own();
    await pass(5_000);
    last().breakDown(why);
    await pass(0);
    assert.deepEqual([browsers.length, browsers[0]?.hasEnded, last().shown.length, told.at(-1)], [2, true, 1, why]);
  },
);

test('a page that was loaded while no host was there to serve it is an error: it is taken away until the host is back', async () => {
  own();
  await pass(5_000);
  last().loaded += 1;
  await pass(5_000);
  assert.equal(browsers.length, 1);
  hostAnswers = false;
  await pass(5_000);
  assert.equal(last().hasEnded, false);
  last().loaded += 1;
  await pass(5_000);
  assert.deepEqual([browsers.length, last().hasEnded], [1, true]);
  hostAnswers = true;
  await pass(1_000);
  assert.deepEqual([browsers.length, told.at(-1)], [2, 'page-refused']);
});

test('a window that breaks down again and again is opened more slowly, but always within four seconds', async () => {
  own();
  const opened: number[] = [];
  for (let time = 0; time < 12; time += 1) {
    await pass(0);
    last().breakDown('page-crashed');
    const before = browsers.length;
    const from = clock.monotonic();
    while (browsers.length === before) await pass(250);
    opened.push(clock.monotonic() - from);
  }
  assert.ok(Math.max(...opened) <= 4_250, String(opened));
  assert.ok((opened.at(-1) ?? 0) >= 4_000, String(opened));
  await pass(25_000);
  last().breakDown('page-crashed');
  await pass(0);
  assert.equal(browsers.length, 14);
});

test('no page has answered for ten seconds: the window is opened anew', async () => {
  own();
  await pass(15_000);
  page = { isConnected: false, silentSeconds: 9 };
  await pass(4_000);
  assert.equal(browsers.length, 1);
  page = { isConnected: false, silentSeconds: 10 };
  await pass(2_500);
  assert.deepEqual([browsers.length, told.at(-1)], [2, 'page-silent']);
});

test('a fresh window has ten seconds of its own, however long the last one was silent', async () => {
  page = { isConnected: false, silentSeconds: 600 };
  own();
  await pass(9_500);
  assert.equal(browsers.length, 1);
  await pass(4_000);
  assert.equal(browsers.length, 2);
});

test('a host that hangs or is away is no fault of the window, and the page has ten seconds to come back', async () => {
  own();
  await pass(5_000);
  hostAnswers = false;
  await pass(120_000);
  hostAnswers = true;
  page = { isConnected: false, silentSeconds: 120 };
  await pass(8_000);
  assert.equal(browsers.length, 1);
  page = { isConnected: true, silentSeconds: 0 };
  await pass(60_000);
  assert.equal(browsers.length, 1);
});

test('a browser that hangs before it has shown anything is replaced, too', async () => {
  own();
  neverShows = true;
  await pass(1_000);
  neverShows = false;
  last().breakDown('browser-hung');
  await pass(500);
  assert.deepEqual([browsers.length, last().shown.length], [2, 1]);
});

test('a browser that dies while the host is away waits for the host, and keeps its reason', async () => {
  own();
  await pass(5_000);
  hostAnswers = false;
  last().breakDown('browser-ended');
  await pass(30_000);
  hostAnswers = true;
  await pass(1_000);
  assert.deepEqual([browsers.length, told.at(-1)], [2, 'browser-ended']);
});

test('somebody who closes a demo’s window means it; one that is killed comes back', async () => {
  own({ windowed: true });
  await pass(0);
  last().breakDown('browser-ended');
  await pass(0);
  last().breakDown('browser-ended', true);
  await window.ended;
  assert.equal(browsers.length, 2);
});

test('asked to stop, it ends its browser and is gone, also while it waits for a host', async () => {
  own();
  await pass(0);
  window.stop();
  await window.ended;
  assert.equal(last().hasEnded, true);
  hostAnswers = false;
  own();
  await pass(2_000);
  window.stop();
  await window.ended;
  assert.equal(clock.pending() < 3, true);
});

test('the back-off never gives up', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 1e9].map(backOffMs), [0, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
});
