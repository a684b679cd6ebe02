import type { Arrival, ArrivalFacts, HisEvent, HisMode, HisState } from '../words.ts';

/** The hospital's page. Everything that came over the wire is shown by `textContent`; nothing of it becomes markup. */

const rows = byId('rows');
const detail = byId('detail');
const form = byId('modes');
const seconds = byId('seconds') as HTMLInputElement;
const arrivals = new Map<number, Arrival>();
const rowOf = new Map<number, HTMLTableRowElement>();
/** As many as the hospital remembers at most; a page that stays open for a week stays small. */
const mostRows = 500;
let selected: number | undefined;

const explanations: Readonly<Record<HisMode['kind'], string>> = {
  answer: 'Each message is accepted with AA.',
  slow: 'Each message is accepted after this time.',
  'stop-answering': 'Messages are taken and never answered. The kiosk cannot know that they arrived.',
  'refuse-ae': 'The hospital says that the content is wrong. The kiosk leaves it to a person.',
  'refuse-ar': 'The hospital says "not now". The kiosk tries again by itself.',
  'drop-connection': 'Messages are taken and the connection is closed. The kiosk cannot know that they arrived.',
};

const events = new EventSource('/events');
events.onopen = () => showLink(true);
events.onerror = () => showLink(false);
events.onmessage = (message) => show(JSON.parse(message.data) as HisEvent);

form.addEventListener('change', () => void chooseMode());
form.addEventListener('submit', (event) => event.preventDefault());
byId('clear').addEventListener('click', () => void fetch('/api/clear', { method: 'POST' }));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') select(undefined);
});

function show(event: HisEvent): void {
  switch (event.kind) {
    case 'everything':
      showEverything(event.state, event.arrivals);
      break;
    case 'state':
      showState(event.state);
      break;
    case 'arrival':
      showArrival(event.arrival, true);
      break;
  }
}

function showEverything(state: HisState, all: readonly Arrival[]): void {
  arrivals.clear();
  rowOf.clear();
  rows.replaceChildren();
  for (const arrival of all) showArrival(arrival, false);
  if (selected !== undefined && !arrivals.has(selected)) select(undefined);
  showEmptiness();
  showState(state);
}

function showLink(on: boolean): void {
  byId('link').textContent = on ? 'live' : 'lost, trying again';
  byId('link').dataset.on = String(on);
}

function showState({ mode, mllpPort, connections, received, repeated, notUnderstood }: HisState): void {
  byId('mllp').textContent = `127.0.0.1:${mllpPort}`;
  byId('connections').textContent = String(connections);
  byId('received').textContent = String(received);
  byId('repeated').textContent = String(repeated);
  byId('not-understood').textContent = String(notUnderstood);
  const radio = form.querySelector<HTMLInputElement>(`input[value="${mode.kind}"]`);
  if (radio) radio.checked = true;
  if (mode.kind === 'slow' && document.activeElement !== seconds) seconds.value = String(mode.seconds);
  byId('seconds-label').hidden = mode.kind !== 'slow';
  byId('explanation').textContent = explanations[mode.kind];
  form.dataset.fault = String(mode.kind !== 'answer');
}

async function chooseMode(): Promise<void> {
  const kind = form.querySelector<HTMLInputElement>('input[name="mode"]:checked')?.value;
  const mode = kind === 'slow' ? { kind, seconds: Number(seconds.value) } : { kind };
  await fetch('/api/mode', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mode),
  });
}

function showArrival(arrival: Arrival, fresh: boolean): void {
  arrivals.set(arrival.number, arrival);
  const row = rowOf.get(arrival.number) ?? addRow(arrival.number, fresh);
  row.replaceChildren(...cells(arrival));
  forgetOldest();
  showEmptiness();
  if (selected === arrival.number) showDetail(arrival);
}

function addRow(number: number, fresh: boolean): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.tabIndex = 0;
  row.ariaSelected = 'false';
  if (fresh) row.classList.add('fresh');
  row.addEventListener('click', () => select(number));
  row.addEventListener('keydown', (event) => moveByKey(event, row, number));
  rows.prepend(row);
  rowOf.set(number, row);
  return row;
}

function moveByKey(event: KeyboardEvent, row: HTMLTableRowElement, number: number): void {
  const neighbour = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
  if (neighbour instanceof HTMLElement) neighbour.focus();
  else if (event.key === 'Enter' || event.key === ' ') select(number);
  else return;
  event.preventDefault();
}

function forgetOldest(): void {
  const [oldest] = arrivals.keys();
  if (oldest === undefined || arrivals.size <= mostRows) return;
  arrivals.delete(oldest);
  rowOf.get(oldest)?.remove();
  rowOf.delete(oldest);
}

function showEmptiness(): void {
  byId('empty').hidden = arrivals.size > 0;
}

function cells({ receivedAt, receivedTimes, answer, facts }: Arrival): HTMLElement[] {
  const patient = cell('name', facts.patientName || 'no name');
  if (!facts.patientName) patient.className = 'soft';
  const service = cell('service', facts.serviceName || facts.serviceCode);
  service.append(
    element('span', 'small', [facts.serviceCode, facts.room && `room ${facts.room}`].filter(Boolean).join(' · ')),
  );
  const priority = cell('', '');
  if (facts.priority) priority.append(element('span', 'mark warn', priorityOf(facts)));
  const marks = cell('', '');
  marks.append(marksOf(answer, receivedTimes, facts.test));
  return [
    cell('nowrap soft', timeOf(receivedAt)),
    cell('ticket', facts.ticket),
    patient,
    cell('nowrap middle', dateOf(facts.birth)),
    cell('wide', facts.sex),
    cell('code wide', facts.citizenNumber),
    cell('code wide', facts.insuranceNumber),
    service,
    priority,
    cell('code soft wide', facts.controlId),
    marks,
  ];
}

function marksOf(answer: Arrival['answer'], receivedTimes: number, test: boolean): HTMLElement {
  const marks = element('div', 'marks', '');
  const tone = { waiting: '', AA: 'good', AE: 'bad', AR: 'bad', none: 'warn' }[answer];
  const words = { waiting: 'waiting', AA: 'AA', AE: 'AE', AR: 'AR', none: 'no answer' }[answer];
  marks.append(element('span', `mark ${tone}`, words));
  if (receivedTimes > 1) {
    const times = receivedTimes === 2 ? 'twice' : `${receivedTimes} times`;
    marks.append(element('span', 'mark warn', `received ${times}`));
  }
  if (test) marks.append(element('span', 'mark', 'test'));
  return marks;
}

function select(number: number | undefined): void {
  if (selected !== undefined) {
    const before = rowOf.get(selected);
    if (before) before.ariaSelected = 'false';
  }
  selected = number;
  const arrival = number === undefined ? undefined : arrivals.get(number);
  document.querySelector('main')?.setAttribute('data-detail', String(arrival !== undefined));
  detail.hidden = arrival === undefined;
  if (number === undefined || !arrival) return;
  const row = rowOf.get(number);
  if (row) row.ariaSelected = 'true';
  showDetail(arrival);
}

function showDetail({ number, receivedAt, lastReceivedAt, receivedTimes, answer, facts, raw }: Arrival): void {
  const head = element('div', 'head', '');
  const close = element('button', 'close', 'Close') as HTMLButtonElement;
  close.type = 'button';
  close.addEventListener('click', () => select(undefined));
  head.append(element('h2', '', facts.patientName || 'No name'), close);
  const list = element('dl', '', '');
  const again = receivedTimes > 1 ? `, last ${timeOf(lastReceivedAt)}` : '';
  for (const [term, text] of [['Arrival', `${number}, ${timeOf(receivedAt)}${again}`] as const, ...termsOf(facts)]) {
    if (text !== '') list.append(element('dt', '', term), element('dd', '', text));
  }
  const segments = element('ol', 'raw', '');
  for (const line of raw.split('\n')) {
    const segment = element('li', '', '');
    segment.append(element('b', '', line.slice(0, 3)), line.slice(3));
    segments.append(segment);
  }
  detail.replaceChildren(
    head,
    marksOf(answer, receivedTimes, facts.test),
    list,
    element('h3', '', 'Message as received'),
    segments,
  );
}

function termsOf(facts: ArrivalFacts): readonly (readonly [string, string])[] {
  const { insuranceFrom: from, insuranceTo: to } = facts;
  const validity = from || to ? `${dateOf(from) || '…'} to ${dateOf(to) || 'open end'}` : '';
  return [
    ['Ticket', [facts.ticket, dateOf(facts.businessDay)].filter(Boolean).join(', ')],
    ['Born', dateOf(facts.birth)],
    ['Sex', facts.sex],
    ['Address', facts.address],
    ['CCCD', facts.citizenNumber],
    ['Old CMND', facts.oldCitizenNumber],
    ['BHYT', facts.insuranceNumber],
    ['BHYT valid', validity],
    ['Identity from', facts.identitySource],
    ['Service', [facts.serviceName, facts.serviceCode].filter(Boolean).join(', ')],
    ['Room', facts.room],
    ['Priority', facts.priority ? priorityOf(facts) : ''],
    ['Visit', facts.visitId],
    ['Event', facts.event],
    ['Control id', facts.controlId],
    ['Sent by', facts.sendingFacility],
  ];
}

function priorityOf({ priorityGround, priorityToCheck }: ArrivalFacts): string {
  const ground = { AGE75: '75 or older', UNDER6: 'under 6' }[priorityGround] ?? (priorityGround || 'yes');
  return priorityToCheck ? `${ground}, to check` : ground;
}

/** `19480815` → `15/08/1948`, `194808` → `08/1948`; anything else as it came. */
function dateOf(text: string): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})?$/.exec(text) ?? [];
  return year === undefined ? text : [day, month, year].filter(Boolean).join('/');
}

function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString('vi-VN');
}

function cell(className: string, text: string): HTMLElement {
  return element('td', className, text);
}

function element(tag: string, className: string, text: string): HTMLElement {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}`);
  return found;
}
