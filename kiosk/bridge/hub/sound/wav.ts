import { ok, problem, type Result } from '#config/agreements/result.ts';

/** Sound as it is kept and played: one channel of 16 bits. */
export interface Sound {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

/**
 * - `not-wav`: no RIFF/WAVE file, or one that ends in the middle. `not-pcm`: compressed, or not of 16 bits. `odd-shape`: more than two
 *   channels, or a rate outside 8 to 48 kHz. `too-long`, `too-large`, `empty`.
 */
export type WavProblem = 'not-wav' | 'not-pcm' | 'odd-shape' | 'too-long' | 'too-large' | 'empty';

export const mostWavBytes = 2_000_000;
export const longestSeconds = 20;

/**
 * Reads RIFF/WAVE of PCM (Microsoft multimedia specification 1.0, 1991: chunks of id, length and content, each at an even place). Two
 * channels are mixed into one. `isStream`: written into a pipe, so that the length of its last chunk is a guess (espeak-ng says 2 GB).
 */
export function readWav(bytes: Uint8Array, { isStream = false } = {}): Result<Sound, WavProblem> {
  if (bytes.length > mostWavBytes) return problem('too-large');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || idAt(view, 0) !== 'RIFF' || idAt(view, 8) !== 'WAVE') return problem('not-wav');
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = idAt(view, at);
    const length = view.getUint32(at + 4, true);
    const begins = at + 8;
    const isWhole = begins + length <= bytes.length;
    if (!isWhole && !(isStream && id === 'data')) return problem('not-wav');
    if (id === 'fmt ') {
      if (length < 16) return problem('not-wav');
      format = formatAt(view, begins);
    }
    if (id === 'data')
      return format ? soundOf(view, begins, isWhole ? begins + length : bytes.length, format) : problem('not-wav');
    at = begins + length + (length % 2);
  }
  return problem('not-wav');
}

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

function formatAt(view: DataView, at: number): Format {
  return {
    tag: view.getUint16(at, true),
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function soundOf(view: DataView, begins: number, ends: number, format: Format): Result<Sound, WavProblem> {
  const { tag, channels, sampleRate, bits } = format;
  // 1 is PCM; WAVE_FORMAT_EXTENSIBLE and everything compressed have other numbers.
  if (tag !== 1 || bits !== 16) return problem('not-pcm');
  if (channels < 1 || channels > 2 || sampleRate < 8_000 || sampleRate > 48_000) return problem('odd-shape');
  const length = Math.floor((ends - begins) / (2 * channels));
  if (length === 0) return problem('empty');
  if (length > longestSeconds * sampleRate) return problem('too-long');
  const samples = new Int16Array(length);
  for (let at = 0; at < length; at += 1) {
    const first = view.getInt16(begins + 2 * channels * at, true);
    const second = channels === 2 ? view.getInt16(begins + 4 * at + 2, true) : first;
    samples[at] = (first + second) >> 1;
  }
  return ok({ sampleRate, samples });
}

function idAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The one shape that boards are sent: a header of 44 bytes and the samples. */
export function writeWav({ sampleRate, samples }: Sound): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const put = (at: number, id: string) => bytes.set(new TextEncoder().encode(id), at);
  put(0, 'RIFF');
  view.setUint32(4, 36 + 2 * samples.length, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (const [at, sample] of samples.entries()) view.setInt16(44 + 2 * at, sample, true);
  return bytes;
}

export function lengthMs({ sampleRate, samples }: Sound): number {
  return Math.ceil((samples.length / sampleRate) * 1_000);
}
