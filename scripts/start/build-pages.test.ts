import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, test } from 'vitest';
import configOf from '../../kiosk/ui/vite.config.ts';
import { isDue, pages } from './build-pages.ts';

const root = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(root, { recursive: true }));

function touch(path: string, atSeconds: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  for (let at = file; at.startsWith(root); at = dirname(at)) utimesSync(at, atSeconds, atSeconds);
}

test('a page is built when it is missing or anything that it is made of is newer, however deep', () => {
  const page = { name: 'page', config: '', built: 'dist/index.html', sources: ['ui', 'strings', 'lock.json'] };
  touch('ui/screens/attract.tsx', 100);
  const missing = isDue(root, page);
  touch('dist/index.html', 200);
  const fresh = isDue(root, page);
  touch('ui/screens/deep/part.tsx', 300);
  assert.deepEqual({ missing, fresh, changed: isDue(root, page) }, { missing: true, fresh: false, changed: true });
});

test('what the pages are made of exists', () => {
  const project = join(import.meta.dirname, '../..');
  const missing = pages
    .flatMap(({ config, sources }) => [config, ...sources])
    .filter((path) => !existsSync(join(project, path)));
  assert.deepEqual(missing, []);
});

test('the gallery is built for developers and tests, and shipped with no kiosk', () => {
  const inputs = (mode: string) => Object.keys(configOf({ mode, command: 'build' }).build?.rollupOptions?.input ?? {});
  const shipped = ['patient', 'console', 'counter', 'board', 'boardVoice', 'mirror', 'signIn', 'fleet'];
  assert.deepEqual(inputs('production'), shipped);
  assert.ok(inputs('gallery').includes('gallery'));
});
