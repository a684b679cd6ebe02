import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anh, nobody, syntheticSite } from '../contract/synthetic-people.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import { checkInFrom } from './check-in.ts';
import { type CheckInDay, checkInFile } from './check-in-day.ts';
import { checkInXml } from './check-in-xml.ts';
import { sampleFacts } from './sample-facts.ts';

function written(visits: Iterable<VisitOfDay>): { readonly text: string; readonly day: CheckInDay } {
  const pieces = checkInFile(visits, syntheticSite);
  let text = '';
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done) return { text, day: next.value };
    text += next.value;
  }
}

const kept = (ticketNumber: string, facts = sampleFacts): VisitOfDay => ({ is: 'kept', ticketNumber, facts });

test('the pieces are the file of the rows, without the visits that cannot be told and the numbers that were given up, which are named', () => {
  const other = { ...sampleFacts, patient: { ...anh, fullName: 'Lê Văn Thử' } };
  const { text, day } = written([
    kept('A001'),
    { is: 'erased', ticketNumber: 'A002' },
    kept('A003', other),
    { is: 'unreadable', ticketNumber: 'A004' },
    { is: 'erased', ticketNumber: 'A005' },
    { is: 'withdrawn', ticketNumber: 'A006' },
  ]);
  assert.equal(text, checkInXml([sampleFacts, other].map((facts) => checkInFrom(facts, syntheticSite).columns)));
  assert.deepEqual(day, {
    visits: 5,
    rows: 2,
    withdrawn: ['A006'],
    erased: ['A002', 'A005'],
    unreadable: ['A004'],
    incomplete: [],
  });
});

test('a row that a person must complete is named by its ticket number, with its columns and nothing of the patient', () => {
  const { day } = written([
    kept('A001', { ...sampleFacts, patient: nobody, insuranceCheck: undefined }),
    kept('A002', { ...sampleFacts, patient: { ...anh, insurance: undefined }, insuranceCheck: undefined }),
    kept('A003', { ...sampleFacts, patient: { ...anh, fullName: 'ễ'.repeat(300) } }),
    kept('A004'),
  ]);
  assert.deepEqual(day.incomplete, [
    {
      ticketNumber: 'A001',
      missing: ['HO_TEN', 'SO_CCCD', 'NGAY_SINH', 'MA_THE_BHYT', 'MA_DKBD', 'GT_THE_TU'],
      problems: [],
    },
    { ticketNumber: 'A002', missing: ['MA_THE_BHYT', 'MA_DKBD', 'GT_THE_TU', 'MA_DOITUONG_KCB'], problems: [] },
    { ticketNumber: 'A003', missing: [], problems: [{ column: 'HO_TEN', problem: 'cut' }] },
  ]);
});

test('a newborn is named, because hour and minute of birth are on no card', () => {
  const born = (date: string) => ({ ...sampleFacts, patient: { ...anh, birth: { precision: 'day', date } as const } });
  const { day } = written([
    kept('A001', born('2026-11-22')),
    kept('A002', born('2026-10-26')),
    kept('A003', born('2026-10-25')),
    kept('A004', { ...sampleFacts, patient: { ...anh, birth: { precision: 'month', month: '2026-11' } } }),
  ]);
  const problems = [{ column: 'NGAY_SINH', problem: 'hour-wanted' }];
  assert.deepEqual(
    day.incomplete.filter((row) => row.problems.length > 0),
    [
      { ticketNumber: 'A001', missing: [], problems },
      { ticketNumber: 'A002', missing: [], problems },
    ],
  );
});

test('between any two visits other work can be done, also on a day of which nothing is left', () => {
  let read = 0;
  function* erased(): Generator<VisitOfDay> {
    for (; read < 1_000; read += 1) yield { is: 'erased', ticketNumber: `A${read}` };
  }
  const pieces = checkInFile(erased(), syntheticSite);
  for (let taken = 0; taken < 10; taken += 1) pieces.next();
  assert.equal(read, 9);
});

test('of a day of which nothing is left there is no file, and not one that says that nobody came', () => {
  const { text, day } = written([{ is: 'erased', ticketNumber: 'A001' }]);
  assert.deepEqual([text, day.visits, day.rows], ['', 1, 0]);
});
