import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';

export interface LaunchSocket {
  close(): Promise<void>;
}

/** A Unix socket's path must fit sockaddr_un: 108 bytes on Linux, terminator included (unix(7)). */
const longestSocketPath = 107;

/**
 * `<dataDir>/launch.sock`, mode 0600: whoever may open it (the kiosk's own user) gets one line with a fresh launch URL and
 * is hung up on. A restarted window comes back this way. `undefined` when the path is too long for a socket.
 */
export async function openLaunchSocket(path: string, newLaunchUrl: () => string): Promise<LaunchSocket | undefined> {
  if (Buffer.byteLength(path) > longestSocketPath) return undefined;
  // A killed host leaves its socket behind; the store's lock has already made sure that no other host is alive.
  rmSync(path, { force: true });
  const server = createServer((caller) => {
    caller.on('error', () => caller.destroy());
    caller.end(`${newLaunchUrl()}\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Nobody else may connect between the moment it listens and the chmod.
    const before = process.umask(0o177);
    server.listen(path, () => {
      process.umask(before);
      chmodSync(path, 0o600);
      resolve({ close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
