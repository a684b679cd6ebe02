import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type LockOut, lockOutPolicies, openLockOut } from './lock-out.ts';

let folder: string;
let path: string;
let clock = createHandCrankedClock();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-lock-'));
  path = join(folder, 'staff', 'lock-out.json');
  clock = createHandCrankedClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One salt, so that the same names fall into the same places in each run. */
const randomBytes = (size: number) => new Uint8Array(size).fill(7);
const open = () => openLockOut({ path, clock, randomBytes });

/** 0 when the attempt was let through (and wrong), else the ms still to be waited. */
function wrong(lockOut: LockOut, name = 'lan', source = '10.0.0.1'): number {
  const attempt = lockOut.attempt([
    { kind: 'name', of: name },
    { kind: 'source', of: source },
    { kind: 'everybody', of: '' },
  ]);
  if (!attempt.ok) return attempt.problem.remainingMs;
  attempt.value.failed();
  return 0;
}

const lobbyWrong = (lockOut: LockOut) => {
  const attempt = lockOut.attempt([{ kind: 'lobby', of: '' }]);
  return attempt.ok ? 0 : attempt.problem.remainingMs;
};

test('after five wrong answers each further one costs twice as long, up to an hour', () => {
  const lockOut = open();
  for (let each = 0; each < 5; each += 1) expect(wrong(lockOut, 'lan', `10.0.0.${each}`)).toBe(0);
  const waits = [];
  for (let each = 0; each < 10; each += 1) {
    const wait = wrong(lockOut, 'lan', `10.0.1.${each}`);
    waits.push(wait / 1000);
    clock.advance(wait - 1);
    expect(wrong(lockOut, 'lan', `10.0.2.${each}`)).toBe(1);
    clock.advance(1);
    expect(wrong(lockOut, 'lan', `10.0.2.${each}`)).toBe(0);
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
});

test('while one waits others go on, and whoever was right is forgotten', () => {
  const lockOut = open();
  for (let each = 0; each < 5; each += 1) wrong(lockOut, 'lan', `10.0.0.${each}`);
  expect(wrong(lockOut, 'lan', '10.0.0.9')).toBeGreaterThan(0);
  expect(wrong(lockOut, 'minh', '10.0.0.9')).toBe(0);
  clock.advance(30_000);
  const right = lockOut.attempt([{ kind: 'name', of: 'lan' }]);
  if (right.ok) right.value.succeeded();
  for (let each = 0; each < 5; each += 1) expect(wrong(lockOut, 'lan', `10.0.1.${each}`)).toBe(0);
});

test('many names from one address, and many addresses, are slowed down as well', () => {
  const lockOut = open();
  let one = 0;
  while (wrong(lockOut, `name ${one}`, '10.0.0.1') === 0) one += 1;
  let many = one;
  while (wrong(lockOut, `name ${many}`, `10.1.0.${many}`) === 0) many += 1;
  expect([one, many]).toEqual([10, 30]);
});

test('a restart gives nothing: all that was left to wait is owed again, whatever the clock says', () => {
  const first = open();
  for (let each = 0; each < 7; each += 1) {
    clock.advance(wrong(first));
    wrong(first);
  }
  const owed = wrong(first);
  expect(owed).toBeGreaterThan(0);
  clock.leap(366 * 86_400_000);
  expect(wrong(open())).toBe(owed);
  // Another boot: monotonic time begins anew, and the wall clock says 1970.
  clock = createHandCrankedClock(0);
  const afterBoot = open();
  expect(wrong(afterBoot)).toBe(owed);
  clock.advance(owed);
  expect(wrong(afterBoot)).toBe(0);
  expect(wrong(afterBoot)).toBeGreaterThan(owed);
});

test('a leap of the clock gives nothing while it runs, forwards or back', () => {
  const lockOut = open();
  for (let each = 0; each < 5; each += 1) wrong(lockOut);
  const owed = wrong(lockOut);
  clock.leap(10 * 366 * 86_400_000);
  expect(wrong(lockOut)).toBe(owed);
  clock.leap(-20 * 366 * 86_400_000);
  expect(wrong(lockOut)).toBe(owed);
});

test('many attempts at once get no more tries than one after the other, nor does whoever kills the host in between', () => {
  const lockOut = open();
  const attempts = Array.from({ length: 20 }, () => lockOut.attempt([{ kind: 'name', of: 'lan' }]));
  expect(attempts.filter(({ ok }) => ok)).toHaveLength(5);
  // None has been answered yet.
  expect(wrong(open())).toBeGreaterThan(0);
});

test('what was not tried after all is not counted, and success takes its own lock away', () => {
  const lockOut = open();
  for (let each = 0; each < 50; each += 1) {
    const attempt = lockOut.attempt([
      { kind: 'name', of: 'lan' },
      { kind: 'source', of: 'a' },
    ]);
    expect(attempt.ok).toBe(true);
    if (attempt.ok) attempt.value.withdrawn();
  }
  for (let each = 0; each < 10; each += 1) {
    const attempt = lockOut.attempt([
      { kind: 'name', of: `${each}` },
      { kind: 'source', of: 'a' },
    ]);
    expect(attempt.ok).toBe(true);
    if (attempt.ok) each < 9 ? attempt.value.failed() : attempt.value.succeeded();
  }
  expect(lockOut.attempt([{ kind: 'source', of: 'a' }]).ok).toBe(true);
  expect(open().attempt([{ kind: 'source', of: 'a' }]).ok).toBe(false);
});

test('the pad in the lobby has three tries, and a lock of its own', () => {
  const lockOut = open();
  expect([lobbyWrong(lockOut), lobbyWrong(lockOut), lobbyWrong(lockOut)]).toEqual([0, 0, 0]);
  expect(lobbyWrong(lockOut)).toBe(lockOutPolicies.lobby.firstDelayMs);
  expect(wrong(lockOut)).toBe(0);
});

test('a file that is damaged makes everybody wait once and is said', () => {
  wrong(open());
  for (const [damage, kind] of [
    [() => writeFileSync(path, '{"version":1,"salt":"x"'), 'damaged'],
    [
      () => writeFileSync(path, JSON.stringify({ version: 1, salt: 'AAAAAAAAAAAAAAAAAAAAAA', entries: [{}] })),
      'damaged',
    ],
    [() => writeFileSync(path, ' '.repeat(2_000_000)), 'too-large'],
  ] as const) {
    damage();
    const lockOut = open();
    expect(lockOut.damage?.why).toBe(kind);
    expect(wrong(lockOut, 'whoever')).toBe(30_000);
    clock.advance(30_000);
    expect(wrong(lockOut, 'whoever')).toBe(0);
  }
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(open().damage).toBeUndefined();
});

test('names without end need no memory without end, and push nobody out', () => {
  const lockOut = open();
  for (let each = 0; each < 5; each += 1) wrong(lockOut, 'lan', 'a');
  for (let each = 0; each < 2_000; each += 1) {
    wrong(lockOut, `stranger ${each}`, `b ${each}`);
    clock.advance(1_000);
    if (each % 100 === 0) clock.advance(20);
  }
  expect(statSync(path).size).toBeLessThan(150_000);
});

test('nobody gets more tries than the delays allow, whatever they do', () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('try' as const), source: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 200_000 }) }),
    fc.record({ do: fc.constantFrom('restart' as const, 'leap' as const) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      rmSync(path, { force: true });
      let lockOut = open();
      let tries = 0;
      let waited = 0;
      for (const each of acts) {
        if (each.do === 'try' && wrong(lockOut, 'lan', String(each.source)) === 0) tries += 1;
        if (each.do === 'wait') {
          clock.advance(each.ms);
          waited += each.ms;
        }
        if (each.do === 'leap') clock.leap(86_400_000);
        if (each.do === 'restart') lockOut = open();
      }
      // 5 for nothing; each one more has cost 30 s, 60 s, 120 s …
      let allowed = 5;
      for (let delay = 30_000, left = waited; left >= delay; delay *= 2) {
        left -= delay;
        allowed += 1;
      }
      expect(tries).toBeLessThanOrEqual(allowed);
    }),
    { numRuns: 60 },
  );
});
