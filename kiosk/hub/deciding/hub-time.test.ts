import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createHubTime } from './hub-time.ts';

const morning = Date.UTC(2026, 10, 30, 1);
const hour = 3_600_000;
const year = 365 * 24 * hour;

/** The machine's clock stands so far from where the log ends. */
function started(away: number, lastMoment: number | 'none' = morning) {
  const clock = createHandCrankedClock(morning + away);
  const doubts: boolean[] = [];
  const contradictions: number[] = [];
  const time = createHubTime({
    clock,
    onDoubt: (is) => doubts.push(is),
    onContradicted: (byMs) => contradictions.push(byMs),
  });
  if (lastMoment !== 'none') time.goOnFrom(lastMoment);
  return { clock, time, doubts, contradictions };
}

test.each([0, 5 * 60_000, 14 * hour, 62 * hour, 12 * 24 * hour])(
  'a hub that was off for %i ms goes by the clock of its machine',
  (away) => {
    const { clock, time, doubts } = started(away);
    expect(time.now()).toBe(clock.now());
    expect(doubts).toEqual([]);
  },
);

test.each([3 * year, 13 * 24 * hour, -hour, -20 * year])(
  'a clock that stands %i ms from the log is not followed, until somebody else says the same',
  (away) => {
    const { clock, time, doubts } = started(away);
    expect(time.now()).toBe(morning);
    clock.advance(90_000);
    expect(time.now()).toBe(morning + 90_000);
    expect(doubts).toEqual([true]);
    time.heard(clock.now() + 9 * 60_000);
    expect(time.now()).toBe(clock.now());
    expect(doubts).toEqual([true, false]);
  },
);

test('a clock that leaps while the hub runs is not followed; what is set right again is believed', () => {
  const { clock, time, doubts } = started(0);
  clock.leap(3 * year);
  clock.advance(1_000);
  expect(time.now()).toBe(morning + 1_000);
  time.heard(morning + 2_000);
  expect(time.now(), 'a kiosk that says what the hub thinks confirms no leap').toBe(morning + 1_000);
  clock.leap(-3 * year);
  expect(time.now()).toBe(clock.now());
  expect(doubts).toEqual([true, false]);
});

test('small corrections are followed, and so is what a person confirms', () => {
  const { clock, time } = started(0);
  clock.leap(-90_000);
  expect(time.now()).toBe(morning - 90_000);
  clock.leap(30 * 24 * hour);
  expect(time.now()).toBe(morning - 90_000);
  time.confirm();
  expect(time.now()).toBe(clock.now());
});

test('a hub that has run for weeks without its database believes what has elapsed', () => {
  const { clock, time, doubts } = started(0);
  clock.advance(20 * 24 * hour);
  time.goOnFrom(morning);
  expect(time.now()).toBe(clock.now());
  expect(doubts).toEqual([]);
});

test('a machine that slept over a weekend wakes as sure of the time as it fell asleep', () => {
  const clock = createHandCrankedClock(morning);
  let sleptMs = 0;
  const doubts: boolean[] = [];
  const time = createHubTime({
    clock,
    sinceBoot: () => 5_000 + clock.monotonic() + sleptMs,
    onDoubt: (is) => doubts.push(is),
    onContradicted: () => {},
  });
  time.goOnFrom(morning);
  sleptMs = 60 * hour;
  clock.leap(60 * hour);
  expect(time.now()).toBe(clock.now());
  clock.leap(60 * hour);
  expect(time.now()).toBe(morning + 60 * hour);
  expect(doubts).toEqual([true]);
});

test('a new hub whose clock is wrong hears so from a kiosk, once', () => {
  const { clock, time, contradictions } = started(3 * year, 'none');
  const right = () => clock.now() - 3 * year;
  time.heard(right());
  clock.advance(30_000);
  time.heard(right());
  expect(contradictions).toEqual([-3 * year]);
  clock.leap(-3 * year);
  time.heard(clock.now());
  clock.leap(hour);
  time.heard(clock.now() - hour);
  expect(time.now()).toBe(clock.now() - hour);
  expect(contradictions).toEqual([-3 * year]);
});
