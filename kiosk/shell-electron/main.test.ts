import assert from 'node:assert/strict';
import { setImmediate as otherWork } from 'node:timers/promises';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { HostLink, PageSeen } from './host-link.ts';
import { runShell } from './main.ts';
import { type RecordedElectron, recordElectron } from './recorded-electron.ts';

interface Shell {
  readonly electron: RecordedElectron;
  readonly told: string[];
  readonly reasons: (WindowOpening | undefined)[];
  /** Time passes in small steps, so that what a promise asks for counts too. */
  readonly pass: (ms: number) => Promise<void>;
  page: PageSeen | undefined;
}

/** A host that gives the next address each time; `undefined` is a host that does not answer. */
function startShell(addresses: readonly (string | undefined)[], { windowed = false, hasLock = true } = {}): Shell {
  const electron = recordElectron({ hasLock });
  const clock = createHandCrankedClock();
  const left = [...addresses];
  const reasons: (WindowOpening | undefined)[] = [];
  const shell: Shell = {
    electron,
    told: electron.told,
    reasons,
    page: { isConnected: true, silentSeconds: 0 },
    async pass(ms) {
      for (let rest = ms; rest >= 0; rest -= 250) {
        await otherWork();
        clock.advance(Math.min(rest, 250));
        await otherWork();
      }
    },
  };
  const host: HostLink = {
    launchUrl: async (why) => {
      reasons.push(why);
      return left.shift();
    },
    page: async () => shell.page,
    stop: () => electron.told.push('host stopped'),
  };
  runShell(electron.api, {
    host,
    windowed,
    monotonic: clock.monotonic,
    after: (ms, call) => void clock.after(ms, call),
  });
  return shell;
}

/** So that nobody waits for the next screen. */
const speed = [
  'disable-features: DeferRendererTasksAfterInput',
  'default-tile-width: 1088',
  'default-tile-height: 384',
  'num-raster-threads: 2',
  'js-flags: --always-sparkplug --no-maglev',
];
const first = 'http://127.0.0.1:7070/?token=1';
const second = 'http://127.0.0.1:7070/?token=2';

test('the kiosk is one locked window: whole screen, no menu, no Node in the page, nothing kept when it closes', async () => {
  const { electron, told } = startShell([first]);
  assert.equal(await electron.nextLoad(), first);
  const [window] = electron.windows;
  const { partition, contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag, devTools } =
    window?.webPreferences ?? {};
  assert.deepEqual(
    { windows: electron.windows.length, kiosk: window?.kiosk, fullscreen: window?.fullscreen, told },
    { windows: 1, kiosk: true, fullscreen: true, told: [...speed, 'no menu', 'prevent-display-sleep'] },
  );
  assert.deepEqual(
    { partition, contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag, devTools },
    {
      partition: 'kiosk',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    },
  );
});

test('the page may not use any device, open any window, download or embed anything', async () => {
  const { electron } = startShell([first]);
  await electron.nextLoad();
  assert.deepEqual(electron.ask(), { request: false, check: false, device: false, open: { action: 'deny' } });
  assert.deepEqual([electron.download(), electron.page('will-attach-webview')], [true, true]);
});

test('the window leaves its host for nobody: not by link, frame, redirect or a dropped file', async () => {
  const { electron } = startShell([first]);
  await electron.nextLoad();
  const addresses = [
    'http://127.0.0.1:7070/other',
    'http://127.0.0.1:7071/',
    'http://localhost:7070/',
    'https://127.0.0.1:7070/',
    'file:///etc/passwd',
    'about:blank',
    'not an address',
  ];
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    assert.deepEqual(
      addresses.map((url) => electron.page(event, { url })),
      [false, true, true, true, true, true, true],
      event,
    );
  }
});

test('a keyboard that somebody plugs in types letters and opens nothing', async () => {
  const { electron } = startShell([first]);
  await electron.nextLoad();
  const plain = { type: 'keyDown', control: false, meta: false, alt: false, shift: false };
  const blocked = (key: string, held: object = {}) =>
    electron.page('before-input-event', {}, { ...plain, key, ...held });
  assert.deepEqual(
    {
      blocked: [
        ...['p', 's', 'w', '+', '0', 'r'].map((key) => blocked(key, { control: true })),
        blocked('q', { meta: true }),
        blocked('F4', { alt: true }),
        ...['F1', 'F5', 'F11', 'F12', 'BrowserBack', 'LaunchMail', 'ContextMenu', 'PrintScreen'].map((key) =>
          blocked(key),
        ),
      ].includes(false),
      typed: ['a', 'Enter', 'Tab', 'ArrowDown', 'F'].map((key) => blocked(key)),
    },
    { blocked: false, typed: [false, false, false, false, false] },
  );
  assert.ok(!electron.told.includes('developer tools'));
});

test('a demo has an ordinary window and its developer tools', async () => {
  const { electron } = startShell([first], { windowed: true, hasLock: false });
  await electron.nextLoad();
  electron.page('before-input-event', {}, { type: 'keyDown', key: 'F12', control: false, meta: false, alt: false });
  const [window] = electron.windows;
  assert.deepEqual(
    {
      kiosk: window?.kiosk,
      fullscreen: window?.fullscreen,
      devTools: window?.webPreferences?.devTools,
      told: electron.told,
    },
    { kiosk: false, fullscreen: false, devTools: true, told: [...speed, 'no menu', 'developer tools'] },
  );
});

test('a page that crashed, hangs or is refused comes back with a fresh way in, and the host is told why', async () => {
  const { electron, pass, reasons } = startShell([first, second, second, first, second]);
  const loaded = [await electron.nextLoad()];
  const breakDown = async (trouble: () => void) => {
    await pass(25_000);
    trouble();
    loaded.push(await electron.nextLoad());
  };
  await breakDown(() => electron.page('render-process-gone'));
  // A renderer that hangs is killed first; then it is gone.
  await breakDown(() => {
    electron.page('unresponsive');
    electron.page('render-process-gone');
  });
  await breakDown(() => electron.page('did-navigate', {}, 'http://127.0.0.1:7070/', 403));
  await breakDown(() =>
    electron.page('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', 'http://127.0.0.1:7070/', true),
  );
  assert.deepEqual(loaded, [first, second, second, first, second]);
  assert.deepEqual(reasons, ['started', 'page-crashed', 'page-crashed', 'page-refused', 'page-refused']);
  assert.ok(electron.told.includes('renderer killed'));
});

test('a page that crashes at each start is loaded more slowly, but never given up', async () => {
  const { electron, pass, reasons } = startShell(Array.from({ length: 40 }, () => first));
  for (let time = 0; time < 30; time += 1) {
    await pass(0);
    electron.page('render-process-gone');
    await pass(1_000);
  }
  assert.ok(reasons.length < 15, `${reasons.length} times in 30 s`);
  const before = reasons.length;
  await pass(4_000);
  electron.page('render-process-gone');
  await pass(4_000);
  assert.ok(reasons.length > before);
});

test('two troubles at once are one reason to load again', async () => {
  const { electron, pass, reasons } = startShell([first, second, second]);
  await pass(25_000);
  electron.page('render-process-gone');
  electron.page('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', 'http://127.0.0.1:7070/', true);
  await pass(1_000);
  assert.equal(reasons.length, 2);
});

test('no page has answered the host for ten seconds: it is loaded again; a host that is away is given time', async () => {
  const shell = startShell([first, second, second]);
  await shell.pass(12_000);
  shell.page = { isConnected: false, silentSeconds: 11 };
  await shell.pass(3_000);
  assert.deepEqual(shell.reasons, ['started', 'page-silent']);
  shell.page = undefined;
  await shell.pass(60_000);
  shell.page = { isConnected: false, silentSeconds: 70 };
  await shell.pass(8_000);
  shell.page = { isConnected: true, silentSeconds: 0 };
  await shell.pass(20_000);
  assert.equal(shell.reasons.length, 2);
});

test('a load that another one replaced, a failed picture and a good page are no reason to load again', async () => {
  const { electron, pass, reasons } = startShell([first]);
  await electron.nextLoad();
  electron.page('did-fail-load', {}, -3, 'ERR_ABORTED', '', true);
  electron.page('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', '', false);
  electron.page('did-navigate', {}, 'http://127.0.0.1:7070/', 200);
  await pass(5_000);
  assert.equal(reasons.length, 1);
});

test('a window that is up before its host waits for it', async () => {
  const { electron, pass } = startShell([undefined, first]);
  await pass(1_250);
  assert.equal(await electron.nextLoad(), first);
});

test('a second start of a kiosk opens nothing and leaves the host alone', () => {
  const { electron } = startShell([first], { hasLock: false });
  assert.deepEqual({ told: electron.told, windows: electron.windows }, { told: [...speed, 'quit'], windows: [] });
});

test('Alt+F4 closes no kiosk; whoever ends the program ends its host with it', async () => {
  const { electron, told } = startShell([first, first]);
  await electron.nextLoad();
  const guarded = electron.closeWindow();
  electron.app('second-instance');
  electron.app('window-all-closed');
  const opened = electron.windows.length;
  electron.app('before-quit');
  const free = electron.closeWindow();
  electron.app('window-all-closed');
  electron.app('will-quit');
  assert.deepEqual({ guarded, opened, free }, { guarded: true, opened: 2, free: false });
  assert.deepEqual(told, [...speed, 'no menu', 'prevent-display-sleep', 'focus', 'quit', 'host stopped']);
});

test('somebody who closes a demo’s window ends the demo', async () => {
  const { electron, told } = startShell([first], { windowed: true });
  await electron.nextLoad();
  assert.equal(electron.closeWindow(), false);
  electron.app('window-all-closed');
  assert.deepEqual(told, [...speed, 'no menu', 'quit']);
});
