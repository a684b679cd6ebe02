import type { ReceivedAlert } from '../words.ts';
import { button, byId, element, post } from './elements.ts';

const alerts = new Map<string, ReceivedAlert>();
const staff = byId('staff') as HTMLInputElement;
/** Older ones are still in `/api/alerts`. */
const mostShown = 20;

export function showAlerts(all: readonly ReceivedAlert[]): void {
  alerts.clear();
  for (const alert of all) alerts.set(alert.alertId, alert);
  draw();
}

export function showAlert(alert: ReceivedAlert): void {
  alerts.set(alert.alertId, alert);
  draw();
}

/** Newest first; nobody has to look for the one that is waiting. */
function draw(): void {
  byId('alerts').hidden = alerts.size === 0;
  byId('alert-list').replaceChildren(...[...alerts.values()].toReversed().slice(0, mostShown).map(alertItem));
}

function alertItem(alert: ReceivedAlert): HTMLElement {
  const { alertId, kind, kioskId, place, ticketNumber, escalation, acknowledgedBy, ended } = alert;
  const item = element('li', acknowledgedBy || ended ? 'soft' : '', '');
  const words = {
    'help-wanted': 'Help wanted',
    emergency: 'Emergency',
    'crisis-reading': 'Dangerous reading',
    'high-reading': 'High reading, not taken again',
    isolation: 'Wanted in the isolation room',
    'hospital-standing': 'A system stands',
    'self-test-failed': 'The self-test has failed',
  }[kind];
  const text = element(
    'span',
    '',
    ` · ${[ticketNumber, kioskId, place].filter(Boolean).join(', ')}${repetition(escalation)}`,
  );
  text.prepend(element('b', '', words ?? kind));
  const over = { 'called-off': 'Called off', 'nobody-came': 'Nobody came' }[ended];
  const answer = acknowledgedBy
    ? element('span', 'mark good', `${acknowledgedBy} is coming`)
    : over !== undefined
      ? element('span', 'mark', over)
      : button('', 'I am coming', () => void post('/api/acknowledge', { alertId, by: staff.value.trim() }));
  item.append(answer, text);
  return item;
}

function repetition(escalation: number): string {
  if (escalation === 0) return '';
  const times = { 1: 'once', 2: 'twice' }[escalation] ?? `${escalation} times`;
  return `, repeated ${times}`;
}
