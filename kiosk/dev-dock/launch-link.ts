import { connect } from 'node:net';
import { ok, problem, type Result } from '#config/agreements/result.ts';

const timeoutMs = 3_000;

/**
 * Asks a running host for the way into a fresh kiosk window: one connection to its launch socket, one line back. The
 * line's token opens one window, so it is asked for when somebody is about to open one.
 */
export function askLaunchUrl(socketPath: string): Promise<Result<URL, LaunchProblem>> {
  return askForUrl(socketPath, isOfThisMachine);
}

/** The same of any socket of the host's; an address that does not fit is not understood. */
export function askForUrl(socketPath: string, fits: (url: URL) => boolean): Promise<Result<URL, LaunchProblem>> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(socketPath);
    const end = (result: Result<URL, LaunchProblem>) => {
      socket.destroy();
      resolve(result);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(timeoutMs, () => end(problem({ kind: 'no-answer' })));
    socket.on('error', () => end(problem({ kind: 'no-host' })));
    socket.on('data', (text: string) => {
      said += text;
      if (said.length > longestLine) end(problem({ kind: 'not-understood' }));
    });
    socket.on('close', () => end(urlFrom(said, fits)));
  });
}

/**
 * - `no-host`: nobody listens on the socket.
 * - `no-answer`: it was opened, and nothing came.
 * - `not-understood`: something came that is no such address.
 */
export interface LaunchProblem {
  readonly kind: 'no-host' | 'no-answer' | 'not-understood';
}

const longestLine = 2048;

function urlFrom(said: string, fits: (url: URL) => boolean): Result<URL, LaunchProblem> {
  const url = URL.parse(said.trim());
  return url && fits(url) ? ok(url) : problem({ kind: 'not-understood' });
}

function isOfThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}
