import assert from 'node:assert/strict';
import { test } from 'vitest';
import { findWindowPrograms, type Machine, windowCommand } from './window.ts';

const electron = '/app/node_modules/electron/dist/electron';
const settings = {
  root: '/app',
  launchUrl: 'http://127.0.0.1:7070/?token=t',
  launchSocket: '/app/data/launch.sock',
  browserDataDir: '/app/data/browser',
  isRoot: false,
};

function linux(env: Machine['env'], ...files: readonly string[]): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    canRun: (file) => files.includes(file),
  };
}

test('without a display no window is opened, whatever is installed', () => {
  assert.deepEqual(findWindowPrograms('/app', linux({}, electron, '/usr/bin/chromium')), {
    ok: false,
    problem: { kind: 'no-display' },
  });
});

test('Electron is taken when its binary is there, then the first Chromium of the path; with none it says so', () => {
  const screen = { WAYLAND_DISPLAY: 'wayland-0' };
  const found = [
    findWindowPrograms('/app', linux(screen, '/usr/bin/google-chrome', '/usr/bin/chromium', electron)),
    findWindowPrograms('/app', linux({ DISPLAY: ':0' }, '/usr/local/bin/microsoft-edge')),
    findWindowPrograms('/app', linux(screen)),
  ];
  assert.deepEqual(found, [
    {
      ok: true,
      value: [
        { kind: 'electron', file: electron },
        { kind: 'browser', file: '/usr/bin/chromium' },
      ],
    },
    { ok: true, value: [{ kind: 'browser', file: '/usr/local/bin/microsoft-edge' }] },
    { ok: false, problem: { kind: 'no-browser' } },
  ]);
});

test('macOS always has a display', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  assert.deepEqual(findWindowPrograms('/app', { platform: 'darwin', env: {}, canRun: (file) => file === chrome }), {
    ok: true,
    value: [{ kind: 'browser', file: chrome }],
  });
});

test('only root runs a browser without its sandbox, and Electron asks the host itself for a way in', () => {
  const browser = { kind: 'browser', file: 'chromium' } as const;
  const asUser = windowCommand(browser, settings);
  const asRoot = windowCommand(browser, { ...settings, isRoot: true });
  assert.deepEqual(
    asRoot.filter((argument) => !asUser.includes(argument)),
    ['--no-sandbox'],
  );
  assert.ok(asUser.includes('--app=http://127.0.0.1:7070/?token=t'));
  assert.deepEqual(windowCommand({ kind: 'electron', file: electron }, settings), [
    electron,
    '/app/kiosk/shell-electron/electron-main.ts',
    '--launch-socket',
    '/app/data/launch.sock',
    '--windowed',
  ]);
});
