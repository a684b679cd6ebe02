import type { Sound } from '#kiosk/bridge/hub/sound/wav.ts';

const sampleRate = 22_050;

/** Two falling tones before a call: they make people look up, and are none of the alarms that a ward knows by heart (IEC 60601-1-8). */
export function chime(): Sound {
  const samples = new Int16Array(Math.round(1.3 * sampleRate));
  for (const { hertz, from } of [
    { hertz: 784, from: 0 },
    { hertz: 622, from: 0.42 },
  ]) {
    for (let at = Math.round(from * sampleRate); at < samples.length; at += 1) {
      const t = at / sampleRate - from;
      const fall =
        Math.min(1, t / 0.006) * Math.exp(-4.5 * t) * Math.min(1, (samples.length - at) / (0.05 * sampleRate));
      // A bell's second partial, softly.
      const tone = Math.sin(2 * Math.PI * hertz * t) + 0.25 * Math.sin(4 * Math.PI * hertz * t);
      samples[at] = (samples[at] ?? 0) + Math.round(7_000 * fall * tone);
    }
  }
  return { sampleRate, samples };
}

/** Between two languages, and for the dash of a number. */
export function gap(): Sound {
  return { sampleRate, samples: new Int16Array(Math.round(0.25 * sampleRate)) };
}
