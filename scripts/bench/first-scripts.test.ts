import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { firstScriptBytes, importsOf } from './first-scripts.ts';

test('what is imported at once is told from what is loaded later', () => {
  const built =
    'import{a as b,c}from"./one.js";import"./two.js";export*from"./three.js";export{d}from"./four.js";import e from\'./five.js\';const f=()=>import("./later.js");import{g}from"preact";';
  expect(importsOf(built)).toEqual(['./one.js', './two.js', './three.js', './four.js', './five.js']);
});

test('a script that two others import counts once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-scripts-'));
  const shared = 'export const shared = 1;';
  const files = {
    'index.html': '<script type="module" crossorigin src="./page.js"></script>',
    'page.js': 'import"./one.js";import"./two.js";',
    'one.js': 'import"./shared.js";',
    'two.js': 'import"./shared.js";',
    'shared.js': shared,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const all = [files['page.js'], files['one.js'], files['two.js'], shared];
  expect(firstScriptBytes(join(folder, 'index.html'))).toBe(all.reduce((sum, text) => sum + gzipSync(text).length, 0));
  rmSync(folder, { recursive: true });
});
