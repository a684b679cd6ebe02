/** Every screen in every prepared state, without a host: `#take-ticket-printed/vi/test-mark`. Without a state, the list of them. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { languages } from '#config/agreements/language.ts';
import { loadLateCode } from '../late-code.ts';
import type { View } from '../page-model.ts';
import { PatientPage } from '../patient-page.tsx';
import { galleryOptions, screenOf, withOption } from './gallery-state.ts';
import { galleryStates } from './gallery-states.ts';
import { inspectPage } from './inspect-page.ts';
import { lookAtConsent } from './look-at-consent.ts';

const root = document.getElementById('page');
const clock = createHandCrankedClock(Date.UTC(2026, 2, 14, 1, 12));

// For the test, and for whoever wants to know in the browser's console.
Object.assign(window, { inspectPage, lookAtConsent });
window.addEventListener('hashchange', draw);
await loadLateCode();
draw();

function draw(): void {
  if (!root) return;
  const [name = '', wanted, how] = location.hash.slice(1).split('/');
  const language = languages.find((each) => each === wanted) ?? 'vi';
  const option = galleryOptions.find((each) => each === how) ?? 'plain';
  const state = galleryStates.find((each) => each.name === name);
  render(
    state ? <Picture key={location.hash} name={name} view={withOption(state.viewIn(language), option)} /> : <List />,
    root,
  );
}

function Picture({ name, view }: { readonly name: string; readonly view: View }) {
  const model = { view: signal(view), settlingAround: signal(undefined), isShielded: signal(false) };
  const failed = () => {
    throw new Error(`${name} cannot be drawn`);
  };
  return <PatientPage model={model} act={() => {}} clock={clock} onFailure={failed} />;
}

function List() {
  return (
    <main class="gallery-list">
      <h1>Gallery</h1>
      <ul>
        {galleryStates.map(({ name, viewIn }) => (
          <li key={name} data-name={name} data-screen-of={screenOf({ name, viewIn })}>
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
