import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isVietnameseSyllable, onsets, rimes } from '#config/agreements/vietnamese-syllables.ts';
import { compareTexts } from '#config/agreements/vietnamese-text.ts';
import {
  backspace,
  longestText,
  pressKey,
  pressTone,
  type Tone,
  type Typed,
  tones,
  typed,
} from './vietnamese-keyboard.ts';

const marks: Readonly<Record<Tone, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  tilde: '\u0303',
  hook: '\u0309',
  dot: '\u0323',
};
const isTone = (key: string): key is Tone => tones.some((tone) => tone === key);
const press = (now: Typed, key: string) => (isTone(key) ? pressTone(now, key) : pressKey(now, key));
const write = (keys: readonly string[], from: Typed = typed('')) => keys.reduce(press, from).text;

const anySyllable = fc
  .record({ onset: fc.constantFrom('', ...onsets), rime: fc.constantFrom(...rimes), tone: fc.constantFrom(...tones) })
  .map(({ onset, rime, tone }) => ({ letters: onset + rime, tone }))
  .filter(({ letters }) => isVietnameseSyllable(letters) && !/^(qu[uư]|gii)/.test(letters));
const plainOf = (letters: string) =>
  [...letters].map((each) => (each === 'đ' ? 'd' : (each.normalize('NFD')[0] ?? '')));
/** The same syllable, wherever its tone is written. */
const toned = (letters: string, tone: Tone) => {
  const at = [...letters].findIndex((each) => 'aăâeêioôơuưy'.includes(each));
  return letters.slice(0, at + 1) + marks[tone] + letters.slice(at + 1);
};

describe('a name typed on the screen', () => {
  test.each<readonly [readonly string[], string]>([
    [
      [...'nguyên', 'tilde', ' ', ...'thi', 'dot', ' ', ...'ngoc', 'dot', ' ', ...'anh', 'acute'],
      'Nguyễn Thị Ngọc Ánh',
    ],
    [[...'hoa', 'grave'], 'Hòa'],
    [[...'hoa', 'grave', 'n', 'g'], 'Hoàng'],
    [[...'thuy', 'acute'], 'Thúy'],
    [[...'quy', 'acute'], 'Quý'],
    [[...'gia', 'grave'], 'Già'],
    [[...'gi', 'grave'], 'Gì'],
    [[...'giang', 'grave'], 'Giàng'],
    [[...'huynh', 'grave'], 'Huỳnh'],
    [[...'trương'], 'Trương'],
    [[...'khuyu', 'hook'], 'Khuỷu'],
    [[...'thuơ', 'hook'], 'Thuở'],
    [[...'đô', 'tilde'], 'Đỗ'],
    [['h', "'", ...'hen', ' ', ...'niê'], "H'Hen Niê"],
    [[...'oai', 'acute'], 'Oái'],
    [[...'mua', 'grave'], 'Mùa'],
  ])('%j spells %s', (keys, name) => {
    expect(write(keys)).toBe(name);
  });

  test('every syllable can be written letter for letter, and its tone tapped whenever a vowel stands there', () => {
    fc.assert(
      fc.property(anySyllable, fc.nat(6), ({ letters, tone }, late) => {
        const firstVowel = [...letters].findIndex((each) => 'aăâeêioôơuưy'.includes(each));
        const at = Math.min(letters.length, firstVowel + 1 + late);
        const keys = [...letters];
        const text = write([...keys.slice(0, at), tone, ...keys.slice(at)]);
        expect(compareTexts(text, toned(letters, tone))).toBe('same');
        expect(text).toBe(text.normalize('NFC'));
        // Wherever it is tapped, it stands on the same letter.
        expect(text).toBe(write([...keys, tone]));
      }),
      { numRuns: 1000 },
    );
  });

  test('whoever forgot the marks of a word taps them behind it', () => {
    fc.assert(
      fc.property(anySyllable, ({ letters, tone }) => {
        const marked = [...letters].filter((each) => plainOf(each)[0] !== each);
        expect(compareTexts(write([...plainOf(letters), ...marked, tone]), toned(letters, tone))).toBe('same');
      }),
      { numRuns: 1000 },
    );
  });

  const anyKey = fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz', ' ', ' ', "'", '-', ...tones);

  test('the delete key undoes key after key', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 80 }), (keys) => {
        let now = typed('');
        const texts = [now.text];
        for (const key of keys) {
          now = press(now, key);
          if (now.text !== texts.at(-1)) texts.push(now.text);
        }
        for (const text of texts.toReversed().slice(1)) {
          now = backspace(now);
          expect(now.text).toBe(text);
        }
        expect(backspace(now).text).toBe('');
      }),
    );
  });

  test('whatever is tapped, it stays a composed text of at most sixty characters, no blank first and none doubled', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 200 }), (keys) => {
        const text = write(keys);
        expect(text).toBe(text.normalize('NFC'));
        expect(text.length).toBeLessThanOrEqual(longestText);
        expect(text).not.toMatch(/^[ '-]| {2}|''|--/);
      }),
    );
  });

  test('a text that came back to be corrected loses letter after letter', () => {
    expect(backspace(typed('Nguyễn Á')).text).toBe('Nguyễn');
    expect(write(['acute'], typed('Nguyễn An'))).toBe('Nguyễn Án');
  });

  test('the same tone again takes it away, another one takes its place', () => {
    expect(write([...'anh', 'acute', 'acute'])).toBe('Anh');
    expect(write([...'anh', 'acute', 'grave'])).toBe('Ành');
  });

  test('a tone without a vowel changes nothing', () => {
    expect(write(['acute', 'n', 'g', 'acute'])).toBe('Ng');
  });
});

test('an address has blanks behind its numbers and commas', () => {
  const keys = [...'tô', ' ', ...'12/3', ',', ' ', ' ', ...'ngo', ' ', '5'];
  expect(keys.reduce((now, key) => pressKey(now, key), typed('')).text).toBe('Tô 12/3, Ngo 5');
});
