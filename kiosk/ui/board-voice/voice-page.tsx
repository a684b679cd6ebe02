import { type Signal, useSignal } from '@preact/signals';
import { type Language, languages } from '#config/agreements/language.ts';
import { type SayOfVoice, sayOfVoice } from '#config/strings/board-voice-messages.ts';
import { levelOf, levelTroubles } from '#kiosk/bridge/hub/sound/loudness.ts';
import type { Sound } from '#kiosk/bridge/hub/sound/wav.ts';
import type { RecordingTrouble, VoiceWord } from '#kiosk/bridge/hub/voice-words.ts';
import type { Recorder } from './recorder.ts';
import type { VoiceBookLink } from './voice-book.ts';

interface Props {
  readonly book: VoiceBookLink;
  readonly recorder: Recorder;
  readonly language: Signal<Language>;
}

export function VoicePage({ book, recorder, language }: Props) {
  const say = sayOfVoice(language.value);
  const chosen = useSignal<string | undefined>(undefined);
  const there = book.book.value;
  const word = there?.words.find(({ clip }) => clip === chosen.value) ?? there?.words[0];
  return (
    <>
      <header>
        <h1>
          {say('title')} {there && <small>{there.siteName}</small>} {there?.test && <b class="test">{say('test')}</b>}
        </h1>
        <button
          type="button"
          onClick={() => {
            language.value = languages[(languages.indexOf(language.value) + 1) % languages.length] ?? 'vi';
          }}
        >
          {say('otherLanguage')}
        </button>
      </header>
      <main>
        <p>{say('hint')}</p>
        {there?.program === 'missing' && <p class="careful">{say('noProgram')}</p>}
        {there?.program === 'making' && <p class="careful">{say('making')}</p>}
        {word ? (
          <OneWord key={word.clip} word={word} book={book} recorder={recorder} say={say} />
        ) : (
          <p>{say('opening')}</p>
        )}
        {there && (
          <nav aria-label={say('words')}>
            <h2>{say('words')}</h2>
            <ul>
              {there.words.map(({ clip, text, language: spoken, source }) => (
                <li key={clip}>
                  <button
                    type="button"
                    data-clip={clip}
                    data-source={source}
                    aria-pressed={clip === word?.clip}
                    onClick={() => {
                      chosen.value = clip;
                    }}
                  >
                    <span lang={spoken}>{text}</span> <small>{say(`source.${source}`)}</small>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </main>
    </>
  );
}

interface OneWordProps extends Omit<Props, 'language'> {
  readonly word: VoiceWord;
  readonly say: SayOfVoice;
}

type Standing = 'no-microphone' | 'not-kept' | 'kept' | undefined;

/** Recorded, judged, heard, and kept only when nothing is wrong with it. */
function OneWord({ word, book, recorder, say }: OneWordProps) {
  const sound = useSignal<Sound | undefined>(undefined);
  const standing = useSignal<Standing>(undefined);
  const refused = useSignal<RecordingTrouble | undefined>(undefined);
  const take = sound.value;
  const trouble = refused.value ?? (take && levelTroubles(take)[0]);

  async function record(): Promise<void> {
    standing.value = undefined;
    refused.value = undefined;
    sound.value = undefined;
    const recorded = await recorder.record();
    sound.value = recorded;
    if (!recorded) standing.value = 'no-microphone';
  }

  async function keep(recorded: Sound): Promise<void> {
    const why = await book.keep(word.clip, recorded);
    if (why === undefined) {
      sound.value = undefined;
      standing.value = 'kept';
    } else if (why === 'no-answer') standing.value = 'not-kept';
    else refused.value = why;
  }

  return (
    <section data-word={word.clip}>
      <h2>{say('read')}</h2>
      <p class="text" lang={word.language}>
        {word.text}
      </p>
      <p class="acts">
        {recorder.isRecording.value ? (
          <button type="button" class="primary" data-act="stop" onClick={recorder.stop}>
            {say('stop')}
          </button>
        ) : (
          <button type="button" class="primary" data-act="record" onClick={() => void record()}>
            {say('record')}
          </button>
        )}
        {take && (
          <button type="button" data-act="play" onClick={() => recorder.play(take)}>
            {say('play')}
          </button>
        )}
        {take && trouble === undefined && (
          <button type="button" data-act="keep" onClick={() => void keep(take)}>
            {say('keep')}
          </button>
        )}
        {word.source === 'recording' && (
          <button type="button" data-act="forget" onClick={() => void book.forget(word.clip)}>
            {say('forget')}
          </button>
        )}
      </p>
      <p role="status" data-trouble={trouble}>
        {take && `${say('level', levelsOf(take))} · ${trouble ? say(`trouble.${trouble}`) : say('good')}`}
        {standing.value === 'kept' && say('kept')}
        {standing.value === 'not-kept' && say('notKept')}
        {standing.value === 'no-microphone' && say('noMicrophone')}
      </p>
    </section>
  );
}

function levelsOf(sound: Sound): { readonly speech: number; readonly noise: number } {
  const { speechDb, noiseDb } = levelOf(sound);
  return { speech: Math.round(Math.max(-99, speechDb)), noise: Math.round(Math.max(-99, noiseDb)) };
}
