import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import type { Speech } from '#kiosk/bridge/hub/board-words.ts';

/** The loudspeaker of a board. Whatever it plays falls silent by itself when nobody prolongs its leave. */
export interface Player {
  /** False: its browser waits for a finger, or it is meant to be silent. */
  readonly canSound: ReadonlySignal<boolean>;
  /** Somebody may switch it on by touching. */
  readonly isSwitchedOff: ReadonlySignal<boolean>;
  switchOn(): void;
  /** What plays already stops. `ended`: every clip to its end, and audible. */
  play(speech: Pick<Speech, 'clips' | 'volume'>, told: (outcome: 'ended' | 'failed') => void): void;
  stop(): void;
  /** Until that moment of the clock's monotonic time. */
  allowUntil(at: number): void;
}

interface Needs {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly isSilent: boolean;
  readonly openAudio?: () => AudioContext;
}

const mostKeptClips = 300;
/** A sound card that hangs never says that it has come to the end. */
const patienceMs = 3_000;
/** For the first clip to be handed to the sound card. */
const leadSeconds = 0.05;

export function createPlayer({ clock, isSilent, openAudio = () => new AudioContext() }: Needs): Player {
  const canSound = signal(false);
  const isSwitchedOff = signal(false);
  const clips = new Map<string, Promise<AudioBuffer>>();
  const audio = isSilent ? undefined : openAudio();
  const gate = audio && new GainNode(audio, { gain: 0 });
  if (audio) gate?.connect(audio.destination);
  let until = Number.NEGATIVE_INFINITY;
  let stopNow = () => {};
  /** Ends what plays with this outcome. */
  let fail = () => {};
  let isSounding = false;

  audio?.addEventListener('statechange', look);
  look();

  return {
    canSound,
    isSwitchedOff,
    switchOn: () => void audio?.resume().catch(() => undefined),
    play(speech, told) {
      stopNow();
      let isOver = false;
      const sources: AudioBufferSourceNode[] = [];
      let callOff = () => {};
      const end = (outcome: 'ended' | 'failed' | undefined) => {
        if (isOver) return;
        isOver = true;
        isSounding = false;
        callOff();
        for (const source of sources) source.disconnect();
        if (outcome) told(outcome);
      };
      stopNow = () => end(undefined);
      fail = () => end('failed');
      void begin(speech, sources, () => isOver).then(
        (seconds) => {
          if (isOver) return;
          if (seconds === undefined) return end('failed');
          isSounding = true;
          callOff = clock.after(seconds * 1_000 + patienceMs, () => end('failed'));
          const last = sources.at(-1);
          if (last) last.onended = () => end(clock.monotonic() <= until ? 'ended' : 'failed');
        },
        () => end('failed'),
      );
    },
    stop: () => stopNow(),
    allowUntil(at) {
      const now = clock.monotonic();
      // It was silent in the middle of a word: from the beginning, if its hub wants it.
      if (isSounding && now > until) fail();
      until = at;
      if (!audio || !gate) return;
      // The sound card's own thread closes the gate, also when this page hangs.
      gate.gain.cancelScheduledValues(0);
      gate.gain.setValueAtTime(1, audio.currentTime);
      gate.gain.setValueAtTime(0, audio.currentTime + Math.max(0, at - now) / 1_000);
    },
  };

  function look(): void {
    canSound.value = audio?.state === 'running';
    isSwitchedOff.value = audio !== undefined && audio.state !== 'running';
  }

  /** Seconds until its end; `undefined`: nothing can be played now. */
  async function begin(
    { clips: addresses, volume }: Pick<Speech, 'clips' | 'volume'>,
    sources: AudioBufferSourceNode[],
    isOver: () => boolean,
  ): Promise<number | undefined> {
    if (!audio || !gate || addresses.length === 0) return undefined;
    const buffers = await Promise.all(addresses.map((address) => clipAt(audio, address)));
    if (isOver()) return undefined;
    if (audio.state !== 'running' || clock.monotonic() > until) return undefined;
    const loudness = new GainNode(audio, { gain: volume });
    loudness.connect(gate);
    let at = audio.currentTime + leadSeconds;
    for (const buffer of buffers) {
      const source = new AudioBufferSourceNode(audio, { buffer });
      source.connect(loudness);
      source.start(at);
      at += buffer.duration;
      sources.push(source);
    }
    return at - audio.currentTime;
  }

  function clipAt(context: AudioContext, address: string): Promise<AudioBuffer> {
    const kept = clips.get(address);
    if (kept) return kept;
    const loading = load(context, address);
    clips.set(address, loading);
    loading.catch(() => clips.delete(address));
    const oldest = clips.keys().next().value;
    if (clips.size > mostKeptClips && oldest !== undefined) clips.delete(oldest);
    return loading;
  }
}

async function load(context: AudioContext, address: string): Promise<AudioBuffer> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) throw new Error(`a clip was answered ${answer.status}`);
  return context.decodeAudioData(await answer.arrayBuffer());
}
