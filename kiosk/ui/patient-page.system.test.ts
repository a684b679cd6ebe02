/** The patient page in Chromium, with a host that says exactly what each test wants. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  bridgeVersion,
  closeCodes,
  type HostMessage,
  type PageMessage,
  type Screen,
  type Snapshot,
} from '#kiosk/bridge/words.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from './built-page.ts';
import { pressAfterMs, quietMs } from './input/burst-guard.ts';
import { shieldMs } from './page-model.ts';

const name = 'Nguyễn Thị Ngọc Ánh';
const confirm: Screen = {
  show: 'confirm-identity',
  person: { fullName: name, birth: '15/08/1948', numbers: [{ of: 'citizen-card', masked: '027 •••• •• 123' }] },
  remarks: [],
  chip: 'none',
};
const choose: Screen = {
  show: 'choose-service',
  services: Array.from({ length: 24 }, (_, at) => ({
    code: `s-${at}`,
    name: `Phòng khám ${at}`,
    room: String(at),
    floor: undefined,
    icon: 'eye',
  })),
  canAskForHelpChoosing: true,
  chip: 'none',
};

function snapshotOf(screen: Screen, more: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    session: 's-1',
    language: 'vi',
    otherLanguages: ['en'],
    siteName: 'Trung tâm Y tế Yên Phong',
    timeZone: 'Asia/Ho_Chi_Minh',
    test: false,
    scannerTypes: false,
    screen,
    overlay: undefined,
    notice: undefined,
    canGoBack: true,
    canStartOver: true,
    ...more,
  };
}

describe.skipIf(skipReason)(`the patient page${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let built: BuiltPage;
  let browser: Browser;
  let bridge: WebSocketServer;
  let page: Page;
  let host: WebSocket;
  let troubles: string[];
  let commands: PageMessage[];

  beforeAll(async () => {
    [built, browser] = await Promise.all([openBuiltPage(), openBrowser()]);
    bridge = new WebSocketServer({ server: built.server, path: '/bridge' });
  });

  afterAll(async () => {
    bridge?.close();
    await browser?.close();
    await built?.close();
  });

  beforeEach(async () => {
    troubles = [];
    commands = [];
    const connected = nextConnection();
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    // The page's time stands still until a test cranks it.
    await page.clock.install({ time: new Date('2026-03-14T08:00:00+07:00') });
    await page.clock.pauseAt(new Date('2026-03-14T08:12:00+07:00'));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.goto(built.url);
    host = await connected;
  });

  afterEach(async () => {
    await page.close();
    assert.deepEqual(troubles, []);
  });

  test('a tap says which session and screen it was looking at', async () => {
    await shown(snapshotOf(confirm));
    await page.locator('[data-primary]').click();
    assert.deepEqual(await heard(1), [
      { command: 'confirm-identity', input: { session: 's-1', screen: 'confirm-identity' } },
    ]);
  });

  test('law 8: the second half of a double tap does not reach the next screen', async () => {
    await shown(snapshotOf(confirm));
    const { x = 0, y = 0, width = 0 } = (await page.locator('[data-primary]').boundingBox()) ?? {};
    const spot = [x + width / 4, y + 20] as const;
    await shown(snapshotOf(choose), { isShielded: true });
    await page.mouse.click(...spot);
    await page.clock.runFor(shieldMs);
    await page.mouse.click(...spot);
    // The early half is only a sign of life.
    assert.deepEqual(
      (await heard(2)).map(({ command }) => command),
      ['touched', 'choose-service'],
    );
  });

  test('law 8: a scanner that types presses nothing, a person at the keyboard does', async () => {
    await shown(snapshotOf(confirm));
    await page.locator('[data-primary]').focus();
    for (const key of ['Enter', '0', '2', '7', ' ', 'Enter', 'Tab', 'Enter']) await page.keyboard.press(key);
    await page.clock.runFor(10 * quietMs);
    assert.deepEqual(commands, []);
    await page.keyboard.press('Enter');
    await page.clock.runFor(pressAfterMs);
    assert.deepEqual(
      (await heard(1)).map(({ command }) => command),
      ['confirm-identity'],
    );
  });

  test('the picture cannot be pushed aside: nothing on the page scrolls', async () => {
    for (const screen of [snapshotOf(confirm), snapshotOf(choose)]) {
      await shown(screen);
      const moved = await page.evaluate(() => {
        const parts = [...document.querySelectorAll('html, body, #page, .kiosk')];
        for (const part of parts) part.scrollTo(200, 200);
        return parts.filter((part) => part.scrollLeft > 0 || part.scrollTop > 0).length;
      });
      assert.equal(moved, 0);
    }
  });

  test('law 7: when the host goes away, nothing of the patient is left in the page; it comes back by itself', async () => {
    await shown(snapshotOf(confirm));
    assert.ok((await page.content()).includes(name));
    const again = nextConnection();
    host.terminate();
    await page.locator('[data-screen="link-down"]').waitFor();
    const left = await page.content();
    assert.deepEqual(
      [name, '1948', '123'].filter((each) => left.includes(each)),
      [],
    );
    await page.clock.runFor(250);
    host = await again;
    await shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    // Chromium reports each lost socket on its console.
    troubles = [];
  });

  test('a hand on the glass keeps a slow reader’s session alive, once a second; on the first screen nobody is told', async () => {
    await shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    await page.mouse.click(500, 700);
    await page.clock.runFor(1_000);
    await shown(snapshotOf(confirm));
    for (let tap = 0; tap < 5; tap += 1) await page.mouse.click(500, 300);
    await page.clock.runFor(1_000);
    await page.mouse.click(500, 300);
    assert.deepEqual(
      (await heard(2)).map(({ command }) => command),
      ['touched', 'touched'],
    );
  });

  test('blood pressure: begin, stop, try again, done, each asked for from its own screen', async () => {
    const screens: readonly (readonly [Screen, string])[] = [
      [{ show: 'sit-down', number: 'A012', startedBy: 'host', monitor: 'ready' }, '[data-primary]'],
      [{ show: 'measuring', phase: 'measuring', cuffMmHg: 148 }, '[data-choice="stop"]'],
      [{ show: 'not-measured', advice: 'sit-still', canTryAgain: true, desk: 'quầy 1' }, '[data-choice="try-again"]'],
      [{ show: 'show-reading', number: 'A012', systolic: 127, diastolic: 76, pulse: 72 }, '[data-primary]'],
    ];
    for (const [at, [screen, button]] of screens.entries()) {
      await shown(snapshotOf(screen));
      await page.locator(button).click();
      await heard(at + 1);
    }
    assert.deepEqual(
      (await heard(4)).map(({ command, input }) => [command, input.screen]),
      [
        ['start-measuring', 'sit-down'],
        ['stop-measuring', 'measuring'],
        ['start-measuring', 'not-measured'],
        ['finish', 'show-reading'],
      ],
    );
  });

  test('the warning counts down by itself and hides the screen behind it from taps', async () => {
    await shown(snapshotOf(confirm, { overlay: { show: 'idle-warning', secondsLeft: 15 } }));
    await page.clock.runFor(3_000);
    assert.equal(await page.getByRole('timer').textContent(), '12');
    assert.equal(await page.locator('.frame').getAttribute('inert'), '');
    await page.getByRole('button', { name: 'Tôi vẫn ở đây' }).click();
    assert.deepEqual(
      (await heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });

  test('a page that was replaced by a newer window says so and stays away', async () => {
    await shown(snapshotOf(confirm));
    host.close(closeCodes.takenOver);
    await page.locator('[data-screen="taken-over"]').waitFor();
    assert.ok(!(await page.content()).includes(name));
    await page.clock.runFor(60_000);
    assert.equal(bridge.clients.size, 0);
  });

  async function nextConnection(): Promise<WebSocket> {
    const socket = await new Promise<WebSocket>((resolve) => bridge.once('connection', resolve));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      commands.push(message);
      say(socket, { kind: 'heard', id: message.id });
    });
    say(socket, { kind: 'hello', bridge: bridgeVersion });
    return socket;
  }

  async function shown(snapshot: Snapshot, { isShielded = false } = {}): Promise<void> {
    say(host, { kind: 'snapshot', snapshot });
    await page.locator(`[data-screen="${snapshot.screen.show}"]`).waitFor();
    if (!isShielded) await page.clock.runFor(shieldMs);
  }

  /** At least `count` commands, without their running numbers. */
  async function heard(count: number): Promise<readonly Omit<PageMessage, 'id'>[]> {
    while (commands.length < count) await new Promise((resolve) => host.once('message', resolve));
    return commands.map(({ id: _, ...said }) => said);
  }
});

function say(socket: WebSocket, message: HostMessage): void {
  socket.send(JSON.stringify(message));
}
