import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTexts } from './vietnamese-text.ts';

describe('two spellings of one name', () => {
  test('a tone mark may stand on either vowel of its syllable, in every form of Unicode and in capitals', () => {
    const pairs = [
      ['Hoà', 'Hòa'],
      ['Thuý', 'Thúy'],
      ['Khoẻ', 'Khỏe'],
      ['Quý', 'Qúy'],
      ['Huỳnh', 'Hùynh'],
      ['Nguyễn', 'Nguỹên'],
      ['Già', 'Gìa'],
    ] as const;
    for (const [one, other] of pairs) {
      for (const form of ['NFC', 'NFD'] as const) {
        expect(compareTexts(`Lê Thị ${one}`, `LÊ THỊ ${other.toUpperCase()}`.normalize(form)), one).toBe('same');
      }
    }
  });

  test('a printer that drops all marks drops the bar of the Đ too', () => {
    expect(compareTexts('Đặng Thị Hoà', 'DANG THI HOA')).toBe('same');
    expect(compareTexts('Đặng Thị Hoà', 'Đang Thi Hoa')).toBe('different');
  });

  test('the sign that parts a name of the Central Highlands is written in many ways', () => {
    for (const sign of ["'", '’', 'ʼ', '´', '` ', ' ′'])
      expect(compareTexts("H'Hen Niê", `H${sign}Hen Niê`)).toBe('same');
  });

  test('y and i are another spelling where they sound the same, and other letters everywhere else', () => {
    for (const [one, other] of [
      ['Lê Thị Mỹ', 'Lê Thị Mĩ'],
      ['Lý Văn Bảy', 'Lí Văn Bảy'],
      ['Trần Phú Quý', 'Trần Phú Quí'],
      ['Trần Phú Qúy', 'TRAN PHU QUI'],
      ['Vy Thị Mỵ', 'Vi Thị Mị'],
    ] as const) {
      expect(compareTexts(one, other), one).toBe('other-spelling');
    }
    expect(compareTexts('Lê Thị Thúy', 'Lê Thị Thúi')).toBe('different');
    expect(compareTexts('Lê Văn Bảy', 'Lê Văn Bải')).toBe('different');
    expect(compareTexts('Lê Như Ý', 'Lê Như Í')).toBe('different');
  });
});

describe('two names of siblings', () => {
  test('a tone, the quality of a vowel or the bar of the Đ is a difference', () => {
    for (const [one, other] of [
      ['Nguyễn Minh Anh', 'Nguyễn Minh Ánh'],
      ['Nguyễn Minh Ánh', 'Nguyễn Minh Ảnh'],
      ['Lê Thị Hân', 'Lê Thị Hăn'],
      ['Lê Thị Thu', 'Lê Thị Thư'],
      ['Trần Văn Đan', 'Trần Văn Dan'],
      ['Trần Thị Lan', 'Trần Thị Lam'],
    ] as const) {
      expect(compareTexts(one, other), one).toBe('different');
    }
  });
});

const toneMarks = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'] as const;
/** Onset, vowels as letters with their qualities, coda. */
const syllable = fc.record({
  onset: fc.constantFrom('', 'b', 'th', 'ng', 'đ', 'qu', 'tr', "H'h"),
  vowels: fc.constantFrom(['a'], ['â'], ['ă'], ['o', 'a'], ['u', 'y'], ['u', 'y', 'ê'], ['ư', 'ơ'], ['ê̆']),
  tone: fc.constantFrom(...toneMarks),
  coda: fc.constantFrom('', 'n', 'nh', 'i'),
});
type Syllable = Parameters<Parameters<typeof syllable.map>[0]>[0];
const name = fc.array(syllable, { minLength: 2, maxLength: 5 });

/** The name with each tone on the vowel that `places` names. */
function write(syllables: readonly Syllable[], places: readonly number[]): string {
  return syllables
    .map(({ onset, vowels, tone, coda }, index) => {
      const at = (places[index] ?? 0) % vowels.length;
      return onset + vowels.map((vowel, each) => (each === at ? vowel.normalize('NFD') + tone : vowel)).join('') + coda;
    })
    .join(' ');
}

const places = fc.array(fc.nat(5), { minLength: 5, maxLength: 5 });
/** So that a mark is left on either side whatever is changed. */
const marked = (text: string) => `Nguyễn ${text}`;

describe('every name', () => {
  test('is itself, whatever its text, and the order of asking does not matter', () => {
    const hostile = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
    const isFair = (one: string, other: string) =>
      compareTexts(one, one) === 'same' && compareTexts(one, other) === compareTexts(other, one);
    fc.assert(fc.property(hostile, hostile, isFair));
    expect(compareTexts('\ud800', '\udfff')).toBe('different');
  });

  test('stays itself wherever its tones are written, in any case and form', () => {
    fc.assert(
      fc.property(name, places, places, fc.constantFrom('NFC', 'NFD'), (syllables, one, other, form) => {
        const second = write(syllables, other).normalize(form).toUpperCase();
        expect(compareTexts(write(syllables, one), second)).toBe('same');
      }),
    );
  });

  test('stays itself when one side has lost all its marks', () => {
    fc.assert(
      fc.property(name, places, (syllables, one) => {
        const whole = marked(write(syllables, one));
        const bare = whole
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
          .replaceAll('đ', 'd');
        expect(compareTexts(whole, bare)).toBe('same');
        expect(compareTexts(bare, whole)).toBe('same');
      }),
    );
  });

  test('is another name with another tone on one syllable', () => {
    fc.assert(
      fc.property(name, fc.nat(4), fc.constantFrom(...toneMarks), places, (syllables, which, tone, one) => {
        const at = which % syllables.length;
        fc.pre(syllables[at]?.tone !== tone);
        const changed = syllables.map((each, index) => (index === at ? { ...each, tone } : each));
        expect(compareTexts(marked(write(syllables, one)), marked(write(changed, one)))).toBe('different');
      }),
    );
  });

  test('is another name with another vowel quality or another letter', () => {
    const changes = {
      a: 'ă',
      â: 'a',
      ă: 'â',
      o: 'ơ',
      u: 'ư',
      ư: 'u',
      ơ: 'ô',
      ê: 'e',
      y: 'e',
      n: 'm',
      t: 'd',
      đ: 'd',
      b: 'p',
    };
    fc.assert(
      fc.property(name, fc.constantFrom(...Object.entries(changes)), places, (syllables, [from, to], one) => {
        const text = write(syllables, one).normalize('NFC');
        fc.pre(text.includes(from));
        expect(compareTexts(marked(text), marked(text.replace(from, to)))).toBe('different');
      }),
    );
  });
});
