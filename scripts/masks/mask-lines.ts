import { maskBytes, maskText } from './mask-text.ts';

/**
 * Masks as many leading bytes as it can judge and returns them, as long as they were; the rest waits for more. Masks are
 * written so that a doubt masks more: what does not look exactly as the protocol says keeps no digit and no letter.
 */
export type Mask = (bytes: Uint8Array) => Uint8Array;

/** For binary protocols that know of nobody: numbers of a measurement, no text. */
export const maskNothing: Mask = (bytes) => bytes;

export const maskEverything: Mask = maskBytes;

const CR = 0x0d;
const LF = 0x0a;

/** Line by line; the line ends stay. */
export function maskLinesBy(maskLine: (line: Uint8Array) => Uint8Array): Mask {
  return (bytes) => {
    const parts: Uint8Array[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] !== CR && bytes[at] !== LF) continue;
      parts.push(maskLine(bytes.subarray(start, at)), bytes.subarray(at, at + 1));
      start = at + 1;
    }
    return Buffer.concat(parts);
  };
}

/** A line of text in which `harmless` says what may stay; the named group `person` of it is masked. Others are masked whole. */
export function maskLineLike(harmless: RegExp): (line: Uint8Array) => Uint8Array {
  return (line) => {
    const text = Buffer.from(line).toString('latin1');
    const match = harmless.exec(text);
    if (!match) return maskText(line);
    const [at, until] = match.indices?.groups?.person ?? [0, 0];
    return Buffer.concat([line.subarray(0, at), maskText(line.subarray(at, until)), line.subarray(until)]);
  };
}

export interface Frames {
  readonly start: Uint8Array;
  readonly end: number;
  /** Bytes after `end` that belong to the frame. */
  readonly checkBytes: number;
  /** Whole frames, checks included. */
  readonly longest: number;
  /** From `start` to `end`, both included, to the same without a person in it. */
  maskBody(body: Uint8Array): Uint8Array;
  /** The check byte of the body. A check that was wrong stays wrong. */
  check(body: Uint8Array): number;
}

/** Frame by frame. Between frames everything is masked. */
export function maskFramesBy(frames: Frames): Mask {
  return (bytes) => {
    const parts: Uint8Array[] = [];
    let rest: Uint8Array = bytes;
    for (;;) {
      const start = Buffer.from(rest).indexOf(frames.start);
      if (start === -1) {
        const sure = Math.max(0, rest.length - startedFrame(rest, frames.start));
        parts.push(maskBytes(rest.subarray(0, sure)));
        return Buffer.concat(parts);
      }
      parts.push(maskBytes(rest.subarray(0, start)));
      rest = rest.subarray(start);
      const end = rest.indexOf(frames.end, frames.start.length);
      const length = end + 1 + frames.checkBytes;
      const isFrame = end !== -1 && length <= frames.longest;
      if (!isFrame && rest.length >= frames.longest) {
        parts.push(maskBytes(rest.subarray(0, 1)));
        rest = rest.subarray(1);
        continue;
      }
      if (!isFrame || rest.length < length) return Buffer.concat(parts);
      parts.push(maskFrame(rest.subarray(0, length), frames));
      rest = rest.subarray(length);
    }
  };
}

function maskFrame(frame: Uint8Array, { checkBytes, maskBody, check }: Frames): Uint8Array {
  const body = frame.subarray(0, frame.length - checkBytes);
  const masked = maskBody(body);
  const [given] = frame.subarray(body.length);
  if (given === undefined) return masked;
  return Buffer.concat([masked, Uint8Array.of(given ^ check(body) ^ check(masked))]);
}

/** How many of the last bytes may be the beginning of a start mark. */
function startedFrame(bytes: Uint8Array, start: Uint8Array): number {
  for (let length = Math.min(start.length - 1, bytes.length); length > 0; length--) {
    if (Buffer.from(bytes.subarray(bytes.length - length)).equals(start.subarray(0, length))) return length;
  }
  return 0;
}
