/**
 * For proofs: a whole kiosk on a screen of its own. The real host, the launcher and Chromium, on an Xvfb, with the managed
 * policies bound into a mount namespace of the launcher's own, so that the machine's own Chromium knows nothing of them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface WindowBench {
  readonly folder: string;
  readonly dataDir: string;
  /** `:71` */
  readonly display: string;
  readonly port: number;
  startHost(): Promise<void>;
  /** SIGKILL, as a crash does. */
  killHost(): Promise<void>;
  /** SIGSTOP or SIGCONT. */
  signalHost(signal: 'SIGSTOP' | 'SIGCONT'): void;
  startLauncher(): void;
  killLauncher(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stopLauncher(): Promise<number | null>;
  /** What the launcher said on stderr. */
  said(): string;
  /** `undefined` while the host does not answer. */
  windowHealth(): Promise<BenchWindowHealth | undefined>;
  /** Waits until the page answers the host and `fits`; resolves with the seconds that this took. */
  pageIsBack(fits?: (health: BenchWindowHealth) => boolean, withinSeconds?: number): Promise<number>;
  /** Chromium's processes of this window: the first is the browser. */
  chromium(): readonly BenchProcess[];
  close(): Promise<void>;
}

export interface BenchWindowHealth {
  readonly page: string;
  readonly restarts: number;
  readonly lastRestart?: string;
}

export interface BenchProcess {
  readonly pid: number;
  readonly args: string;
}

export interface WindowBenchSettings {
  /** A site file without kiosk section and devices. */
  readonly site: object;
  readonly withPolicies: boolean;
  readonly size?: string;
}

/** `undefined` when everything is there that the bench needs. */
export function windowBenchSkipReason(): string | undefined {
  const missing = ['/usr/bin/Xvfb', '/usr/bin/chromium', '/usr/bin/unshare'].filter((file) => !existsSync(file));
  if (missing.length > 0) return `no ${missing.join(', ')}`;
  return process.getuid?.() === 0 ? undefined : 'a mount namespace needs root';
}

const root = fileURLToPath(new URL('../..', import.meta.url));
export const policyFile = join(root, 'kiosk/shell-chromium/policies/tiep-don.json');

export async function openWindowBench({
  site,
  withPolicies,
  size = '1280,800',
}: WindowBenchSettings): Promise<WindowBench> {
  const folder = mkdtempSync(join(tmpdir(), 'tdw-'));
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const siteFile = join(folder, 'site.json');
  const kiosk = { id: 'k1', listen: { port }, dataDir };
  writeFileSync(siteFile, JSON.stringify({ ...site, kiosk }));
  const screen = await startScreen(size);
  const etc = withPolicies ? policyFolder(folder, port) : undefined;
  let host: ChildProcess | undefined;
  let launcher: ChildProcess | undefined;
  let said = '';

  const bench: WindowBench = {
    folder,
    dataDir,
    display: screen.display,
    port,
    async startHost() {
      const started = spawn(process.execPath, [join(root, 'kiosk/host/main.ts'), '--site', siteFile], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      host = started;
      let errors = '';
      started.stderr.on('data', (chunk) => {
        errors += chunk;
      });
      const line = createInterface({ input: started.stdout });
      const ended = once(started, 'exit').then(() => 'ended');
      if ((await Promise.race([once(line, 'line'), ended])) === 'ended') throw new Error(`no host: ${errors}`);
    },
    killHost: () => end(host, 'SIGKILL'),
    signalHost: (signal) => void host?.kill(signal),
    startLauncher() {
      const command = [
        process.execPath,
        join(root, 'kiosk/shell-chromium/main.ts'),
        ...['--launch-socket', join(dataDir, 'launch.sock'), '--private-dir', join(folder, 'w'), '--size', size],
        ...['--browser', '/usr/bin/chromium'],
      ];
      const [program = '', ...args] = etc ? [...inNamespace(etc), ...command] : command;
      const env = { ...process.env, DISPLAY: screen.display };
      launcher = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
      launcher.stderr?.on('data', (chunk) => {
        said += chunk;
      });
    },
    killLauncher: () => end(launcher, 'SIGKILL'),
    async stopLauncher() {
      await end(launcher, 'SIGTERM');
      return launcher?.exitCode ?? null;
    },
    said: () => said,
    async windowHealth() {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) });
        return ((await answer.json()) as { readonly window: BenchWindowHealth }).window;
      } catch {
        return undefined;
      }
    },
    async pageIsBack(fits = () => true, withinSeconds = 30) {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      for (;;) {
        const health = await bench.windowHealth();
        if (health?.page === 'connected' && fits(health)) return seconds();
        if (seconds() > withinSeconds)
          throw new Error(`no page after ${withinSeconds} s: ${JSON.stringify(health)}\n${said}`);
        await pause(50);
      }
    },
    chromium: () =>
      processes().filter(({ args }) => args.includes(join(folder, 'w')) && args.includes('/chromium/chromium')),
    async close() {
      await end(launcher, 'SIGTERM');
      await end(host, 'SIGKILL');
      for (const { pid } of bench.chromium()) killQuietly(pid);
      await screen.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return bench;
}

/** An Xvfb on the next free display. */
export async function startScreen(size: string): Promise<{ readonly display: string; close(): Promise<void> }> {
  const args = ['-displayfd', '3', '-screen', '0', `${size.replace(',', 'x')}x24`, '-nolisten', 'tcp'];
  const screen = spawn('/usr/bin/Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [, , , number] = screen.stdio;
  if (!number || !('on' in number)) throw new Error('spawn made no pipe');
  const [said] = (await once(number, 'data')) as [Buffer];
  return { display: `:${said.toString().trim()}`, close: () => end(screen, 'SIGKILL') };
}

/** A copy of the machine's Chromium settings with our policies, for this port. */
export function policyFolder(folder: string, port: number): string {
  const etc = join(folder, 'etc-chromium');
  if (existsSync('/etc/chromium')) cpSync('/etc/chromium', etc, { recursive: true });
  mkdirSync(join(etc, 'policies/managed'), { recursive: true });
  const policies = readFileSync(policyFile, 'utf8').replaceAll('http://127.0.0.1:7070', `http://127.0.0.1:${port}`);
  writeFileSync(join(etc, 'policies/managed/tiep-don.json'), policies);
  return etc;
}

export function inNamespace(etc: string): readonly string[] {
  const script = 'mount --make-rprivate / && mount --bind "$1" /etc/chromium && shift && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', etc];
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** What runs on this machine; a process that has ended has no arguments. */
export function processes(): readonly BenchProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [{ pid: Number(name), args: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return [];
    }
  });
}

/** One that has ended already is left in peace. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
