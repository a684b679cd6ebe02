import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tryOnDisk } from '#config/agreements/durable-file.ts';
import { type WindowOpening, windowOpenings } from '#config/agreements/window-opening.ts';

export interface LaunchSocket {
  close(): Promise<void>;
}

/** A Unix socket's path must fit sockaddr_un: 108 bytes on Linux, terminator included (unix(7)). */
const longestSocketPath = 107;

export interface LaunchSocketParts {
  readonly newLaunchUrl: () => string;
  /** The window's owner says why it opens the window; of the console, which a person opens, nothing is heard. */
  readonly onWindowOpening?: (why: WindowOpening) => void;
}

/** One line of ours; whoever says more is not listened to. */
const longestLine = 64;
const patienceMs = 3_000;

/**
 * `<dataDir>/launch.sock` for the patient's page, `<dataDir>/technician.sock` for the console; mode 0600: whoever may open it (the
 * kiosk's own user) gets one line with a fresh address and is hung up on. A restarted window comes back this way, and may say why in
 * one line (`WindowOpening`). `undefined` when the path is too long for a socket, or the disk takes none.
 */
export async function openLaunchSocket(
  path: string,
  { newLaunchUrl, onWindowOpening }: LaunchSocketParts,
): Promise<LaunchSocket | undefined> {
  if (Buffer.byteLength(path) > longestSocketPath) return undefined;
  // A killed host leaves its socket behind; the store's lock has already made sure that no other host is alive.
  if (!tryOnDisk(() => rmSync(path, { force: true }))) return undefined;
  const server = createServer((caller) => {
    caller.on('error', () => caller.destroy());
    // It has its address; a caller that does not hang up keeps no descriptor of the kiosk.
    caller.setTimeout(patienceMs, () => caller.destroy());
    if (onWindowOpening) listenForOpening(caller, onWindowOpening);
    else caller.resume();
    caller.end(`${newLaunchUrl()}\n`);
  });
  return new Promise((resolve) => {
    // Nobody else may connect between the moment it listens and the chmod.
    const before = process.umask(0o177);
    server.once('error', () => {
      process.umask(before);
      resolve(undefined);
    });
    server.listen(path, () => {
      process.umask(before);
      chmodSync(path, 0o600);
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}

function listenForOpening(caller: Socket, onWindowOpening: (why: WindowOpening) => void): void {
  let said = '';
  caller.setEncoding('utf8').on('data', (text: string) => {
    if (said.includes('\n') || said.length > longestLine) return;
    said += text;
    const line = /^window ([a-z-]+)\n/.exec(said);
    const why = windowOpenings.find((each) => each === line?.[1]);
    if (why) onWindowOpening(why);
  });
}
