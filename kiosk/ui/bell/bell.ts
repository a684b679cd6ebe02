import type { Clock } from '#config/agreements/clock.ts';
import type { RingLevel } from '#kiosk/bridge/words.ts';

/** Rings until it is told to be silent; `undefined` is silence. */
export interface Bell {
  ring(level: RingLevel | undefined): void;
}

/** Of full volume, and from one stroke to the next. The first is soft: whoever sits there is frightened already. */
export const strokes = {
  1: { volume: 0.2, everyMs: 4_000 },
  2: { volume: 0.5, everyMs: 2_500 },
  3: { volume: 1, everyMs: 1_500 },
} as const satisfies Readonly<Record<RingLevel, { readonly volume: number; readonly everyMs: number }>>;

/** Two falling tones: a bell of a house, and none of the alarms that a ward knows by heart (IEC 60601-1-8). */
const tones = [
  { hertz: 988, afterSeconds: 0 },
  { hertz: 784, afterSeconds: 0.35 },
] as const;
const toneSeconds = 0.7;
/** An exponential fall never gets to nothing. */
const inaudible = 0.001;

/** `openAudio` gives a context of its own for each ringing, which is closed with it: a silent kiosk holds no sound card. */
export function createBell(
  clock: Pick<Clock, 'after'>,
  openAudio: () => AudioContext = () => new AudioContext({ latencyHint: 'playback' }),
): Bell {
  let level: RingLevel | undefined;
  let audio: AudioContext | undefined;
  let callOff = () => {};
  /** A browser that waits for a finger has held a stroke back. */
  let isHeld = false;
  return {
    ring(next) {
      if (next === level) return;
      level = next;
      callOff();
      if (next !== undefined) {
        stroke(next);
        return;
      }
      void audio?.close();
      audio = undefined;
      isHeld = false;
    },
  };

  function stroke(now: RingLevel): void {
    const { volume, everyMs } = strokes[now];
    callOff = clock.after(everyMs, () => stroke(now));
    audio ??= openAudio();
    if (audio.state === 'running') {
      strike(audio, volume);
      return;
    }
    isHeld = true;
    const held = audio;
    // Of all strokes that nobody could hear one sounds, when it may.
    void held.resume().then(
      () => {
        if (isHeld && audio === held && level !== undefined) strike(held, strokes[level].volume);
        isHeld = false;
      },
      () => {},
    );
  }
}

function strike(audio: AudioContext, volume: number): void {
  for (const { hertz, afterSeconds } of tones) sound(audio, hertz, audio.currentTime + afterSeconds, volume);
}

function sound(audio: AudioContext, hertz: number, at: number, volume: number): void {
  const tone = new OscillatorNode(audio, { type: 'triangle', frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(volume, at);
  loudness.gain.exponentialRampToValueAtTime(inaudible, at + toneSeconds);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + toneSeconds);
}
