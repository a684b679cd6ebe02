import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { parseLimits, parseMessage, valueAt } from './parse.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('garbage never throws', () => {
  const beginning = fc.constantFrom('', 'MSH', 'MSH|^~\\&|', 'MSH|^~\\&|\rMSA|AA|', 'MSH||||', 'MSH#*@!%#');
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 300 }), (text, noise) => {
      const parsed = parseMessage(Uint8Array.of(...bytesOf(text), ...noise));
      assert.ok(parsed.ok || parsed.problem.kind === 'not-hl7' || parsed.problem.kind === 'too-large');
    }),
  );
});

test("a hospital's own delimiters, line ends and escapes are understood", () => {
  const parsed = parseMessage(bytesOf('MSH#*@!%#LAB#x\nMSA#AA#C!F!1*b%c@d!S!e!X4E67C3AA!!H!z!N!!.br!w!ZZ!!E!\r\n'));
  assert.deepEqual(parsed.ok && parsed.value.segments[1], {
    name: 'MSA',
    fields: [[[['MSA']]], [[['AA']]], [[['C#1'], ['b', 'c']], [['d*eNgêz\nw!ZZ!!']]]],
  });
});

test('an escape that does not end stays as it was sent', () => {
  const parsed = parseMessage(bytesOf('MSH|^~\\&|A\rMSA|AE|C1|disk C:\\ full'));
  assert.equal(parsed.ok && valueAt(parsed.value, { segment: 'MSA', field: 3 }), 'disk C:\\ full');
});

test('values that are not there are empty', () => {
  const parsed = parseMessage(bytesOf('MSH|^~\\&|A\rMSA|AA'));
  assert.ok(parsed.ok);
  const places = [
    { segment: 'MSA', field: 2 },
    { segment: 'ERR', field: 1 },
    { segment: 'MSA', field: 1, repetition: 2 },
    { segment: 'MSH', field: 3, component: 4 },
  ];
  assert.deepEqual(
    places.map((place) => valueAt(parsed.value, place)),
    ['', '', '', ''],
  );
});

test('what is no HL7, or larger than any real message, is refused before it costs memory', () => {
  const kindOf = (bytes: Uint8Array) => {
    const parsed = parseMessage(bytes);
    return parsed.ok ? 'parsed' : parsed.problem.kind;
  };
  assert.deepEqual(
    ['', 'HTTP/1.1 400 Bad Request\r\n', 'MSH', 'MSH\rMSA|AA|C1', `MSH|^~\\&|${'|'.repeat(parseLimits.parts)}`].map(
      (text) => kindOf(bytesOf(text)),
    ),
    ['not-hl7', 'not-hl7', 'not-hl7', 'not-hl7', 'too-large'],
  );
  assert.equal(kindOf(new Uint8Array(parseLimits.bytes + 1)), 'too-large');
});
