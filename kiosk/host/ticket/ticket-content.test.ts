import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { cleanText, lettersOf, maskName } from './ticket-content.ts';

describe('the name on a ticket', () => {
  test.each([
    ['Nguyễn Thị Ngọc Ánh', 'N. T. N. Ánh'],
    ['  nguyễn   văn\tđạt ', 'N. V. đạt'],
    ['ĐẶNG ƯỚC', 'Đ. ƯỚC'],
    ['Nguyễn Ấn'.normalize('NFD'), 'N. Ấn'],
    ['H’Hen Niê', 'H. Niê'],
    ['Ánh', 'Ánh'],
    ['', undefined],
    [' \u0000\u200e ', undefined],
  ])('%j is shown as %j', (fullName, masked) => {
    assert.equal(maskName(fullName), masked);
  });

  test('of every word but the last only the first letter can be read', () => {
    const word = fc.stringMatching(/^[A-Za-zĐđƯưẨẩỆệ]{2,12}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 8 }), (words) => {
        const masked = (maskName(words.join(' ')) ?? '').split(' ');
        assert.equal(masked.length, words.length);
        for (const initial of masked.slice(0, -1)) assert.equal(lettersOf(initial).length, 2);
      }),
    );
  });
});

describe('texts from cards and site files', () => {
  test('whatever comes, one bounded line of printable letters is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = cleanText(text);
        assert.doesNotMatch(clean, /[\p{C}\p{Zl}\p{Zp}]|\p{M}{3}| {2}|^ | $/u);
        assert.ok(Array.from(clean).length <= 255);
        assert.equal(cleanText(clean), clean);
      }),
      { numRuns: 50 },
    );
  });

  test('commands, directions of writing and towers of marks are dropped, Vietnamese stays', () => {
    assert.equal(cleanText('Khám\u001b@\u001dV0\n\u202eMắt \u0007'), 'Khám@V0 Mắt');
    assert.equal(cleanText(`Z${'\u0303'.repeat(40)}`), 'Z\u0303\u0303');
    assert.equal(cleanText('Ễ ặ ữ Đ'), 'Ễ ặ ữ Đ');
  });
});
