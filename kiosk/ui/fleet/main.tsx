/** All kiosks of the hospital: which one needs somebody. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { type Language, languages } from '#config/agreements/language.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openFleetLink } from './fleet-link.ts';
import { FleetPage } from './fleet-page.tsx';

const language = signal<Language>(languages.find((each) => each === localStorage.getItem('language')) ?? 'vi');
language.subscribe((chosen) => {
  localStorage.setItem('language', chosen);
  document.documentElement.lang = chosen;
});

const root = document.getElementById('fleet');
const link = openFleetLink({
  clock: machineClock,
  toSignIn: () => location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`),
});
const turn = () => {
  language.value = languages[(languages.indexOf(language.value) + 1) % languages.length] ?? 'vi';
};
const Page = () => <FleetPage link={link} language={language.value} onOtherLanguage={turn} />;
if (root) render(<Page />, root);
