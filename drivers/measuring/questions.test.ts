import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createQuestions } from './questions.ts';

function createAsked(forgetAfterMs?: number) {
  const clock = createHandCrankedClock();
  const sent: string[] = [];
  const overdue: string[] = [];
  const parts = { send: (name: string) => void sent.push(name), after: clock.after };
  const questions = createQuestions<string>(forgetAfterMs === undefined ? parts : { ...parts, forgetAfterMs });
  return { clock, sent, overdue, questions };
}

test('an answer belongs to the oldest question, also when that one was given up and asked anew', () => {
  const { clock, questions, overdue } = createAsked();
  questions.ask('first', 100, () => overdue.push('first'));
  clock.advance(100);
  questions.ask('again', 100, () => overdue.push('again'));
  expect([overdue, questions.oldest(), questions.outstanding('again')]).toEqual([['first'], 'first', 1]);
  expect([questions.settle('first'), questions.oldest()]).toEqual([true, 'again']);
});

test('devices answer in their order: what was asked before an answered question is not answered any more', () => {
  const { questions } = createAsked();
  for (const name of ['RB', 'RB', 'ST']) questions.ask(name, 100, () => {});
  questions.settle('ST');
  expect([questions.oldest(), questions.settle('RB')]).toEqual([undefined, false]);
});

test('a device that was off does not answer what it never heard', () => {
  const { clock, questions } = createAsked(1_000);
  questions.ask('ENQ', 100, () => {});
  clock.advance(1_000);
  questions.ask('ENQ', 100, () => {});
  expect(questions.outstanding('ENQ')).toBe(1);
  questions.settle('ENQ');
  clock.advance(1_000);
  expect(clock.pending()).toBe(0);
});
