import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { readSecretFile, readTlsFiles } from './tls-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function secretFile(text: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, `secret-${Math.random()}`);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

const kindOf = (path: string) => {
  const secret = readSecretFile(path, 8);
  return secret.ok ? secret.value : secret.problem.kind;
};

test('a secret is one line; white space around it does not count', () => {
  assert.equal(kindOf(secretFile(' not-so-secret\r\n')), 'not-so-secret');
});

test('a secret that does not do is named, never shown', () => {
  const kinds = [
    secretFile('long enough but open', 0o644),
    secretFile('long enough but open to the group', 0o640),
    secretFile('short'),
    secretFile('\n'),
    secretFile(new Uint8Array((1 << 20) + 1).fill(65)),
    join(folder, 'absent'),
    folder,
  ].map(kindOf);
  assert.deepEqual(kinds, [
    'readable-by-others',
    'readable-by-others',
    'too-short',
    'too-short',
    'too-long',
    'not-readable',
    'not-readable',
  ]);
});

test('a secret that is no file, and may never end, stops the start instead of holding it up', () => {
  const files = readTlsFiles({ caFile: '/dev/zero' });
  assert.deepEqual(files, { ok: false, problem: { kind: 'not-readable', path: '/dev/zero' } });
});
