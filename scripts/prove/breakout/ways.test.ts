import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { attempt, gained, judge, nothingGained } from './tried.ts';
import { electronTests, rowNumbers, ways } from './ways.ts';

test('a way out is held only by what was tried, and one thing gained opens it', async () => {
  let pressed = 0;
  const press = async () => {
    pressed += 1;
  };
  const harmless = await attempt('Ctrl+N', press, () => nothingGained('one window'));
  const harmful = await attempt('Ctrl+O', press, () => gained('a file dialog'));
  assert.equal(pressed, 2);
  assert.equal(judge([harmless]).is, 'held');
  assert.deepEqual(judge([harmless, harmful]), {
    is: 'open',
    tries: [harmless, harmful],
    why: 'Ctrl+O: a file dialog',
  });
});

test('a try that cannot be made is none', async () => {
  const broken = attempt(
    'Ctrl+N',
    () => Promise.reject(new Error('no keyboard')),
    () => nothingGained('one window'),
  );
  await assert.rejects(broken, /no keyboard/);
});

test('every row from 1 to 46 says what is tried or why nothing is, and each unit test that stands for Electron is there', () => {
  assert.deepEqual(
    [...rowNumbers],
    Array.from({ length: 46 }, (_, at) => at + 1),
  );
  assert.deepEqual(Object.keys(ways).map(Number), [...rowNumbers]);
  const tests = readFileSync(new URL('../../../kiosk/shell-electron/main.test.ts', import.meta.url), 'utf8');
  const missing = Object.values(electronTests).filter((name) => !tests.includes(`test('${name}'`));
  assert.deepEqual(missing, []);
});
