import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delimitedShape } from './delimited.ts';
import { fixedRecordShape } from './fixed-records.ts';
import { cutFrames, type FrameShape, noBytes, tellCut } from './frames.ts';
import { lineShape } from './lines.ts';

/** `<` anything but `<` `>`, at most ten bytes. */
const bracketed: FrameShape = {
  longestBytes: 10,
  lengthAt(bytes, at) {
    if (bytes[at] !== 0x3c) return 'none';
    for (let index = at + 1; index < bytes.length; index++) {
      if (bytes[index] === 0x3e) return index + 1 - at;
      if (bytes[index] === 0x3c) return 'none';
    }
    return 'unfinished';
  },
};

const record = fixedRecordShape('9,nn,xx');

function cutAll(shape: FrameShape, chunks: readonly Uint8Array[]) {
  const frames: string[] = [];
  let skipped = 0;
  let rest = noBytes;
  for (const chunk of chunks) {
    const cut = cutFrames(shape, rest, chunk);
    rest = cut.rest;
    skipped += cut.noise.reduce((sum, { count }) => sum + count, 0);
    frames.push(...cut.frames.map((frame) => String.fromCharCode(...frame)));
    expect(rest.length).toBeLessThan(shape.longestBytes);
  }
  return { frames, skipped, rest: String.fromCharCode(...rest) };
}

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test('frames are found in noise, and what has only begun is kept', () => {
  expect(cutAll(bracketed, [bytes('noise<a>x<<b><cd')])).toEqual({ frames: ['<a>', '<b>'], skipped: 7, rest: '<cd' });
});

test('a frame of the longest length passes, a longer one is noise, and the one inside it is found', () => {
  expect(cutAll(bracketed, [bytes('<12345678>')])).toEqual({ frames: ['<12345678>'], skipped: 0, rest: '' });
  expect(cutAll(bracketed, [bytes('<123456789><a>')])).toEqual({ frames: ['<a>'], skipped: 11, rest: '' });
});

test('a record of fixed places is found behind half of another one', () => {
  expect(cutAll(record, [bytes('1, 2,a1,12,ab\r\n2,  ,  \n3,45,cd')])).toEqual({
    frames: ['1,12,ab\r', '2,  ,  \n'],
    skipped: 7,
    rest: '3,45,cd',
  });
  expect(cutAll(record, [bytes('1,12,a,\r1,1x,ab\rx,12,ab\r1,12,a\xe9\r')]).frames).toEqual([]);
});

test('any way of splitting the same bytes gives the same frames', () => {
  const wire = fc
    .array(fc.constantFrom('<', '>', 'a', '<abc>', '1', ',', '1,22,xy\r', '\r\n', '\xff', ' '), { maxLength: 40 })
    .map((parts) => bytes(parts.join('')));
  fc.assert(
    fc.property(fc.constantFrom(bracketed, record), wire, fc.array(fc.nat({ max: 120 })), (shape, all, positions) => {
      const edges = [0, ...positions.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
      const chunks = edges.slice(1).map((edge, index) => all.subarray(edges[index], edge));
      expect(cutAll(shape, chunks)).toEqual(cutAll(shape, [all]));
    }),
  );
});

test('the chunk may be overwritten afterwards', () => {
  const chunk = bytes('<ab><c');
  const cut = cutFrames(bracketed, noBytes, chunk);
  chunk.fill(0);
  expect(cut.frames.map((frame) => String.fromCharCode(...frame))).toEqual(['<ab>']);
  expect(cutAll(bracketed, [cut.rest, bytes('>')]).frames).toEqual(['<c>']);
});

test('noise stays between the frames where it was, however the bytes were split', () => {
  const said = (chunks: readonly Uint8Array[]) => {
    const heard: string[] = [];
    let rest = noBytes;
    const noise = () => {
      if (heard.at(-1) !== 'noise') heard.push('noise');
    };
    for (const chunk of chunks) {
      const cut = cutFrames(bracketed, rest, chunk);
      rest = cut.rest;
      tellCut(cut, (frame) => heard.push(String.fromCharCode(...frame)), noise);
    }
    return heard;
  };
  const wire = bytes('<a><b>xx<c>y');
  expect(said([wire])).toEqual(['<a>', '<b>', 'noise', '<c>', 'noise']);
  for (let cut = 0; cut <= wire.length; cut++) {
    expect(said([wire.subarray(0, cut), wire.subarray(cut)])).toEqual(said([wire]));
  }
});

test('a line ends at CR or LF, and text between two marks ends with what stands behind the last one', () => {
  const lines = lineShape(5);
  expect(cutAll(lines, [bytes('ab\r\ncd\n123456\rx')])).toEqual({
    frames: ['ab\r', '\n', 'cd\n', '23456\r'],
    skipped: 1,
    rest: 'x',
  });
  const marked = delimitedShape({ first: 0x3c, last: 0x3e, longestBytes: 8, behind: 1 });
  expect(cutAll(marked, [bytes('<a>1<b<c>2<\x07>3<d>')])).toEqual({
    frames: ['<a>1', '<b<c>2'],
    skipped: 4,
    rest: '<d>',
  });
});
