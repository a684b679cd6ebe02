import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { readMasterKey } from './master-key.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tiep-don-key-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (credentialsDirectory?: string) =>
  readMasterKey({ dataDir: join(root, 'data'), credentialsDirectory, randomBytes });

test('the first start makes a key that only the kiosk can read, and every later start finds it', () => {
  const first = read();
  const again = read();
  const files = readdirSync(join(root, 'data'));
  assert.ok(first.ok);
  assert.equal(first.value.length, 32);
  assert.notDeepEqual(first.value, new Uint8Array(32));
  assert.deepEqual(
    { again, files, mode: statSync(join(root, 'data', 'store.key')).mode & 0o777 },
    {
      again: first,
      files: ['store.key'],
      mode: 0o600,
    },
  );
});

test("systemd's credential wins over the file, and a missing one does not stop the kiosk", () => {
  const file = read();
  const credentials = join(root, 'credentials');
  mkdirSync(credentials);
  const without = read(credentials);
  const key = new Uint8Array(32).fill(5);
  // Access by ACL shows as group bits.
  writeFileSync(join(credentials, 'tiep-don-store-key'), key, { mode: 0o440 });
  assert.deepEqual([without, read(credentials)], [file, { ok: true, value: key }]);
});

test('a key that others can read, or of another length, is refused and left alone', () => {
  read();
  const path = join(root, 'data', 'store.key');
  chmodSync(path, 0o640);
  const open = read();
  chmodSync(path, 0o600);
  const kinds = [31, 33].map((length) => {
    writeFileSync(path, new Uint8Array(length));
    return read();
  });
  assert.deepEqual(
    [open, ...kinds],
    ['readable-by-others', 'wrong-length', 'wrong-length'].map((kind) => ({ ok: false, problem: { kind, path } })),
  );
});

test('a data directory that cannot be made is a kind, not a crash', () => {
  writeFileSync(join(root, 'data'), 'a file where the directory should be');
  const key = read();
  assert.ok(!key.ok);
  assert.equal(key.problem.kind, 'not-readable');
});
