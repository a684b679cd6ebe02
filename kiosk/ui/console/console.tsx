import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Language, languages } from '#config/agreements/language.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { ConsoleLink } from './console-link.ts';
import { nameOf } from './name-of.ts';
import { type PageName, pageNames } from './page-names.ts';
import { pages } from './pages.ts';
import { SetUpProgress } from './set-up/set-up-progress.tsx';
import { SettingsStrip } from './settings/settings-strip.tsx';
import { FirstPerson } from './sign-in/first-person.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import type { ConsoleTools } from './tools.ts';

interface Place {
  readonly page: PageName;
  readonly about: string | undefined;
}

type Theme = 'light' | 'dark' | 'system';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

const place = signal<Place>(placeOf(location.pathname));
const language = kept<Language>('language', languages, 'vi');
const theme = kept<Theme>('theme', themes, 'system');
addEventListener('popstate', () => {
  place.value = placeOf(location.pathname);
});

export function Console({ link }: { readonly link: ConsoleLink }): JSX.Element {
  const say = sayIn(language.value);
  const who = link.who.value;
  useEffect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dataset.theme = theme.value;
  });
  const switches = <Switches />;
  if (!link.isKnown.value) return <p class="soft waiting">{say('console.opening')}</p>;
  if (!who) return <SignInPage say={say} link={link} switches={switches} />;
  if (who.kind === 'set-up')
    return <FirstPerson say={say} link={link} switches={switches} onMade={() => go('devices')} />;

  const { page, about } = place.value;
  const { title, draw: Page } = pages[page];
  const tools: ConsoleTools = {
    say,
    language: language.value,
    link,
    who,
    isSupervisor: who.roles.includes('supervisor'),
    go,
    about,
  };
  return (
    <div class="console">
      <a class="skip" href="#main">
        {say('console.skip')}
      </a>
      <header class="top">
        <strong class="brand">{say('console.title')}</strong>
        <nav aria-label={say('console.menu')}>
          {pageNames.map((name) => (
            <a
              key={name}
              href={`/${name}`}
              aria-current={name === page ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                go(name);
              }}
            >
              {say(pages[name].title)}
            </a>
          ))}
        </nav>
        <span class="who">
          {nameOf(who.name, say)}{' '}
          <small>{say(tools.isSupervisor ? 'console.roles.supervisor' : 'console.roles.technician')}</small>
        </span>
        {switches}
        <button type="button" data-sign-out onClick={() => void link.signOut()}>
          {say('console.signOut')}
        </button>
      </header>
      {!link.isLinked.value && (
        <p class="strip bad" role="status">
          {say('console.noHost')}
        </p>
      )}
      <SettingsStrip tools={tools} />
      <SetUpProgress page={page} tools={tools} />
      <main id="main" data-page={page} tabIndex={-1}>
        <h1>{say(title)}</h1>
        <Page key={`${page} ${about ?? ''}`} tools={tools} />
      </main>
    </div>
  );
}

function Switches(): JSX.Element {
  const say = sayIn(language.value);
  const themeWords = say(`console.themes.${theme.value}`);
  return (
    <span class="switches">
      <button type="button" onClick={() => turn(language, languages)}>
        {say('console.otherLanguage')}
      </button>
      <button type="button" onClick={() => turn(theme, themes)} aria-label={`${say('console.theme')}: ${themeWords}`}>
        {themeWords}
      </button>
    </span>
  );
}

function go(page: PageName, about?: string): void {
  history.pushState(undefined, '', about === undefined ? `/${page}` : `/${page}/${encodeURIComponent(about)}`);
  place.value = { page, about };
  document.getElementById('main')?.focus();
}

function placeOf(path: string): Place {
  const [name = '', about] = path.slice(1).split('/');
  return {
    page: pageNames.find((each) => each === name) ?? 'overview',
    about: about === undefined || about === '' ? undefined : decodeURIComponent(about),
  };
}

/** One of a few words, kept in this browser. */
function kept<Word extends string>(name: string, words: readonly Word[], usual: Word): Signal<Word> {
  const stored = localStorage.getItem(name);
  const chosen = signal<Word>(words.find((word) => word === stored) ?? usual);
  chosen.subscribe((word) => localStorage.setItem(name, word));
  return chosen;
}

function turn<Word extends string>(chosen: Signal<Word>, words: readonly Word[]): void {
  chosen.value = words[(words.indexOf(chosen.value) + 1) % words.length] ?? chosen.value;
}
