import type { HisEvent, HisState } from '../words.ts';
import { showAlert, showAlerts } from './alerts.ts';
import { byId, post } from './elements.ts';
import { showArrival, showArrivals } from './list.ts';
import { showModes } from './modes.ts';

/** The hospital's page: what it is told by `/events`, it shows. */

const events = new EventSource('/events');
events.onopen = () => showLink(true);
events.onerror = () => showLink(false);
events.onmessage = (message) => show(JSON.parse(message.data) as HisEvent);
byId('clear').addEventListener('click', () => void post('/api/clear', {}));

function show(event: HisEvent): void {
  switch (event.kind) {
    case 'everything':
      showArrivals(event.arrivals);
      showAlerts(event.alerts);
      showState(event.state);
      break;
    case 'state':
      showState(event.state);
      break;
    case 'arrival':
      showArrival(event.arrival, true);
      break;
    case 'alert':
      showAlert(event.alert);
      break;
  }
}

function showLink(on: boolean): void {
  byId('link').textContent = on ? 'live' : 'lost, trying again';
  byId('link').dataset.on = String(on);
}

function showState(state: HisState): void {
  const { httpPort, mllpPort, connections, received, repeated, notUnderstood, fhir, webhook } = state;
  byId('mllp').textContent = `127.0.0.1:${mllpPort}`;
  byId('http').textContent = `127.0.0.1:${httpPort}`;
  byId('connections').textContent = String(connections);
  byId('received').textContent = String(received);
  const overHl7 = received - fhir.received - webhook.received;
  byId('received-by').textContent = `HL7 ${overHl7} · FHIR ${fhir.received} · webhook ${webhook.received}`;
  byId('repeated').textContent = String(repeated);
  byId('not-understood').textContent = String(notUnderstood);
  showModes(state);
}
