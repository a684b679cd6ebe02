import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { WindowOpening } from '#config/agreements/window-opening.ts';

/** The way from the window to its host. */
export interface HostLink {
  /**
   * An address that opens the page now, `http://127.0.0.1:7070/?token=…`; `undefined` while no host answers. `why` is told to
   * the host, which counts how often its window had to be opened anew.
   */
  launchUrl(why?: WindowOpening): Promise<string | undefined>;
  /** What the host knows of the patient's page (`window` of `/healthz`); `undefined` while it does not answer. */
  page(): Promise<PageSeen | undefined>;
  /** Ends a host that this window started; leaves any other alone. */
  stop(): void;
}

export interface PageSeen {
  readonly isConnected: boolean;
  /** Since a page was last heard; since the host's start when none was. */
  readonly silentSeconds: number;
}

const longestLine = 2048;
const answerTimeoutMs = 3000;

/** A host that somebody else runs (systemd, the demo): each connection to its launch socket gets one fresh address. */
export function attachToHost(socketPath: string): HostLink {
  let address: string | undefined;
  return {
    launchUrl: (why) =>
      new Promise((resolve) => {
        let said = '';
        const socket = connect(socketPath).setEncoding('utf8');
        if (why) socket.write(`window ${why}\n`);
        socket.setTimeout(answerTimeoutMs, () => socket.destroy());
        socket.on('data', (text: string) => {
          said += text;
          if (said.length > longestLine) socket.destroy();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => {
          const given = loopbackAddress(said.trim());
          address = given ?? address;
          resolve(given);
        });
      }),
    page: () => askPage(address),
    stop: () => undefined,
  };
}

export interface HostCommand {
  /** The pinned Node, never Electron's own: the host's runtime is one and the same everywhere. */
  readonly node: string;
  readonly main: string;
  readonly site: string;
  /** The host is gone; its supervisor starts window and host again. */
  readonly onEnded: () => void;
}

/** A host of this window's own. Its ready line opens the page once; a reload finds the cookie that this left. */
export function startHost({ node, main, site, onEnded }: HostCommand): HostLink {
  const host: ChildProcess = spawn(node, [main, '--site', site], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stopping = false;
  let used = false;
  const ready = new Promise<string | undefined>((resolve) => {
    if (host.stdout) createInterface({ input: host.stdout }).once('line', (line) => resolve(readyAddress(line)));
    const ended = () => {
      resolve(undefined);
      if (!stopping) onEnded();
    };
    host.once('error', ended);
    host.once('exit', ended);
  });
  return {
    launchUrl: async () => {
      const url = await ready;
      if (url === undefined || !used) {
        used = true;
        return url;
      }
      return new URL('/', url).href;
    },
    page: async () => askPage(await ready),
    stop: () => {
      stopping = true;
      host.kill('SIGTERM');
    },
  };
}

async function askPage(address: string | undefined): Promise<PageSeen | undefined> {
  if (address === undefined) return undefined;
  try {
    const answer = await fetch(new URL('/healthz', address), { signal: AbortSignal.timeout(answerTimeoutMs) });
    const health: unknown = await answer.json();
    return typeof health === 'object' && health !== null && 'window' in health ? pageSeen(health.window) : undefined;
  } catch {
    return undefined;
  }
}

function pageSeen(window: unknown): PageSeen | undefined {
  if (typeof window !== 'object' || window === null || !('page' in window && 'silentSeconds' in window))
    return undefined;
  const { page, silentSeconds } = window;
  return typeof silentSeconds === 'number' ? { isConnected: page === 'connected', silentSeconds } : undefined;
}

function readyAddress(line: string): string | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('url' in said)) return undefined;
    return typeof said.url === 'string' ? loopbackAddress(said.url) : undefined;
  } catch {
    return undefined;
  }
}

function loopbackAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname) ? url.href : undefined;
}
