import type { Mask } from '#drivers/masking/mask-lines.ts';
import { maskBytes } from '#drivers/masking/mask-text.ts';

/**
 * A ticket names its patient, in dots. Of what a printer is told only commands stay: pictures become white paper of the
 * same size, what a QR is to say loses its letters and digits, and so do bytes that are no command we know.
 */
export const maskPrintData: Mask = (bytes) => {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const step = commandAt(bytes, at);
    if (step === 'incomplete') break;
    const { keep, blank = 0, text = 0 } = step;
    parts.push(
      bytes.subarray(at, at + keep),
      new Uint8Array(blank),
      maskBytes(bytes.subarray(at + keep, at + keep + text)),
    );
    at += keep + blank + text;
  }
  return Buffer.concat(parts);
};

interface Command {
  /** Bytes that stay. */
  readonly keep: number;
  /** Bytes of dots behind them. */
  readonly blank?: number;
  /** Bytes of text behind them. */
  readonly text?: number;
}

/** First bytes, and how long the whole command is (ESC/POS; Custom's ejector). Those with a picture are not among them. */
const commands: readonly (readonly [readonly number[], number])[] = [
  [[0x00], 1],
  [[0x0a], 1],
  [[0x0d], 1],
  [[0x1b, 0x40], 2],
  [[0x1b, 0x69], 2],
  [[0x1b, 0x64], 3],
  [[0x1b, 0x61], 3],
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

/** `GS ( k pL pH cn fn …`; of the QR functions, 80 stores the text behind a byte `m`, the others have numbers only. */
const symbol: readonly number[] = [0x1d, 0x28, 0x6b];

function symbolCommandAt(bytes: Uint8Array, at: number): Command | 'incomplete' {
  const [, , , low, high, what, does] = bytes.subarray(at, at + 7);
  if (low === undefined || high === undefined) return 'incomplete';
  const length = low + 256 * high;
  if (bytes.length - at < 5 + length) return 'incomplete';
  const isNumbers = what === 49 && length <= 4 && (does === 65 || does === 67 || does === 69 || does === 81);
  const keep = isNumbers ? 5 + length : 5 + Math.min(length, 3);
  return { keep, text: 5 + length - keep };
}

function commandAt(bytes: Uint8Array, at: number): Command | 'incomplete' {
  const rest = bytes.subarray(at, at + 8);
  if (beginsWith(rest, raster)) {
    if (rest.length < 8) return 'incomplete';
    const [, , , , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = rest;
    const dots = (xLow + 256 * xHigh) * (yLow + 256 * yHigh);
    return bytes.length - at < 8 + dots ? 'incomplete' : { keep: 8, blank: dots };
  }
  if (beginsWith(rest, symbol)) return symbolCommandAt(bytes, at);
  const known = commands.find(([first]) => beginsWith(rest, first));
  if (!known) return { keep: 0, text: 1 };
  return rest.length < known[1] ? 'incomplete' : { keep: known[1] };
}

/** Also when the bytes end within: whether it is this command shows later. */
function beginsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, at) => at >= bytes.length || bytes[at] === byte);
}
