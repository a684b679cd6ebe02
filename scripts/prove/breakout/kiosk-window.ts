import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { descendantsOf, type Process } from './processes.ts';

/** The patient's window and its owner, in a home of their own. */
export interface KioskWindow {
  /** The owner's process. */
  readonly pid: number;
  browser(): Process | undefined;
  renderers(): readonly Process[];
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface WindowSettings {
  readonly display: string;
  readonly home: string;
  readonly launchSocket: string;
}

export async function openKioskWindow({ display, home, launchSocket }: WindowSettings): Promise<KioskWindow> {
  const url = await freshAddress(launchSocket);
  const child = spawn(
    '/usr/bin/chromium',
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
      '--kiosk',
      `--app=${url}`,
      `--user-data-dir=${join(home, 'profile')}`,
      '--no-first-run',
      '--window-position=0,0',
      '--window-size=1280,800',
    ],
    { env: { PATH: process.env.PATH, HOME: home, DISPLAY: display }, stdio: 'ignore' },
  );
  return ownedBy(child);
}

function ownedBy(child: ChildProcess): KioskWindow {
  const pid = child.pid ?? 0;
  const all = () => [...descendantsOf(pid)];
  const isBrowser = ({ commandLine }: Process) =>
    /chromium/.test(commandLine) && !/ --type=|crashpad/.test(commandLine);
  return {
    pid,
    browser: () => all().find(isBrowser),
    renderers: () => all().filter(({ commandLine }) => / --type=renderer/.test(commandLine)),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

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
