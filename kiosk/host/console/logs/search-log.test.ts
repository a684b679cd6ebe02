import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import type { LogFound, LogSearch } from '#kiosk/bridge/console/logs-words.ts';
import { searchLog } from './search-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const begin = Date.UTC(2026, 10, 21);
const line = (n: number, more: object = {}) =>
  `${JSON.stringify({ level: 'info', time: new Date(begin + n * 1_000).toISOString(), kiosk: 'k', event: 'card-read', n, ...more, msg: 'A card was read.' })}\n`;

async function found(search: LogSearch, limits?: Parameters<typeof searchLog>[2]): Promise<LogFound> {
  const answer = await searchLog(folder, search, limits);
  assert.ok(answer.ok);
  return answer.value;
}

const numbers = ({ lines }: LogFound) => lines.map(({ fields }) => fields.n);

test('the newest come first, across rotated files, and a reading goes on although the files were renamed meanwhile', async () => {
  writeFileSync(join(folder, 'kiosk.log.1'), [1, 2, 3].map((n) => line(n)).join(''));
  writeFileSync(join(folder, 'kiosk.log'), [4, 5].map((n) => line(n)).join(''));
  writeFileSync(join(folder, 'kiosk.log.bak'), line(99));
  const limits = { mostLines: 2, mostBytes: 1e6, pieceBytes: 1e5 };
  const first = await found({}, limits);
  assert.deepEqual(numbers(first), [5, 4]);
  renameSync(join(folder, 'kiosk.log.1'), join(folder, 'kiosk.log.2'));
  renameSync(join(folder, 'kiosk.log'), join(folder, 'kiosk.log.1'));
  writeFileSync(join(folder, 'kiosk.log'), line(6));
  const second = await found({ goOn: first.goOn }, limits);
  assert.deepEqual(numbers(second), [3, 2]);
  const third = await found({ goOn: second.goOn }, limits);
  assert.deepEqual([numbers(third), third.goOn], [[1], undefined]);
});

test('what does not fit is left out: level, event, device, time, words in any case', async () => {
  writeFileSync(
    join(folder, 'kiosk.log'),
    [
      line(1, { level: 'warn', deviceId: 'printer' }),
      line(2, { event: 'device-lost', deviceId: 'scanner', reason: 'Đầu đọc' }),
      line(3),
      'no line of ours\n{"level":"info"}\n{"level":"loud","time":"2026-11-21T00:00:00Z","event":"x"}\n',
      line(4).slice(0, 40),
    ].join(''),
  );
  const seen = async (search: LogSearch) => numbers(await found(search));
  assert.deepEqual(await seen({}), [3, 2, 1]);
  assert.deepEqual(await seen({ levels: ['warn', 'error'] }), [1]);
  assert.deepEqual(await seen({ events: ['device-lost'] }), [2]);
  assert.deepEqual(await seen({ deviceId: 'printer' }), [1]);
  assert.deepEqual(await seen({ text: 'đẦU ĐỌC' }), [2]);
  assert.deepEqual(await seen({ from: begin + 2_000 }), [3, 2]);
  assert.deepEqual(await seen({ to: begin + 2_000 }), [2, 1]);
});

test('where the pieces are cut and when a reading stops changes nothing of what is found', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => line(n, { more: 'á'.repeat((n * 37) % 90) }));
  writeFileSync(join(folder, 'kiosk.log.1'), lines.slice(0, 25).join(''));
  writeFileSync(join(folder, 'kiosk.log'), lines.slice(25).join(''));
  const expected = Array.from({ length: 40 }, (_, n) => 39 - n);
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        mostLines: fc.integer({ min: 1, max: 50 }),
        mostBytes: fc.integer({ min: 1, max: 9_000 }),
        pieceBytes: fc.integer({ min: 16, max: 2_000 }),
      }),
      async (limits) => {
        const all: unknown[] = [];
        let goOn: LogFound['goOn'];
        for (let turn = 0; turn < 100; turn += 1) {
          const some = await found(goOn ? { goOn } : {}, limits);
          all.push(...numbers(some));
          goOn = some.goOn;
          if (!goOn) break;
        }
        assert.deepEqual(all, expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('a file without any line end is read to its beginning and gives nothing; none at all gives nothing', async () => {
  writeFileSync(join(folder, 'kiosk.log'), 'x'.repeat(300_000));
  assert.deepEqual(await found({}), { lines: [], goOn: undefined });
  rmSync(join(folder, 'kiosk.log'));
  assert.deepEqual(await found({}), { lines: [], goOn: undefined });
});
