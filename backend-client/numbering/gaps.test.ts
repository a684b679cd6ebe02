import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { explainGaps } from './gaps.ts';
import { ticketNumber } from './ticket-number.ts';

const endless = { day: '2026-11-21' as BusinessDay, series: 'A', first: 1, last: undefined, source: 'local' } as const;

test('numbers are easy to read aloud and never run out of digits', () => {
  assert.deepEqual(
    [1, 12, 999, 1000].map((sequence) => ticketNumber('UA', sequence).text),
    ['UA001', 'UA012', 'UA999', 'UA1000'],
  );
});

test('a number that is neither a visit nor void nor withdrawn, used twice or never leased is found', () => {
  const at = (sequence: number, series = 'A') => ({ series, sequence });
  assert.deepEqual(
    explainGaps({
      leases: [{ ...endless, next: 6 }],
      visits: [at(1), at(3), at(3), at(7), at(2, 'B')],
      voids: [at(4)],
      withdrawn: [at(5)],
    }),
    ['A2: missing', 'A3: used 2 times', 'A7: not leased', 'B2: not leased'],
  );
});
