import { expect, test } from 'vitest';
import { says, symptomsOf } from './symptoms.ts';

const service = (code: string, name: string, ...keywords: readonly string[]) => ({
  code,
  name: { vi: name },
  keywords: keywords.map((vi) => ({ vi })),
  helpChoosing: false,
  onlyFor: undefined,
});

test('the same complaint at several services is one card that leads to each of them, however it is written', () => {
  const symptoms = symptomsOf([
    service('noi', 'Khám Nội', 'Đau bụng', 'Chóng mặt'),
    service('nhi', 'Khám Nhi', 'dau bung'),
    service('than-kinh', 'Thần kinh', 'CHÓNG MẶT'),
  ]);
  expect(symptoms.map(({ code, words, serviceCodes }) => [code, words.vi, serviceCodes])).toEqual([
    ['dau-bung', 'Đau bụng', ['noi', 'nhi']],
    ['chong-mat', 'Chóng mặt', ['noi', 'than-kinh']],
  ]);
});

test('the desk and places for one purpose alone are found by nothing', () => {
  const desk = { ...service('ban', 'Tiếp đón', 'Ho'), helpChoosing: true };
  const results = { ...service('ket-qua', 'Trả kết quả', 'Ho'), onlyFor: 'results' as const };
  expect(symptomsOf([desk, results])).toEqual([]);
});

test.each([
  ['Khám Mắt', 'mắt', true],
  ['Kham Mat', 'mắt', true],
  ['Mờ mắt, đau mắt đỏ', 'đau mắt', true],
  ['Sỏi mật', 'mắt', false],
  ['Viêm họng', 'ho', false],
  ['Đau bụng', 'bụng đau', false],
  ['Đau bụng', '…', false],
])('"%s" is found by "%s": %s', (text, symptom, isFound) => {
  expect(says(text, symptom)).toBe(isFound);
});

test('complaints that only marks tell apart have codes of their own', () => {
  const codes = symptomsOf([service('a', 'A', 'Mắt', 'Mật')]).map(({ code }) => code);
  expect(new Set(codes).size).toBe(2);
});
