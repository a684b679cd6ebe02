import fc from 'fast-check';
import { expect, test } from 'vitest';
import { screeningSigns } from '#config/catalogues/screening-signs.ts';
import { answersOfAnh } from '../contract/synthetic-people.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import { mergeAnswers, withTimes } from './merge-answers.ts';

const [messages, research] = answersOfAnh.consents;

test('what a patient said last counts, field by field, and what was not asked again stays', () => {
  const merged = mergeAnswers(answersOfAnh, {
    particulars: { phone: '0900000001', ethnicity: undefined },
    screening: { signs: [], isolate: false },
    preparation: undefined,
  });
  expect(merged).toEqual({
    ...answersOfAnh,
    particulars: { ...answersOfAnh.particulars, phone: '0900000001' },
    screening: { signs: [], isolate: false },
  });
});

test('a consent that is taken back replaces the one that was given, and the others keep their place', () => {
  const takenBack = { ...messages, granted: false, at: messages.at + 60_000 };
  const added = { ...research, purpose: 'teaching' };
  expect(mergeAnswers(answersOfAnh, { consents: [added, takenBack] })?.consents).toEqual([takenBack, research, added]);
});

test('the same consent to the same words keeps the proof of the first time', () => {
  const again = { ...messages, shownMs: 99, at: messages.at + 60_000 };
  expect(mergeAnswers(answersOfAnh, { consents: [again] })?.consents).toEqual(answersOfAnh.consents);
});

test('a companion who is not asked again keeps the name that they gave; another one, or a refusal, replaces it', () => {
  const { companion } = answersOfAnh;
  const onlyRelation = { relation: 'child', fullName: undefined, citizenNumber: undefined } as const;
  expect(mergeAnswers(answersOfAnh, { companion: onlyRelation })?.companion).toEqual(companion);
  const spouse = { ...onlyRelation, relation: 'spouse' } as const;
  expect(mergeAnswers(answersOfAnh, { companion: spouse })?.companion).toEqual(spouse);
  const refused = { ...onlyRelation, consent: { ...companion.consent, granted: false } };
  expect(mergeAnswers(answersOfAnh, { companion: refused })?.companion).toEqual(refused);
});

test('a consent says when it was given, and goes on saying it', () => {
  const { at: _, ...untold } = messages;
  expect(withTimes({ consents: [untold, research] }, 5)?.consents).toEqual([{ ...messages, at: 5 }, research]);
  const { at: __, ...itself } = answersOfAnh.companion.consent;
  const companion = { ...answersOfAnh.companion, consent: itself };
  expect(withTimes({ companion }, 5)?.companion?.consent?.at).toBe(5);
  expect(withTimes({ preparation: { hasEaten: true } }, 5)).toEqual({ preparation: { hasEaten: true } });
});

test('whatever was said, saying it again is not new, and nothing that is known is lost', () => {
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const consent = fc.record({
    purpose: fc.constantFrom('messages', 'research', 'teaching'),
    granted: fc.boolean(),
    wordsHash: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
    language: fc.constantFrom('vi' as const, 'en' as const),
    shownMs: fc.nat(9000),
    by: fc.constantFrom('patient' as const, 'guardian' as const),
    at: fc.nat(9000),
  });
  const answers: fc.Arbitrary<VisitAnswers> = fc.record({
    companion: maybe(
      fc.record({
        relation: fc.constantFrom('parent' as const, 'child' as const),
        fullName: maybe(fc.constantFrom('Trần Văn Thử', 'Lê Thị Thử')),
        citizenNumber: fc.constant(undefined),
      }),
    ),
    consents: maybe(fc.uniqueArray(consent, { selector: ({ purpose }) => purpose })),
    particulars: maybe(fc.record({ ethnicity: maybe(fc.constantFrom('01', '02')), phone: maybe(fc.constant('09')) })),
    screening: maybe(fc.record({ signs: fc.subarray([...screeningSigns]), isolate: fc.boolean() })),
    preparation: maybe(fc.record({ hasEaten: fc.boolean() })),
  });
  const plainly = (value: unknown) => JSON.parse(JSON.stringify(value ?? {}));
  fc.assert(
    fc.property(maybe(answers), maybe(answers), (known, later) => {
      const merged = mergeAnswers(known, later);
      expect(plainly(mergeAnswers(merged, later))).toEqual(plainly(merged));
      const named = (said: VisitAnswers | undefined) => Object.keys(plainly(said));
      expect(named(merged)).toEqual(expect.arrayContaining([...named(known), ...named(later)]));
    }),
  );
});
