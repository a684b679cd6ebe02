import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createMllpFraming, mllpFrame } from './mllp-framing.ts';

const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;

function cut(chunks: readonly Uint8Array[], longest = 64) {
  const framing = createMllpFraming(longest);
  const steps = chunks.map((chunk) => framing.push(chunk));
  return {
    frames: steps.flatMap(({ frames }) => frames.map((frame) => [...frame])),
    skippedBytes: steps.reduce((sum, step) => sum + step.skippedBytes, 0),
  };
}

test('two messages in one segment, garbage between them, a lone FS inside: any split in three gives the same', () => {
  const wire = Uint8Array.of(9, 9, VT, 65, CR, 66, FS, CR, CR, 7, VT, 67, FS, 68, FS, FS, CR);
  const whole = {
    frames: [
      [65, CR, 66],
      [67, FS, 68, FS],
    ],
    skippedBytes: 4,
  };
  for (let one = 0; one <= wire.length; one += 1) {
    for (let two = one; two <= wire.length; two += 1) {
      assert.deepEqual(cut([wire.slice(0, one), wire.slice(one, two), wire.slice(two)]), whole);
    }
  }
});

test('FS and CR in separate packets end a frame', () => {
  assert.deepEqual(cut([Uint8Array.of(VT, 65, FS), Uint8Array.of(CR)]), { frames: [[65]], skippedBytes: 0 });
});

test('a sender that starts again in the middle loses only the half message', () => {
  assert.deepEqual(cut([Uint8Array.of(VT, 65, 66), Uint8Array.of(VT, 67, FS, CR)]), {
    frames: [[67]],
    skippedBytes: 3,
  });
});

test('a frame of the longest length passes, one byte more is given up, and the next one is heard', () => {
  const longest = 10;
  const fits = new Uint8Array(longest).fill(65);
  const tooLong = new Uint8Array(longest + 1).fill(66);
  const wire = [fits, tooLong, fits].flatMap((message) => [...mllpFrame(message)]);
  for (const size of [1, 3, wire.length]) {
    const chunks = Array.from({ length: Math.ceil(wire.length / size) }, (_, at) =>
      Uint8Array.from(wire.slice(at * size, (at + 1) * size)),
    );
    assert.deepEqual(cut(chunks, longest), { frames: [[...fits], [...fits]], skippedBytes: longest + 4 });
  }
});

test('whatever the bytes and however they are split, every byte is framed, skipped or waiting within the bound', () => {
  const noise = fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(VT, FS, CR) }, { weight: 4, arbitrary: fc.nat(255) }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(
      noise,
      fc.array(fc.nat(300), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (bytes, cuts, longest) => {
        const wire = Uint8Array.from(bytes);
        const edges = [0, ...cuts.filter((at) => at < wire.length).sort((a, b) => a - b), wire.length];
        const split = cut(
          edges.slice(1).map((edge, at) => wire.slice(edges[at], edge)),
          longest,
        );
        assert.deepEqual(split, cut([wire], longest));
        const framed = split.frames.reduce((sum, frame) => sum + frame.length + 3, 0);
        const waiting = wire.length - framed - split.skippedBytes;
        assert.ok(waiting >= 0 && waiting <= longest + 2, `${waiting} bytes are waiting`);
        assert.ok(split.frames.every((frame) => frame.length <= longest));
      },
    ),
  );
});

test('a megabyte that arrives byte by byte is put together once, not a million times', () => {
  const message = new Uint8Array(1024 * 1024).fill(65);
  const wire = mllpFrame(message);
  const framing = createMllpFraming();
  let frames = 0;
  for (let at = 0; at < wire.length; at += 1) frames += framing.push(wire.subarray(at, at + 1)).frames.length;
  assert.equal(frames, 1);
});

/** MLLP byte by byte, as plainly as it can be said. */
function cutPlainly(wire: Uint8Array, longest: number) {
  const frames: number[][] = [];
  let skippedBytes = 0;
  let open: number[] | undefined;
  for (const byte of wire) {
    if (byte === VT) {
      skippedBytes += open ? open.length + 1 : 0;
      open = [];
    } else if (!open) {
      skippedBytes += 1;
    } else if (byte === CR && open.at(-1) === FS) {
      frames.push(open.slice(0, -1));
      open = undefined;
    } else if (open.length > longest) {
      skippedBytes += open.length + 2;
      open = undefined;
    } else {
      open.push(byte);
    }
  }
  return { frames, skippedBytes };
}

test('looking at stretches of bytes finds what looking at each byte finds', () => {
  const bytes = fc.array(fc.oneof(fc.constantFrom(VT, FS, CR), fc.nat(255)), { maxLength: 200 });
  fc.assert(
    fc.property(bytes, fc.nat(200), fc.integer({ min: 1, max: 12 }), (noise, edge, longest) => {
      const wire = Uint8Array.from(noise);
      assert.deepEqual(cut([wire.slice(0, edge), wire.slice(edge)], longest), cutPlainly(wire, longest));
    }),
    { numRuns: 2_000 },
  );
});
