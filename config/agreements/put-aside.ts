import { readdirSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileProblemCode, syncFolder } from './durable-file.ts';
import type { RandomBytes } from './ids.ts';

export interface AsideNeeds {
  /** Epoch ms, as good as the machine knows it. */
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
}

/**
 * Moves a file, or whatever stands in its place, out of the way, whole: `people.json` becomes
 * `people.json-aside-20261130T065013Z-1f2e3d4c`. Nothing is ever deleted. Gives the new name; `undefined`: there is nothing, or the file
 * system refuses.
 */
export function putAside(path: string, needs: AsideNeeds): string | undefined {
  const aside = asidePath(path, needs);
  try {
    renameSync(path, aside);
    syncFolder(dirname(path));
    return basename(aside);
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
}

export function asidePath(path: string, { now, randomBytes }: AsideNeeds): string {
  const when = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${path}-aside-${when}-${Buffer.from(randomBytes(4)).toString('hex')}`;
}

/** Names of what was put aside of this path, the newest last, as far as the machine's clock was right. */
export function asideOf(path: string): readonly string[] {
  try {
    const beginning = `${basename(path)}-aside-`;
    return readdirSync(dirname(path))
      .filter((name) => name.startsWith(beginning))
      .sort();
  } catch (error) {
    fileProblemCode(error);
    return [];
  }
}
