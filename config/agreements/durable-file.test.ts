import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDurably } from './durable-file.ts';
import { readPrivateFile } from './private-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-file-'));
  path = join(folder, 'deep', 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('whoever writes is killed at any moment, and the file is the old or the new one', {
  timeout: 60_000,
}, async () => {
  const program = fileURLToPath(new URL('./durable-writer.bench.ts', import.meta.url));
  for (let round = 1; round < 6; round += 1) {
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let heard = 0;
    for await (const _ of createInterface({ input: child.stdout })) {
      heard += 1;
      if (heard === round) child.kill('SIGKILL');
    }
    expect((await exited)[1]).toBe('SIGKILL');
    const read = readPrivateFile(path, 1_000_000);
    const text = read?.ok ? read.value.toString() : '';
    expect(text === '0'.repeat(300_000) || text === '1'.repeat(300_000)).toBe(true);
  }
});

test('only its owner reads it, and what a killed writer, or anybody, left beside it is not written through', () => {
  writeDurably(path, 'first');
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, 'untouched');
  symlinkSync(elsewhere, `${path}.new`);
  writeDurably(path, 'second');
  expect([readFileSync(path, 'utf8'), readFileSync(elsewhere, 'utf8'), statSync(path).mode & 0o777]).toEqual([
    'second',
    'untouched',
    0o600,
  ]);
});

test('a private file is read whole, or what is wrong is named', () => {
  const kindOf = () => {
    const read = readPrivateFile(path, 10);
    return read === undefined ? 'none' : read.ok ? read.value.toString() : read.problem.kind;
  };
  const kinds = [kindOf()];
  writeDurably(path, 'text');
  kinds.push(kindOf());
  chmodSync(path, 0o604);
  kinds.push(kindOf());
  writeDurably(path, 'longer than ten');
  kinds.push(kindOf());
  rmSync(path);
  symlinkSync(path, path);
  kinds.push(kindOf());
  expect(kinds).toEqual(['none', 'text', 'readable-by-others', 'too-large', 'not-readable']);
});
