import fc from 'fast-check';
import { expect, test } from 'vitest';
import { believableOn, birthFromCard, birthWarnings, dayFromCard, mayBeDate } from './card-dates.ts';
import { encodeCccd } from './encode-cards.simulator.ts';
import { read, sampleCccd } from './sample-cards.bench.ts';

function short(text: string): string | undefined {
  const date = birthFromCard(text);
  if (!date) return undefined;
  if (date.precision === 'year') return String(date.year);
  return date.precision === 'month' ? date.month : date.date;
}

test.each([
  ['00001948', '1948'],
  ['00/00/1948', '1948'],
  ['0/0/1948', '1948'],
  ['--/--/1948', '1948'],
  ['-/-/1948', '1948'],
  ['??/??/1948', '1948'],
  ['xx/xx/1948', '1948'],
  ['//1948', '1948'],
  ['__/__/1948', '1948'],
  ['1948', '1948'],
  ['00/1948', '1948'],
  ['001948', '1948'],
  ['1948-00-00', '1948'],
  ['19480000', '1948'],
  ['194800000000', '1948'],
  ['15/00/1948', '1948'],
  ['15001948', '1948'],
  ['00081948', '1948-08'],
  ['00/08/1948', '1948-08'],
  ['--/8/1948', '1948-08'],
  ['8/1948', '1948-08'],
  ['08-1948', '1948-08'],
  ['081948', '1948-08'],
  ['1948-08', '1948-08'],
  ['194808', '1948-08'],
  ['19480800', '1948-08'],
  ['19480302', '1948-03-02'],
  ['1948-03-02', '1948-03-02'],
  ['1948/3/2', '1948-03-02'],
  ['02/03/1948 00:00:00', '1948-03-02'],
  ['02/03/1948 00:00', '1948-03-02'],
  ['1948-03-02T00:00:00', '1948-03-02'],
  ['1948-03-02T00:00:00.000Z', '1948-03-02'],
  ['1948-03-02 00:00:00.0', '1948-03-02'],
  ['194803020000', '1948-03-02'],
  ['00/00/1948 00:00:00', '1948'],
  ['2/3/1948 12:00:00 SA', '1948-03-02'],
  ['02031948', '1948-03-02'],
  ['2/3/1948', '1948-03-02'],
  ['02.03.1948', '1948-03-02'],
  ['02-03-1948', '1948-03-02'],
  ['02 03 1948', '1948-03-02'],
  [' 02/03/1948 ', '1948-03-02'],
])('a birth written %j is %s', (text, expected) => {
  expect(short(text)).toBe(expected);
  expect(mayBeDate(text)).toBe(text.length !== 12 || !/^\d+$/.test(text));
});

test('a program that writes AM puts the month first; where both could be the month only the year is certain', () => {
  expect(
    ['3/15/1948 12:00:00 AM', '15/3/1948 12:00:00 AM', '3/3/1948 12:00:00 AM', '2/3/1948 12:00:00 AM'].map(short),
  ).toEqual(['1948-03-15', '1948-03-15', '1948-03-03', '1948']);
});

test('what no calendar has is no date, and is not taken for another one', () => {
  const texts = ['32041990', '1990-02-32', '15/13/1990', '32001948', '32/00/1948', '99991948', '00000000'];
  texts.push('', '-', '--', '1899', '2200', '020348', '2/3/48', '15081990x', 'Nam', '1948-13', '12345', '--/--/----');
  expect(texts.map((text) => [text, short(text)])).toEqual(texts.map((text) => [text, undefined]));
});

test('whoever was born on a day by the moon’s calendar keeps month and year, and the desk asks for the day', () => {
  const births = ['30021948', '30/02/1948', '1948-02-30', '31061948', '31/06/1948', '29021949', '31/9/1948 00:00:00'];
  expect(births.map(short)).toEqual(['1948-02', '1948-02', '1948-02', '1948-06', '1948-06', '1949-02', '1948-09']);
  for (const birth of births) {
    const identity = read(encodeCccd({ ...sampleCccd, number: '001048000001', birth }));
    expect(typeof identity === 'string' ? identity : identity.warnings).toContain('birth-not-readable');
    expect(dayFromCard(birth)).toBe(undefined);
  }
  expect(birthWarnings('00021948')).toEqual([]);
});

test('only a whole day is a day', () => {
  expect(['25052021', '25/05/2021 00:00:00', '2021-05-25', '00/05/2021', '2021'].map(dayFromCard)).toEqual([
    '2021-05-25',
    '2021-05-25',
    '2021-05-25',
    undefined,
    undefined,
  ]);
});

test('every day comes out of every way in which it is written', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
      const written = [
        `${dayOfMonth}${month}${year}`,
        `${year}${month}${dayOfMonth}`,
        `${Number(dayOfMonth)}/${Number(month)}/${year}`,
        `${iso} 00:00:00`,
      ];
      expect(written.map(short)).toEqual(written.map(() => iso));
      expect(short(`00${month}${year}`)).toBe(iso.slice(0, 7));
      expect(short(`0000${year}`)).toBe(year);
    }),
  );
});

test('whatever is written, nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-.: ?xTAMSZ') }), (text) => void birthFromCard(text)),
  );
});

test('nobody is born tomorrow, next month or next year', () => {
  const births = ['21112026', '22112026', '112026', '122026', '2026', '2027', '01012099'];
  const kept = births.map((birth) => {
    const identity = read(encodeCccd({ ...sampleCccd, birth }));
    if (typeof identity === 'string') return identity;
    const born = believableOn('2026-11-21', identity);
    return born.birth !== undefined ? 'kept' : born.warnings.at(-1);
  });
  const left = 'birth-not-readable';
  expect(kept).toEqual(['kept', left, 'kept', left, 'kept', left, left]);
});

test('no card was issued tomorrow, and nobody lives 130 years', () => {
  const card = read(encodeCccd({ ...sampleCccd, birth: '01011910', issued: '22112026' }));
  if (typeof card === 'string' || card.document.kind !== 'citizen-card') throw new Error('not read');
  expect(believableOn('2026-11-22', card)).toEqual(card);
  expect(believableOn('2026-11-21', card).document).toEqual({ ...card.document, issuedOn: undefined });
  expect(believableOn('2041-01-01', card)).toMatchObject({ birth: undefined });
  expect(believableOn('2041-01-01', card).warnings).toContain('birth-not-readable');
});
