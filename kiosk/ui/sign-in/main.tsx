/** Whoever works with the hub says who they are; `?to=` leads on. */
import { signal } from '@preact/signals';
import { type JSX, render } from 'preact';
import { type Language, languages } from '#config/agreements/language.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { ConsoleLink, SignInAnswer } from '../console/console-link.ts';
import { PinForm } from '../console/sign-in/sign-in-page.tsx';
import { leadsTo } from './leads-to.ts';

const language = signal<Language>(languages.find((each) => each === localStorage.getItem('language')) ?? 'vi');
language.subscribe((chosen) => {
  localStorage.setItem('language', chosen);
  document.documentElement.lang = chosen;
});

const signIn: ConsoleLink['signIn'] = async (wish) => {
  const answer = await fetch('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
    // Slower than any hub hashes a PIN; a line that swallows what is sent would hold the button for ever.
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  if (answer?.ok) {
    location.replace(leadsTo(location.search, location.origin));
    return undefined;
  }
  const told: SignInAnswer | undefined = await answer?.json().catch(() => undefined);
  return told ?? { kind: answer ? 'not-understood' : 'no-answer' };
};

function SignIn(): JSX.Element {
  const say = sayIn(language.value);
  const turn = () => {
    language.value = languages[(languages.indexOf(language.value) + 1) % languages.length] ?? 'vi';
  };
  return (
    <main class="door" data-page="sign-in">
      <span class="switches">
        <button type="button" onClick={turn}>
          {say('console.otherLanguage')}
        </button>
      </span>
      <h1>{say('console.signIn.title')}</h1>
      <PinForm say={say} signIn={signIn} forgotten="console.signIn.forgottenAtHub" />
    </main>
  );
}

const root = document.getElementById('sign-in');
if (root) render(<SignIn />, root);
