import { readFileSync } from 'node:fs';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';

/** Within one boot monotonic times compare. Linux says which one it is (random(4)); elsewhere each start counts as one. */
export function machineBootId(randomBytes: RandomBytes): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 64);
  } catch (error) {
    fileProblemCode(error);
    return Buffer.from(randomBytes(16)).toString('hex');
  }
}
