import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayIn } from './patient-messages.ts';
import { numberWords, quantityName, unitWords } from './reading-words.ts';

const [vi, en] = [sayIn('vi'), sayIn('en')];

test('a temperature reads as people say it, in both languages', () => {
  const said = [vi, en].map((say) =>
    [quantityName('body-temperature', say), numberWords(36.84999, say), unitWords('Cel', say)].join(' '),
  );
  expect(said).toEqual(['Nhiệt độ 36,85 độ C', 'Temperature 36.85 degrees C']);
});

test('a quantity or unit that nobody foresaw reads as its device calls it', () => {
  fc.assert(
    fc.property(
      fc.string().map((text) => `x-${text}`),
      (text) => {
        expect([quantityName(text, vi), unitWords(text, en)]).toEqual([text, text]);
      },
    ),
  );
  expect([quantityName('toString', vi), unitWords('constructor', vi)]).toEqual(['toString', 'constructor']);
});
