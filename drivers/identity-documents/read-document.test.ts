import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isVietnameseSyllable } from '#config/agreements/vietnamese-syllables.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from './encode-cards.simulator.ts';
import { readDocument } from './read-document.ts';
import { pick, read, sampleBhyt, sampleCccd } from './sample-cards.bench.ts';
import { syntheticCards } from './synthetic-cards.simulator.ts';

test('a code that is not a card is foreign, and one that no QR can hold is oversized', () => {
  const codes = [
    '',
    ' ',
    'https://example.org/?a=1|2',
    '8934563138165',
    '012345678905',
    '00020101021138570010A000000727',
    '|||||||',
    'a|b|c|d|e',
  ];
  expect(codes.map(read)).toEqual(codes.map(() => 'foreign'));
  expect(read(new Uint8Array(longestCodeBytes + 1).fill(0x31))).toBe('oversized');
});

test('a phone that shows VNeID is read when its code has the fields of the card, and otherwise the card is asked for', () => {
  const asOnTheCard = encodeCccd(sampleCccd);
  expect(pick(asOnTheCard, 'source', 'fullName')).toEqual({ source: 'qr-cccd', fullName: sampleCccd.fullName });
  const ofItsOwn = [
    'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwIn0.AAAA',
    '2|9f86d081884c7d65|1764115200',
    '{"id":"0","t":1764115200}',
  ];
  expect(ofItsOwn.map(read)).toEqual(ofItsOwn.map(() => 'foreign'));
});

test('the synthetic cards give no warning by accident, in whatever year', () => {
  const flawed = ['misread-letters', 'lost-letters', 'damaged-card', 'foreign-link', 'oversized'];
  for (const year of [2025, 2026, 2031, 2040]) {
    for (const card of syntheticCards(year)) {
      if (!flawed.includes(card.id) && card.id !== 'appointment')
        expect({ id: card.id, ...(pick(card.bytes, 'warnings') as object) }).toEqual({ id: card.id, warnings: [] });
    }
  }
});

/** What is spelt as no syllable may be what an old encoding looks like. */
const word = fc
  .record({
    onset: fc.constantFrom('', 'b', 'ch', 'd', 'đ', 'gi', 'h', 'kh', 'l', 'ng', 'nh', 'ph', 'qu', 'th', 'tr', 'v', 'x'),
    vowel: fc.constantFrom(...'aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ'),
    end: fc.constantFrom('', 'c', 'ch', 'i', 'm', 'n', 'ng', 'nh', 'o', 'p', 't', 'u', 'y'),
    inCapitals: fc.boolean(),
  })
  .map(({ onset, vowel, end, inCapitals }) =>
    inCapitals ? `${onset}${vowel}${end}`.toUpperCase() : `${onset}${vowel}${end}`,
  )
  .filter(isVietnameseSyllable);
const name = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
const place = fc.oneof(
  word,
  fc.integer({ min: 1, max: 999 }).map((number) => `Số ${number}/2`),
);
const placeName = fc.array(place, { minLength: 1, maxLength: 5 }).map((parts) => `Xã ${parts.join(', ')}`);

test('any Vietnamese name and address comes out as it went in, from both cards, and after Latin-1 damage', () => {
  fc.assert(
    fc.property(name, placeName, (fullName, address) => {
      const expected = { fullName, address };
      const code = encodeCccd({ ...sampleCccd, fullName, address });
      expect(pick(code, 'fullName', 'address')).toEqual(expected);
      expect(pick(encodeBhyt({ ...sampleBhyt, fullName, address }), 'fullName', 'address')).toEqual(expected);
      expect(pick(new TextDecoder('windows-1252').decode(code), 'fullName', 'address')).toEqual(expected);
    }),
  );
});

/** Whole cards with bytes overwritten, and plain noise. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.uint8Array({ minLength: longestCodeBytes - 5, maxLength: longestCodeBytes + 5, size: 'max' }),
  fc
    .tuple(
      fc.constantFrom(encodeCccd(sampleCccd), encodeBhyt(sampleBhyt), encodeAppointment('27005', 'LK-2026.118804')),
      fc.array(fc.tuple(fc.nat({ max: 300 }), fc.nat({ max: 255 })), { maxLength: 30 }),
    )
    .map(([card, changes]) => {
      const changed = card.slice();
      for (const [at, byte] of changes) changed[at % card.length] = byte;
      return changed;
    }),
  fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('\u202e', '\u2028', '\0', '|', '\r', '\ufffd'),
      ),
      {
        minLength: 6,
        maxLength: 15,
      },
    )
    .map((fields) => new TextEncoder().encode(['001090000001', ...fields].join('|'))),
);

test('whatever bytes come, nothing throws and no field carries a control, a direction mark or a separator', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(hostile, (code) => {
      const result = readDocument(code);
      kinds.add(result.ok ? result.value.source : result.problem.kind);
      if (!result.ok) return;
      for (const text of textsOf(result.value)) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}|\ufffd]/u);
        expect(text.length).toBeLessThanOrEqual(255);
        expect(text).toBe(text.trim().normalize('NFC'));
      }
    }),
    { numRuns: 1000 },
  );
  expect([...kinds].sort()).toEqual(['damaged', 'foreign', 'oversized', 'qr-appointment', 'qr-bhyt', 'qr-cccd']);
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
