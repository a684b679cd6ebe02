import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { tryOnDisk } from './durable-file.ts';

export interface RotatingFile {
  write(line: string): void;
  close(): void;
}

/** A kiosk writes one to two megabytes a day: five files of this size hold some weeks. */
const largestBytes = 8 << 20;
const olderFiles = 4;

/** An append-only file, mode 0600, that becomes `<path>.1` … `<path>.4` as it fills. A disk that is full or does not take it loses lines, never the kiosk. */
export function openRotatingFile(path: string): RotatingFile {
  let descriptor: number | undefined;
  let size = 0;
  tryOnDisk(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    descriptor = openSync(path, 'a', 0o600);
    size = fstatSync(descriptor).size;
  });

  function rotate(): void {
    for (let age = olderFiles - 1; age >= 0; age -= 1) {
      const from = age === 0 ? path : `${path}.${age}`;
      if (existsSync(from)) renameSync(from, `${path}.${age + 1}`);
    }
    const next = openSync(path, 'a', 0o600);
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = next;
    size = 0;
  }

  return {
    write(line) {
      if (descriptor === undefined) return;
      try {
        if (size > largestBytes) rotate();
        size += writeSync(descriptor, line);
      } catch {
        // The store tells the technician about a full disk; the log cannot.
      }
    },
    close: () => descriptor !== undefined && closeSync(descriptor),
  };
}
