import type { Language } from '#config/agreements/language.ts';

/**
 * The words between hub and the page on which the hospital records its own voice. `GET /api/board-voice` → `VoiceBook`;
 * `POST /api/board-voice/<clip>` `{ wav }` (base64 of a WAV file, PCM of 16 bits) → 204, or 422 `RecordingRefusal`;
 * `DELETE /api/board-voice/<clip>` → 204: espeak-ng's clip again. Heard by ear at `/board/clip/<id>`.
 */
export interface VoiceBook {
  readonly test: boolean;
  readonly siteName: string;
  /** Whatever calls need, in the order in which it is best read. */
  readonly words: readonly VoiceWord[];
  /** Whether espeak-ng is there, for what nobody records. */
  readonly program: 'there' | 'making' | 'missing';
}

export interface VoiceWord {
  /** `vi/digit-0`: also the name of its file in a voice pack. */
  readonly clip: string;
  readonly language: Language;
  /** What to read. */
  readonly text: string;
  readonly source: 'pack' | 'recording' | 'made' | 'missing';
  /** Of `/board/clip/<id>`. */
  readonly id: string | null;
}

export interface RecordingRefusal {
  readonly why: RecordingTrouble;
}

/** `silent` … `cut`: how it sounds, see `loudness.ts`; the others: what the file is. `not-writable`: the hub's disk. */
export type RecordingTrouble =
  | 'silent'
  | 'too-quiet'
  | 'too-loud'
  | 'noisy'
  | 'cut'
  | 'not-wav'
  | 'not-pcm'
  | 'odd-shape'
  | 'too-long'
  | 'too-large'
  | 'empty'
  | 'not-writable';
