import type { Sound } from './wav.ts';

/** How a recording sounds, in dB below the loudest that 16 bits hold. `-Infinity`: silence. */
export interface Level {
  /** Of the loudest tenth of it: speech. */
  readonly speechDb: number;
  /** Of the quietest tenth: the room. */
  readonly noiseDb: number;
  /** Of the loudest sample. */
  readonly peakDb: number;
}

/**
 * - `silent`: nobody spoke. `too-quiet`, `too-loud` (it is clipped), `noisy`: the room is nearly as loud as the voice. `cut`: it begins or ends in the
 *   middle of a word.
 */
export type LevelTrouble = 'silent' | 'too-quiet' | 'too-loud' | 'noisy' | 'cut';

const limits = { silentDb: -50, quietDb: -36, clippedDb: -0.2, leastAboveNoiseDb: 18 } as const;
const windowMs = 20;

/** Windows of 20 ms: shorter than a syllable, longer than the period of any voice. */
function windowsOf({ sampleRate, samples }: Sound): readonly number[] {
  const size = Math.max(1, Math.round((sampleRate * windowMs) / 1_000));
  const powers: number[] = [];
  for (let at = 0; at + size <= samples.length; at += size) {
    let sum = 0;
    for (let each = at; each < at + size; each += 1) sum += (samples[each] ?? 0) ** 2;
    powers.push(sum / size);
  }
  return powers;
}

function decibels(power: number): number {
  return 10 * Math.log10(power / 32_768 ** 2);
}

export function levelOf(sound: Sound): Level {
  const sorted = windowsOf(sound).toSorted((a, b) => a - b);
  const tenth = Math.max(1, Math.floor(sorted.length / 10));
  const mean = (powers: readonly number[]) => powers.reduce((sum, each) => sum + each, 0) / Math.max(1, powers.length);
  const peak = sound.samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return {
    speechDb: decibels(mean(sorted.slice(-tenth))),
    noiseDb: decibels(mean(sorted.slice(0, tenth))),
    peakDb: decibels(peak ** 2),
  };
}

/** What whoever records should mend before it is kept; none: it can be used. */
export function levelTroubles(sound: Sound): readonly LevelTrouble[] {
  const { speechDb, noiseDb, peakDb } = levelOf(sound);
  if (speechDb < limits.silentDb) return ['silent'];
  const loud = speechDb - 12;
  const windows = windowsOf(sound).map(decibels);
  const isNoisy = speechDb - noiseDb < limits.leastAboveNoiseDb;
  // In noise nobody can tell where a word begins.
  const isCut = !isNoisy && ((windows[0] ?? loud) > loud || (windows.at(-1) ?? loud) > loud);
  return [
    ...(speechDb < limits.quietDb ? (['too-quiet'] as const) : []),
    ...(peakDb > limits.clippedDb ? (['too-loud'] as const) : []),
    ...(isNoisy ? (['noisy'] as const) : []),
    ...(isCut ? (['cut'] as const) : []),
  ];
}

const shared = { speechDb: -18, highestPeakDb: -1, keptMs: 40, fadeMs: 8, farBelowSpeechDb: 30 } as const;

/**
 * Clips of different makers and moments stand side by side in one sentence: without the silence around the word, and equally loud. What is
 * nothing but silence stays as it is.
 */
export function madeEven(sound: Sound): Sound {
  const trimmed = withoutSilence(sound);
  const { speechDb, peakDb } = levelOf(trimmed);
  if (!Number.isFinite(speechDb)) return sound;
  const gain = 10 ** (Math.min(shared.speechDb - speechDb, shared.highestPeakDb - peakDb) / 20);
  const { sampleRate, samples } = trimmed;
  const fade = Math.round((sampleRate * shared.fadeMs) / 1_000);
  const even = samples.map((each, at) => {
    const edge = Math.min(1, (at + 1) / fade, (samples.length - at) / fade);
    return Math.max(-32_768, Math.min(32_767, Math.round(each * gain * edge)));
  });
  return { sampleRate, samples: even };
}

function withoutSilence(sound: Sound): Sound {
  const { sampleRate, samples } = sound;
  const least = levelOf(sound).speechDb - shared.farBelowSpeechDb;
  const heard = windowsOf(sound).map((power) => decibels(power) > least);
  const first = heard.indexOf(true);
  if (first === -1) return sound;
  const perWindow = Math.max(1, Math.round((sampleRate * windowMs) / 1_000));
  const kept = Math.round((sampleRate * shared.keptMs) / 1_000);
  // The end may stand in a last window that is not whole.
  const lastIsHeard = heard.at(-1) === true;
  const end = lastIsHeard ? samples.length : (heard.lastIndexOf(true) + 1) * perWindow + kept;
  return { sampleRate, samples: samples.slice(Math.max(0, first * perWindow - kept), end) };
}
