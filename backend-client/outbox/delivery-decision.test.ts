import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { noteFromFailure } from './delivery-decision.ts';

const problems: readonly DeliveryProblem[] = [
  ...(['transient', 'ambiguous', 'settings'] as const).flatMap((kind) =>
    [true, false].map((counts) => ({ kind, counts, reason: 'no-answer' }) as const),
  ),
  { kind: 'permanent', counts: true, proven: true, reason: 'hl7-content-refused' },
  { kind: 'permanent', counts: true, proven: false, reason: 'hospital-error-ae' },
];

function becomes(problem: DeliveryProblem, against: 'system' | 'message' | 'unknown', rejections: number) {
  const message = { attempts: 3, rejections };
  const said = [true, false].map((deduplicates) => {
    const note = noteFromFailure({ message, problem, deduplicates, against, patience: 5, random: 0.5 });
    return note.state === 'queued' ? `${note.counts} in ${note.retryInMs}` : note.state;
  });
  return said[0] === said[1] ? said[0] : said.join(', without dropping repeats ');
}

const nameOf = ({ kind, counts, proven }: DeliveryProblem) =>
  [kind, ...(counts ? ['counts'] : []), ...(proven ? ['proven'] : [])].join(' ');

test('what becomes of a message follows from what another attempt would do, and from what became of the others', () => {
  const outcomes = problems.flatMap((problem) =>
    (['system', 'unknown', 'message'] as const).map(
      (against) => `${nameOf(problem)}, ${against}: ${becomes(problem, against, 3)}`,
    ),
  );
  assert.deepEqual(outcomes, [
    'transient counts, system: attempt in 4400',
    'transient counts, unknown: attempt in 4400',
    'transient counts, message: rejection in 4400',
    'transient, system: nothing in 4400',
    'transient, unknown: nothing in 4400',
    'transient, message: nothing in 4400',
    'ambiguous counts, system: attempt in 4400, without dropping repeats unsure',
    'ambiguous counts, unknown: attempt in 4400, without dropping repeats unsure',
    'ambiguous counts, message: rejection in 4400, without dropping repeats unsure',
    'ambiguous, system: nothing in 4400, without dropping repeats unsure',
    'ambiguous, unknown: nothing in 4400, without dropping repeats unsure',
    'ambiguous, message: nothing in 4400, without dropping repeats unsure',
    'settings counts, system: nothing in 4400',
    'settings counts, unknown: nothing in 4400',
    'settings counts, message: nothing in 4400',
    'settings, system: nothing in 4400',
    'settings, unknown: nothing in 4400',
    'settings, message: nothing in 4400',
    'permanent counts proven, system: refused',
    'permanent counts proven, unknown: refused',
    'permanent counts proven, message: refused',
    'permanent counts, system: attempt in 4400',
    'permanent counts, unknown: refused',
    'permanent counts, message: refused',
  ]);
});

test('what the hospital takes of everybody else, and not of this one, ends at a person', () => {
  const end = (kind: 'transient' | 'ambiguous') => becomes({ kind, counts: true, reason: 'no-answer' }, 'message', 4);
  assert.deepEqual(
    [end('transient'), end('ambiguous')],
    ['refused', 'unsure'],
    'provably not taken, or perhaps it was',
  );
});
