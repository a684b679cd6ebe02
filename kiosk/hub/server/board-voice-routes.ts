import * as z from 'zod';
import { levelTroubles } from '#kiosk/bridge/hub/sound/loudness.ts';
import { mostWavBytes, readWav } from '#kiosk/bridge/hub/sound/wav.ts';
import type { RecordingTrouble, VoiceBook, VoiceWord } from '#kiosk/bridge/hub/voice-words.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import { textToRead } from '../voice/spoken-words.ts';
import { type ClipName, wordsNeeded } from '../voice/words-of-call.ts';
import type { HubParts, HubRole } from './hub-parts.ts';

type Needs = Pick<HubParts, 'settings' | 'pageDir' | 'boards'>;

/** A few seconds are 200 kB; base64 takes a third more. */
const mostBodyBytes = 1_000_000;
const body = z.strictObject({ wav: z.base64().max(mostBodyBytes) });

/** The hospital's own voice: `/board-voice`, for technicians and supervisors. Only words that calls need can be recorded. */
export function boardVoiceRoutes({ settings, pageDir, boards }: Needs): readonly Route<HubRole>[] {
  const library = boards.clips;
  const words = new Map<string, { readonly name: ClipName; readonly placeId: string }>();
  for (const { id, languages } of settings.places) {
    const counters = settings.counters.filter(({ place }) => place === id).map((each) => each.id);
    for (const name of wordsNeeded(counters, languages)) if (!words.has(name)) words.set(name, { name, placeId: id });
  }
  const nameIn = ({ language, word }: Readonly<Record<string, string>>) => words.get(`${language}/${word}`)?.name;

  return [
    {
      kind: 'file',
      access: 'technician',
      path: '/board-voice',
      folder: pageDir,
      file: 'board-voice/index.html',
      permits: ['microphone', 'autoplay'],
    },
    {
      kind: 'answer',
      access: 'technician',
      method: 'GET',
      path: '/api/board-voice',
      handle: ({ reply }: Call<unknown, HubRole>) => reply.send(bookOf()),
    },
    {
      kind: 'answer',
      access: 'technician',
      method: 'POST',
      path: '/api/board-voice/:language/:word',
      bodyLimit: mostBodyBytes,
      async handle({ params, body: sent, reply }: Call<unknown, HubRole>) {
        const name = nameIn(params);
        const read = body.safeParse(sent);
        if (!name) return reply.code(404).send();
        if (!read.success) return reply.code(400).send();
        const refused = (why: RecordingTrouble) => reply.code(422).send({ why });
        const bytes = Buffer.from(read.data.wav, 'base64');
        const sound = bytes.length > mostWavBytes ? undefined : readWav(bytes);
        if (!sound) return refused('too-large');
        if (!sound.ok) return refused(sound.problem);
        const [trouble] = levelTroubles(sound.value);
        if (trouble) return refused(trouble);
        const kept = await library.record(name, sound.value);
        return kept.ok ? reply.code(204).send() : refused(kept.problem);
      },
    },
    {
      kind: 'answer',
      access: 'technician',
      method: 'DELETE',
      path: '/api/board-voice/:language/:word',
      async handle({ params, reply }: Call<unknown, HubRole>) {
        const name = nameIn(params);
        if (!name) return reply.code(404).send();
        await library.forgetRecording(name);
        return reply.code(204).send();
      },
    },
  ];

  function bookOf(): VoiceBook {
    return {
      test: settings.profile === 'demo',
      siteName: settings.site.name,
      words: [...words.values()].map(wordOf),
      program: library.standing() === 'making' ? 'making' : library.trouble() === 'not-there' ? 'missing' : 'there',
    };
  }

  function wordOf({ name, placeId }: { readonly name: ClipName; readonly placeId: string }): VoiceWord {
    const clip = library.clip(name, placeId);
    const counterName = (id: string) => settings.counters.find((counter) => counter.id === id)?.name;
    return {
      clip: name,
      language: name.startsWith('en/') ? 'en' : 'vi',
      text: textToRead(name, counterName),
      source: clip?.source ?? 'missing',
      id: clip?.id ?? null,
    };
  }
}
