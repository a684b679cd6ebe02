import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dayAfter } from '#config/agreements/weekday.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { playDay, today } from '../queue/played-day.ts';
import { openPlaceWaits } from './place-waits.ts';
import { bookText, emptyBook, notesOf } from './service-book.ts';

const settings = hubFile.parse({
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong' },
  dataDir: './data/hub',
  services: [
    { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' },
    { code: 'ngoai', hisCode: 'K02', name: { vi: 'Khám Ngoại' }, prefix: 'B', room: 'P.102' },
  ],
  places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi', 'ngoai'] }],
  counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] }],
});

function learntFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waits-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const book = emptyBook();
  const notes = notesOf(book, 'noi');
  for (let served = 0; served < 30; served += 1) notes.served.push({ hour: 8, ms: 300_000 });
  for (let score = 0; score < 100; score += 1) {
    notes.scores['0-2'].push({ day: dayAfter(today, -1), missed: 0, held: score % 5 > 0 });
  }
  const file = join(folder, 'waits.json');
  writeFileSync(file, bookText(book));
  return file;
}

test('a board says the wait for services of its place that have been learnt, and the book is there after the hub', async () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', counter: 'p101', by: { kind: 'person', id: 'a', name: 'Lan' }, force: false });
  const file = learntFile();
  const needs = { settings, decider: { onCommitted: () => () => true }, file };
  for (let start = 0; start < 2; start += 1) {
    const waits = openPlaceWaits({ ...needs, clock: { now: () => hub.now } });
    expect(waits.of(hub.day, { services: ['noi', 'ngoai'] })).toEqual([
      { service: { vi: 'Khám Nội' }, from: 0, to: 5 },
    ]);
    await waits.close();
  }
});

test('a book that cannot be read or written stops nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'waits-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const waits = openPlaceWaits({
    settings,
    decider: { onCommitted: () => () => true },
    clock: { now: Date.now },
    file: folder,
  });
  expect(waits.of(playDay().day, { services: ['noi'] })).toEqual([]);
  await waits.close();
});
