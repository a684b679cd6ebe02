import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDocumentKey } from '#backend-client/hub-link/document-day-mac.ts';

const program = fileURLToPath(new URL('./document-key.ts', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-document-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the document key is made once, for its owner alone, says its fingerprint and never itself', {
  timeout: 60_000,
}, () => {
  const path = join(folder, 'documents.key');
  const said = execFileSync(process.execPath, [program, '--out', path], { encoding: 'utf8' });
  const key = readDocumentKey(path);
  const text = readFileSync(path, 'utf8');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(key.ok && said.includes(key.value.fingerprint)).toBe(true);
  expect(said).not.toContain(text.trim());
  const again = spawnSync(process.execPath, [program, '--out', path], { encoding: 'utf8' });
  expect([again.status, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toContain('stays as it is');
  expect(readFileSync(path, 'utf8')).toBe(text);
});
