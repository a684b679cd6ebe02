import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, test } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { monitorNames, vitalSignsNames } from '#config/settings/device-settings.ts';
import { readRecording } from '#kiosk/host/device-lines/recording.ts';
import { outcomeOf } from './outcome-of.ts';

const root = resolve(import.meta.dirname, '../..');
const files = globSync('drivers/**/recordings/*.jsonl', { cwd: root }).toSorted();

/**
 * Device and driver live four times as fast; a finger that has to lie still for ten seconds is no reason to wait for them. The
 * date is not set, so nobody doubts the one that a recorded device told.
 */
const hurriedClock: Clock = {
  now: () => machineClock.monotonic() * 4,
  monotonic: () => machineClock.monotonic() * 4,
  after: (ms, call) => machineClock.after(ms / 4, call),
};

/** Each recording is played over TCP to the kiosk's own driver. */
describe('recorded devices', () => {
  test('every kind of device that has a line has a recording, and of those that measure each device', () => {
    const kinds = new Set(files.map((file) => file.split('/')[1]));
    assert.deepEqual([...kinds], ['barcode-scanner', 'blood-pressure', 'ticket-printer', 'vital-signs']);
    const missing = [
      ...monitorNames.map((name) => `drivers/blood-pressure/${name}/recordings/`),
      ...vitalSignsNames.map((name) => `drivers/vital-signs/${name}/recordings/`),
    ].filter((folder) => !files.some((file) => file.startsWith(folder)));
    assert.deepEqual(missing, []);
  });

  for (const file of files) {
    test.concurrent(`${file.split('/')[1]}: ${basename(file, '.jsonl')} says today what it said when it was recorded`, {
      timeout: 30_000,
    }, async () => {
      const recording = readRecording(readFileSync(resolve(root, file), 'utf8'));
      assert.ok(recording.ok);
      assert.ok(recording.value.expect.length > 0);
      assert.deepEqual(await outcomeOf(recording.value, hurriedClock), { ok: true, value: recording.value.expect });
    });
  }
});
