import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { problem } from '#config/agreements/result.ts';
import { calmKiosk } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import type { Upkeep } from './upkeep.ts';

/** What a technician is told of a kiosk and decides, over a real console. */

const clock = createHandCrankedClock();
let state: UpkeepState;
let acts: { readonly wish: UpkeepAct; readonly by: string }[];
let isStillSo: boolean;
let upkeep: Upkeep | undefined;
let console: ConsoleBench;

beforeEach(async () => {
  state = calmKiosk;
  acts = [];
  isStillSo = true;
  upkeep = {
    state: () => state,
    act: (wish, by) => {
      acts.push({ wish, by });
      return isStillSo;
    },
    checkIn: {
      days: () => [],
      ask: () => problem({ kind: 'unknown-day' }),
      open: () => problem({ kind: 'unknown-day' }),
      report: () => undefined,
    },
  };
  console = await openConsoleBench({ rooms: () => (upkeep ? { upkeep } : undefined), clock });
});

afterEach(() => console.close());

test('a page sees the kiosk at once and again when something has changed, and only then', async () => {
  const states = await (await console.owner()).states();
  assert.deepEqual(await states.next(), calmKiosk);
  clock.advance(5_000);
  state = { ...calmKiosk, outOfService: true };
  clock.advance(1_000);
  assert.deepEqual(await states.next(), state);
  states.close();
});

test('while no kiosk runs a page is told so, and nothing can be decided or saved', async () => {
  const owner = await console.owner();
  const states = await owner.states();
  assert.deepEqual(await states.next(), calmKiosk);
  upkeep = undefined;
  clock.advance(1_000);
  assert.equal(await states.next(), null);
  states.close();
  const asked = await owner.call('check-in/ask', { day: '2026-11-21' });
  assert.deepEqual(asked, { status: 409, body: { kind: 'no-kiosk' } });
  assert.equal(await owner.act({ do: 'try-now', endpointId: 'his' }), 409);
  assert.equal((await owner.get('/check-in/2026-11-21?pass=x')).status, 404);
});

test('a decision is written down with the name of whoever is signed in, and one that comes too late is said to be so', async () => {
  const lan = await console.person('Trần Thị Thử');
  const decision = { do: 'settle-by-hand', messageId: 7 } as const;
  assert.equal(await lan.act(decision), 204);
  isStillSo = false;
  assert.equal(await lan.act(decision), 409);
  assert.equal(await (await console.owner()).act(decision), 409);
  assert.deepEqual(acts, [
    { wish: decision, by: 'Trần Thị Thử' },
    { wish: decision, by: 'Trần Thị Thử' },
    { wish: decision, by: 'Chủ máy' },
  ]);
});

test.each([
  {},
  { do: 'try-now' },
  { do: 'try-now', endpointId: 'x'.repeat(65) },
  { do: 'try-now', endpointId: '' },
  { do: 'settle-by-hand', messageId: 7, by: 'Trần Thị Thử' },
  { do: 'settle-by-hand', messageId: -1 },
  { do: 'settle-by-hand', messageId: 1.5 },
  { do: 'acknowledge-alert', alertId: '../../etc' },
  { do: 'decide-all', endpointId: 'his', state: 'delivered', reason: 'x', decision: 'send-again' },
  { do: 'leave-day', day: 'yesterday' },
  { do: 'take-expired', count: 0 },
  { do: 'format-the-disk' },
  { do: 'send-again', messageId: 1, more: true },
])('%j is not understood', async (wish) => {
  assert.equal(await (await console.owner()).act(wish), 400);
  assert.deepEqual(acts, []);
});
