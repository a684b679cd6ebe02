import { type ReadonlySignal, signal } from '@preact/signals';
import { type Sound, writeWav } from '#kiosk/bridge/hub/sound/wav.ts';
import type { RecordingTrouble, VoiceBook } from '#kiosk/bridge/hub/voice-words.ts';

/** The words at the hub. */
export interface VoiceBookLink {
  readonly book: ReadonlySignal<VoiceBook | undefined>;
  /** `undefined`: kept. `no-answer`: the hub did not take it, for whatever reason. */
  keep(clip: string, sound: Sound): Promise<RecordingTrouble | 'no-answer' | undefined>;
  forget(clip: string): Promise<void>;
}

export function openVoiceBook(toSignIn: () => void): VoiceBookLink {
  const book = signal<VoiceBook | undefined>(undefined);
  let csrfToken = '';
  void begin();

  return {
    book,
    async keep(clip, sound) {
      const answer = await ask(`/api/board-voice/${clip}`, 'POST', { wav: inBase64(writeWav(sound)) });
      if (answer?.status === 422) return ((await answer.json()) as { readonly why: RecordingTrouble }).why;
      if (!answer?.ok) return 'no-answer';
      await load();
      return undefined;
    },
    async forget(clip) {
      await ask(`/api/board-voice/${clip}`, 'DELETE');
      await load();
    },
  };

  async function begin(): Promise<void> {
    const me = await ask('/api/me', 'GET');
    if (me?.ok) csrfToken = ((await me.json()) as { readonly csrfToken: string }).csrfToken;
    await load();
  }

  async function load(): Promise<void> {
    const answer = await ask('/api/board-voice', 'GET');
    if (answer?.ok) book.value = await answer.json();
  }

  async function ask(path: string, method: string, body?: object): Promise<Response | undefined> {
    const answer = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { 'x-csrf-token': csrfToken, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => undefined);
    if (answer?.status === 401) toSignIn();
    return answer;
  }
}

function inBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
