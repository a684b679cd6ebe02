import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { noteFromFailure } from './delivery-decision.ts';

/** A message that has been tried three times and sent back eight times. */
test('what becomes of a message follows from what another attempt would do', () => {
  const kinds = ['transient', 'ambiguous', 'permanent', 'settings'] as const;
  const outcomes = kinds.flatMap((kind) =>
    [true, false].flatMap((counts) =>
      [true, false].map((deduplicates) => {
        const problem: DeliveryProblem = { kind, counts, reason: 'no-answer' };
        const note = noteFromFailure({ message: { attempts: 3, rejections: 8 }, problem, deduplicates, random: 0.5 });
        const becomes = note.state === 'queued' ? `queued ${note.counts} ${note.retryInMs}` : note.state;
        return `${kind}${counts ? ' counts' : ''}${deduplicates ? ' deduplicates' : ''}: ${becomes}`;
      }),
    ),
  );
  assert.deepEqual(outcomes, [
    'transient counts deduplicates: queued rejection 2000',
    'transient counts: queued rejection 2000',
    'transient deduplicates: queued nothing 2000',
    'transient: queued nothing 2000',
    'ambiguous counts deduplicates: queued attempt 2000',
    'ambiguous counts: unsure',
    'ambiguous deduplicates: queued nothing 2000',
    'ambiguous: unsure',
    'permanent counts deduplicates: refused',
    'permanent counts: refused',
    'permanent deduplicates: refused',
    'permanent: refused',
    'settings counts deduplicates: queued nothing 2000',
    'settings counts: queued nothing 2000',
    'settings deduplicates: queued nothing 2000',
    'settings: queued nothing 2000',
  ]);
});
