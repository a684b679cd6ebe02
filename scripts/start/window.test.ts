import assert from 'node:assert/strict';
import { test } from 'vitest';
import { findWindowPrograms, type Machine, windowCommand } from './window.ts';

const electron = '/app/node_modules/electron/dist/electron';
const settings = {
  root: '/app',
  node: '/app/node',
  launchSocket: '/app/data/launch.sock',
  privateDir: '/app/data/window',
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

test('whoever owns the window asks the host itself for a way in, and no command line holds an address', () => {
  const owner = windowCommand({ kind: 'browser', file: '/usr/bin/chromium' }, settings);
  assert.deepEqual(
    [owner[0], owner.slice(3)],
    [
      '/app/node',
      [
        '/app/kiosk/shell-chromium/main.ts',
        '--launch-socket',
        '/app/data/launch.sock',
        '--windowed',
        '--size',
        '1280,800',
        '--private-dir',
        '/app/data/window',
        '--browser',
        '/usr/bin/chromium',
      ],
    ],
  );
  const asUser = windowCommand({ kind: 'electron', file: electron }, settings);
  const asRoot = windowCommand({ kind: 'electron', file: electron }, { ...settings, isRoot: true });
  assert.deepEqual(asUser, [
    electron,
    '/app/dist/shell-electron/main.js',
    '--launch-socket',
    '/app/data/launch.sock',
    '--windowed',
  ]);
  assert.deepEqual(
    asRoot.filter((argument) => !asUser.includes(argument)),
    ['--no-sandbox'],
  );
});
