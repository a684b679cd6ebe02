import type { Mask } from './mask-lines.ts';
import { maskBytes } from './mask-text.ts';

/**
 * A ticket names its patient, in dots. Of what a printer is told only commands stay: pictures become white paper of the
 * same size, and bytes that are no command we know lose their letters.
 */
export const maskPrintData: Mask = (bytes) => {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const step = commandAt(bytes, at);
    if (step === 'incomplete') break;
    const { keep, blank } = step;
    parts.push(keep > 0 ? bytes.subarray(at, at + keep) : maskBytes(bytes.subarray(at, at + 1)), new Uint8Array(blank));
    at += Math.max(keep, 1) + blank;
  }
  return Buffer.concat(parts);
};

interface Command {
  /** Bytes that stay; 0: no command. */
  readonly keep: number;
  /** Bytes of dots behind it. */
  readonly blank: number;
}

/** First bytes, and how long the whole command is (ESC/POS; Custom's ejector). Those with a picture are not among them. */
const commands: readonly (readonly [readonly number[], number])[] = [
  [[0x00], 1],
  [[0x0a], 1],
  [[0x0d], 1],
  [[0x1b, 0x40], 2],
  [[0x1b, 0x69], 2],
  [[0x1b, 0x64], 3],
  [[0x1d, 0x56, 0x00], 3],
  [[0x1d, 0x56, 0x01], 3],
  [[0x1d, 0x56, 0x41], 4],
  [[0x1d, 0x56, 0x42], 4],
  [[0x1d, 0x72], 3],
  [[0x1d, 0x61], 3],
  [[0x1d, 0x65, 0x03], 4],
  [[0x1d, 0x65], 3],
  [[0x10, 0x04], 3],
];

/** `GS v 0 m xL xH yL yH dots`. */
const raster: readonly number[] = [0x1d, 0x76, 0x30];

function commandAt(bytes: Uint8Array, at: number): Command | 'incomplete' {
  const rest = bytes.subarray(at, at + 8);
  if (beginsWith(rest, raster)) {
    if (rest.length < 8) return 'incomplete';
    const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = rest;
    const dots = (xLow + 256 * xHigh) * (yLow + 256 * yHigh);
    return bytes.length - at < 8 + dots ? 'incomplete' : { keep: 8, blank: dots };
  }
  const known = commands.find(([first]) => beginsWith(rest, first));
  if (!known) return { keep: 0, blank: 0 };
  return rest.length < known[1] ? 'incomplete' : { keep: known[1], blank: 0 };
}

/** Also when the bytes end within: whether it is this command shows later. */
function beginsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, at) => at >= bytes.length || bytes[at] === byte);
}
