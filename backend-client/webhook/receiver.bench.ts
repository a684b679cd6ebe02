import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testSecret } from './scripted-receiver.bench.ts';

export const readme = readFileSync(fileURLToPath(new URL('./README.md', import.meta.url)), 'utf8');

/** The only block of the README in this language. */
export function blockOf(language: string): string {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  assert.equal(blocks.length, 1, `one block of ${language}`);
  return blocks[0]?.[1] ?? '';
}

export interface RunningReceiver {
  readonly url: string;
  /** Its next line. */
  said(): Promise<string>;
  close(): Promise<void>;
}

/** A receiver as a HIS programmer pastes it, run as a program of its own, with the secret of the tests. */
export async function runReceiver(program: string, fileName: string, source: string): Promise<RunningReceiver> {
  const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
  writeFileSync(join(folder, fileName), source);
  const child: ChildProcess = spawn(program, [join(folder, fileName)], {
    env: { ...process.env, TIEPDON_SECRET: testSecret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(child.stdout);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => String((await lines.next()).value);
  const port = /^listening (\d+)$/.exec(await said())?.[1];
  return {
    url: `http://127.0.0.1:${port}/tiep-don`,
    said,
    async close() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
