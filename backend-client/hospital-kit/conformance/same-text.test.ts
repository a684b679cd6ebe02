import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { fhirText } from '../../fhir/text.ts';
import { cleanText } from '../../hl7v2/encoding.ts';

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ' ',
    '  ',
    '\u00a0',
    '\u3000',
    '\t',
    '\r\n',
    '\u2028',
    '\ufeff',
    '\u0000',
    '\u0085',
    'Nguyễn',
    'Nguye\u0302\u0303n',
    '|',
    '\\',
  ),
);

test('a name or an address is the same text over HL7 and over FHIR, whatever the card says', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(cleanText(text), fhirText(text) ?? '');
    }),
    { numRuns: 500 },
  );
});
