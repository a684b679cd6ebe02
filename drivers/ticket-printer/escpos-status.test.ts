import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import {
  automaticStatusFrom,
  hasError,
  isPaperLow,
  isWholeQueuedAnswer,
  nothingRead,
  readBareStatus,
  readStatus,
  type StatusReply,
  saysPaperEnded,
  troubleIn,
} from './escpos-status.ts';

/** A stream in pieces, and what they come to together. */
function readInPieces(wire: Uint8Array, cuts: readonly number[]) {
  const borders = [...cuts.map((cut) => Math.min(cut, wire.length)), wire.length].sort((a, b) => a - b);
  const replies: StatusReply[] = [];
  let reading = nothingRead;
  let [from, skipped, broken, strange] = [0, 0, 0, 0];
  for (const to of borders) {
    const step = readStatus(reading, wire.subarray(from, to));
    assert.ok(step.reading.held.length <= 3 && step.reading.missing <= 3);
    replies.push(...step.replies);
    skipped += step.skipped;
    broken += step.broken;
    strange += step.strange;
    reading = step.reading;
    from = to;
  }
  return { replies, reading, broken, skipped, strange };
}

const repliesTo = (...bytes: number[]) => readStatus(nothingRead, Uint8Array.from(bytes)).replies;
const queuedIn = (replies: readonly StatusReply[]) => replies.filter(({ kind }) => kind === 'queued').length;

/** Everything a printer may say: answers, blocks, blocks in pieces, noise. */
const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom([0x12], [0x16], [0x1a], [0x72], [0x00], [0x03], [0x0f]),
      fc.constantFrom([0x10, 0x00, 0x00, 0x0f], [0x38, 0x08, 0x0f, 0x00], [0x14, 0x00, 0x03, 0x0f]),
      fc.constantFrom([0x10], [0x10, 0x00], [0x38, 0x08, 0x0f], [0x00, 0x0c, 0x0f], [0x11], [0x13]),
      fc.uint8Array({ maxLength: 6 }).map((noise) => [...noise]),
    ),
    { maxLength: 14 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

describe('what a printer answers', () => {
  test('the kinds of answers are told apart, and noise is skipped', () => {
    const wire = Uint8Array.of(0xff, 0x12, 0x91, 0x1a, 0x00, 0x14, 0x00, 0x00, 0x0f, 0x0c, 0x93, 0x72);
    assert.deepEqual(readStatus(nothingRead, wire), {
      replies: [
        { kind: 'real-time', byte: 0x12 },
        { kind: 'real-time', byte: 0x1a },
        { kind: 'queued', byte: 0x00 },
        { kind: 'automatic', bytes: Uint8Array.of(0x14, 0x00, 0x00, 0x0f) },
        { kind: 'queued', byte: 0x0c },
        { kind: 'real-time', byte: 0x72 },
      ],
      reading: nothingRead,
      broken: 0,
      skipped: 3,
      strange: 3,
    });
  });

  test('a truncated automatic status is not taken for one, and none of its late bytes for an answer', () => {
    const [truncated, after] = [
      [0x10, 0x00, 0x00],
      [0x12, 0x00, 0x00],
    ] as const;
    assert.deepEqual(readStatus(nothingRead, Uint8Array.of(...truncated, ...after)), {
      replies: [
        { kind: 'real-time', byte: 0x12 },
        { kind: 'doubtful', byte: 0x00 },
        { kind: 'queued', byte: 0x00 },
      ],
      reading: nothingRead,
      broken: 1,
      skipped: 3,
      strange: 4,
    });
    assert.equal(queuedIn(repliesTo(0x10, 0x00, 0x12, 0x00, 0x0f)), 0, 'an answer to DLE EOT in the middle of a block');
    assert.equal(queuedIn(repliesTo(0x10, 0xff, 0x00, 0x00, 0x0f)), 0, 'noise in the middle of a block');
  });

  test('what was missing of a block is no longer waited for after two answers to DLE EOT', () => {
    assert.equal(queuedIn(repliesTo(0x10, 0x12, 0x12, 0x00)), 1);
  });

  test('flow control between its bytes does not break an automatic status', () => {
    assert.deepEqual(repliesTo(0x13, 0x38, 0x13, 0x11, 0x00, 0x0f, 0x13, 0x11, 0x0f, 0x11), [
      { kind: 'automatic', bytes: Uint8Array.of(0x38, 0x00, 0x0f, 0x0f) },
    ]);
  });

  test('any way of splitting and merging the bytes gives the same answers and holds at most three bytes back', () => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat(90), { maxLength: 10 }), (wire, cuts) => {
        assert.deepEqual(readInPieces(wire, cuts), readStatus(nothingRead, wire));
      }),
      { numRuns: 500 },
    );
  });

  test('a block with an answer before and behind it, split at every position and byte by byte', () => {
    const wire = Uint8Array.of(0x12, 0x38, 0x08, 0x0f, 0x0f, 0x00, 0x12, 0x10, 0x00, 0x03, 0x00);
    const whole = readStatus(nothingRead, wire);
    assert.deepEqual(
      whole.replies.map(({ kind }) => kind),
      ['real-time', 'automatic', 'queued', 'real-time', 'automatic'],
    );
    for (let cut = 0; cut <= wire.length; cut++) assert.deepEqual(readInPieces(wire, [cut]), whole);
    assert.deepEqual(readInPieces(wire, [...wire.keys()]), whole);
  });

  test.each([
    ['all is well', [0x10, 0x00, 0x00, 0x0f], undefined, false],
    ['a cash drawer that is not there', [0x14, 0x00, 0x00, 0x00], undefined, false],
    ['the roll is nearly at its end', [0x10, 0x00, 0x03, 0x0f], undefined, true],
    ['the roll is at its end', [0x18, 0x00, 0x0f, 0x0f], 'no-paper', true],
    ['an open cover, whose sensor sees no paper either', [0x38, 0x00, 0x0f, 0x0f], 'cover-open', true],
    ['the cutter is jammed', [0x18, 0x08, 0x00, 0x0f], 'cutter-error', false],
    ['a mechanical error', [0x18, 0x04, 0x00, 0x0f], 'printer-error', false],
    ['an error for good', [0x18, 0x20, 0x00, 0x0f], 'printer-error', false],
    ['an error that passes', [0x18, 0x40, 0x00, 0x0f], 'printer-error', false],
    ['offline without a reason', [0x18, 0x00, 0x00, 0x0f], 'printer-error', false],
    ['offline while somebody holds the feed button', [0x58, 0x00, 0x00, 0x0f], 'printer-error', false],
    ['the reserved byte says whatever it wants', [0x10, 0x00, 0x00, 0x6f], undefined, false],
  ] as const)('an automatic status: %s', (_name, block, trouble, paperLow) => {
    assert.deepEqual(automaticStatusFrom(Uint8Array.from(block)), { trouble, paperLow });
  });

  test.each([
    ['all good', { 1: 0x12, 2: 0x12, 4: 0x12 }, undefined],
    ['nothing known', {}, undefined],
    ['a cash drawer that is not there', { 1: 0x16, 2: 0x12, 4: 0x12 }, undefined],
    ['the roll is at its end', { 1: 0x1a, 2: 0x32, 4: 0x7e }, 'no-paper'],
    ['only the paper sensor sees the end', { 1: 0x12, 2: 0x12, 4: 0x72 }, 'no-paper'],
    ['an open cover, whose sensor sees no paper either', { 1: 0x1a, 2: 0x36, 4: 0x72 }, 'cover-open'],
    ['the cutter is jammed', { 1: 0x1a, 2: 0x52, 3: 0x1a, 4: 0x12 }, 'cutter-error'],
    ['an error of another kind', { 1: 0x1a, 2: 0x52, 3: 0x32, 4: 0x12 }, 'printer-error'],
    ['offline without a reason', { 1: 0x1a, 2: 0x12, 4: 0x12 }, 'printer-error'],
    ['paper low is no trouble', { 1: 0x12, 2: 0x12, 4: 0x1e }, undefined],
  ] as const)('%s', (_name, answers, trouble) => {
    assert.equal(troubleIn(answers), trouble);
  });

  test('paper low and "some error" have their bits', () => {
    assert.deepEqual([isPaperLow({ 4: 0x1e }), isPaperLow({ 4: 0x12 }), isPaperLow({})], [true, false, false]);
    assert.deepEqual([hasError({ 2: 0x52 }), hasError({ 2: 0x12 }), hasError({})], [true, false, false]);
  });

  test('of all 256 bytes four are a whole answer to GS r 1, and two of those say that paper has ended', () => {
    const every = Array.from({ length: 256 }, (_, byte) => byte);
    assert.deepEqual(every.filter(isWholeQueuedAnswer), [0x00, 0x03, 0x0c, 0x0f]);
    assert.deepEqual(every.filter(isWholeQueuedAnswer).filter(saysPaperEnded), [0x0c, 0x0f]);
  });

  test('a status without fixed bits is one with the bits of its printer alone; any other byte is none', () => {
    const { replies, strange } = readBareStatus(Uint8Array.of(0x00, 0x11, 0x01, 0x13, 0x08, 0x06, 0x10, 0xff), 0x07);
    assert.deepEqual(
      replies.map((reply) => 'byte' in reply && reply.byte),
      [0x00, 0x01, 0x06],
    );
    assert.equal(strange, 3);
  });
});
