import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newSetUpCode, offerSetUpCode, setUpCodeAt, setUpCodeLifeMs, shownSetUpCode } from './set-up-code.ts';

const first = newSetUpCode(() => Uint8Array.of(1, 0, 31, 10, 1, 2, 3, 4), 1_000);

test('is shown in two groups and opens once, however it is typed', () => {
  expect(shownSetUpCode(first)).toBe('10ZA-1234');
  for (const typed of ['10ZA-1234', '10za1234', ' lOza – 1234'.replace('–', '-'), '1 0 Z A 1 2 3 4', 'IoZA-I234']) {
    const { state, answer } = offerSetUpCode(first, typed, 2_000);
    expect([answer, shownSetUpCode(state)]).toEqual(['right', undefined]);
    expect(offerSetUpCode(state, '10ZA-1234', 2_000).answer).toBe('used');
  }
});

test('five wrong ones, and none opens any more', () => {
  let state = first;
  const answers = [];
  for (const typed of ['', '10ZA-1235', '10ZA-123', 'x'.repeat(10_000), '10ZA-12344', '10ZA-1234']) {
    const offered = offerSetUpCode(state, typed, 2_000);
    state = offered.state;
    answers.push(offered.answer);
  }
  expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'used-up', 'used-up']);
});

test('after fifteen minutes it opens nothing and stands nowhere', () => {
  const late = 1_000 + setUpCodeLifeMs;
  expect(offerSetUpCode(first, '10ZA-1234', late - 1).answer).toBe('right');
  expect(offerSetUpCode(first, '10ZA-1234', late).answer).toBe('expired');
  expect(shownSetUpCode(setUpCodeAt(first, late))).toBeUndefined();
});

test('no two are alike', () => {
  const codes = Array.from({ length: 1_000 }, () => shownSetUpCode(newSetUpCode(randomBytes, 0)));
  expect(new Set(codes).size).toBe(1_000);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
});
