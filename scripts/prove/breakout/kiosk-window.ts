import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inNamespace, policyFolder } from '#kiosk/shell-chromium/window-bench.ts';
import type { XServer } from './display/x-server.ts';
import { endWithUs } from './end-with-us.ts';
import { descendantsOf, type Process } from './processes.ts';

/** The patient's window and its owner, with the managed policies of a kiosk in a mount namespace of their own. */
export interface KioskWindow {
  /** The owner's process. */
  readonly pid: number;
  browser(): Process | undefined;
  renderers(): readonly Process[];
  hasEnded(): boolean;
  /** The owner alone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface WindowSettings {
  readonly screen: XServer;
  /** Where policies and the owner's private folder stand. */
  readonly folder: string;
  readonly launchSocket: string;
  readonly port: number;
}

const launcher = fileURLToPath(new URL('../../../kiosk/shell-chromium/main.ts', import.meta.url));

export function privateFolderOf({ folder }: Pick<WindowSettings, 'folder'>): string {
  return join(folder, 'w');
}

export function openKioskWindow(settings: WindowSettings): KioskWindow {
  const { screen, folder, launchSocket, port } = settings;
  mkdirSync(folder, { recursive: true });
  const [program = '', ...args] = [
    ...inNamespace(policyFolder(folder, port)),
    ...[process.execPath, launcher, '--launch-socket', launchSocket, '--private-dir', privateFolderOf(settings)],
    ...['--browser', '/usr/bin/chromium', '--size', `${screen.width},${screen.height}`],
  ];
  const child = spawn(program, args, { env: { PATH: process.env.PATH, DISPLAY: screen.name }, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  // Its browser ends with it: the pipe between them closes.
  endWithUs(() => !hasEnded(), pid);
  const isBrowser = ({ commandLine }: Process) =>
    /chromium/.test(commandLine) && !/ --type=|crashpad|main\.ts/.test(commandLine);
  return {
    pid,
    browser: () => descendantsOf(pid).find(isBrowser),
    renderers: () => descendantsOf(pid).filter(({ commandLine }) => / --type=renderer/.test(commandLine)),
    hasEnded,
    async kill(signal) {
      if (hasEnded()) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** What a window's owner gets from the host: an address that opens the page once. */
export function freshAddress(launchSocket: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    connect(launchSocket)
      .setEncoding('utf8')
      .on('data', (text: string) => {
        said += text;
      })
      .on('end', () => resolve(said.trim()))
      .on('error', reject);
  });
}
