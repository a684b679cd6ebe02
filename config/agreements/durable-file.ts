import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Puts a file in the place of another, whole or not at all, also at a power cut: written beside, made durable, renamed, and its
 * folder made durable. Only its owner reads it (0600, folder 0700), unless `mode` says otherwise. Throws what the file system says. One writer at a time: what a
 * killed one left beside is written over.
 */
export function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  // A remain could have another mode, or be a link.
  rmSync(beside, { force: true });
  const file = openSync(beside, 'wx', mode);
  try {
    writeWhole(file, typeof content === 'string' ? Buffer.from(content) : content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  syncFolder(folder);
}

/**
 * A folder where a file belongs, or the other way round, would keep everybody from it for good: it goes aside whole, under the moment of
 * its last change (`paper-roll.json-aside-20261130T065013Z-01f3`). Nothing is deleted. Gives its new name.
 */
export function clearWay(path: string, belongs: 'file' | 'folder'): string | undefined {
  const there = lstatSync(path, { throwIfNoEntry: false });
  const isInTheWay =
    belongs === 'file' ? there?.isDirectory() : there && !there.isDirectory() && !there.isSymbolicLink();
  if (!there || !isInTheWay) return undefined;
  const when = there.mtime.toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = `${path}-aside-${when}-${there.ino.toString(16)}`;
  renameSync(path, aside);
  return basename(aside);
}

/** A name is only as durable as its folder. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** One write may take less than all of it. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** The code of a file system's refusal; anything else is a bug and is thrown on. */
export function fileProblemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && 'syscall' in error) return String(error.code);
  throw error;
}

/** Whether it was done; false: the file system refuses. */
export function tryOnDisk(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    fileProblemCode(error);
    return false;
  }
}
