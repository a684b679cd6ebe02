/** A whole hub whose machine has a wrong clock. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type HubBench, openHubBench } from './hub.bench.ts';

const morning = Date.UTC(2026, 10, 30, 1);
const day = 24 * 3_600_000;
const threeYears = 3 * 365 * day;

let clock: HandCrankedClock;
let hub: HubBench;
let key: string;

beforeEach(async () => {
  clock = createHandCrankedClock(morning);
  hub = await openHubBench({}, clock);
  key = await hub.enrol('kiosk-1');
  await decides();
});
afterEach(() => hub.close());

/** Minutes go by, and with them whatever a hub looks at. */
async function decides(): Promise<void> {
  await vi.waitFor(
    async () => {
      clock.advance(1_000);
      assert.equal((await fetch(`${hub.url}/healthz`)).status, 200);
    },
    { timeout: 10_000 },
  );
}

async function dayOfHub(): Promise<string> {
  return ((await (await fetch(`${hub.url}/healthz`)).json()) as { readonly day: string }).day;
}

/** A kiosk speaks; `now`: what its own confirmed clock says. */
async function kioskSays(now?: number): Promise<void> {
  const answer = await hub.ask(key, 'contact', { version: 1, program: '0.1.0', ...(now === undefined ? {} : { now }) });
  assert.equal(answer.status, 200);
}

const lines = (event: string) => hub.log.filter((line) => line.includes(`"${event}"`)).length;

async function isDay(expected: string): Promise<void> {
  await vi.waitFor(async () => {
    clock.advance(61_000);
    assert.equal(await dayOfHub(), expected);
  });
}

test('a clock that somebody sets three years ahead begins no day, and the real next one begins when it is set right', async () => {
  const right = () => clock.now() - threeYears;
  clock.leap(threeYears);
  clock.advance(120_000);
  await kioskSays(right());
  assert.equal(await dayOfHub(), '2026-11-30');
  assert.equal(lines('clock-doubted'), 1);
  clock.leap(-threeYears);
  clock.advance(day);
  await isDay('2026-12-01');
  assert.equal(lines('clock-believed'), 1);
});

test('a hub that starts with such a clock goes on in its day; what a kiosk confirms is begun', async () => {
  await hub.stop();
  clock.leap(threeYears);
  await hub.start();
  await decides();
  assert.equal(await dayOfHub(), '2026-11-30');
  await kioskSays();
  assert.equal(await dayOfHub(), '2026-11-30', 'a kiosk that is not sure of its own time confirms nothing');
  await kioskSays(clock.now());
  await isDay('2029-11-29');
});
