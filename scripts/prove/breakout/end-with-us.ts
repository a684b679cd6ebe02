import { killQuietly } from '#kiosk/shell-chromium/window-bench.ts';

/**
 * Programs that must not outlive the proof, however it ends: a screen or a browser that was left behind would trouble whatever
 * runs next on the machine.
 */
export function endWithUs(isAlive: () => boolean, pid: number): void {
  if (left.size === 0) {
    process.once('exit', () => {
      for (const [each, lives] of left) if (lives()) killQuietly(each);
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  }
  left.set(pid, isAlive);
}

const left = new Map<number, () => boolean>();
