import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** A program of this machine that can show a kiosk window. */
export interface WindowProgram {
  readonly kind: 'electron' | 'browser';
  readonly file: string;
}

export interface NoWindow {
  readonly kind: 'no-display' | 'no-browser';
}

/** The machine, as far as a window depends on it. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly canRun: (file: string) => boolean;
}

export const thisMachine: Machine = { platform: process.platform, env: process.env, canRun };

/** The best one first. Electron's binary comes by itself at its own first run, never because a demo was started. */
export function findWindowPrograms(
  root: string,
  { platform, env, canRun: runs }: Machine,
): Result<readonly WindowProgram[], NoWindow> {
  if (!hasDisplay(platform, env)) return problem({ kind: 'no-display' });
  const electron = join(root, 'node_modules/electron/dist', electronBinary(platform));
  const browser = browserFiles(platform, env).find(runs);
  const found: readonly WindowProgram[] = [
    ...(runs(electron) ? [{ kind: 'electron', file: electron } as const] : []),
    ...(browser === undefined ? [] : [{ kind: 'browser', file: browser } as const]),
  ];
  return found.length > 0 ? ok(found) : problem({ kind: 'no-browser' });
}

export function sayNoWindow({ kind }: NoWindow): string {
  return kind === 'no-display'
    ? 'No display here: open the kiosk address in a browser.'
    : 'No Chromium, Chrome or Edge found: open the kiosk address in any browser.';
}

const endWithParent = new URL('./end-with-parent.ts', import.meta.url).href;

/** They hold for every Chromium of a machine, so that only a package may install them. */
export const sayNoPolicies =
  'The window runs without the managed policies of a kiosk: those lock every Chromium of a machine, so a package installs them.';

/** 1280×800 is a small landscape kiosk and leaves room for the dev dock beside it. */
const windowSize = '1280,800';

export interface WindowSettings {
  readonly root: string;
  readonly node: string;
  readonly launchSocket: string;
  /** One for each demo: the window's owner keeps its browser's profile there, and no second owner starts. */
  readonly privateDir: string;
  readonly isRoot: boolean;
}

/** The owner of a window asks the host itself for a way in: an address in a command line is everybody's. */
export function windowCommand(program: WindowProgram, settings: WindowSettings): readonly string[] {
  const { root, node, launchSocket, privateDir, isRoot } = settings;
  const flags = ['--launch-socket', launchSocket, '--windowed'];
  if (program.kind === 'electron') {
    // Chromium's sandbox refuses to run as root.
    return [program.file, ...(isRoot ? ['--no-sandbox'] : []), join(root, 'dist/shell-electron/main.js'), ...flags];
  }
  const owner = join(root, 'kiosk/shell-chromium/main.ts');
  const size = ['--size', windowSize];
  return [
    node,
    '--import',
    endWithParent,
    owner,
    ...flags,
    ...size,
    '--private-dir',
    privateDir,
    '--browser',
    program.file,
  ];
}

export interface KioskWindow {
  close(): void;
}

export const noWindow: KioskWindow = { close: () => undefined };

/** Sooner than this a window's program has not worked at all, and the next one is tried. */
const soonMs = 5_000;

/** Opens the first program that works, and starts it again when it is killed; a window that somebody closes is just closed. */
export function openWindow(
  [program, ...others]: readonly WindowProgram[],
  settings: WindowSettings,
  say: (sentence: string) => void,
): KioskWindow {
  if (!program) {
    say('The window could not be opened: open the kiosk address in a browser.');
    return noWindow;
  }
  const [file = '', ...args] = windowCommand(program, settings);
  const startedAt = performance.now();
  const child = spawn(file, args, {
    cwd: settings.root,
    // Its end tells the owner of the window that the demo was killed.
    stdio: program.kind === 'browser' ? ['ignore', 'ignore', 'ignore', 'ipc'] : 'ignore',
    detached: process.platform !== 'win32',
  });
  let instead: KioskWindow | undefined;
  let closing = false;
  const failed = () => {
    if (closing) return;
    const worked = performance.now() - startedAt > soonMs;
    instead ??= openWindow(worked ? [program, ...others] : others, settings, say);
  };
  child.once('error', failed);
  child.once('exit', (code) => {
    if (code !== 0) failed();
    else if (!closing) say('The kiosk window is closed; the demo goes on. The kiosk address opens another one.');
  });
  return {
    close: () => {
      closing = true;
      child.kill('SIGTERM');
      instead?.close();
    },
  };
}

function hasDisplay(platform: NodeJS.Platform, env: Machine['env']): boolean {
  return platform === 'darwin' || platform === 'win32' || !!env.DISPLAY || !!env.WAYLAND_DISPLAY;
}

function electronBinary(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

const linuxBrowsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const macBrowsers = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsBrowsers = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

function browserFiles(platform: NodeJS.Platform, env: Machine['env']): readonly string[] {
  if (platform === 'darwin') return macBrowsers.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const folders =
    platform === 'win32'
      ? [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
      : (env.PATH ?? '').split(delimiter);
  const names = platform === 'win32' ? windowsBrowsers : linuxBrowsers;
  return names.flatMap((name) => folders.flatMap((folder) => (folder ? [join(folder, name)] : [])));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}
