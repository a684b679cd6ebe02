/** Every screen in every prepared state, without a host: `#take-ticket-printed/vi`. Without a state, the list of them. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type Language, languages } from '#config/agreements/language.ts';
import { PatientPage } from '../patient-page.tsx';
import { loadLateScreens } from '../screens/late-screens.ts';
import type { GalleryState } from './gallery-state.ts';
import { galleryStates } from './gallery-states.ts';
import { inspectPage } from './inspect-page.ts';

const root = document.getElementById('page');
const clock = createHandCrankedClock(Date.UTC(2026, 2, 14, 1, 12));

// For the test, and for whoever wants to know in the browser's console.
Object.assign(window, { inspectPage });
window.addEventListener('hashchange', draw);
await loadLateScreens();
draw();

function draw(): void {
  if (!root) return;
  const [name = '', wanted] = location.hash.slice(1).split('/');
  const language = languages.find((each) => each === wanted) ?? 'vi';
  const state = galleryStates.find((each) => each.name === name);
  render(state ? <Picture key={location.hash} state={state} language={language} /> : <List />, root);
}

function Picture({ state, language }: { readonly state: GalleryState; readonly language: Language }) {
  const model = { view: signal(state.viewIn(language)), settlingAround: signal(undefined), isShielded: signal(false) };
  const failed = () => {
    throw new Error(`${state.name} cannot be drawn`);
  };
  return <PatientPage model={model} act={() => {}} clock={clock} onFailure={failed} />;
}

function List() {
  return (
    <main class="gallery-list">
      <h1>Gallery</h1>
      <ul>
        {galleryStates.map(({ name }) => (
          <li key={name}>
            <span>{name}</span>
            {languages.map((language) => (
              <a key={language} href={`#${name}/${language}`}>
                {language}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </main>
  );
}
