import { expect, test } from 'vitest';
import { createInVain } from './in-vain.ts';

const failed = { deviceId: 'bp', reason: 'device-error', deviceError: 'E44' };

test('three measurements in a row that gave nothing are told, and a reading ends it', () => {
  const inVain = createInVain();
  inVain.note('measurement-failed', failed);
  inVain.note('measurement-failed', failed);
  expect(inVain.now()).toEqual([]);
  inVain.note('measurement-failed', failed);
  expect(inVain.now()).toEqual([{ deviceId: 'bp', what: 'measurements', times: 3 }]);
  inVain.note('reading-stored', { deviceId: 'bp', visitId: 'v', readingId: 'r' });
  expect(inVain.now()).toEqual([]);
});

test('patients who stop, and a device that is gone, are not held against the device', () => {
  const inVain = createInVain();
  for (const reason of ['stopped', 'absent', 'stopped', 'absent'])
    inVain.note('measurement-failed', { ...failed, reason });
  expect(inVain.now()).toEqual([]);
});

test('each device is counted by itself, and begins anew when somebody has had its plug out', () => {
  const inVain = createInVain();
  for (let time = 0; time < 3; time += 1) {
    inVain.note('card-not-read', { deviceId: 'scanner', reason: 'unknown' });
    inVain.note('card-not-read', { deviceId: 'other', reason: 'unknown' });
    inVain.note('card-read', { deviceId: 'other', source: 'cccd' });
  }
  expect(inVain.now()).toEqual([{ deviceId: 'scanner', what: 'codes', times: 3 }]);
  inVain.note('device-lost', { deviceId: 'scanner', kind: 'barcode-scanner', reason: 'lost' });
  expect(inVain.now()).toEqual([]);
});
