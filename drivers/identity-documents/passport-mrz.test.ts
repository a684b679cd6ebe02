import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../contract/identity.ts';
import { encodeCccd, encodePassport, type PassportFields } from './encode-cards.simulator.ts';
import { checkDigit } from './mrz.ts';
import { readDocument, standingOf } from './read-document.ts';
import { sampleCccd } from './sample-cards.bench.ts';

const today = '2026-11-30';

function read(code: string | Uint8Array, patientCode?: { readonly prefix?: string; readonly digits: number }) {
  const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
  const result = readDocument(bytes, { today, patientCode });
  return result.ok ? result.value : result.problem.kind;
}

const standing = (text: string) => standingOf(new TextEncoder().encode(text));

/** The specimens of ICAO 9303 parts 4, 5 and 6. */
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'] as const;
const td1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
const td2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];

const anna: Identity = {
  source: 'passport-mrz',
  fullName: 'ERIKSSON ANNA MARIA',
  birth: { precision: 'day', date: '1974-08-12' },
  sex: 'female',
  address: undefined,
  document: { kind: 'passport', number: 'L898902C3', issuer: 'UTO', nationality: 'UTO', expiresOn: '2012-04-15' },
  warnings: [],
};

const sample: PassportFields = {
  number: 'C01X0001',
  issuer: 'D',
  nationality: 'D',
  surname: 'VAN DER MUSTER',
  givenNames: 'ERIKA',
  birth: '640812',
  sex: 'F',
  expiry: '311031',
};

describe('a passport under the scanner', () => {
  test('names its holder, in two lines, in one, and with a little behind it', () => {
    for (const between of ['', '\r', '\n', '\r\n', ' ', '\r\n\r\n']) {
      for (const behind of ['', '\r\n', '\x03', '#AB12']) {
        expect(read(td3.join(between) + behind)).toEqual(anna);
      }
    }
  });

  test('may be an identity card or an older travel document', () => {
    const document = { ...anna.document, number: 'D23145890' };
    expect(read(td1.join('\r'))).toEqual({ ...anna, document });
    expect(read(td2.join('\r'))).toEqual({ ...anna, document });
  });

  test('of a state with one letter, with a surname of several words', () => {
    expect(read(encodePassport(sample))).toMatchObject({
      fullName: 'VAN DER MUSTER ERIKA',
      document: { number: 'C01X0001', issuer: 'D', nationality: 'D', expiresOn: '2031-10-31' },
    });
  });

  test('that was misread in any one place of its numbers and dates is scanned again', () => {
    const [first, second] = td3;
    // Nationality and sex are the only ones that no check digit covers.
    const covered = [...Array(second.length).keys()].filter((at) => (at < 10 || at > 12) && at !== 20);
    for (const at of covered) {
      const other = second[at] === '7' ? '8' : '7';
      expect(read(`${first}\r${second.slice(0, at)}${other}${second.slice(at + 1)}`)).toBe('damaged');
    }
  });

  test('of which a line is missing, or two ran into each other, is nobody’s', () => {
    const [first, second] = td3;
    expect([read(first), read(second), read(`${second}\r${first}`)]).toEqual(['damaged', 'damaged', 'foreign']);
    expect(read(`${first}\r${first}`)).toBe('damaged');
    expect(read(`${td3.join('\r')}\r${td3.join('\r')}`)).toBe('damaged');
    for (let cut = 1; cut < 88; cut++) {
      const joined = `${td3.join('').slice(0, cut)}${new TextDecoder().decode(encodePassport(sample, ''))}`;
      expect(read(joined)).not.toBeTypeOf('object');
    }
    expect(read(`${td3.join('\r')}${new TextDecoder().decode(encodeCccd(sampleCccd))}`)).not.toBeTypeOf('object');
  });

  test('is none where it is a visa, a product or a word', () => {
    const codes = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'PRODUCT', 'P<', 'IDENTITY<3', 'P1234567890'];
    expect(codes.map((code) => read(code))).toEqual(codes.map(() => 'foreign'));
  });

  test('tells no century: nobody is born after today', () => {
    const birth = (yyMMdd: string) => {
      const identity = read(encodePassport({ ...sample, birth: yyMMdd }));
      return typeof identity === 'object' && 'birth' in identity ? identity.birth : undefined;
    };
    expect(birth('261130')).toEqual({ precision: 'day', date: '2026-11-30' });
    expect(birth('261201')).toEqual({ precision: 'day', date: '1926-12-01' });
    expect(birth('6408<<')).toEqual({ precision: 'month', month: '1964-08' });
    expect(birth('64<<<<')).toEqual({ precision: 'year', year: 1964 });
    expect(birth('<<<<<<')).toBeUndefined();
    const unknownDay = readDocument(encodePassport(sample));
    expect(unknownDay.ok && unknownDay.value).toMatchObject({ birth: undefined, warnings: [] });
  });

  test('that is a Vietnamese citizen card’s back is that citizen card', () => {
    const number = '001090000001';
    const first = `IDVNM0900000014${number}<<5`;
    const second = `900815${checkDigit('900815')}M300815${checkDigit('300815')}VNM<<<<<<<<<<<4`;
    expect(
      read(
        `${first.slice(0, 14)}${checkDigit('090000001')}${first.slice(15)}\r${second}\rNGUYEN<<VAN<A${'<'.repeat(17)}`,
      ),
    ).toMatchObject({
      source: 'passport-mrz',
      fullName: 'NGUYEN VAN A',
      birth: { precision: 'day', date: '1990-08-15' },
      document: { kind: 'citizen-card', number },
      warnings: [],
    });
  });
});

test('a scanner is told when the first lines of a document stand there, and when it is whole', () => {
  expect([
    standing(td3[0]),
    standing(td1[0] ?? ''),
    standing(td1.slice(0, 2).join('\n')),
    standing(td2[0] ?? ''),
  ]).toEqual(Array(4).fill('begins'));
  expect([td3, td1, td2].map((lines) => standing(lines.join('\r')))).toEqual(['whole', 'whole', 'whole']);
  expect([standing(td3[1]), standing(td3[0].slice(0, 40)), standing('A'.repeat(30))]).toEqual(Array(3).fill('nothing'));
});

describe('the hospital’s own patient card', () => {
  test('is read where the site says how it looks', () => {
    const card = {
      source: 'patient-card',
      fullName: undefined,
      document: { kind: 'patient-code', number: 'BN00012345' },
    };
    expect(read('BN00012345', { prefix: 'BN', digits: 8 })).toMatchObject(card);
    expect(read('bn00012345', { prefix: 'BN', digits: 8 })).toMatchObject(card);
    expect(read('0000012345', { digits: 10 })).toMatchObject({
      document: { kind: 'patient-code', number: '0000012345' },
    });
  });

  test('is nobody’s with other letters, another length, or zeros alone, nor where the site has none', () => {
    const form = { prefix: 'BN', digits: 8 };
    const codes = ['BM00012345', 'BN0001234', 'BN000123456', 'BN00000000', 'BN0001234X'];
    expect(codes.map((code) => read(code, form))).toEqual(codes.map(() => 'foreign'));
    expect(read('BN00012345')).toBe('foreign');
  });
});

test('whatever comes, nothing throws, and what is read is written with the letters of a zone', () => {
  const letters = (from: number, to: number, alphabet = 'ABCXYZ0189<<<') =>
    fc.array(fc.constantFrom(...alphabet), { minLength: from, maxLength: to }).map((all) => all.join(''));
  const hostile = fc.oneof(
    fc
      .tuple(fc.constantFrom(td3.join('\r'), td3.join(''), td1.join(''), td2.join('\n')), fc.nat(200), letters(0, 12))
      .map(([zone, at, inserted]) => zone.slice(0, at) + inserted + zone.slice(at)),
    fc.tuple(fc.constantFrom('P<UTO', 'IDVNM', 'A', 'C<'), letters(20, 120)).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 120 }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const identity = read(text);
      standing(text);
      if (typeof identity !== 'object' || identity.source !== 'passport-mrz') return;
      expect(identity.document.kind === 'passport' ? identity.document.number : '').toMatch(/^[A-Z0-9]*$/);
      expect(identity.fullName ?? 'A').toMatch(/^[A-Z ]+$/);
    }),
    { numRuns: 600 },
  );
});

test('every passport that is written reads back', () => {
  const letters = (alphabet: string, from: number, to: number) =>
    fc.array(fc.constantFrom(...alphabet), { minLength: from, maxLength: to }).map((all) => all.join(''));
  const name = letters('ABCDEFGHIJ', 2, 8);
  fc.assert(
    fc.property(
      letters('ABCXYZ0123456789', 6, 9),
      name,
      name,
      fc.constantFrom('\r', '', '\r\n'),
      (number, surname, givenNames, end) => {
        const identity = read(encodePassport({ ...sample, number, surname, givenNames }, end));
        expect(identity).toMatchObject({ fullName: `${surname} ${givenNames}`, document: { number } });
      },
    ),
  );
});
