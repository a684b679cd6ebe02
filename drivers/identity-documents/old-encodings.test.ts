import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCardText } from './card-text.ts';
import { fromOldEncoding } from './old-encodings.ts';
import { namesOfForeigners, namesOfVietnam } from './sample-names.bench.ts';

function said(text: string): string {
  const old = fromOldEncoding(text);
  return old.is === 'converted' ? old.text : old.is;
}

test.each([
  ['Nguyeãn Höõu Truøng', 'Nguyễn Hữu Trùng'],
  ['Phuù Nhuaän', 'Phú Nhuận'],
  ['NGUYEÃN THÒ NGOÏC AÙNH', 'NGUYỄN THỊ NGỌC ÁNH'],
  ['Leâ Vaên Ñöùc', 'Lê Văn Đức'],
  ['Soá 12A Ñöôøng 3/2, P.10, Q.5, TP. Hoà Chí Minh', 'Số 12A Đường 3/2, P.10, Q.5, TP. Hồ Chí Minh'],
  ['Huyønh Thò Myõ Leä', 'Huỳnh Thị Mỹ Lệ'],
  ['Kroâng Naêng, Ñaék Laék', 'Krông Năng, Đắk Lắk'],
  ["H'Hen Nieâ", "H'Hen Niê"],
])('a card of VNI that says %j is %j', (text, expected) => {
  expect(said(text)).toBe(expected);
});

test.each([
  ['NguyÔn V¨n ¸nh', 'Nguyễn Văn ánh'],
  ['TrÇn ThÞ H\u00ad\u00acng', 'Trần Thị Hương'],
  ['§ç H÷u Ph\u00adíc', 'Đỗ Hữu Phước'],
  ['NGUYÔN V¡N HïNG', 'NGUYỄN VĂN HÙNG'],
  ['Th«n §oµi, B¾c Ninh', 'Thôn Đoài, Bắc Ninh'],
])('a card of TCVN 3 that says %j is %j', (text, expected) => {
  expect(said(text)).toBe(expected);
});

test.each([
  ['NguyêÞn Thiò Ngoòc Ánh', 'Nguyễn Thị Ngọc Ánh'],
  ['Ðãòng Thu ThaÒo', 'Đặng Thu Thảo'],
  ['TRÂÌN HOÀ BIÌNH', 'TRẦN HOÀ BÌNH'],
  ['Sôì 12, ÐýõÌng Lê Lõòi, Quâòn 1', 'Số 12, Đường Lê Lợi, Quận 1'],
  ['Thaòch Sóc Kha', 'Thạch Sóc Kha'],
])('a card of a Vietnamese Windows that says %j is %j', (text, expected) => {
  expect(said(text)).toBe(expected);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (const code of [bytes, new TextEncoder().encode(text)]) {
    expect(readCardText(code)).toEqual({ text: expected, standing: 'repaired' });
  }
});

test.each([
  ['Ðinh Thị Út', 'Đinh Thị Út'],
  ['Ðinh Krŭk', 'Đinh Krŭk'],
  ['ÐÀ NẴNG', 'ĐÀ NẴNG'],
  ['Số 1 Ð. Lê Lợi, P. Hoà Ðông', 'Số 1 Đ. Lê Lợi, P. Hoà Đông'],
])('an Icelandic letter that stands for a Vietnamese one is that one: %j', (text, expected) => {
  expect(readCardText(new TextEncoder().encode(text))).toEqual({ text: expected, standing: 'repaired' });
});

test('a letter that the table of an old encoding does not have is never left standing beside letters that it has', () => {
  const text = Uint8Array.of(...Buffer.from('TrÞnh Ng\xe4c \xc2n', 'latin1'));
  expect(readCardText(text).standing).toBe('damaged');
});

test.each([
  ["Nguye^~n Va(n A'nh", 'Nguyễn Văn Ánh'],
  ['Tra^`n Thi. Hu+o+ng', 'Trần Thị Hương'],
  ["DDo^~ Hu+~u Phu+o+'c", 'Đỗ Hữu Phước'],
])('a card of VIQR that says %j is %j', (text, expected) => {
  expect(said(text)).toBe(expected);
});

test('what looks like one of them and does not come out whole is marked, not guessed', () => {
  expect(['Nguyeãn Xoâøyz Toán', 'Phuù Nhuaän Zaâaât'].map(said)).toEqual(['unsure', 'unsure']);
  expect(readCardText(new TextEncoder().encode('Nguyeãn Xoâøyz Toán')).standing).toBe('damaged');
});

test('bytes of the old encodings, which are no UTF-8, read as well', () => {
  const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  expect(readCardText(latin1('Nguyeãn Höõu Truøng'))).toEqual({ text: 'Nguyễn Hữu Trùng', standing: 'repaired' });
  expect(readCardText(latin1('TrÇn ThÞ H\u00ad\u00acng'))).toEqual({ text: 'Trần Thị Hương', standing: 'repaired' });
  expect(readCardText(latin1('Jos\u00e9 Mu\u00f1oz')).standing).toBe('damaged');
});

test.each([...namesOfVietnam, ...namesOfForeigners])('%s stays as it is, however its letters are composed', (name) => {
  for (const form of ['NFC', 'NFD'] as const) {
    for (const text of [name, name.toUpperCase(), name.toLowerCase()])
      expect(said(text.normalize(form))).toBe('unicode');
    expect(readCardText(new TextEncoder().encode(name.normalize(form)))).toEqual({
      text: name.normalize('NFC'),
      standing: 'intact',
    });
  }
});

test('any Vietnamese words, put together in any way, stay as they are', () => {
  const word = fc.constantFrom(...namesOfVietnam.flatMap((name) => name.split(' ')));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      const name = words.join(' ');
      expect(readCardText(new TextEncoder().encode(name)).text).toBe(name.normalize('NFC'));
    }),
    { numRuns: 1_000 },
  );
});

test('whatever the text, nothing throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) }),
      (text) => void said(text),
    ),
  );
});
