import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileProblemCode } from '#config/agreements/durable-file.ts';

/** `<dataDir>/staff/audit`: `audit-<number of its first entry>.jsonl`, one behind the other, and the head. */
export function auditFolder(dataDir: string): string {
  return join(dataDir, 'staff', 'audit');
}

export const headName = 'head.json';
/** A file that is full is longer by one line at most. */
export const fullFileBytes = 1_048_576;
export const longestFile = fullFileBytes + 65_536;

export interface AuditFile {
  readonly path: string;
  readonly name: string;
  /** The number of its first entry. */
  readonly from: number;
}

export function fileFrom(folder: string, from: number): AuditFile {
  const name = `audit-${String(from).padStart(10, '0')}.jsonl`;
  return { path: join(folder, name), name, from };
}

/** In their order. What is called otherwise is none of ours. */
export function auditFiles(folder: string): readonly AuditFile[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (fileProblemCode(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const digits = /^audit-(\d{10})\.jsonl$/.exec(name)?.[1];
      return digits === undefined ? [] : [fileFrom(folder, Number(digits))];
    })
    .sort((a, b) => a.from - b.from);
}

export function makeAuditFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Whole lines, and the bytes behind the last one: a crash cut them off before they were counted. */
export function splitLines(bytes: Buffer): {
  readonly lines: readonly string[];
  readonly whole: number;
  readonly torn: number;
} {
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const text = bytes.subarray(0, whole).toString('utf8');
  return { lines: text === '' ? [] : text.slice(0, -1).split('\n'), whole, torn: bytes.length - whole };
}
