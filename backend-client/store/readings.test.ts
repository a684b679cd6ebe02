import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { PressureAverageValues, ReadingRequest } from '../contract/reading.ts';
import { secondOfThree as quality } from '../contract/synthetic-readings.ts';
import { circumstancesFrom } from './measuring-circumstances.ts';
import { readingValuesFrom, writtenValues } from './reading-values.ts';
import { createStoreBench, dayMs, deliver, lan, request, type StoreBench, storedVisit } from './store.bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function pressure(visitId: VisitId, systolic: number): ReadingRequest {
  return {
    visitId,
    ticketNumber: 'A001',
    values: {
      kind: 'blood-pressure',
      systolic,
      diastolic: 76,
      mean: 97,
      pulse: 78,
      irregular: false,
      moved: undefined,
    },
    deviceId: 'bp',
    deviceModel: 'TM2657-SYNTHETIC',
    deviceTime: '2024-11-12T10:14',
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
  };
}

test('a reading belongs to its visit, with device and time, and is still there after a restart', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const takenAt = bench.clock.now();
  const first = store.storeReading(pressure(visitId, 127));
  bench.clock.advance(60_000);
  store.storeReading(pressure(visitId, 125));
  store.close();
  const reopened = bench.open();
  const readings = reopened.readingsOf(visitId);
  reopened.close();
  const stored = (systolic: number, at: number) => ({ ...pressure(visitId, systolic), takenAt: at, day: '2026-11-21' });
  expect(readings).toEqual([
    { ...stored(127, takenAt), readingId: expect.any(String) },
    { ...stored(125, takenAt + 60_000), readingId: expect.any(String) },
  ]);
  expect(first).toEqual({ ok: true, value: readings[0] });
});

test('a vitals kiosk stores a reading for a visit that another kiosk has', () => {
  const store = bench.open();
  const elsewhere = 'ZZZZZZZZZZZZZZZZZZZZ' as VisitId;
  store.storeReading(pressure(elsewhere, 140));
  expect(store.readingsOf(elsewhere)).toHaveLength(1);
  store.close();
});

test('measured values are unreadable on the disk, and gone with their key after thirty days', async () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  store.storeReading(pressure(visitId, 127));
  for (const word of ['systolic', 'SYNTHETIC']) expect(bench.rawBytes().includes(word)).toBe(false);
  deliver(store, 'refused');
  bench.clock.advance(32 * dayMs);
  expect(await store.eraseExpired()).toMatchObject({ value: { readings: 1, dayKeys: 1 } });
  expect(store.readingsOf(visitId)).toEqual([]);
  store.close();
});

const average: PressureAverageValues = {
  kind: 'blood-pressure-average',
  systolic: 131,
  diastolic: 83,
  pulse: 72,
  rule: 'esh',
  of: [2, 3],
  spread: { systolic: 6, diastolic: 2 },
};

test('the mean of a sitting is stored with its rule, knows the readings it is made of, and is there after a restart', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const ofSitting = (readingNumber: number, sitting: string) => {
    const taken = pressure(visitId, 120 + readingNumber);
    const mean = sitting === quality.sitting && readingNumber === 3 ? average : undefined;
    const stored = store.storeReading({ ...taken, circumstances: { ...quality, readingNumber, sitting } }, mean);
    if (!stored.ok) throw new Error(stored.problem.kind);
    bench.clock.advance(60_000);
    return stored.value.readingId;
  };
  ofSitting(2, 'of-this-morning');
  const [, second, third] = [1, 2, 3].map((each) => ofSitting(each, quality.sitting));
  store.close();
  const reopened = bench.open();
  const [last, mean, ...more] = reopened.readingsOf(visitId).slice(3);
  reopened.close();
  const circumstances = { ...quality, readingNumber: 3 };
  expect([last?.readingId, more]).toEqual([third, []]);
  expect(mean).toMatchObject({ values: average, circumstances, derivedFrom: [second, third] });
});

test('a mean over a monitor and the one that stood in for it names neither', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const device = { deviceSerial: 'S-1', arm: 'left', validation: { status: 'validated' } } as const;
  for (const readingNumber of [1, 2, 3]) {
    const deviceId = readingNumber === 3 ? 'stand-in' : 'bp';
    const circumstances = { ...quality, ...device, readingNumber };
    store.storeReading(
      { ...pressure(visitId, 120), deviceId, circumstances },
      readingNumber === 3 ? average : undefined,
    );
  }
  const [last, mean] = store.readingsOf(visitId).slice(2);
  store.close();
  expect(last).toMatchObject({ deviceModel: 'TM2657-SYNTHETIC', circumstances: device });
  expect(mean?.deviceModel).toBeUndefined();
  expect(Object.keys(device).filter((each) => mean?.circumstances[each as keyof typeof device] !== undefined)).toEqual(
    [],
  );
});

test('a mean says its numbers by name to a version of the kiosk that knows no means', () => {
  const written: unknown = JSON.parse(JSON.stringify(writtenValues(average)));
  expect(readingValuesFrom(written)).toEqual(average);
  const quantities = [
    { of: 'mean-systolic', value: 131, unit: 'mm[Hg]' },
    { of: 'mean-diastolic', value: 83, unit: 'mm[Hg]' },
    { of: 'mean-pulse', value: 72, unit: '/min' },
  ];
  for (const strange of [{ kind: 'unheard-of' }, { rule: 'unheard-of' }, { of: 'all' }, { spread: 6 }])
    expect(readingValuesFrom({ ...writtenValues(average), ...strange })).toEqual({ kind: 'quantities', quantities });
  expect(readingValuesFrom({ ...average, systolic: null })).toBeUndefined();
});

test('how a reading was taken is read whichever version wrote it', () => {
  expect(circumstancesFrom(JSON.parse(JSON.stringify(quality)))).toEqual(quality);
  const plain = { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined };
  for (const nothing of [undefined, null, 7, 'text', [], {}]) expect(circumstancesFrom(nothing)).toEqual(plain);
  const later = { ...quality, arm: 'both', protocol: { name: 'unheard-of', version: 9 }, validation: 'yes', more: 1 };
  expect(circumstancesFrom(later)).toEqual({ ...quality, arm: undefined, protocol: undefined, validation: undefined });
});
