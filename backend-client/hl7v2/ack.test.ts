import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { readAcknowledgement } from './ack.ts';
import { parseMessage, valueAt } from './parse.ts';

const frame = (msa: string) =>
  new TextEncoder().encode(`MSH|^~\\&|HIS|27005|TIEPDON|27005|20261122081200||ACK^A04^ACK|9|P|2.5.1\r${msa}\r`);
const read = (msa: string) => readAcknowledgement(frame(msa), 'C1');

test('each acknowledgement code has one meaning', () => {
  assert.deepEqual(
    ['AA', 'CA', 'AE', 'CE', 'AR', 'CR'].map((code) => read(`MSA|${code}|C1|patient unknown`)),
    [
      { kind: 'answered', result: { ok: true, value: 'accepted' } },
      { kind: 'answered', result: { ok: true, value: 'accepted' } },
      {
        kind: 'answered',
        result: { ok: false, problem: { kind: 'permanent', reason: 'hospital-error-ae', counts: true } },
      },
      {
        kind: 'answered',
        result: { ok: false, problem: { kind: 'permanent', reason: 'commit-error-ce', counts: true } },
      },
      {
        kind: 'answered',
        result: { ok: false, problem: { kind: 'transient', reason: 'hospital-reject-ar', counts: true } },
      },
      {
        kind: 'answered',
        result: { ok: false, problem: { kind: 'transient', reason: 'commit-reject-cr', counts: true } },
      },
    ],
  );
});

test('an acknowledgement of another message, or of none, says nothing about ours', () => {
  assert.deepEqual(
    ['MSA|AA|C2', 'MSA|AA|', 'MSA|AA', 'MSA|AE|c1', 'MSA|AA|C11'].map((msa) => read(msa).kind),
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
