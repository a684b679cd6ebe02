/** The hospital records its own voice, word by word: read, looked at for level and noise, listened to, kept. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { type Language, languages } from '#config/agreements/language.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createRecorder } from './recorder.ts';
import { openVoiceBook } from './voice-book.ts';
import { VoicePage } from './voice-page.tsx';

const root = document.getElementById('board-voice');
const language = signal<Language>(languages.find((each) => each === localStorage.getItem('language')) ?? 'vi');
language.subscribe((chosen) => {
  localStorage.setItem('language', chosen);
  document.documentElement.lang = chosen;
});
const recorder = createRecorder(machineClock);
const book = openVoiceBook(() => location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`));
if (root) render(<VoicePage book={book} recorder={recorder} language={language} />, root);
