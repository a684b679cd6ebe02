import assert from 'node:assert/strict';
import { test } from 'vitest';
import { foreignSwitches } from './switches.ts';

const asUser = { mayRunWithoutSandbox: false };

test('a kiosk that somebody starts with switches of Chromium does not start', () => {
  const given = ['main.js', '--site', 'site.json', '--remote-debugging-port=9222', '--no-sandbox', '-x', '--inspect'];
  assert.deepEqual(foreignSwitches(given, asUser), ['--remote-debugging-port', '--no-sandbox', '-x', '--inspect']);
});

test('its own words are none, whatever stands in them, and root may leave out the sandbox that refuses root', () => {
  assert.deepEqual(foreignSwitches(['main.js', '--launch-socket', '--odd-name', '--windowed'], asUser), []);
  assert.deepEqual(foreignSwitches(['main.js', '--site=/a=b', '--no-sandbox'], { mayRunWithoutSandbox: true }), []);
});
