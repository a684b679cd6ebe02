import { expect, test } from 'vitest';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { type AccountsOfDay, compareAccounts, compareNumbers } from './compare-accounts.ts';
import type { DoneAct } from './counters.ts';
import { accountOf } from './log-account.ts';
import { daysOfYear, planOfDays, visitsOfYear } from './province.ts';

const day = '2028-01-03' as BusinessDay;
const lan = 'LAN' as VisitId;
const called = { kind: 'called', visitId: lan, counter: 'noi-1' };
const finished = { kind: 'finished', visitId: lan, counter: 'noi-1' };
const acts: readonly (readonly [string, DoneAct])[] = [
  ['call', { kind: 'call-next', counter: 'noi-1', visitId: lan }],
  ['let-go', { kind: 'finish', counter: 'noi-1', visitId: lan }],
];

/** One number from one kiosk, called and let go. */
const good = [
  ['begin', { kind: 'day-begun', day, carried: [] }],
  ['block', { kind: 'leased', day, series: 'A', first: 1, last: 2 }],
  ['enter', entered(lan, 1)],
  ['call', called],
  ['let-go', finished],
] as const;

function entered(visitId: VisitId, sequence: number) {
  const from = { kind: 'kiosk', kioskId: 'kiosk-1' };
  return {
    kind: 'entered',
    entry: { visitId, day, from, number: { series: 'A', sequence }, state: { is: 'waiting' } },
  };
}

function accounts(lines: readonly (readonly [string, object])[], changes: Partial<AccountsOfDay> = {}): AccountsOfDay {
  const rows = lines.map(([act_id, event], position) => ({ position, act_id, event: JSON.stringify(event) }));
  const log = accountOf(day, rows);
  const numbers = log.numbers.get(day)?.used.size ?? 0;
  const tally = { facts: 1, requests: 1, failed: 0, underMark: 0, looked: 0 };
  return {
    kiosks: [
      {
        ...{ kioskId: 'kiosk-1', entered: new Map([[lan, 'A/1']]), changed: new Map() },
        ...{ gaveUp: new Set(), raised: new Set(), doubtful: new Set(), tally, broken: [] },
      },
    ],
    counters: {
      done: new Map(acts as readonly (readonly [ActId, DoneAct])[]),
      doubtful: new Set(),
      refused: new Map(),
    },
    log: { ...log, rows: { events: rows.length, acts: rows.length, numbers, staleDocuments: 0, old: 0 } },
    counted: { byHub: log.kinds, before: new Map() },
    hasFallen: false,
    leftBefore: new Set(),
    ...changes,
  };
}

const saying = (lines: readonly (readonly [string, object])[], changes?: Partial<AccountsOfDay>) =>
  compareAccounts(accounts(lines, changes)).join('\n');

test('accounts that are equal say nothing', () => {
  expect(saying(good)).toBe('');
});

test('a patient who is called by two counters is found', () => {
  const twice = [...good.slice(0, 4), ['second', { ...called, counter: 'noi-2' }], ...good.slice(4)] as const;
  expect(saying(twice)).toContain('LAN was called at noi-2, and stood as called at noi-1 instead of waiting');
  expect(saying(twice)).toContain('nobody at noi-2 has done called of LAN');
});

test('a number that two have, one that was lost and one that nobody gave are found', () => {
  expect(saying([...good, ['other', entered('MINH' as VisitId, 1)]])).toMatch(
    /A\/1 was given twice.*nobody has given MINH/s,
  );
  expect(saying(good.filter(([act]) => act !== 'enter'))).toContain('lost: LAN, A/1, of kiosk-1');
});

test('an act that was answered as done and is not in the log is found', () => {
  expect(saying(good.slice(0, 4))).toContain('finish of LAN at noi-1 was answered as done and is not in the log');
});

test('what the hub counts otherwise than the log is found, and a commit that nobody heard of only where something fell and its acts were asked for again', () => {
  const byHub = new Map([...accounts(good).log.kinds, ['called', 0]] as const);
  expect(saying(good, { counted: { byHub, before: new Map() } })).toContain(
    'the hub counted 0 lines called, the log has 1',
  );
  const counters = { ...accounts(good).counters, doubtful: new Set(['call' as ActId]) };
  expect(saying(good, { counted: { byHub, before: new Map() }, counters, hasFallen: true })).toBe('');
  expect(saying(good, { counted: { byHub, before: new Map() }, hasFallen: true })).toContain('counted 0 lines called');
  const more = new Map([...byHub, ['called', 2]] as const);
  expect(saying(good, { counted: { byHub: more, before: new Map() }, hasFallen: true })).toContain(
    'counted 2 lines called',
  );
});

test('whoever waited in the evening and is not there in the morning is found', () => {
  expect(saying(good, { leftBefore: new Set(['HOA']) })).toContain('HOA waited in the evening and was not there');
});

test('rows that the lines do not explain, rows and documents of days that are over, are found', () => {
  const { log } = accounts(good);
  const rows = { ...log.rows, numbers: 2, staleDocuments: 3, old: 4 };
  expect(saying(good, { log: { ...log, rows } })).toMatch(
    /2 rows of numbers, 1 numbers.*4 rows of days that nobody keeps.*3 documents of days/s,
  );
});

test('a number of a block is somebody’s or was never needed', () => {
  const of = (kind: 'leased' | 'used' | 'voided', ...names: string[]) => ({
    ...{ leased: new Set<string>(), used: new Set<string>(), voided: new Set<string>() },
    [kind]: new Set(names),
  });
  const leased = of('leased', 'A/1', 'A/2');
  expect(compareNumbers(day, [leased, of('used', 'A/1', 'A-K1/1'), of('voided', 'A/2')])).toEqual([]);
  expect(compareNumbers(day, [leased, of('used', 'A/1')])).toEqual([`${day}: nobody says what became of number A/2`]);
  expect(compareNumbers(day, [leased, of('used', 'A/1', 'A/3'), of('voided', 'A/1', 'A/2')])).toEqual([
    `${day}: number A/1 is somebody's, and was never given`,
    `${day}: number A/3 lies in no block`,
  ]);
});

test('a year has as many visits as the province counted', () => {
  const year = planOfDays(daysOfYear);
  expect(year.reduce((sum, { visits }) => sum + visits, 0)).toBe(visitsOfYear);
  expect(year.at(-1)?.day).toBe('2028-12-31');
});
