import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileProblemCode, syncFolder, writeDurably } from '#config/agreements/durable-file.ts';

/** Whether staff have put this kiosk out of service; stays so over restarts, until somebody puts it back. */
export interface ServiceFile {
  isOut(): boolean;
  /** False: the disk refuses, and nothing has changed. */
  set(service: 'in' | 'out'): boolean;
}

export function openServiceFile(dataDir: string): ServiceFile {
  const path = join(dataDir, 'out-of-service');
  // That it is there says it; one that was damaged says the same.
  let isOut = existsSync(path);
  return {
    isOut: () => isOut,
    set(service) {
      try {
        if (service === 'out') writeDurably(path, 'Staff have put this kiosk out of service.\n');
        else {
          rmSync(path, { force: true });
          syncFolder(dirname(path));
        }
      } catch (error) {
        fileProblemCode(error);
        return false;
      }
      isOut = service === 'out';
      return true;
    },
  };
}
