import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { type CodeFraming, cutCodes, heldBytes, noCode } from './terminated-codes.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a reader of the wire would write down: each code as text, `(oversized)` in between. */
function codesFrom(chunks: readonly Uint8Array[], start: CodeFraming = noCode): string[] {
  const read: string[] = [];
  let framing = start;
  for (const chunk of chunks) {
    const step = cutCodes(framing, chunk);
    framing = step.framing;
    for (const scan of step.scans)
      read.push(scan.kind === 'code' ? new TextDecoder().decode(scan.bytes) : '(oversized)');
  }
  return read;
}

test('CR, LF and CRLF end a code, and empty codes are nobody', () => {
  expect(codesFrom([bytes('một\rhai\nba\r\n\r\n\rbốn\n\rnăm')])).toEqual(['một', 'hai', 'ba', 'bốn']);
});

test.each([
  ['TAB', 'một\thai\t'],
  ['NUL', 'một\0hai\0'],
  ['STX and ETX', '\x02một\x03\x02hai\x03'],
  ['ETX and EOT', '\x02một\x03\x04\x02hai\x03\x04'],
  ['STX alone, and CR', '\x02một\r\x02hai\r'],
])('%s around a code end it too', (_name, wire) => {
  expect(codesFrom([bytes(wire)])).toEqual(['một', 'hai']);
});

test('what has no end is still held, whole', () => {
  const { framing } = cutCodes(cutCodes(noCode, bytes('một\rha')).framing, bytes('i'));
  expect(new TextDecoder().decode(heldBytes(framing))).toBe('hai');
  expect(heldBytes(noCode)).toBe(undefined);
});

test('CRLF that is cut in two is one end of one code', () => {
  expect(codesFrom([bytes('một\r'), bytes('\nhai\r'), bytes('\n')])).toEqual(['một', 'hai']);
});

test('the longest QR code passes whole; one byte more is oversized, once, and the next code is read again', () => {
  const longest = 'x'.repeat(longestCodeBytes);
  expect(codesFrom([bytes(`${longest}\r`)])).toEqual([longest]);
  expect(codesFrom([bytes(`${longest}x${longest}${longest}\rnext\r`)])).toEqual(['(oversized)', 'next']);
  expect(codesFrom([bytes(longest), bytes('x'), bytes(longest), bytes('\nnext\n')])).toEqual(['(oversized)', 'next']);
});

test('noise without end is held at most to the longest code', () => {
  let framing: CodeFraming = noCode;
  let oversized = 0;
  for (let chunk = 0; chunk < 10_000; chunk++) {
    const step = cutCodes(framing, new Uint8Array(100).fill(0xff));
    framing = step.framing;
    oversized += step.scans.length;
    expect(framing.at === 'dropping' || (framing.held?.length ?? 0) <= longestCodeBytes).toBe(true);
  }
  expect({ framing, oversized }).toEqual({ framing: { at: 'dropping' }, oversized: 1 });
});

test('a code that comes byte by byte costs no more than its bytes', () => {
  const whole = bytes(`${'ế'.repeat(900)}\r`);
  expect(codesFrom(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(['ế'.repeat(900)]);
});

test('the chunk may be overwritten afterwards, and an old state is still what it was', () => {
  const chunk = bytes('mã ');
  const { framing } = cutCodes(noCode, chunk);
  chunk.fill(0);
  expect(codesFrom([bytes('một\r')], framing)).toEqual(['mã một']);
  expect(codesFrom([bytes('hai\r')], framing)).toEqual(['mã hai']);
});

/** Wires with terminators, real letters and stretches around the limit. */
const wire = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', '\t', '\0', '\x02', '\x03', '\x04', '|', 'Nguyễn Văn A'),
      fc.integer({ min: longestCodeBytes - 3, max: longestCodeBytes + 3 }).map((length) => 'y'.repeat(length)),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => bytes(parts.join('')));

test('any way of splitting the same bytes gives the same codes', () => {
  const cuts = fc.array(fc.nat({ max: 9_000 }), { maxLength: 12 });
  fc.assert(
    fc.property(wire, cuts, (all, positions) => {
      const edges = [0, ...positions.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
      const chunks = edges.slice(1).map((edge, index) => all.subarray(edges[index], edge));
      expect(codesFrom(chunks)).toEqual(codesFrom([all]));
    }),
  );
});

test('two codes split at every position are two codes', () => {
  const all = bytes('001090000001||Nguyễn Văn A\r\n0199999999|4e67|\r\n');
  for (let cut = 0; cut <= all.length; cut++) {
    expect(codesFrom([all.subarray(0, cut), all.subarray(cut)])).toEqual([
      '001090000001||Nguyễn Văn A',
      '0199999999|4e67|',
    ]);
  }
});
