import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A core file of this process would hold names and numbers of the last patients. Forbids it for this process and for those that it
 * starts; false where it stays possible. Node cannot set a limit, util-linux's prlimit can. 1 byte and not 0: no file is as small,
 * and it is the one value for which the kernel does not hand the core to a program either (core(5), fs/coredump.c).
 */
export function forbidCoreDumps(): boolean {
  spawnSync('prlimit', ['--pid', String(process.pid), '--core=1:1'], { stdio: 'ignore' });
  const limit = softCoreLimit();
  return limit === undefined || limit === '0' || limit === '1';
}

/** Bytes, or `unlimited`; `undefined` where there is no Linux to ask. */
function softCoreLimit(): string | undefined {
  try {
    return /^Max core file size +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
