import { expect, test } from 'vitest';
import type { Identity } from '../contract/identity.ts';
import { encodeBhyt } from './encode-cards.simulator.ts';
import { pick, read, sampleBhyt } from './sample-cards.bench.ts';

const wholeBhyt: Identity = {
  source: 'qr-bhyt',
  fullName: 'Nguyễn Văn A',
  birth: { precision: 'day', date: '1990-08-15' },
  sex: 'male',
  address: undefined,
  document: {
    kind: 'insurance-card',
    number: '0199999999',
    facilityCode: '01001',
    validFrom: '2025-01-01',
    validTo: undefined,
    fiveYearsOn: '2028-01-01',
    benefitLevel: '4',
  },
  warnings: [],
};

test('a new card of 17 parts', () => {
  const code =
    '0199999999|4e677579e1bb856e2056c4836e2041|15/08/1990|1|-|01 - 001|01/01/2025|-|20/12/2024|01050199999999|-|4| 01/01/2028|0123456789abcdef-1234|4|5175e1baad6e204861692042c3a0205472c6b06e672c205468c3a06e68207068e1bb912048c3a0204ee1bb9969|$';
  expect(read(code)).toEqual(wholeBhyt);
});

test('an old card of 15 parts', () => {
  const code =
    'DN4010199999999|4E677579E1BB856E2056C4836E2041|15/08/1990|2|53e1bb9120312c20c490e1baa1692043e1bb93205669e1bb87742c2048c3a0204ee1bb9969|01 - 001|01/01/2020|31/12/2020|20/12/2019|01050199999999|-|4|01/01/2023|0123456789abcdef-1234|$';
  expect(read(code)).toEqual({
    ...wholeBhyt,
    sex: 'female',
    address: 'Số 1, Đại Cồ Việt, Hà Nội',
    document: {
      ...wholeBhyt.document,
      number: 'DN4010199999999',
      validFrom: '2020-01-01',
      validTo: '2020-12-31',
      fiveYearsOn: '2023-01-01',
    },
  });
});

test('the card may end with $, with # and with nothing; more than seventeen parts are two codes in one', () => {
  const code = new TextDecoder().decode(encodeBhyt({ ...sampleBhyt, address: '-' }));
  const data = code.slice(0, -2);
  expect(
    [code, `${data}|#`, data, `${data}|`, `${data}|new|$`].map((text) => pick(text, 'document', 'warnings')),
  ).toEqual([...Array(4).fill({ document: wholeBhyt.document, warnings: [] }), 'damaged']);
});

test('fifteen characters on a card of the new form are kept when level and province agree; else only the ten that are certain', () => {
  const numberOn = (number: string, level: string, office?: string) => {
    const card = { ...sampleBhyt, number, newForm: { benefitLevel: level, placeOfIssue: 'Hà Nội' } };
    const code = new TextDecoder().decode(encodeBhyt(card));
    const identity = read(office === undefined ? code : code.replace('01050199999999', office));
    return typeof identity === 'object' && identity.document.number;
  };
  expect([
    numberOn('DN4010199999999', '4'),
    numberOn('DN4010199999999', '3'),
    numberOn('DN4010199999999', '4', '96050199999999'),
    numberOn('DN4010199999999', '4', '-'),
  ]).toEqual(['DN4010199999999', '0199999999', '0199999999', '0199999999']);
});

test('the first facility in every way it is written', () => {
  const written = ['01 - 001', '01-001', '01 – 001', '01 001', '01001', '-', '1 - 001'];
  const codes = written.map((facility) => {
    const identity = read(encodeBhyt({ ...sampleBhyt, facility }));
    return (
      typeof identity === 'object' && identity.document.kind === 'insurance-card' && identity.document.facilityCode
    );
  });
  expect(codes).toEqual(['01001', '01001', '01001', '01001', '01001', undefined, undefined]);
});

test('births as cards write them', () => {
  const births = ['5/8/1990', '1948', '05081990', '8/1948', '31/02/1990', '32/02/1990', '-'].map(
    (birth) => (read(encodeBhyt({ ...sampleBhyt, birth })) as Identity).birth,
  );
  expect(births).toEqual([
    { precision: 'day', date: '1990-08-05' },
    { precision: 'year', year: 1948 },
    { precision: 'day', date: '1990-08-05' },
    { precision: 'month', month: '1948-08' },
    { precision: 'month', month: '1990-02' },
    undefined,
    undefined,
  ]);
});

test('hex that is not hex, or not UTF-8, costs the text only', () => {
  const code = new TextDecoder().decode(encodeBhyt(sampleBhyt));
  const name = Buffer.from(sampleBhyt.fullName).toString('hex');
  const damaged = ['zz', '4e6', 'c3', '00', '7c'].map((hex) =>
    pick(code.replace(name, hex), 'fullName', 'birth', 'warnings'),
  );
  expect(damaged).toEqual(
    damaged.map(() => ({ fullName: undefined, birth: wholeBhyt.birth, warnings: ['text-damaged'] })),
  );
});

test('a number of an unknown form goes on with a flag', () => {
  const warnings = ['TE1010199999999', 'te1010199999999', 'DN9010199999999', 'DNA010199999999'].map((number) =>
    pick(encodeBhyt({ ...sampleBhyt, number }), 'warnings'),
  );
  expect(warnings).toEqual([
    { warnings: [] },
    { warnings: [] },
    { warnings: ['insurance-number-unusual'] },
    { warnings: ['insurance-number-unusual'] },
  ]);
});

test('too few fields is a damaged card', () => {
  const code = new TextDecoder().decode(encodeBhyt(sampleBhyt));
  expect(read(code.split('|').slice(0, 13).join('|'))).toBe('damaged');
});

test('a validity that does not read refuses nobody, and is flagged so that it never looks endless', () => {
  const kept = [{ validTo: '31/02/2026' }, { validTo: '??' }, { validFrom: '32/01/2025' }, { validTo: '31/12/2026' }];
  expect(kept.map((dates) => pick(encodeBhyt({ ...sampleBhyt, ...dates }), 'document', 'warnings'))).toEqual([
    { document: wholeBhyt.document, warnings: ['validity-not-readable'] },
    { document: wholeBhyt.document, warnings: ['validity-not-readable'] },
    { document: { ...wholeBhyt.document, validFrom: undefined }, warnings: ['validity-not-readable'] },
    { document: { ...wholeBhyt.document, validTo: '2026-12-31' }, warnings: [] },
  ]);
});

test('twelve digits on a card of the new layout are the number; in the old layout they are what is left of one', () => {
  const { newForm: _, ...oldLayout } = sampleBhyt;
  expect([
    pick(encodeBhyt({ ...sampleBhyt, number: '001090000001' }), 'source', 'fullName', 'document', 'warnings'),
    read(encodeBhyt({ ...oldLayout, number: '010199999999' })),
  ]).toEqual([
    {
      source: 'qr-bhyt',
      fullName: 'Nguyễn Văn A',
      document: { ...wholeBhyt.document, number: '001090000001' },
      warnings: ['insurance-number-unusual'],
    },
    'damaged',
  ]);
});
