import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The real host as its own process, so that it can be killed. */
export interface HostProcess {
  readonly url: string;
  readonly technicianUrl: string;
  /** The inspector's WebSocket, when it was asked for. */
  readonly inspectorUrl: string | undefined;
  readonly pid: number;
  /** SIGKILL, or SIGTERM and its graceful end. Resolves with the exit code, `undefined` after a kill. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | undefined>;
  /** True once the process has ended, whoever ended it. */
  hasEnded(): boolean;
}

export interface HostOptions {
  readonly inspect?: boolean;
  /** Of Node's own, such as what V8 is told. */
  readonly flags?: readonly string[];
  /** Beside this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A program and its flags that run the host, such as umockdev-run. */
  readonly under?: readonly string[];
  /** Another program that speaks like the host, and its own flags. */
  readonly program?: readonly [string, ...string[]];
}

const main = fileURLToPath(new URL('../../kiosk/host/main.ts', import.meta.url));

export async function startHost(siteFile: string, options: HostOptions = {}): Promise<HostProcess> {
  const flags = [...(options.inspect ? ['--inspect=127.0.0.1:0', '--expose-gc'] : []), ...(options.flags ?? [])];
  const [program, ...wrapping] = [...(options.under ?? []), process.execPath];
  const child = spawn(program ?? '', [...wrapping, ...flags, ...(options.program ?? [main]), '--site', siteFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let inspectorUrl: string | undefined;
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    inspectorUrl ??= /^Debugger listening on (ws:\S+)/.exec(line)?.[1];
    said.push(line);
    if (said.length > 20) said.shift();
  });
  const ready = await readyLine(child);
  if (ready === undefined) throw new Error(`The host did not start:\n${said.join('\n')}`);
  return {
    ...ready,
    inspectorUrl,
    pid: child.pid ?? 0,
    async end(signal) {
      child.kill(signal);
      const [code] = await exited;
      return code ?? undefined;
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  };
}

function readyLine(child: ChildProcess): Promise<Pick<HostProcess, 'url' | 'technicianUrl'> | undefined> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve(undefined));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready: unknown = JSON.parse(line);
      if (typeof ready !== 'object' || ready === null || !('url' in ready && 'technicianUrl' in ready)) return;
      resolve({ url: String(ready.url), technicianUrl: String(ready.technicianUrl) });
    });
  });
}
