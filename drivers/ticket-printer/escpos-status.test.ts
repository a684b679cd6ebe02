import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { hasError, isPaperLow, readStatus, type StatusReply, troubleIn } from './escpos-status.ts';

const nothing = new Uint8Array();

describe('what a printer answers', () => {
  test('the three kinds of answers are told apart, and noise is skipped', () => {
    const wire = Uint8Array.of(0xff, 0x12, 0x91, 0x1a, 0x00, 0x14, 0x00, 0x00, 0x0f, 0x0c, 0x13, 0x72);
    assert.deepEqual(readStatus(nothing, wire), {
      replies: [
        { kind: 'real-time', byte: 0x12 },
        { kind: 'real-time', byte: 0x1a },
        { kind: 'queued', byte: 0x00 },
        { kind: 'automatic', bytes: Uint8Array.of(0x14, 0x00, 0x00, 0x0f) },
        { kind: 'queued', byte: 0x0c },
        { kind: 'real-time', byte: 0x72 },
      ],
      rest: nothing,
      skipped: 3,
    });
  });

  test('an automatic status that breaks off proves nothing', () => {
    const wire = Uint8Array.of(0x10, 0x00, 0x00, 0x12, 0x00);
    assert.deepEqual(readStatus(nothing, wire), {
      replies: [
        { kind: 'real-time', byte: 0x12 },
        { kind: 'queued', byte: 0x00 },
      ],
      rest: nothing,
      skipped: 3,
    });
  });

  test('any way of splitting the bytes gives the same answers and holds at most three bytes back', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(60), { maxLength: 8 }), (wire, cuts) => {
        const replies: StatusReply[] = [];
        let rest: Uint8Array = nothing;
        let skipped = 0;
        const borders = [...cuts.map((cut) => Math.min(cut, wire.length)), wire.length].sort((a, b) => a - b);
        let from = 0;
        for (const to of borders) {
          const step = readStatus(rest, wire.subarray(from, to));
          replies.push(...step.replies);
          skipped += step.skipped;
          rest = step.rest;
          from = to;
          assert.ok(rest.length <= 3);
        }
        assert.deepEqual({ replies, rest, skipped }, readStatus(nothing, wire));
      }),
    );
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
});
