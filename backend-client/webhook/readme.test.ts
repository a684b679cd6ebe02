import assert from 'node:assert/strict';
import { test } from 'vitest';
import { exampleOf } from './examples.ts';
import { blockOf, readme } from './receiver.bench.ts';
import { examineReceiver } from './receiver.exam.ts';

examineReceiver('js', process.execPath, 'receiver.mjs');

test('the receiver of the README is twenty-odd lines, none of them wider than a screen', () => {
  const lines = blockOf('js').trimEnd().split('\n');
  assert.ok(lines.length <= 25, `${lines.length} lines`);
  assert.ok(lines.every((line) => line.length <= 120));
});

test('the registration in the README is what the kiosk sends', () => {
  const blocks = [...readme.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => JSON.parse(text));
  assert.deepEqual(blocks.at(-1), exampleOf('registration'));
});
