import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { restingSnapshot } from '#kiosk/bridge/resting-snapshot.ts';
import { bridgeVersion, pong, type RingLevel, type Snapshot } from '#kiosk/bridge/words.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from '../built-page.ts';
import { ear, loudness } from './ear.bench.ts';

describe.skipIf(skipReason)(`the bell, in Chromium${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let built: BuiltPage;
  let browser: Browser;
  let bridge: WebSocketServer;
  let page: Page;
  let show: (more: Partial<Snapshot>) => Promise<void>;
  let hangUp: () => void;

  beforeAll(async () => {
    // As the window of a kiosk is opened (kiosk/shell-chromium).
    const switches = ['--autoplay-policy=no-user-gesture-required'];
    [built, browser] = await Promise.all([openBuiltPage(), openBrowser(switches)]);
    bridge = new WebSocketServer({ server: built.server, path: '/bridge' });
    bridge.on('connection', (socket) => {
      const say = (message: unknown) => socket.send(JSON.stringify(message));
      say({ kind: 'hello', bridge: bridgeVersion });
      say({ kind: 'snapshot', snapshot: restingSnapshot });
      hangUp = () => socket.terminate();
      show = async (more) => {
        const answered = new Promise<void>((resolve) =>
          socket.on('message', (data) => String(data) === pong && resolve()),
        );
        say({ kind: 'snapshot', snapshot: { ...restingSnapshot, ...more } });
        say({ kind: 'ping' });
        await answered;
      };
    });
    page = await browser.newPage();
    await page.addInitScript(ear);
    await page.goto(built.url);
    await page.locator('[data-screen="attract"]').waitFor();
  });

  afterAll(async () => {
    bridge?.close();
    await browser?.close();
    await built?.close();
  });

  async function ringing(ring: RingLevel): Promise<number> {
    await show({ ring });
    await page.locator(`[data-ring="${ring}"]`).waitFor();
    return loudness(page, leastOf[ring]);
  }

  const states = () => page.evaluate(() => Reflect.get(window, '__contexts').map((each: AudioContext) => each.state));

  test('on a page that no finger has touched it sounds, and louder with each step', async () => {
    const heard = [await ringing(1), await ringing(2), await ringing(3)];
    assert.deepEqual(
      heard,
      heard.toSorted((one, other) => one - other),
    );
    assert.deepEqual(await states(), ['running']);
  });

  test('it goes on while the host is away, and is silent as soon as somebody comes, with no sound card held', async () => {
    const back = new Promise((resolve) => bridge.once('connection', resolve));
    hangUp();
    await page.locator('[data-screen="link-down"]').waitFor();
    assert.deepEqual(await states(), ['running']);
    await back;
    await show({});
    await page.waitForFunction(() => Reflect.get(window, '__contexts')[0].state === 'closed');
  });
});

/** Of full scale. */
const leastOf = { 1: 0.1, 2: 0.3, 3: 0.7 } as const;
