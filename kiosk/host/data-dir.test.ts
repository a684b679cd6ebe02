import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { clearDataDir } from './data-dir.ts';

test('what stands in the way of a file goes aside whole, and what a person must decide about stays', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-data-dir-'));
  for (const name of ['site-versions/last-good.json/in it', 'store.sqlite/in it', 'store.key'])
    mkdirSync(join(dataDir, name), { recursive: true });
  writeFileSync(join(dataDir, 'logs'), 'x');
  clearDataDir(dataDir);
  const versions = readdirSync(join(dataDir, 'site-versions'));
  const [aside = ''] = versions;
  assert.match(aside, /^last-good\.json-aside-\d{8}T\d{6}Z-[0-9a-f]+$/);
  assert.deepEqual([versions.length, existsSync(join(dataDir, 'site-versions', aside, 'in it'))], [1, true]);
  const names = readdirSync(dataDir).map((name) => name.replace(/-aside-.*/, ' aside'));
  assert.deepEqual(names.sort(), ['logs aside', 'site-versions', 'store.key', 'store.sqlite']);
  rmSync(dataDir, { recursive: true });
});
