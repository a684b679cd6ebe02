/** What the patient's screen shows now, with nobody on it: for whoever helps from afar. Read-only; a press asks for the next picture. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { loadLateCode } from '../late-code.ts';
import type { View } from '../page-model.ts';
import { PatientPage } from '../patient-page.tsx';

const root = document.getElementById('page');
const view = signal<View>({ shows: 'link-down' });
const model = { view, settlingAround: signal(undefined), isShielded: signal(false) };

void look();

async function look(): Promise<void> {
  const [snapshot] = await Promise.all([ask(), loadLateCode()]);
  if (snapshot) view.value = { shows: 'snapshot', step: undefined, snapshot };
  if (root) render(<PatientPage model={model} act={() => {}} clock={machineClock} onFailure={() => {}} />, root);
}

async function ask(): Promise<Snapshot | undefined> {
  try {
    const me = await (await fetch('/api/me')).json();
    const answer = await fetch('/api/call/screen/look', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': me.csrfToken },
      body: '{}',
    });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
