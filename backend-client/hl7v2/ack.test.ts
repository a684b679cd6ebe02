import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { readAcknowledgement } from './ack.ts';
import { parseMessage, valueAt } from './parse.ts';

const frame = (msa: string) =>
  new TextEncoder().encode(`MSH|^~\\&|HIS|27005|TIEPDON|27005|20261122081200||ACK^A04^ACK|9|P|2.5.1\r${msa}\r`);
const read = (msa: string) => readAcknowledgement(frame(msa), 'C1');

const accepted = { kind: 'answered', result: { ok: true, value: 'accepted' } };
const wordsOf = (reading: ReturnType<typeof read>) => {
  if (reading.kind !== 'answered') return reading.kind;
  if (reading.result.ok) return 'accepted';
  const { kind, reason, counts, proven } = reading.result.problem;
  return [kind, reason, ...(counts ? ['counts'] : []), ...(proven ? ['proven'] : [])].join(' ');
};

test('each acknowledgement code has one meaning where nothing else is said', () => {
  assert.deepEqual(
    ['AA', 'CA', 'AE', 'CE', 'AR', 'CR'].map((code) => wordsOf(read(`MSA|${code}|C1|patient unknown`))),
    [
      'accepted',
      'accepted',
      'permanent hospital-error-ae counts',
      'permanent commit-error-ce counts',
      'transient hospital-reject-ar counts',
      'transient commit-reject-cr counts',
    ],
  );
});

test.each([
  ['100', 'permanent hl7-content-refused counts proven'],
  ['101', 'permanent hl7-content-refused counts proven'],
  ['102', 'permanent hl7-content-refused counts proven'],
  ['103', 'permanent hl7-content-refused counts proven'],
  ['104', 'permanent hl7-content-refused counts proven'],
  ['105', 'permanent hl7-content-refused counts proven'],
  ['200', 'permanent hl7-message-unsupported counts proven'],
  ['201', 'permanent hl7-message-unsupported counts proven'],
  ['202', 'settings hl7-version-unsupported'],
  ['203', 'settings hl7-version-unsupported'],
  ['204', 'permanent hl7-content-refused counts proven'],
  ['205', 'permanent hl7-content-refused counts proven'],
  ['206', 'transient hl7-record-locked counts'],
  ['207', 'transient hl7-internal-error counts'],
] as const)(
  'the error condition %s means the same whichever letters stand before it, and wherever the version has it',
  (condition, meaning) => {
    const places = [
      `ERR|||${condition}^words^HL70357|E`,
      `ERR|||${condition}`,
      ` err ||| ${condition} ^^HL70357|e|\r`,
      `ERR|PID^1^5^${condition}&words&HL70357`,
      `ERR|||0^fine|I\rERR|||${condition}|F`,
    ].map((err) => `\r${err.replaceAll('\\r', '\r')}`);
    for (const code of ['AE', 'AR', 'CE', 'CR']) {
      for (const err of places) assert.equal(wordsOf(read(`MSA|${code}|C1${err}`)), meaning, `${code} ${err}`);
      assert.equal(wordsOf(read(`MSA|${code}|C1||||${condition}^in 2.4`)), meaning);
    }
  },
);

test('what no retry heals decides, warnings refuse nothing, and a made-up condition says nothing', () => {
  assert.deepEqual(
    [
      'ERR|||207|E\rERR|||101|E',
      'ERR|||206|E\rERR|||207|E',
      'ERR|||101|W\rERR|||207|E',
      'ERR|||999|E',
      'ERR|||XYZ^PID.5|E',
      'ERR',
    ].map((err) => wordsOf(read(`MSA|AE|C1\r${err}`))),
    [
      'permanent hl7-content-refused counts proven',
      'transient hl7-internal-error counts',
      'transient hl7-internal-error counts',
      'permanent hospital-error-ae counts',
      'permanent hospital-error-ae counts',
      'permanent hospital-error-ae counts',
    ],
  );
  assert.equal(wordsOf(read('MSA|AA|C1\rERR|||207|E')), 'accepted');
});

test.each([
  ['three encoding characters', 'MSH|^~&|HIS\rMSA|AA|C1\r'],
  ['the truncation character of 2.7', 'MSH|^~\\&#|HIS\rMSA|AA|C1\r'],
  ['no encoding characters', 'MSH||HIS\rMSA|AA|C1\r'],
  ['nothing but the field separator', 'MSH|\rMSA|AA|C1'],
  ['encoding characters that repeat', 'MSH|^^^^|HIS\rMSA|AA|C1\r'],
  ['the field separator of another trade', 'MSH;^~\\&;HIS\rMSA;AA;C1\r'],
  ['a tab between fields and line feeds between segments', 'MSH|^~\\&|HIS\nMSA|AA|C1\n'],
  ['CRLF', 'MSH|^~\\&|HIS\r\nMSA|AA|C1\r\n'],
  ['line ends and blanks before it', '\r\n  \tMSH|^~\\&|HIS\rMSA|AA|C1\r'],
  ['a byte order mark before it', '\uFEFFMSH|^~\\&|HIS\rMSA|AA|C1\r'],
  ['blanks around each segment', ' MSH|^~\\&|HIS \r MSA|AA|C1 \r \r'],
  ['padded fields', 'MSH|^~\\&|HIS\rMSA|AA   |C1                  |\r'],
  ['lower case', 'msh|^~\\&|his\rmsa|aa|c1\r'],
  ['an empty line between', 'MSH|^~\\&|HIS\r\r\nMSA|AA|C1'],
  ['its id in a component', 'MSH|^~\\&|HIS\rMSA|AA|C1^^|'],
] as const)('%s cost an acknowledgement nothing', (_, text) => {
  assert.deepEqual(readAcknowledgement(new TextEncoder().encode(text), 'C1'), accepted);
});

test('whatever stands around them, the field separator, MSA-1 and MSA-2 are enough', () => {
  const blank = fc.stringMatching(/^[ \t]{0,3}$/);
  const end = fc.constantFrom('\r', '\n', '\r\n', '\n\r', ' \r', '\r\r');
  const separator = fc.constantFrom('|', '#', ';', '!', '*', '\u00a6');
  const encoding = fc.stringMatching(/^[\^~\\&@%$?+=:,]{0,5}$/);
  const id = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{20}$/);
  const code = fc.constantFrom('AA', 'aa', 'Aa', 'CA');
  fc.assert(
    fc.property(
      blank,
      end,
      separator,
      encoding,
      id,
      code,
      fc.boolean(),
      (pad, ending, field, marks, own, says, lower) => {
        const segments = [
          ['MSH', marks, 'HIS', '', '', '', '', '', 'ACK'].join(field),
          ['MSA', `${pad}${says}${pad}`, `${pad}${lower ? own.toLowerCase() : own}${pad}`].join(field),
        ];
        const text = `${ending}${segments.map((segment) => `${pad}${segment}${pad}${ending}`).join('')}`;
        assert.deepEqual(readAcknowledgement(new TextEncoder().encode(text), own), accepted, JSON.stringify(text));
      },
    ),
    { numRuns: 1_000 },
  );
});

test('an acknowledgement of another message, or of none, says nothing about ours', () => {
  assert.deepEqual(
    ['MSA|AA|C2', 'MSA|AA|', 'MSA|AA', 'MSA|AA|   ', 'MSA|AA|C11'].map((msa) => read(msa).kind),
    ['foreign', 'foreign', 'foreign', 'foreign', 'foreign'],
  );
});

test('what is no acknowledgement is not taken for one', () => {
  const notHl7 = new TextEncoder().encode('AA|C1');
  assert.deepEqual(
    [
      read('MSA|OK|C1'),
      read('MSA||C1'),
      read('PID|AA|C1'),
      readAcknowledgement(notHl7, 'C1'),
      readAcknowledgement(new Uint8Array(), ''),
    ].map(({ kind }) => kind),
    ['not-understood', 'not-understood', 'not-understood', 'not-understood', 'not-understood'],
  );
});

test('the short way to an acceptance never says anything else than taking the answer apart does', () => {
  const piece = fc.constantFrom(
    'MSH|^~\\&|',
    'MSH|^~\\&',
    'MSA',
    'MSA|AA|C1',
    'MSA|AA|C',
    '1',
    '|',
    '\r',
    '\n',
    '^',
    '\\E\\',
    'X',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const bytes = new TextEncoder().encode(['MSH|^~\\&|', ...pieces].join(''));
      const parsed = parseMessage(bytes);
      const says = (field: number) => (parsed.ok ? valueAt(parsed.value, { segment: 'MSA', field }) : '');
      const accepted = says(1) === 'AA' && says(2) === 'C1';
      const reading = readAcknowledgement(bytes, 'C1');
      assert.equal(reading.kind === 'answered' && reading.result.ok, accepted);
    }),
    { numRuns: 5_000 },
  );
});
