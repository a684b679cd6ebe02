import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { buildMessage, cleanText, composite, longestValue, repetitions } from './encoding.ts';
import { parseMessage } from './parse.ts';

/** Any text, and texts thick with what HL7, MLLP and terminals would act on. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '|',
        '^',
        '&',
        '~',
        '\\',
        '\\F\\',
        '\\X0D\\',
        '\r',
        '\n',
        '\u000b',
        '\u001c',
        '\u0085',
        '\u2028',
        '\ud800',
        'ê\u0323',
        'Nguyễn',
        ' ',
      ),
      {
        maxLength: 200,
      },
    )
    .map((parts) => parts.join('')),
);

test('every text comes back as it was sent, and alone in its field', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, other) => {
      const bytes = buildMessage([
        { name: 'MSH', fields: { 10: 'C1' } },
        {
          name: 'ZZZ',
          fields: {
            2: one,
            3: composite({ 2: other, 4: 'x' }),
            5: repetitions(['a', composite({ 1: 'b', 2: other })]),
            6: 'end',
          },
        },
      ]);
      const parsed = parseMessage(bytes);
      const sentOther = cleanText(other);
      assert.deepEqual(parsed.ok && parsed.value.segments[1], {
        name: 'ZZZ',
        fields: [
          [[['ZZZ']]],
          [[['']]],
          [[[cleanText(one)]]],
          [[[''], [sentOther], [''], ['x']]],
          [[['']]],
          [[['a']], sentOther === '' ? [['b']] : [['b'], [sentOther]]],
          [[['end']]],
        ],
      });
      assert.equal(parsed.ok && parsed.value.segments.length, 2);
    }),
  );
});

test('no control character, lone surrogate or decomposed letter leaves the kiosk, and no text is longer than the limit', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const clean = cleanText(text);
      assert.doesNotMatch(clean, /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      assert.ok(clean.isWellFormed());
      assert.equal(clean, clean.normalize('NFC'));
      assert.ok(Array.from(clean).length <= longestValue);
    }),
  );
  assert.equal(cleanText(' Nguye\u0302\u0303n\u000bThi\u0323\r'), 'Nguyễn Thị');
  assert.equal(cleanText('𠀋'.repeat(300)), '𠀋'.repeat(longestValue));
});

test('no two Vietnamese or Latin letters beside each other become another one, so that a name goes out as it is written', () => {
  const from = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
  const letters = [...from(0x21, 0x7e), ...from(0xc0, 0x24f), ...from(0x1e00, 0x1eff)];
  const changed = letters.flatMap((one) =>
    letters
      .map((other) => `.${one}${other}.`)
      .filter((text) => text.normalize('NFC') !== text || cleanText(text) !== text),
  );
  assert.deepEqual(changed, []);
  assert.equal(cleanText('e\u0302'), 'ê');
});

test('the wire looks as HL7 v2.5.1 writes it', () => {
  const bytes = buildMessage([
    { name: 'MSH', fields: { 3: 'A', 9: composite({ 1: 'ADT', 3: 'ADT_A01' }), 12: '2.5.1' } },
    {
      name: 'PID',
      fields: { 3: repetitions([undefined, composite({ 1: '0|1', 5: 'NI' }), 'x~']), 5: composite({ 1: undefined }) },
    },
    { name: 'PV2', fields: {} },
  ]);
  assert.equal(
    new TextDecoder().decode(bytes),
    'MSH|^~\\&|A||||||ADT^^ADT_A01|||2.5.1\rPID|||0\\F\\1^^^^NI~x\\R\\\rPV2\r',
  );
});
