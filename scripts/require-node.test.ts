import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';

const script = join(import.meta.dirname, 'require-node.cjs');

function runAs(version: string): { readonly code: number | null; readonly said: string } {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: ${JSON.stringify(version)} }); require(${JSON.stringify(script)})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', pretend], { encoding: 'utf8' });
  return { code: status, said: stderr.trim() };
}

test('a Node that is too old gets one sentence with what to do, a good one none', () => {
  const says = (version: string) =>
    `This is Node ${version}, but Tiếp Đón brings its own Node 24 along: run "npm ci" in this folder, then "npm start" again.`;
  assert.deepEqual(['16.20.2', '20.19.0', '22.13.1', '22.14.0', '24.21.0', '100.0.0'].map(runAs), [
    { code: 1, said: says('16.20.2') },
    { code: 1, said: says('20.19.0') },
    { code: 1, said: says('22.13.1') },
    { code: 0, said: '' },
    { code: 0, said: '' },
    { code: 0, said: '' },
  ]);
});
