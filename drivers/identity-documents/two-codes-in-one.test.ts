import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScannedDocument } from '../contract/identity.ts';
import { type BhytFields, encodeAppointment, encodeBhyt, encodeCccd } from './encode-cards.simulator.ts';
import { readDocument } from './read-document.ts';
import { sampleBhyt, sampleCccd } from './sample-cards.bench.ts';

/** Cards of people who share nothing, so that anything of the first one shows. */
const { newForm: _, ...oldForm } = sampleBhyt;
const firsts: readonly Uint8Array[] = [
  encodeCccd(sampleCccd),
  encodeCccd({ ...sampleCccd, oldNumber: '' }),
  encodeCccd({ ...sampleCccd, parents: { father: 'Nguyễn Văn B', mother: 'Trần Thị C' } }),
  encodeCccd({ ...sampleCccd, birth: '1990', address: 'Thôn Đoài, Bắc Ninh' }),
  encodeBhyt(sampleBhyt),
  encodeBhyt({ ...sampleBhyt, number: 'DN4019999999999' }),
  encodeBhyt({ ...oldForm, number: 'DN4010199999999' }),
  encodeAppointment('27005', 'LK-2026.118804'),
];
const other = { fullName: 'Lê Thị Hồng', birth: '20031955', sex: 'Nữ', address: 'Xã Mẫu, Cà Mau', issued: '01072023' };
const otherInsured = { ...sampleBhyt, fullName: 'Lê Thị Hồng', birth: '20/03/1955', sex: '2', address: '-' } as const;
const seconds: readonly Uint8Array[] = [
  encodeCccd({ ...other, number: '096155000777' }),
  encodeCccd({ ...other, number: '096155000777', oldNumber: '381234567' }),
  encodeCccd({ ...other, number: '096155000777', oldNumber: '096155000778' }),
  // Nothing but number, birth and sex can be read.
  encodeCccd({ ...other, number: '096155000777', oldNumber: '381234567', fullName: '', address: '', issued: '' }),
  encodeCccd({
    ...other,
    number: '096155000777',
    oldNumber: '096155000778',
    fullName: '',
    sex: 'Nu',
    address: '',
    issued: '',
  }),
  encodeCccd({ ...other, number: '096155000777', parents: { father: 'Lê Văn D', mother: 'Võ Thị E' } }),
  encodeBhyt({ ...otherInsured, number: '9622222222' }),
  encodeBhyt({ ...otherInsured, number: '096155000777' }),
  encodeBhyt({
    ...oldForm,
    ...otherInsured,
    newForm: { benefitLevel: '4', placeOfIssue: 'Cà Mau' },
    number: '9622222222',
  }),
  encodeBhyt({ ...oldForm, number: 'HT3969622222222', fullName: 'Lê Thị Hồng', birth: '20/03/1955', sex: '2' }),
  encodeAppointment('27005', 'LK-9'),
];

/** What a code of two may be: nobody, or exactly the one who stands there now. */
function expectNobodyElse(joined: Uint8Array, second: Uint8Array): void {
  const read = readDocument(joined);
  if (read.ok) expect(withoutRemarks(read.value)).toEqual(withoutRemarks(documentOf(second)));
}

function documentOf(code: Uint8Array): ScannedDocument | undefined {
  const read = readDocument(code);
  return read.ok ? read.value : undefined;
}

/** What is odd about the number is told of the number as it came. */
function withoutRemarks(document: ScannedDocument | undefined): object {
  return { ...document, warnings: undefined };
}

test('a card that was cut anywhere, and a whole other one behind it, is never the first person nor a mixture', () => {
  for (const first of firsts) {
    for (const second of seconds) {
      for (let cut = 1; cut < first.length; cut++) {
        expectNobodyElse(Buffer.concat([first.subarray(0, cut), second]), second);
      }
    }
  }
}, 30_000);

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const anyCccd = fc.record({
  number: digits(12),
  oldNumber: fc.oneof(fc.constant(''), digits(9), digits(12)),
  fullName: fc.constantFrom('Trần Văn Ba', 'H’Hen Niê', 'Lý A Sùng', 'Y Bhăm', ''),
  birth: fc.constantFrom('15081990', '1948', '00001948', '', '--/--/1948', '081990'),
  sex: fc.constantFrom('Nam', 'Nữ', 'Nu'),
  address: fc.constantFrom('Số 1, Hà Nội', 'Thôn 12, 34', '', 'Tổ 123456'),
  issued: fc.constantFrom('25052021', '', '2021'),
});
/** The number of fifteen characters belongs to the old layout, the shorter ones to the new. */
const numberAndLayout = fc.oneof(
  digits(13).map((rest) => ({ number: `DN${rest}` })),
  digits(10).map((number) => ({
    number,
    newForm: { benefitLevel: '4', placeOfIssue: 'Hà Nội' },
  })),
);
const anyBhyt = fc.record({
  layout: numberAndLayout,
  fullName: fc.constantFrom('Trần Văn Ba', 'An', '123', '-'),
  birth: fc.constantFrom('15/08/1990', '1948', '-', '00/00/1948'),
  sex: fc.constantFrom('1' as const, '2' as const),
  address: fc.constantFrom('-', 'Số 1, Hà Nội', '1111'),
  facility: fc.constantFrom('01 - 001', '-', '01001'),
  validFrom: fc.constantFrom('01/01/2025', '-'),
  validTo: fc.constantFrom('-', '31/12/2026'),
  issued: fc.constantFrom('20/12/2024', '-'),
  fiveYears: fc.constantFrom(' 01/01/2028', '-'),
});
const insurance = anyBhyt.map(({ layout, ...card }): BhytFields => ({ ...card, ...layout }));
const anyCard = fc.oneof(anyCccd.map(encodeCccd), insurance.map(encodeBhyt));

test('so it is with any two cards', () => {
  fc.assert(
    fc.property(anyCard, anyCard, (first, second) => {
      for (let cut = 1; cut < first.length; cut++) {
        expectNobodyElse(Buffer.concat([first.subarray(0, cut), second]), second);
      }
    }),
    { numRuns: 40 },
  );
}, 30_000);
