import type { ChildProcess } from 'node:child_process';

/**
 * A child process, or `undefined` when the system has no room for one: out of memory, processes or file descriptors.
 *
 * `node:child_process` throws for some of these and reports others as an `error` event (Node 24, `ChildProcess.spawn`); an
 * event that nobody hears would end the kiosk.
 */
export function startedBy<Child extends ChildProcess>(start: () => Child): Child | undefined {
  try {
    const child = start();
    child.on('error', () => {});
    return child;
  } catch {
    return undefined;
  }
}
