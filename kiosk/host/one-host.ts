import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { clearDataDir } from './data-dir.ts';

/** This program and no other looks after the data directory, until it lets go or dies. */
export interface HeldDataDir {
  /** False: nobody could tell whether there is another (the path is too long for a socket, or the disk cannot be written). */
  readonly isSure: boolean;
  letGo(): Promise<void>;
}

const unsure: HeldDataDir = { isSure: false, letGo: async () => {} };
/** sockaddr_un, see `openLaunchSocket`. */
const longestPath = 107;

/**
 * Two hosts on one data directory would write one audit log and take each other's sockets away, long before the store's own lock
 * stops the second. `<dataDir>/host.sock` is answered by whoever is alive, also by one that hangs; what a killed one left behind is not.
 */
export async function holdDataDir({
  dataDir,
  workingDirectory,
}: {
  readonly dataDir: string;
  readonly workingDirectory: string;
}): Promise<Result<HeldDataDir, 'another-host'>> {
  const path = shortSocketPath(join(dataDir, 'host.sock'), workingDirectory);
  if (Buffer.byteLength(path) > longestPath) return ok(unsure);
  if (await isAnswered(path)) return problem('another-host');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    clearDataDir(dataDir);
    rmSync(path, { force: true });
  } catch (error) {
    fileProblemCode(error);
    return ok(unsure);
  }
  const server = createServer((caller) => caller.destroy());
  return new Promise((resolve) => {
    server.once('error', () => resolve(ok(unsure)));
    server.listen(path, () =>
      resolve(ok({ isSure: true, letGo: () => new Promise((closed) => server.close(() => closed())) })),
    );
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(path, () => {
      caller.destroy();
      resolve(true);
    });
    caller.once('error', () => resolve(false));
  });
}
