import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { Caller } from '../queue/entry.ts';
import { atTime, entering, playDay, smallHospital, today } from '../queue/played-day.ts';
import { corrected, isBelievable, type Score, shownRange } from './believing.ts';
import { futures } from './futures.ts';
import { bookText, readBook, type ServiceBook } from './service-book.ts';
import { openWaits } from './waits.ts';

const minute = 60_000;
const rooms = ['p1', 'p2', 'p3', 'p4'];
const settings = {
  ...smallHospital,
  counters: new Map(rooms.map((id) => [id, { id, place: 'hall', services: ['noi'] }])),
};

/**
 * Mornings of one service with four rooms: 190 patients, most of them early; serving takes 5 min in the mean (lognormal, cv 0.8), 15 of a
 * hundred have priority, 8 do not come.
 */
function playMornings(count: number, seed: number): { readonly book: ServiceBook; readonly shown: readonly string[] } {
  const random = createSeededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sigma = Math.sqrt(Math.log(1 + 0.8 * 0.8));
  const serving = () => 5 * minute * Math.exp(sigma * normal() - (sigma * sigma) / 2);
  const hub = playDay(settings);
  const waits = openWaits(settings);
  const shown: string[] = [];
  let heard = 0;
  let visits = 0;
  const act = (one: Parameters<typeof hub.act>[0]) => {
    const done = hub.act(one);
    waits.heard(hub.log.slice(heard), hub.day);
    heard = hub.log.length;
    return done;
  };

  for (let morning = 0; morning < count; morning += 1) {
    const day = dayAfter(today, morning);
    hub.now = atTime(6, 30, day);
    act({ kind: 'begin-day', day });
    act({ kind: 'close-day', by: person('p1'), day: dayAfter(day, -1) });
    for (const room of rooms) act({ kind: 'sit-down', counter: room, by: person(room), force: true });
    const arrivals = Array.from({ length: 190 }, () => atTime(6, 45, day) + random() ** 1.3 * 240 * minute).sort();
    const free = new Map<string, number>(rooms.map((room) => [room, atTime(7, 0, day)]));
    const given = { A: 0, UA: 0 };
    for (;;) {
      const [room = '', at = 0] = [...free].toSorted(([, one], [, other]) => one - other)[0] ?? [];
      const next = arrivals[0];
      if (next !== undefined && next <= at) {
        arrivals.shift();
        hub.now = Math.floor(next);
        const series = random() < 0.15 ? 'UA' : 'A';
        given[series] += 1;
        visits += 1;
        const lane = series === 'UA' ? 'priority' : 'ordinary';
        act(entering(visits, { day, lane, number: ticketNumber(series, given[series]), givenAt: hub.now }));
        continue;
      }
      hub.now = Math.floor(at);
      const seat = { counter: room, by: person(room) };
      if (hub.day.counters.get(room)?.serving) act({ kind: 'finish', ...seat });
      const range = waits.shown(hub.day, 'noi', hub.now);
      if (range) shown.push(`${range.from}-${range.to}`);
      if (!act({ kind: 'call-next', ...seat }).ok) {
        if (next === undefined) break;
        free.set(room, next + 1);
        continue;
      }
      if (random() < 0.08) {
        hub.now += 45_000;
        act({ kind: 'absent', ...seat });
        free.set(room, hub.now);
      } else free.set(room, hub.now + serving());
    }
  }
  return { book: waits.book, shown };
}

function person(room: string): Caller {
  return { kind: 'person', id: room, name: room };
}

test('of ten promises some eight come true, for short queues and for long ones, and boards are told them', () => {
  const { book, shown } = playMornings(Number(process.env.WAITS_MORNINGS ?? 7), 7);
  for (const bucket of ['0-2', '3-9', '10-24'] as const) {
    const scores = (book.services.get('noi')?.scores[bucket] ?? []).filter(({ day }) => day >= dayAfter(today, 2));
    const held = scores.filter((score) => score.held).length / scores.length;
    expect({ bucket, isBetween: held >= 0.65 && held <= 0.95 }).toEqual({ bucket, isBetween: true });
  }
  expect(shown.length).toBeGreaterThan(100);
  expect(readBook(bookText(book))).toEqual(book);
});

test('before anybody was served nothing is said', () => {
  const hub = playDay(settings);
  const waits = openWaits(settings);
  hub.act(entering(1, { givenAt: hub.now }));
  waits.heard(hub.log, hub.day);
  expect(waits.shown(hub.day, 'noi', hub.now)).toBeUndefined();
});

test('who waits behind two with priority and one room waits for all of them', () => {
  const queue = {
    ahead: { priority: 2, ordinary: 3 },
    run: { share: 'none', length: 0 },
    ratio: { priority: 2, ordinary: 1 },
    servedMs: [undefined],
    priorityPerHour: 0,
    absence: 0,
    services: [4 * minute],
  } as const;
  const random = createSeededRandom(1);
  expect(futures(queue, 5, random)).toEqual(Array(5).fill(20 * minute));
  expect(futures({ ...queue, servedMs: [] }, 5, random)).toEqual([]);
  expect(
    futures({ ...queue, ratio: { priority: 1, ordinary: 9 }, priorityPerHour: 600 }, 5, random)[0],
  ).toBeGreaterThan(0);
});

function scored(missed: readonly number[], held: boolean): readonly Score[] {
  return missed.map((by) => ({ day: today, missed: by, held }));
}

test('a correction makes eight of ten of the latest promises true', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -600_000, max: 6_000_000 }), { minLength: 20, maxLength: 100 }),
      (missed) => {
        const raw = { from: 20_000_000, to: 21_200_000 };
        const { from, to } = corrected(raw, scored(missed, true));
        const true80 = missed.filter((by) => raw.from - by >= from || raw.to + by <= to).length;
        expect(from).toBeLessThanOrEqual(to);
        expect(true80 / missed.length).toBeGreaterThanOrEqual(0.8);
      },
    ),
  );
});

test('ranges that did not hold, and ranges that always hold, are not shown', () => {
  const held = (count: number, of: number) => [
    ...scored(Array(count).fill(0), true),
    ...scored(Array(of - count).fill(1), false),
  ];
  expect(isBelievable(held(80, 100))).toBe(true);
  expect(isBelievable(held(69, 100))).toBe(false);
  expect(isBelievable(held(93, 100))).toBe(false);
  expect(isBelievable(held(15, 19))).toBe(false);
  const old = held(0, 200).map((score) => ({ ...score, day: dayAfter(today, -9) }));
  const days = [-4, -3, -2, -1, 0].flatMap((ago) =>
    held(8, 10).map((score) => ({ ...score, day: dayAfter(today, ago) })),
  );
  expect(isBelievable([...old, ...days])).toBe(true);
});

test('a range is said in steps of five minutes; a wide one says only what is sure', () => {
  const range = (from: number, to: number) => shownRange({ from: from * minute, to: to * minute });
  expect(range(12, 31)).toEqual({ from: 10, to: 35 });
  expect(range(0, 0)).toEqual({ from: 0, to: 5 });
  expect(range(62, 140)).toEqual({ from: 45, to: 'over' });
  expect(range(21, 90)).toEqual({ from: 20, to: 'over' });
  expect(range(2, 90)).toBeUndefined();
});

test('a book that somebody has spoiled is an empty one', () => {
  for (const text of ['', 'null', '{"version":2}', '{"version":1,"services":[{"code":"noi"}]}']) {
    expect(readBook(text).services.size).toBe(0);
  }
  fc.assert(fc.property(fc.string(), (text) => readBook(text).services.size === 0));
});
