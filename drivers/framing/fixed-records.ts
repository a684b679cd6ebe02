import type { FrameShape } from './frames.ts';

/**
 * The shape of a text record whose characters all have their places, ended by CR or LF.
 *
 * In the template `9` stands for a digit, `n` for a digit or a blank, `t` for a digit of a clock that may not be set (a digit, a
 * blank or a hyphen), `x` for any visible character or blank except a comma;
 * every other character stands for itself. A record whose end is missing, or that has swallowed another one's beginning,
 * does not fit, and the next whole one is found inside the same bytes.
 */
export function fixedRecordShape(template: string): FrameShape {
  const length = template.length + 1;
  return {
    longestBytes: length,
    lengthAt(bytes, at) {
      for (let index = 0; index < template.length; index++) {
        const byte = bytes[at + index];
        if (byte === undefined) return 'unfinished';
        if (!fits(template.charCodeAt(index), byte)) return 'none';
      }
      const end = bytes[at + template.length];
      if (end === undefined) return 'unfinished';
      return end === carriageReturn || end === lineFeed ? length : 'none';
    },
  };
}

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const [nine, lowerN, lowerT, lowerX, comma, blank, hyphen] = [0x39, 0x6e, 0x74, 0x78, 0x2c, 0x20, 0x2d];

function fits(expected: number, byte: number): boolean {
  if (expected === nine) return isDigit(byte);
  if (expected === lowerN) return isDigit(byte) || byte === blank;
  if (expected === lowerT) return isDigit(byte) || byte === blank || byte === hyphen;
  if (expected === lowerX) return byte >= blank && byte <= 0x7e && byte !== comma;
  return byte === expected;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
