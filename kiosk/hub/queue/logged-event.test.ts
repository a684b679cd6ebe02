import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLoggedEvent } from './logged-event.ts';
import { entering, lan, playDay, today, visitOf } from './played-day.ts';

const p101 = { counter: 'p101', by: lan } as const;

/** Lines as they lie in a database. */
function lines(): readonly string[] {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  hub.act({ kind: 'sit-down', ...p101, force: false });
  hub.act({ kind: 'lease', kioskId: 'kiosk-1', day: today, series: 'A', count: 10 });
  for (const visit of [1, 2, 3]) hub.act(entering(visit, { givenAt: hub.now }));
  hub.act({ kind: 'call-next', ...p101 });
  hub.act({ kind: 'park', ...p101, reason: 'pays-first' });
  hub.act({ kind: 'transfer', ...p101, visitId: visitOf(2), to: { to: 'counter', counter: 'p102' } });
  hub.act({
    kind: 'undo',
    ...p101,
    undoes: hub.day.counters.get('p101')?.last?.actId ?? hub.log[0]?.actId ?? ('' as never),
  });
  hub.act({ kind: 'close-day', by: lan, day: today });
  return hub.log.map((logged) => JSON.stringify(logged));
}

test('a line that was changed in one place is damaged, or it is another line that could have been written', () => {
  const written = lines();
  const wrong = fc.oneof(
    fc.constantFrom(null, -1, 1e300, 0.5, '', 'A'.repeat(1_000), '2026-02-31', [], {}, true),
    fc.string(),
    fc.double(),
  );
  fc.assert(
    fc.property(fc.nat(written.length - 1), fc.nat(500), wrong, (which, at, value) => {
      const line: unknown = JSON.parse(written[which] ?? '');
      const places = placesIn(line);
      const place = places[at % places.length];
      place?.(value);
      const read = readLoggedEvent(line);
      if (read.ok)
        expect(JSON.stringify(readLoggedEvent(JSON.parse(JSON.stringify(read.value))))).toBe(JSON.stringify(read));
    }),
    { numRuns: 500 },
  );
});

test('what is no line at all is damaged', () => {
  fc.assert(fc.property(fc.anything(), (value) => !readLoggedEvent(value).ok));
});

test('a field that this version does not know is damage', () => {
  const [first = ''] = lines();
  expect(readLoggedEvent({ ...JSON.parse(first), later: 1 })).toEqual({ ok: false, problem: 'damaged' });
});

test.each([
  ['a day that no calendar has', { day: '2026-02-31' }],
  ['a place before the first', { position: -1 }],
  ['a moment that is no number', { at: '1' }],
  ['an act without a name', { actId: '' }],
])('%s is damage', (_what, change) => {
  const [first = ''] = lines();
  expect(readLoggedEvent({ ...JSON.parse(first), ...change }).ok).toBe(false);
});

/** Each puts something else in one place of a value. */
function placesIn(value: unknown): readonly ((put: unknown) => void)[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    (put: unknown) => Object.assign(value, { [key]: put }),
    ...placesIn((value as Readonly<Record<string, unknown>>)[key]),
  ]);
}
