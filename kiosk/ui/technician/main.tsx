/** The technician page: draws what the host tells about itself, and sends what a person decides. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { Language } from '#config/agreements/language.ts';
import type { CheckInReport, TechnicianAct, TechnicianState } from '#kiosk/bridge/technician-words.ts';
import { TechnicianPage } from './technician-page.tsx';

const state = signal<TechnicianState | undefined>(undefined);
const linked = signal(false);
/** In the address, so that a reload keeps it. */
const language = signal<Language>(location.hash === '#en' ? 'en' : 'vi');
/** Who decides; kept in this page only. */
const by = signal('');

const events = new EventSource('/events');
events.addEventListener('message', ({ data }) => {
  linked.value = true;
  state.value = JSON.parse(data);
});
events.addEventListener('error', () => {
  linked.value = false;
});

async function act(wish: TechnicianAct): Promise<boolean> {
  const answer = await fetch('/api/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  }).catch(() => undefined);
  return answer?.ok ?? false;
}

async function download(day: string, name: string): Promise<boolean> {
  const answer = await fetch(`/api/check-in/${day}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: name }),
  }).catch(() => undefined);
  if (!answer?.ok) return false;
  const { pass } = await answer.json();
  const link = document.createElement('a');
  link.href = `/check-in/${day}?pass=${encodeURIComponent(pass)}`;
  link.download = '';
  link.click();
  return true;
}

async function reportOf(day: string): Promise<CheckInReport | undefined> {
  const answer = await fetch(`/api/check-in/${day}`).catch(() => undefined);
  return answer?.ok ? answer.json() : undefined;
}

function chooseLanguage(next: Language): void {
  language.value = next;
  history.replaceState(undefined, '', `#${next}`);
  document.documentElement.lang = next;
}

const root = document.getElementById('technician');
if (root) {
  document.documentElement.lang = language.value;
  render(<TechnicianPage {...{ state, linked, language, by, act, download, reportOf, chooseLanguage }} />, root);
}
