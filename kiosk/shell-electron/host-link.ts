import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** The way from the window to its host. */
export interface HostLink {
  /** An address that opens the page now, `http://127.0.0.1:7070/?token=…`; `undefined` while no host answers. */
  launchUrl(): Promise<string | undefined>;
  /** Ends a host that this window started; leaves any other alone. */
  stop(): void;
}

const longestLine = 2048;
const answerTimeoutMs = 3000;

/** A host that somebody else runs (systemd, the demo): each connection to its launch socket gets one fresh address. */
export function attachToHost(socketPath: string): HostLink {
  return {
    launchUrl: () =>
      new Promise((resolve) => {
        let said = '';
        const socket = connect(socketPath).setEncoding('utf8');
        socket.setTimeout(answerTimeoutMs, () => socket.destroy());
        socket.on('data', (text: string) => {
          said += text;
          if (said.length > longestLine) socket.destroy();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(loopbackAddress(said.trim())));
      }),
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
    stop: () => {
      stopping = true;
      host.kill('SIGTERM');
    },
  };
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
