/** The patient page in Chromium, with a host that says exactly what each test wants. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  bridgeVersion,
  closeCodes,
  type HostMessage,
  heartbeat,
  type PageMessage,
  pong,
  type Screen,
  type Snapshot,
} from '#kiosk/bridge/words.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from './built-page.ts';
import { pressAfterMs, quietMs } from './input/burst-guard.ts';
import { settlingMs, shieldMs } from './page-model.ts';

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

const appointment: Screen = {
  show: 'choose-appointment',
  appointments: [{ appointmentId: 'H-1', kind: 'follow-up-slip', name: 'Khám Nội', time: '09:30' }],
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
    const spot = await middleOf('[data-primary]');
    await page.mouse.click(...spot);
    await heard(1);
    await shown(snapshotOf(choose), { isSettled: false });
    await page.mouse.click(...spot);
    // A trembling hand comes down a second time late, and is heard by nothing but the clock of its own session.
    await page.clock.runFor(settlingMs - 1);
    await page.mouse.click(...spot);
    assert.ok((await page.locator('.choice[data-settling]').count()) > 0);
    await page.clock.runFor(1);
    assert.equal(await page.locator('[data-settling]').count(), 0);
    await page.mouse.click(...spot);
    assert.deepEqual(
      (await heard(3)).map(({ command }) => command),
      ['confirm-identity', 'touched', 'answer'],
    );
  });

  test('far from the finger, and by keyboard, a new screen is heard as soon as it can have been seen', async () => {
    await shown(snapshotOf(confirm));
    await page.mouse.click(...(await middleOf('[data-primary]')));
    await shown(snapshotOf(choose), { isSettled: false });
    await page.clock.runFor(shieldMs);
    const far = page.locator('.choice:not([data-settling])').first();
    await far.click();
    await page.locator('.choice[data-settling]').first().focus();
    await page.keyboard.press('Enter');
    await page.clock.runFor(pressAfterMs);
    assert.deepEqual(
      (await heard(3)).map(({ command }) => command),
      ['confirm-identity', 'answer', 'answer'],
    );
  });

  test('a finger that came down while a button was deaf and goes up later has not pressed it', async () => {
    await shown(snapshotOf(confirm));
    const spot = await middleOf('[data-primary]');
    await page.mouse.click(...spot);
    await shown(snapshotOf(choose), { isSettled: false });
    await page.mouse.move(...spot);
    await page.mouse.down();
    await page.clock.runFor(settlingMs);
    await page.mouse.up();
    await page.mouse.click(...spot);
    assert.deepEqual(
      (await heard(3)).map(({ command }) => command),
      ['confirm-identity', 'touched', 'answer'],
    );
  });

  test('help, the emergency, the language and the way to stop the cuff are heard at once, wherever the finger was', async () => {
    const desk = 'quầy 1';
    const calling: Partial<Snapshot> = {
      overlay: {
        show: 'help',
        desk,
        call: { is: 'calling', whose: 'own', emergency: false, canCallOff: true },
        secondsLeft: undefined,
      },
    };
    const changes: readonly (readonly [string, Snapshot])[] = [
      ['[data-choice="stop"]', snapshotOf({ show: 'measuring', phase: 'measuring', cuffMmHg: 148 })],
      ['.way.help', snapshotOf(confirm)],
      ['.way[lang="en"]', snapshotOf({ show: 'measuring', phase: 'measuring', cuffMmHg: 148 })],
      ['[data-choice="call-emergency"]', snapshotOf(confirm, calling)],
    ];
    for (const [at, [button, snapshot]] of changes.entries()) {
      await shown(snapshotOf({ show: 'please-wait' }));
      await shown(snapshot);
      const spot = await middleOf(button);
      await shown(snapshotOf({ show: 'please-wait' }));
      // The finger was exactly there when the screen changed.
      await page.mouse.click(...spot);
      await page.clock.runFor(1_000);
      await shown(snapshot, { isSettled: false });
      await page.mouse.click(...spot);
      await heard(at + 1);
    }
    const pressed = (await heard(changes.length)).map(({ command }) => command).filter((each) => each !== 'touched');
    for (const command of ['stop-measuring', 'call-for-help', 'choose-language', 'call-emergency'])
      assert.ok(pressed.includes(command as never), command);
  });

  test('the question has the focus: after each screen, under each sheet, when it goes, and when the screen changed behind it', async () => {
    const help: Partial<Snapshot> = {
      overlay: { show: 'help', desk: 'quầy 1', call: undefined, secondsLeft: undefined },
    };
    const warning: Partial<Snapshot> = { overlay: { show: 'idle-warning', secondsLeft: 15 } };
    const asked: (string | null)[] = [];
    for (const snapshot of [
      snapshotOf(confirm),
      snapshotOf(choose),
      snapshotOf(choose, help),
      snapshotOf(choose),
      snapshotOf(choose, { language: 'en', otherLanguages: ['vi'] }),
      snapshotOf(choose, warning),
      snapshotOf(choose, help),
      snapshotOf({ show: 'please-wait' }, help),
      snapshotOf({ show: 'please-wait' }),
      snapshotOf(confirm, { session: 's-2' }),
    ]) {
      await shown(snapshot, { isSettled: false });
      await page.waitForFunction(
        (wanted) => (document.querySelector('.overlay h2') !== null) === wanted,
        snapshot.overlay !== undefined,
      );
      asked.push(await focused());
    }
    assert.deepEqual(asked, [
      'heading Thông tin này có đúng không?',
      'heading Quý khách muốn khám gì?',
      'heading Quý khách cần trợ giúp?',
      'heading Quý khách muốn khám gì?',
      'heading Which clinic do you need?',
      'heading Quý khách còn ở đây không?',
      'heading Quý khách cần trợ giúp?',
      'heading Quý khách cần trợ giúp?',
      'heading Xin quý khách chờ giây lát',
      'heading Thông tin này có đúng không?',
    ]);
  });

  test('whoever goes through a sheet by keyboard stays in it, forwards and backwards', async () => {
    const call = { is: 'calling', whose: 'own', emergency: false, canCallOff: true } as const;
    await shown(snapshotOf(confirm, { overlay: { show: 'help', desk: 'quầy 1', call, secondsLeft: undefined } }));
    const seen: (string | null)[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.clock.runFor(quietMs);
      await page.keyboard.press(key);
      seen.push(await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.choice ?? null));
    }
    assert.deepEqual(seen, [
      'close-help',
      'call-off-help',
      'call-emergency',
      'close-help',
      'call-emergency',
      'call-off-help',
    ]);
  });

  test('a host that hangs behind an open socket is noticed: one moment, nothing of the patient, and back when it speaks', async () => {
    await shown(snapshotOf(confirm));
    const answered = nextText();
    say(host, { kind: 'ping' });
    assert.equal(await answered, pong);
    await page.clock.runFor(heartbeat.silentMs - 1);
    assert.ok((await page.content()).includes(name));
    const again = nextConnection();
    await page.clock.runFor(1);
    await page.locator('[data-screen="link-down"]').waitFor();
    assert.ok(!(await page.content()).includes(name));
    await page.clock.runFor(250);
    host = await again;
    await shown(snapshotOf(confirm));
  });

  test('a screen that cannot be drawn: one moment, one word for the host, a fresh document, and no spinning', async () => {
    // A host that says what no host of ours says.
    const impossible = snapshotOf({ ...confirm, person: null } as never);
    const waits: number[] = [];
    for (const backOffMs of [1_000, 2_000]) {
      say(host, { kind: 'snapshot', snapshot: snapshotOf(confirm) });
      await page.locator('[data-screen="confirm-identity"]').waitFor();
      say(host, { kind: 'snapshot', snapshot: impossible });
      await page.locator('[data-screen="failed"]').waitFor();
      assert.ok(!(await page.content()).includes(name));
      assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
      // What comes now is not drawn any more.
      say(host, { kind: 'snapshot', snapshot: snapshotOf(confirm) });
      await heard(waits.length + 1);
      const again = nextConnection();
      await page.clock.runFor(backOffMs - 1);
      assert.equal(await page.locator('[data-screen="failed"]').count(), 1);
      await page.clock.runFor(1);
      host = await again;
      waits.push(backOffMs);
    }
    assert.deepEqual(
      (await heard(2)).map((said) => [said.command, said.command === 'page-failed' && said.input.what]),
      [
        ['page-failed', 'drawing'],
        ['page-failed', 'drawing'],
      ],
    );
    troubles = [];
  });

  test('a bug outside a drawing is treated the same: a script’s, a promise’s', async () => {
    for (const [at, [bug, what]] of (
      [
        [() => queueMicrotask(() => JSON.parse('')), 'script'],
        [() => void Promise.reject(new Error('nobody listens')), 'promise'],
      ] as const
    ).entries()) {
      await shown(snapshotOf(confirm));
      await page.evaluate(bug);
      await page.clock.runFor(1);
      await page.locator('[data-screen="failed"]').waitFor();
      const said = (await heard(at + 1)).at(-1);
      assert.equal(said?.command === 'page-failed' && said.input.what, what);
      const again = nextConnection();
      await page.clock.runFor(1_000 * 2 ** at);
      host = await again;
    }
    troubles = [];
  });

  test('law 7: after a visit, at rest and untouched for a while, the page is a fresh document; the cookie and the link are back', async () => {
    const atRest = snapshotOf(
      { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' },
      { session: 'none' },
    );
    const mark = () => page.evaluate(() => Object.hasOwn(window, 'isOld'));
    await shown(atRest);
    await page.evaluate(() => Object.assign(window, { isOld: true }));
    // Nobody was served: nothing to forget.
    for (let wait = 0; wait < 4; wait += 1) await keepTalking(() => page.clock.runFor(4_000));
    assert.equal(await mark(), true);
    await keepTalking(async () => {
      await shown(snapshotOf(confirm));
      await page.clock.runFor(2_000);
      await shown(atRest);
      const again = nextConnection();
      await page.clock.runFor(4_000);
      host = await again;
    });
    await shown(atRest);
    assert.equal(await mark(), false);
    await page.evaluate(() => Object.assign(window, { isOld: true }));
    for (let wait = 0; wait < 4; wait += 1) await keepTalking(() => page.clock.runFor(4_000));
    assert.equal(await mark(), true);
    troubles = [];
  });

  test.each([
    ['about to load itself anew', false],
    ['loading itself anew already', true],
  ])('a code that is typed while the page is %s arrives whole', async (_name, isLoading) => {
    const atRest = snapshotOf(
      { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' },
      { session: 'none', scannerTypes: true },
    );
    // The host is slow to give the page out: the fresh document is on its way, and not there yet.
    let giveOut = (): void => {};
    if (isLoading) {
      await page.route(built.url, async (route) => {
        if (route.request().isNavigationRequest()) await new Promise<void>((resolve) => (giveOut = resolve));
        await route.continue();
      });
    }
    await shown(snapshotOf(confirm));
    await shown(atRest);
    await page.clock.runFor(4_000 - settlingMs - 1);
    if (isLoading) {
      const asked = page.waitForRequest((request) => request.isNavigationRequest());
      await page.clock.runFor(1);
      await asked;
    }
    for (const key of '027099001234|') {
      await page.keyboard.press(key);
      await page.clock.runFor(30);
    }
    await page.keyboard.press('Enter');
    const [code] = await heard(1);
    assert.equal(code?.command === 'typed-code' && code.input.text, '027099001234|');
    giveOut();
    troubles = [];
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

  test('the next one waits: the number is said again, and whoever is still here says so', async () => {
    await shown(snapshotOf(confirm, { overlay: { show: 'next-waits', secondsLeft: 20, number: 'A012' } }));
    await page.clock.runFor(2_000);
    assert.equal(await page.getByRole('timer').textContent(), '18');
    assert.match((await page.getByRole('alertdialog').textContent()) ?? '', /Số của quý khách\s*A012/);
    await page.getByRole('button', { name: 'Tôi vẫn ở đây' }).click();
    assert.deepEqual(
      (await heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });

  test('a help sheet that also asks "still there?" moves none of its buttons, on no glass', async () => {
    const calls = [
      undefined,
      { is: 'calling', whose: 'own', emergency: false, canCallOff: true },
      { is: 'coming', whose: 'own', emergency: false, by: 'Điều dưỡng Nguyễn Thị Phương Thảo' },
    ] as const;
    for (const [width, height] of [
      [1080, 1920],
      [1920, 1080],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const call of calls) {
        const help = { show: 'help', desk: 'quầy 1', call } as const;
        await shown(snapshotOf(confirm, { overlay: { ...help, secondsLeft: undefined } }));
        await page.locator('[data-choice="stay"]').waitFor({ state: 'detached' });
        const before = await buttonsInSheet();
        await shown(snapshotOf(confirm, { overlay: { ...help, secondsLeft: 15 } }));
        await page.locator('[data-choice="stay"]').waitFor();
        const { stay, ...after } = await buttonsInSheet();
        assert.deepEqual([after, stay !== undefined], [before, true], `${width}×${height}`);
      }
    }
    await page.locator('[data-choice="stay"]').click();
    assert.deepEqual(
      (await heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });

  test('every question is answered the one way, from its own screen', async () => {
    const asked: readonly (readonly [Screen, string, Readonly<Record<string, unknown>>])[] = [
      [{ show: 'confirm-contact', phone: '••• ••• 567' }, '[data-primary]', { isRight: true }],
      [{ show: 'confirm-contact', phone: '••• ••• 567' }, '[data-choice="phone-wrong"]', { isRight: false }],
      [appointment, '[data-choice="H-1"]', { appointmentId: 'H-1' }],
      [appointment, '[data-choice="no-appointment"]', { appointmentId: null }],
      [choose, '[data-choice="s-7"]', { serviceCode: 's-7' }],
      [choose, '[data-choice="help-choosing"]', { serviceCode: null }],
    ];
    for (const [at, [screen, button]] of asked.entries()) {
      await shown(snapshotOf(screen, { session: `s-${at}` }));
      await page.locator(button).click();
      await heard(at + 1);
    }
    assert.deepEqual(
      await heard(asked.length),
      asked.map(([screen, , answer], at) => ({
        command: 'answer',
        input: { session: `s-${at}`, screen: screen.show, answer },
      })),
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

  /** Where each button of the sheet lies, by its `data-choice`. */
  function buttonsInSheet(): Promise<Record<string, readonly number[]>> {
    return page.locator('.sheet [data-choice]').evaluateAll((buttons) =>
      Object.fromEntries(
        buttons.map((button) => {
          const { x, y, width, height } = button.getBoundingClientRect();
          return [button.getAttribute('data-choice') ?? '', [x, y, width, height].map(Math.round)];
        }),
      ),
    );
  }

  async function nextConnection(): Promise<WebSocket> {
    const socket = await new Promise<WebSocket>((resolve) => bridge.once('connection', resolve));
    socket.on('message', (data) => {
      if (String(data) === pong) return;
      const message = JSON.parse(String(data));
      commands.push(message);
      say(socket, { kind: 'heard', id: message.id });
    });
    say(socket, { kind: 'hello', bridge: bridgeVersion });
    return socket;
  }

  async function shown(snapshot: Snapshot, { isSettled = true } = {}): Promise<void> {
    say(host, { kind: 'snapshot', snapshot });
    await page.locator(`[data-screen="${snapshot.screen.show}"]`).waitFor();
    if (isSettled) await page.clock.runFor(settlingMs);
  }

  async function middleOf(button: string): Promise<readonly [number, number]> {
    const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator(button).boundingBox()) ?? {};
    // Not quite the middle, where two columns of the next screen would leave a gap.
    return [x + width * 0.4, y + height / 2];
  }

  /** What a screen reader would be on: role and name of the focused node of the accessibility tree. */
  async function focused(): Promise<string> {
    const devtools = await page.context().newCDPSession(page);
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    await devtools.detach();
    const [node] = nodes.filter(
      ({ ignored, properties, role }) =>
        !ignored &&
        role?.value !== 'RootWebArea' &&
        properties?.some((property) => property.name === 'focused' && property.value.value === true),
    );
    return `${node?.role?.value} ${node?.name?.value}`;
  }

  function nextText(): Promise<string> {
    return new Promise((resolve) => host.once('message', (data) => resolve(String(data))));
  }

  /** The host is alive while the page's time is cranked. */
  async function keepTalking(meanwhile: () => Promise<unknown>): Promise<void> {
    const answered = nextText();
    say(host, { kind: 'ping' });
    assert.equal(await answered, pong);
    await meanwhile();
  }

  /** At least `count` commands, without their running numbers. */
  async function heard(count: number): Promise<readonly Said[]> {
    while (commands.length < count) await new Promise((resolve) => host.once('message', resolve));
    return commands.map(({ id: _, ...said }) => said);
  }
});

type Said = PageMessage extends infer Each ? (Each extends PageMessage ? Omit<Each, 'id'> : never) : never;

function say(socket: WebSocket, message: HostMessage): void {
  socket.send(JSON.stringify(message));
}
