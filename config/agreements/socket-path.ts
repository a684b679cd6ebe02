import { relative } from 'node:path';

/**
 * A Unix socket's path must fit sockaddr_un, 108 bytes on Linux (unix(7)). Relative to the working directory the same
 * socket may fit where its absolute path does not; whoever connects must stand in the same directory.
 */
export function shortSocketPath(path: string, workingDirectory: string): string {
  const fromHere = relative(workingDirectory, path);
  return fromHere.length < path.length ? fromHere : path;
}
