import assert from 'node:assert/strict';
import { beforeEach, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { PatientPageState } from '#kiosk/bridge/server.ts';
import { createWindowNotes, type WindowNotes } from './window-notes.ts';

let clock: HandCrankedClock;
let page: PatientPageState;
let lines: unknown[];
let notes: WindowNotes;

beforeEach(() => {
  clock = createHandCrankedClock(Date.parse('2026-11-21T08:00:00Z'));
  page = { isConnected: false, lastHeardAt: undefined, lastTapAt: undefined };
  lines = [];
  notes = createWindowNotes({ clock, page: () => page, log: (event, fields) => void lines.push({ event, fields }) });
});

test('a kiosk whose page never came is silent but not lost: somebody may just be setting it up', () => {
  clock.advance(3_600_000);
  assert.deepEqual(notes.health(), { page: 'absent', silentSeconds: 3600, isLost: false, restarts: 0 });
});

test('a page that was there and is gone is lost after half a minute, and found again when it answers', () => {
  clock.advance(5_000);
  page = { isConnected: true, lastHeardAt: clock.monotonic(), lastTapAt: clock.monotonic() };
  clock.advance(30_000);
  page = { ...page, isConnected: false };
  const gone = notes.health();
  clock.advance(1);
  const lost = notes.health();
  page = { ...page, isConnected: true, lastHeardAt: clock.monotonic() };
  assert.deepEqual([gone.isLost, lost.isLost, lost.silentSeconds, notes.health().isLost], [false, true, 30, false]);
});

test('the last tap is told by the clock on the wall, also after somebody has set it', () => {
  page = { isConnected: true, lastHeardAt: 0, lastTapAt: clock.monotonic() };
  clock.advance(90_000);
  assert.equal(notes.health().lastTapAt, '2026-11-21T08:00:00.000Z');
});

test('every opening after the first start counts and is said with its reason, an owner that had to be started again too', () => {
  for (const why of ['started', 'page-crashed', 'started'] as const) notes.opening(why);
  const { restarts, lastRestart } = notes.health();
  assert.deepEqual([restarts, lastRestart], [2, 'started']);
  assert.deepEqual(lines, [
    { event: 'window-opened-anew', fields: { reason: 'page-crashed' } },
    { event: 'window-opened-anew', fields: { reason: 'started' } },
  ]);
});

test('a host that was started again under a running owner counts the next opening', () => {
  notes.opening('browser-ended');
  assert.equal(notes.health().restarts, 1);
});

test('an owner that is started again counts also when the host was started again before it', () => {
  page = { isConnected: true, lastHeardAt: clock.monotonic(), lastTapAt: undefined };
  notes.opening('started');
  assert.equal(notes.health().restarts, 1);
});
