import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LogFound, LogLineOnPage, LogSearch } from '#kiosk/bridge/console/logs-words.ts';
import { fits, readLogLine } from './log-lines.ts';

const mostLines = 200;
/** Read by one search at most; whoever wants more goes on. */
const mostBytes = 8 << 20;
const pieceBytes = 256 << 10;
const longestLine = 64 << 10;

/** Reads the log files from the end, the one before after the newer one, until enough fits. Others have their turn between pieces. */
export async function searchLog(
  folder: string,
  search: LogSearch,
  limits = { mostLines, mostBytes, pieceBytes },
): Promise<Result<LogFound, { readonly kind: 'not-readable' }>> {
  const files: { readonly handle: FileHandle; readonly inode: number; readonly size: number }[] = [];
  try {
    for (const name of await logFiles(folder)) {
      const handle = await open(join(folder, name)).catch(missing);
      if (!handle) continue;
      const { ino: inode, size } = await handle.stat();
      files.push({ handle, inode, size });
    }
    const { goOn } = search;
    // A file that is gone by now was the oldest: nothing is left behind it.
    const first = goOn ? files.findIndex(({ inode }) => inode === goOn.inode) : 0;
    if (first < 0) return ok({ lines: [], goOn: undefined });
    const found: LogLineOnPage[] = [];
    let bytesLeft = limits.mostBytes;
    for (const [index, { handle, inode, size }] of files.slice(first).entries()) {
      let end = index === 0 && goOn ? Math.min(goOn.offset, size) : size;
      while (end > 0) {
        if (found.length >= limits.mostLines || bytesLeft <= 0)
          return ok({ lines: found, goOn: { inode, offset: end } });
        const { lines, begins, read } = await linesBefore(handle, end, limits.pieceBytes);
        bytesLeft -= read;
        end = begins;
        for (const { text, at } of lines.toReversed()) {
          const line = readLogLine(text);
          if (!line) continue;
          if (search.from !== undefined && line.at < search.from) return ok({ lines: found, goOn: undefined });
          if (!fits(line, search, text)) continue;
          found.push(line);
          if (found.length >= limits.mostLines) return ok({ lines: found, goOn: { inode, offset: at } });
        }
      }
    }
    return ok({ lines: found, goOn: undefined });
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-readable' });
  } finally {
    await Promise.all(files.map(({ handle }) => handle.close()));
  }
}

/** The newest first. */
export async function logFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(missing);
  const ages = (names ?? []).flatMap((name) => {
    const age = /^kiosk\.log(?:\.([1-9]))?$/.exec(name);
    return age ? [{ name, age: Number(age[1] ?? 0) }] : [];
  });
  return ages.sort((one, other) => one.age - other.age).map(({ name }) => name);
}

/** Whole lines that end before `end`, with where each begins; `begins`: where the first of them does. */
async function linesBefore(handle: FileHandle, end: number, most: number) {
  let start = Math.max(0, end - most);
  let bytes = await piece(handle, start, end);
  let firstEnd = start === 0 ? 0 : bytes.indexOf(0x0a) + 1;
  // A line that is longer than the piece.
  while (start > 0 && (firstEnd === 0 || firstEnd === bytes.length) && bytes.length < longestLine + most) {
    start = Math.max(0, start - most);
    bytes = await piece(handle, start, end);
    firstEnd = start === 0 ? 0 : bytes.indexOf(0x0a) + 1;
  }
  const lines: { readonly text: string; readonly at: number }[] = [];
  for (let at = firstEnd; at < bytes.length; ) {
    const next = bytes.indexOf(0x0a, at);
    const stop = next < 0 ? bytes.length : next;
    if (stop > at) lines.push({ text: bytes.toString('utf8', at, stop), at: start + at });
    at = stop + 1;
  }
  // Without one line end in all of it, it is none of our lines.
  const isHopeless = start > 0 && (firstEnd === 0 || firstEnd === bytes.length);
  return { lines: isHopeless ? [] : lines, begins: isHopeless ? start : start + firstEnd, read: bytes.length };
}

async function piece(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}

function missing(error: unknown): undefined {
  if (fileProblemCode(error) === 'ENOENT') return undefined;
  throw error;
}
