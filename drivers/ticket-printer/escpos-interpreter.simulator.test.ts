import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createEscposInterpreter, type PrinterOperation } from './escpos-interpreter.simulator.ts';

function operationsOf(pieces: readonly Uint8Array[]): readonly PrinterOperation[] {
  const interpreter = createEscposInterpreter();
  const operations: PrinterOperation[] = [];
  for (const piece of pieces) {
    interpreter.put(piece);
    for (let next = interpreter.next(); next; next = interpreter.next()) operations.push(next);
  }
  return operations;
}

/** Text that is cut in two is two texts of the same length together. */
function withJoinedText(operations: readonly PrinterOperation[]): readonly PrinterOperation[] {
  const joined: PrinterOperation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    if (operation.kind === 'print-text' && last?.kind === 'print-text') {
      joined[joined.length - 1] = { kind: 'print-text', characters: last.characters + operation.characters };
    } else joined.push(operation);
  }
  return joined;
}

test('any bytes in any pieces give the same operations, and nothing throws', () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x1b, 0x1d, 0x10, 0x04, 0x76, 0x30, 0x00, 0x01, 0x02, 0x56, 0x72));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 80 }), fc.array(fc.nat(80), { maxLength: 8 }), (bytes, cuts) => {
      const wire = Uint8Array.from(bytes);
      const borders = [0, ...cuts.map((cut) => Math.min(cut, wire.length)).sort((a, b) => a - b), wire.length];
      const pieces = borders.slice(1).map((to, at) => wire.subarray(borders[at], to));
      assert.deepEqual(withJoinedText(operationsOf(pieces)), withJoinedText(operationsOf([wire])));
    }),
  );
});

test('a picture that broke off takes what follows for dots, until zeros have filled it', () => {
  const brokenOff = Uint8Array.of(0x1d, 0x76, 0x30, 0, 1, 0, 3, 0, 0xff);
  const dots = (value: number): PrinterOperation => ({ kind: 'print-row', dots: Uint8Array.of(value) });
  assert.deepEqual(operationsOf([brokenOff, Uint8Array.of(0x1b, 0x40)]), [dots(0xff), dots(0x1b), dots(0x40)]);
  assert.deepEqual(operationsOf([brokenOff, new Uint8Array(100), Uint8Array.of(0x1b, 0x40)]), [
    dots(0xff),
    dots(0),
    dots(0),
    { kind: 'initialise' },
  ]);
});
