import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { HostLink } from './host-link.ts';
import { runShell } from './main.ts';
import { type RecordedElectron, recordElectron } from './recorded-electron.ts';

interface Shell {
  readonly electron: RecordedElectron;
  readonly told: string[];
  /** Lets the shell's timers run out, whatever they are set to, and counts them. */
  readonly passTime: () => number;
}

/** A host that gives the next address each time; `undefined` is a host that does not answer. */
function startShell(addresses: readonly (string | undefined)[], { windowed = false, hasLock = true } = {}): Shell {
  const electron = recordElectron({ hasLock });
  const timers: (() => void)[] = [];
  const left = [...addresses];
  const host: HostLink = {
    launchUrl: async () => left.shift(),
    page: async () => undefined,
    stop: () => electron.told.push('host stopped'),
  };
  runShell(electron.api, { host, windowed, after: (_ms, call) => void timers.push(call) });
  const passTime = () => {
    const due = timers.splice(0);
    for (const call of due) call();
    return due.length;
  };
  return { electron, told: electron.told, passTime };
}

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
    { windows: 1, kiosk: true, fullscreen: true, told: ['no menu'] },
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
    { kiosk: false, fullscreen: false, devTools: true, told: ['no menu', 'developer tools'] },
  );
});

test('a page that crashed, hangs or is refused comes back with a fresh way in', async () => {
  const { electron, passTime } = startShell([first, second, second, first, second]);
  const loaded = [await electron.nextLoad()];
  electron.page('render-process-gone');
  loaded.push(await electron.nextLoad());
  electron.page('unresponsive');
  loaded.push(await electron.nextLoad());
  electron.page('did-navigate', {}, 'http://127.0.0.1:7070/', 403);
  passTime();
  loaded.push(await electron.nextLoad());
  electron.page('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', 'http://127.0.0.1:7070/', true);
  passTime();
  loaded.push(await electron.nextLoad());
  assert.deepEqual(loaded, [first, second, second, first, second]);
});

test('a load that another one replaced, a failed picture and a good page are no reason to load again', async () => {
  const { electron, passTime } = startShell([first]);
  await electron.nextLoad();
  electron.page('did-fail-load', {}, -3, 'ERR_ABORTED', '', true);
  electron.page('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', '', false);
  electron.page('did-navigate', {}, 'http://127.0.0.1:7070/', 200);
  assert.equal(passTime(), 0);
});

test('a window that is up before its host waits for it', async () => {
  const { electron, passTime } = startShell([undefined, first]);
  // The host's first answer and what the shell makes of it are two steps of the promise queue.
  for (let step = 0; step < 10 && passTime() === 0; step += 1) await Promise.resolve();
  assert.equal(await electron.nextLoad(), first);
});

test('a second start of a kiosk opens nothing and leaves the host alone', () => {
  const { electron } = startShell([first], { hasLock: false });
  assert.deepEqual({ told: electron.told, windows: electron.windows }, { told: ['quit'], windows: [] });
});

test('closing the window ends the shell and the host that it started', async () => {
  const { electron, told } = startShell([first]);
  await electron.nextLoad();
  electron.app('second-instance');
  electron.app('window-all-closed');
  electron.app('will-quit');
  assert.deepEqual(told, ['no menu', 'focus', 'quit', 'host stopped']);
});
