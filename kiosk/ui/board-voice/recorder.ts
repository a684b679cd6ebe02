import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import type { Sound } from '#kiosk/bridge/hub/sound/wav.ts';

/** A microphone, one word at a time. */
export interface Recorder {
  readonly isRecording: ReadonlySignal<boolean>;
  /** Until it is stopped, at most some seconds; `undefined`: no microphone, or nobody allows it. */
  record(): Promise<Sound | undefined>;
  stop(): void;
  play(sound: Sound): void;
}

const longestMs = 6_000;
/** As espeak-ng's: speech has nothing above 11 kHz that a hall would hear. */
const sampleRate = 22_050;

export function createRecorder(clock: Pick<Clock, 'after'>): Recorder {
  const isRecording = signal(false);
  let stop = () => {};

  return {
    isRecording,
    stop: () => stop(),
    async record() {
      // The voice as it is: nothing that a telephone would do to it.
      const plain = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await navigator.mediaDevices?.getUserMedia({ audio: plain }).catch(() => undefined);
      if (!stream) return undefined;
      isRecording.value = true;
      try {
        const recorder = new MediaRecorder(stream);
        const parts: Blob[] = [];
        const ended = new Promise<void>((resolve) => {
          recorder.ondataavailable = ({ data }) => parts.push(data);
          recorder.onstop = () => resolve();
        });
        recorder.start();
        stop = () => recorder.state !== 'inactive' && recorder.stop();
        const callOff = clock.after(longestMs, stop);
        await ended;
        callOff();
        return await asSound(await new Blob(parts).arrayBuffer());
      } finally {
        for (const track of stream.getTracks()) track.stop();
        isRecording.value = false;
      }
    },
    play(sound) {
      const audio = new AudioContext();
      const buffer = audio.createBuffer(1, sound.samples.length, sound.sampleRate);
      buffer.copyToChannel(
        Float32Array.from(sound.samples, (each) => each / 32_768),
        0,
      );
      const source = new AudioBufferSourceNode(audio, { buffer });
      source.connect(audio.destination);
      source.onended = () => void audio.close();
      source.start();
    },
  };
}

/** One channel of 16 bits. */
async function asSound(recorded: ArrayBuffer): Promise<Sound | undefined> {
  const decoder = new OfflineAudioContext(1, 1, sampleRate);
  // A recording that was stopped at once holds nothing that could be decoded.
  const buffer = await decoder.decodeAudioData(recorded).catch(() => undefined);
  if (!buffer) return undefined;
  const mixer = new OfflineAudioContext(1, buffer.length, buffer.sampleRate);
  const source = new AudioBufferSourceNode(mixer, { buffer });
  source.connect(mixer.destination);
  source.start();
  const mixed = (await mixer.startRendering()).getChannelData(0);
  const samples = Int16Array.from(mixed, (each) => Math.max(-32_768, Math.min(32_767, Math.round(each * 32_768))));
  return { sampleRate: buffer.sampleRate, samples };
}
