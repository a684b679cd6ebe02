import { expect, test } from 'vitest';
import type { Identity } from '../contract/identity.ts';
import { encodeCccd } from './encode-cards.simulator.ts';
import { readDocument } from './read-document.ts';
import { pick, read, sampleCccd } from './sample-cards.bench.ts';
import { namesOfVietnam } from './sample-names.bench.ts';

const wholeCccd: Identity = {
  source: 'qr-cccd',
  fullName: 'Nguyễn Văn A',
  birth: { precision: 'day', date: '1990-08-15' },
  sex: 'male',
  address: 'Số 1, Đại Cồ Việt, Hai Bà Trưng, Hà Nội',
  document: { kind: 'citizen-card', number: '001090000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  warnings: [],
};

test('a card with every field', () => {
  const code = '001090000001|012345678|Nguyễn Văn A|15081990|Nam|Số 1, Đại Cồ Việt, Hai Bà Trưng, Hà Nội|25052021';
  expect(read(code)).toEqual(wholeCccd);
});

test('a new card with eleven fields reads the same, and the parents are kept nowhere', () => {
  const parents = { father: 'Nguyễn Văn B', mother: 'Trần Thị C' };
  expect(read(encodeCccd({ ...sampleCccd, parents }))).toEqual(wholeCccd);
});

test('a layout with other fields behind is read and flagged', () => {
  const code = new TextDecoder().decode(encodeCccd(sampleCccd));
  expect(read(`${code}|something new`)).toEqual({ ...wholeCccd, warnings: ['extra-fields'] });
  expect(read(`${code}|`)).toEqual(wholeCccd);
});

test('an old number has 9 digits, or 12 on newer data, or is missing', () => {
  const oldNumbers = ['', '012345678', '001090000002', '12345', 'x', '000000000', '000000000000'].map((oldNumber) => {
    const identity = read(encodeCccd({ ...sampleCccd, oldNumber }));
    return typeof identity === 'object' && identity.document.kind === 'citizen-card' && identity.document.oldNumber;
  });
  expect(oldNumbers).toEqual([undefined, '012345678', '001090000002', undefined, undefined, undefined, undefined]);
});

test('blanks, NUL, BOM, a stray line end and decomposed letters do not matter', () => {
  const untidy = `\ufeff 001090000001 |012345678| ${'Nguyễn  Văn A'.normalize('NFD')}\0|15081990 | Nam|${sampleCccd.address}|25052021\n`;
  expect(read(untidy)).toEqual(wholeCccd);
});

test('dates with month and year, with the year only, and dates that no calendar has', () => {
  const births = ['081948', '1948', '29022023', '29022024', '00001948', '31041990', '15131990', '15/08/1990', ''].map(
    (birth) => (read(encodeCccd({ ...sampleCccd, birth })) as Identity).birth,
  );
  expect(births).toEqual([
    { precision: 'month', month: '1948-08' },
    { precision: 'year', year: 1948 },
    { precision: 'month', month: '2023-02' },
    { precision: 'day', date: '2024-02-29' },
    { precision: 'year', year: 1948 },
    { precision: 'month', month: '1990-04' },
    undefined,
    { precision: 'day', date: '1990-08-15' },
    undefined,
  ]);
});

test('a woman is a woman, whatever the scanner left of her letter', () => {
  const sexes = ['Nữ', 'NỮ', 'Nu', 'N?', 'N', 'Ná»¯', 'Nﾆｯ', 'Nam', 'NAM', 'Khác', 'Nan', ''].map(
    (sex) => (read(encodeCccd({ ...sampleCccd, sex })) as Identity).sex,
  );
  expect(sexes).toEqual([...Array(7).fill('female'), 'male', 'male', 'unknown', 'unknown', 'unknown']);
});

test('rules that lapsed in 2024 are remarked on and refuse nobody', () => {
  expect(pick(encodeCccd({ ...sampleCccd, number: '003190000001' }), 'warnings')).toEqual({
    warnings: ['birth-place-unknown', 'sex-does-not-match-number'],
  });
  expect(pick(encodeCccd({ ...sampleCccd, birth: '1991' }), 'warnings')).toEqual({
    warnings: ['year-does-not-match-number'],
  });
  const unsaid = encodeCccd({ ...sampleCccd, number: '001301000001', sex: '', birth: '102001', fullName: 'Y Thử' });
  expect(pick(unsaid, 'warnings')).toEqual({ warnings: [] });
});

test('too few fields, or a beginning that was lost, is a damaged card', () => {
  const code = new TextDecoder().decode(encodeCccd(sampleCccd));
  expect([code.slice(0, 60), '001090000001|', code.slice(1), code.replace('001090', '00IO90')].map(read)).toEqual(
    Array(4).fill('damaged'),
  );
});

test('garbage from the wire before the number is a damaged card, not somebody else’s', () => {
  expect(read(Uint8Array.of(0xff, 0xfe, ...encodeCccd(sampleCccd)))).toBe('damaged');
  expect(read(Uint8Array.of(0x00, 0x00, ...encodeCccd(sampleCccd)))).toEqual(wholeCccd);
});

test('two cards that ran into each other are nobody', () => {
  const first = encodeCccd({ ...sampleCccd, fullName: 'Nguyễn Văn B' }).subarray(0, 35);
  const second = encodeCccd({ ...sampleCccd, number: '001190000002', oldNumber: '012345679', sex: 'Nữ' });
  expect(read(Uint8Array.of(...first, ...second))).toBe('damaged');
});

test('a birth that is written and does not read is remarked on, and costs nothing else', () => {
  expect(pick(encodeCccd({ ...sampleCccd, birth: '15131990' }), 'fullName', 'birth', 'warnings')).toEqual({
    fullName: 'Nguyễn Văn A',
    birth: undefined,
    warnings: ['birth-not-readable'],
  });
});

test('the letters of every people of Vietnam stay, in names and in addresses', () => {
  for (const fullName of namesOfVietnam) {
    const expected = { fullName: fullName.normalize('NFC'), warnings: [] };
    expect(pick(encodeCccd({ ...sampleCccd, fullName }), 'fullName', 'warnings')).toEqual(expected);
  }
  const addresses = [
    'Số 12½, Tổ 5',
    'Số 12 1/2, Buôn Êa Tul',
    'Nº 5, Plei Ƀlang',
    'Căn hộ 30m², Khu ¾ Thử',
    'Buôn Kʼnia',
  ];
  const kept = addresses.map((address) => (read(encodeCccd({ ...sampleCccd, address })) as Identity).address);
  expect(kept).toEqual(addresses);
});

test('forty stacked accents are damage, not a name', () => {
  const stacked = `Nguyễn Văn A${'\u0301'.repeat(40)}`;
  expect(pick(encodeCccd({ ...sampleCccd, fullName: stacked }), 'fullName', 'warnings')).toEqual({
    fullName: undefined,
    warnings: ['text-damaged'],
  });
  expect(pick(encodeCccd({ ...sampleCccd, fullName: '\u0301\u0302 A' }), 'fullName')).toEqual({ fullName: undefined });
});

test('signs that half a mojibake leaves behind are damage', () => {
  const left = ['Nguyá»…n V´n', 'Tr½n Văn A', 'Nguyễn » A', '· Văn', 'Văn·', 'A½'];
  expect(left.map((fullName) => (read(encodeCccd({ ...sampleCccd, fullName })) as Identity).fullName)).toEqual(
    left.map(() => undefined),
  );
});

test('fields that slipped from their places leave the number and nobody else’s name', () => {
  const slipped = '001090000001|012345678|Nam|Hà Nội|25052025|Nguyễn Văn B|Trần Thị C|';
  expect(read(slipped)).toEqual({
    source: 'qr-cccd',
    fullName: undefined,
    birth: undefined,
    sex: 'unknown',
    address: undefined,
    document: { kind: 'citizen-card', number: '001090000001', oldNumber: '012345678', issuedOn: undefined },
    warnings: ['text-damaged'],
  });
});

const bytes = encodeCccd(sampleCccd);

test.each(['windows-1252', 'latin1'])('a scanner that took UTF-8 for %s is repaired', (charset) => {
  const misread = charset === 'latin1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder(charset).decode(bytes);
  expect(read(misread)).toEqual({ ...wholeCccd, warnings: ['text-repaired'] });
});

test.each(['shift_jis', 'big5', 'euc-kr'])('a scanner that took UTF-8 for %s costs the letters only', (charset) => {
  // Those charsets swallow a `|` that follows a letter, so no field ends with one here.
  const card = { ...sampleCccd, fullName: 'Nguyễn Văn An', sex: 'Nữ.', address: 'Phố Ví Dụ, Hà Đông' };
  const result = readDocument(new TextEncoder().encode(new TextDecoder(charset).decode(encodeCccd(card))));
  expect(result).toEqual({
    ok: true,
    value: {
      ...wholeCccd,
      fullName: undefined,
      sex: expect.anything(),
      address: undefined,
      warnings: expect.arrayContaining(['text-damaged']),
    },
  });
});

test('names of every people of Vietnam, of foreigners and without diacritics are kept as they are', () => {
  const names = ["H'Hen Thử", 'Y Bhăm Êban', 'K’Brể', 'NGUYEN VAN A', 'Jean-Luc Müller', 'Nguyễn Thị (Mẫu) A.'];
  const kept = names.map((fullName) => (read(encodeCccd({ ...sampleCccd, fullName })) as Identity).fullName);
  expect(kept).toEqual(names);
});

test('a text that no column of the hospital holds is left out', () => {
  expect(pick(encodeCccd({ ...sampleCccd, address: 'ấ'.repeat(255) }), 'address')).toEqual({
    address: 'ấ'.repeat(255),
  });
  expect(pick(encodeCccd({ ...sampleCccd, address: 'ấ'.repeat(256) }), 'address', 'warnings')).toEqual({
    address: undefined,
    warnings: ['text-damaged'],
  });
});
