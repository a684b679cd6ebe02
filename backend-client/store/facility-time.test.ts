import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterHospital,
  afterKernel,
  afterLeaving,
  afterLook,
  afterUse,
  type FacilityTime,
  type Look,
  momentAt,
  type StoredTime,
  smallLeapMs,
  startTime,
} from './facility-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Half past seven in the morning, in Vietnam. */
const morning = Date.parse('2026-11-21T00:30:00Z');
const yesterdayEvening = morning - 14 * hour;

const never: StoredTime = { lastMoment: undefined, lastSeen: undefined, isProven: false };
const closedAt = (at: number): StoredTime => ({ lastMoment: at, lastSeen: { at, wall: at }, isProven: true });

/** A kiosk whose clocks are moved by hand. `at` is the real time. */
function kiosk(stored: StoredTime, wall = morning) {
  let look: Look = { wall, monotonic: 5_000 };
  let time = startTime(stored, look);
  const step = (next: (time: FacilityTime) => FacilityTime) => {
    time = next(time);
    return made;
  };
  const made = {
    passes: (ms: number) => {
      look = { wall: look.wall + ms, monotonic: look.monotonic + ms };
      return step((before) => afterLook(before, look));
    },
    leaps: (ms: number) => {
      look = { ...look, wall: look.wall + ms };
      return step((before) => afterLook(before, look));
    },
    kernelSays: (isSynchronised: boolean | undefined) => step((before) => afterKernel(before, look, isSynchronised)),
    hospitalSays: (at: number, host = 'his', isZoned = true) =>
      step((before) => afterHospital(before, look, { host, at, isZoned })),
    givesANumber: () => step(afterUse),
    leavesItsDay: (left: StoredTime) => step((before) => afterLeaving(before, look, left, true)),
    time: () => time,
    moment: () => momentAt(time, look),
    trust: () => `${time.trust.is}: ${time.trust.why}`,
  };
  return made;
}

describe('at a start', () => {
  test('a kiosk that was off over night is sure of the time', () => {
    expect(kiosk(closedAt(yesterdayEvening)).trust()).toBe('confirmed: last-moment');
  });

  test('the first start of all has nothing that it could contradict', () => {
    expect(kiosk(never).trust()).toBe('confirmed: first-start');
  });

  test.each([40, 55, 60, 365, 2])('a clock %d days ahead is not believed, and the kernel settles it', (days) => {
    const ahead = kiosk(closedAt(morning), morning + days * day);
    expect(ahead.trust()).toBe('unconfirmed: ahead');
    expect(ahead.moment()).toBe(morning + days * day);
    expect(ahead.kernelSays(true).trust()).toBe('confirmed: kernel');
  });

  test.each([0, Date.UTC(2000, 0, 1), morning - 3 * day])(
    'a clock that has gone back to %d is not believed',
    (wall) => {
      const dead = kiosk(closedAt(yesterdayEvening), wall);
      expect(dead.trust()).toBe('unconfirmed: behind');
      expect(dead.moment()).toBe(yesterdayEvening + day);
      expect(dead.passes(hour).moment()).toBe(yesterdayEvening + day + hour);
    },
  );

  test('a brand-new kiosk does not begin in 1970', () => {
    const dead = kiosk(never, 30_000);
    expect(dead.trust()).toBe('unconfirmed: behind');
    expect(new Date(dead.moment()).getUTCFullYear()).toBe(2026);
  });

  test("one hospital's time alone confirms no leap, two machines of it do", () => {
    const ahead = kiosk(closedAt(yesterdayEvening), morning + 40 * day).hospitalSays(morning + 40 * day);
    expect(ahead.trust()).toBe('unconfirmed: ahead');
    expect(ahead.hospitalSays(morning + 40 * day, 'his').trust()).toBe('unconfirmed: ahead');
    expect(ahead.hospitalSays(morning + 40 * day + minute, 'lab').trust()).toBe('confirmed: sources');
  });

  test('a hospital that says another time takes the trust from a night, and gives it back', () => {
    const asked = kiosk(closedAt(yesterdayEvening)).hospitalSays(morning + 9 * hour);
    expect(asked.trust()).toBe('unconfirmed: contradicted');
    expect(asked.hospitalSays(morning).trust()).toBe('confirmed: hospital');
    // It was right once: its clock may go wrong afterwards, and the kiosk's does not follow.
    expect(asked.hospitalSays(morning + 9 * hour).trust()).toBe('confirmed: hospital');
  });

  test('a time without a zone contradicts only what no zone explains', () => {
    const asked = kiosk(closedAt(yesterdayEvening));
    expect(asked.hospitalSays(morning - 7 * hour, 'his', false).trust()).toBe('confirmed: last-moment');
    expect(asked.hospitalSays(morning - 3 * day, 'his', false).trust()).toBe('unconfirmed: contradicted');
  });

  test('while nobody confirms a clock far ahead, a hospital that goes on from last night tells the likelier day', () => {
    const ahead = kiosk(closedAt(yesterdayEvening), morning + 40 * day).hospitalSays(morning);
    expect(ahead.trust()).toBe('unconfirmed: ahead');
    expect(ahead.moment()).toBe(morning);
  });

  test('a dead clock that begins anew at each start names another day each time, and the same after a restart within one', () => {
    const seen = { at: yesterdayEvening + day, wall: 9 * hour };
    expect(kiosk({ lastMoment: yesterdayEvening, lastSeen: seen, isProven: true }, 30_000).moment()).toBe(
      seen.at + day,
    );
    expect(kiosk({ lastMoment: yesterdayEvening, lastSeen: seen, isProven: true }, 9 * hour + minute).moment()).toBe(
      seen.at + minute,
    );
  });
});

describe('while running', () => {
  test('a kiosk that sleeps at night wakes sure of the time', () => {
    const slept = kiosk(closedAt(yesterdayEvening))
      .givesANumber()
      .passes(14 * hour);
    expect(slept.trust()).toBe('confirmed: last-moment');
    expect(slept.time().leaps).toBe(0);
  });

  test.each([3 * day, -3 * day, 365 * day, hour, -hour])('a leap of %d ms is not followed, and not trusted', (ms) => {
    const leapt = kiosk(closedAt(yesterdayEvening)).givesANumber().passes(hour).leaps(ms).passes(minute);
    expect(leapt.trust()).toBe('unconfirmed: leapt');
    expect(leapt.moment()).toBe(morning + hour + minute);
    expect(leapt.hospitalSays(morning + hour + minute + ms).trust()).not.toMatch(/^confirmed/);
    expect(
      leapt
        .leaps(-ms)
        .hospitalSays(morning + hour + minute)
        .trust(),
    ).toBe('confirmed: hospital');
  });

  test("a hospital that agrees with what has elapsed makes the machine's clock unimportant", () => {
    const leapt = kiosk(closedAt(yesterdayEvening))
      .leaps(3 * day)
      .hospitalSays(morning + minute);
    expect(leapt.trust()).toBe('confirmed: elapsed');
    expect(leapt.moment()).toBe(morning);
  });

  test('minutes are no reason for doubt, and seconds are followed', () => {
    const set = kiosk(closedAt(yesterdayEvening)).leaps(10 * minute);
    expect([set.trust(), set.moment()]).toEqual(['confirmed: elapsed', morning]);
    const corrected = kiosk(closedAt(yesterdayEvening)).leaps(-4_000);
    expect([corrected.trust(), corrected.moment()]).toEqual(['confirmed: last-moment', morning - 4_000]);
  });

  test('a time server that answers late corrects what was only assumed, also from 1970', () => {
    const assumed = kiosk(closedAt(yesterdayEvening), yesterdayEvening + minute)
      .leaps(14 * hour)
      .kernelSays(true);
    expect(assumed.trust()).toBe('confirmed: kernel');
    expect(assumed.time()).toMatchObject({ leaps: 0, overturned: 1 });
    const dead = kiosk(closedAt(yesterdayEvening), 30_000).givesANumber().leaps(morning).kernelSays(true);
    expect([dead.trust(), dead.moment()]).toEqual(['confirmed: kernel', morning + 30_000]);
  });

  test('what two have vouched for is not overturned by a time server alone', () => {
    const known = kiosk(closedAt(yesterdayEvening))
      .kernelSays(true)
      .givesANumber()
      .leaps(3 * day)
      .kernelSays(true);
    expect(known.trust()).toBe('unconfirmed: leapt');
    expect(known.hospitalSays(morning + 3 * day).trust()).toBe('confirmed: sources');
    expect(known.time().leaps).toBe(1);
  });

  test('a clock that runs twice as fast is found out within minutes', () => {
    const fast = kiosk(closedAt(yesterdayEvening));
    for (let each = 0; each < 60; each += 1) fast.passes(minute).leaps(minute);
    expect(fast.trust()).toBe('unconfirmed: leapt');
    expect(fast.moment()).toBe(morning + hour);
  });
});

describe('a day that somebody leaves', () => {
  test('is gone back from, and its clock is not believed again in this run', () => {
    const left = kiosk(closedAt(morning), morning + day)
      .leavesItsDay(closedAt(morning))
      .passes(minute);
    expect([left.trust(), left.moment()]).toEqual(['unconfirmed: left', morning + minute]);
    expect(left.kernelSays(true).trust()).toBe('unconfirmed: left');
    expect(left.leaps(-day).trust()).toBe('confirmed: last-moment');
  });
});

describe('over any life of a clock', () => {
  const leap = fc.oneof(
    fc.integer({ min: -20, max: 20 }).map((n) => n * minute),
    fc.integer({ min: -500, max: 500 }).map((n) => n * day),
  );
  const event = fc.oneof(
    fc.record({ do: fc.constant('passes' as const), ms: fc.integer({ min: 0, max: 2 * day }) }),
    fc.record({ do: fc.constant('leaps' as const), ms: leap }),
    fc.record({ do: fc.constant('hospital' as const), wrongBy: fc.option(leap, { nil: 0 }) }),
    fc.record({ do: fc.constant('number' as const) }),
  );

  test('without a kernel and with one hospital, sure time is never further from the truth than the last night leaves open', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        leap,
        fc.integer({ min: 0, max: 36 * hour }),
        (events, wrongBy, offMs) => {
          let real = yesterdayEvening + offMs;
          const bench = kiosk(closedAt(yesterdayEvening), real + wrongBy);
          const check = () => {
            // Never before what was stored but for minutes, whatever the clock says: some at the start, and some while running.
            expect(bench.moment()).toBeGreaterThanOrEqual(yesterdayEvening - 2 * smallLeapMs);
            if (bench.time().trust.is === 'confirmed') {
              const drift = 0.002 * (real - yesterdayEvening) + 2 * smallLeapMs;
              expect(Math.abs(bench.moment() - real)).toBeLessThanOrEqual(36 * hour + drift);
            }
          };
          check();
          for (const each of events) {
            if (each.do === 'passes') {
              real += each.ms;
              bench.passes(each.ms);
            } else if (each.do === 'leaps') bench.leaps(each.ms);
            else if (each.do === 'hospital') bench.hospitalSays(real + each.wrongBy);
            else bench.givesANumber();
            check();
          }
        },
      ),
      { numRuns: 500, examples: [[[{ do: 'leaps', ms: -2 * minute }], -14 * minute, 0]] },
    );
  });

  test('what is proven by elapsed time and the kernel is followed to the minute, whatever one hospital and the clock say', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let real = morning;
        const bench = kiosk(closedAt(yesterdayEvening), real).kernelSays(true);
        for (const each of events) {
          if (each.do === 'passes') {
            real += each.ms;
            bench.passes(each.ms);
          } else if (each.do === 'leaps') bench.kernelSays(undefined).leaps(each.ms);
          else if (each.do === 'hospital') bench.hospitalSays(real + each.wrongBy);
          else bench.givesANumber();
          expect(Math.abs(bench.moment() - real)).toBeLessThanOrEqual(2 * minute + 0.002 * (real - morning));
        }
      }),
      { numRuns: 500 },
    );
  });
});
