import { expect, test } from 'vitest';
import { readLoggedEvent } from './logged-event.ts';
import { waitingFor } from './order.ts';
import { entering, lan, minh, numbersOf, playDay, smallHospital, visitOf } from './played-day.ts';

const p101 = { counter: 'p101', by: lan } as const;

test('a counter calls who came first, and the next call finishes', () => {
  const hub = playDay();
  for (const count of [1, 2, 3]) hub.act(entering(count, { givenAt: hub.now + count }));
  hub.now += 60_000;
  expect(hub.act({ kind: 'call-next', ...p101 })).toEqual({ ok: false, problem: 'not-your-counter' });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  expect(numbersOf(waitingFor(hub.day, smallHospital, 'p101', hub.now))).toEqual(['A001', 'A002', 'A003']);
  hub.act({ kind: 'call-next', ...p101 });
  expect(hub.day.counters.get('p101')?.serving).toBe(visitOf(1));
  hub.act({ kind: 'call-next', ...p101 });
  expect(hub.day.entries.get(visitOf(1))?.state.is).toBe('finished');
  expect(hub.day.counters.get('p101')?.serving).toBe(visitOf(2));
  expect(hub.act({ kind: 'sit-down', counter: 'p101', by: minh, force: false }).ok).toBe(false);
  for (const logged of hub.log) {
    expect(readLoggedEvent(JSON.parse(JSON.stringify(logged)))).toEqual({ ok: true, value: logged });
  }
});

test('blocks of a series follow each other, also behind numbers that staff gave', () => {
  const hub = playDay();
  const lease = (kioskId: string) => hub.act({ kind: 'lease', kioskId, day: hub.day.day, series: 'A', count: 10 });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  expect(lease('kiosk-1')).toMatchObject({ ok: true, value: [{ first: 1, last: 10 }] });
  hub.act({ kind: 'quick-issue', ...p101, visitId: visitOf(99), serviceCode: 'noi', as: 'ordinary' });
  expect(hub.day.entries.get(visitOf(99))?.number.text).toBe('A011');
  expect(lease('kiosk-2')).toMatchObject({ ok: true, value: [{ first: 12, last: 21 }] });
});
