import type { Arrival, ArrivalFacts, HisEvent, HisMode, HisState, HttpMode, ReceivedAlert } from '../words.ts';

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
const alerts = new Map<string, ReceivedAlert>();
const staff = byId('staff') as HTMLInputElement;

/** Each fault with the words for its choice and what it means for the kiosk. */
type Choice = readonly [value: string, label: string, says: string];

const answers: Choice = ['answer', 'Answer normally', ''];
const mllpChoices: readonly Choice[] = [
  answers,
  ['slow', 'Be slow', 'Each message is accepted after this time.'],
  [
    'stop-answering',
    'Stop answering',
    'Messages are taken and never answered. The kiosk cannot know that they arrived.',
  ],
  ['refuse-ae', 'Refuse: AE', 'The hospital says that the content is wrong. The kiosk leaves it to a person.'],
  ['refuse-ar', 'Refuse: AR', 'The hospital says "not now". The kiosk tries again by itself.'],
  ['refuse-ce', 'Refuse: CE', 'Commit error: as AE. The kiosk leaves it to a person.'],
  ['refuse-cr', 'Refuse: CR', 'Commit reject: as AR. The kiosk tries again by itself.'],
  [
    'drop-connection',
    'Drop the connection',
    'Messages are taken and the connection is closed. The kiosk cannot know that they arrived.',
  ],
  ['half-frame', 'Half an answer', 'The acknowledgement breaks off. The kiosk sends again under the same id.'],
  ['garbage', 'Garbage', 'The answer is not HL7. The kiosk sends again under the same id.'],
  ['duplicate-acknowledgement', 'Acknowledge twice', 'The second one means nothing.'],
  ['wrong-msa-2', 'Wrong MSA-2', 'An acknowledgement of something else means nothing.'],
  ['empty-msa-2', 'Empty MSA-2', 'An acknowledgement of nothing means nothing.'],
  ['out-of-order', 'Out of order', 'The last message is acknowledged again before this one.'],
  ['cut-numbers 10', 'Cut numbers to 10 digits', 'Look-ups give numbers back cut: the kiosk does not believe them.'],
];
const httpChoices: readonly Choice[] = [
  answers,
  ['slow', 'Be slow', 'Each answer comes after this time.'],
  ['stop-answering', 'Stop answering', 'Everything is taken and never answered.'],
  ['half-answer', 'Half an answer', 'Everything is taken, and the answer breaks off.'],
  ['garbage', 'Garbage', 'HTML instead of an answer: 200 over FHIR, 302 over the webhook, where any 2xx accepts.'],
  ['drop-after-commit', 'Drop after commit', 'Everything is taken and the connection is closed.'],
  ...[401, 403, 404, 409, 412, 422, 429, 500].map(
    (status): Choice => [`status ${status}`, `Status ${status}`, 'Nothing is taken.'],
  ),
  ['cut-numbers 10', 'Cut numbers to 10 digits', 'Numbers come back cut: the kiosk does not believe them.'],
  ['duplicate-patient', 'Duplicate patient (FHIR)', 'Another kiosk creates the same patient at the same moment.'],
];
const choices = { mllp: mllpChoices, fhir: httpChoices, webhook: httpChoices } as const;
const protocols = ['mllp', 'fhir', 'webhook'] as const;

for (const protocol of protocols) {
  const select = choiceOf(protocol);
  for (const [value, label] of choices[protocol]) select.append(new Option(label, value));
  select.addEventListener('change', () => void chooseMode(protocol));
}
seconds.addEventListener('change', () => {
  for (const protocol of protocols) if (choiceOf(protocol).value === 'slow') void chooseMode(protocol);
});

const events = new EventSource('/events');
events.onopen = () => showLink(true);
events.onerror = () => showLink(false);
events.onmessage = (message) => show(JSON.parse(message.data) as HisEvent);

form.addEventListener('submit', (event) => event.preventDefault());
byId('clear').addEventListener('click', () => void fetch('/api/clear', { method: 'POST' }));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') select(undefined);
});

function show(event: HisEvent): void {
  switch (event.kind) {
    case 'everything':
      showEverything(event.state, event.arrivals);
      alerts.clear();
      for (const alert of event.alerts) showAlert(alert);
      showAlerts();
      break;
    case 'state':
      showState(event.state);
      break;
    case 'arrival':
      showArrival(event.arrival, true);
      break;
    case 'alert':
      showAlert(event.alert);
      showAlerts();
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

function showState({
  mode,
  fhir,
  webhook,
  httpPort,
  mllpPort,
  connections,
  received,
  repeated,
  notUnderstood,
}: HisState): void {
  byId('mllp').textContent = `127.0.0.1:${mllpPort}`;
  byId('http').textContent = `127.0.0.1:${httpPort}`;
  byId('connections').textContent = String(connections);
  byId('received').textContent = String(received);
  byId('repeated').textContent = String(repeated);
  byId('not-understood').textContent = String(notUnderstood);
  const modes = { mllp: mode, fhir: fhir.mode, webhook: webhook.mode };
  const says: string[] = [];
  for (const protocol of protocols) {
    const now = modes[protocol];
    choiceOf(protocol).value = valueOfMode(now);
    const [, , meaning = ''] = choices[protocol].find(([value]) => value === valueOfMode(now)) ?? answers;
    if (meaning) says.push(meaning);
    if (now.kind === 'slow' && document.activeElement !== seconds) seconds.value = String(now.seconds);
  }
  const slow = Object.values(modes).some(({ kind }) => kind === 'slow');
  byId('seconds-label').hidden = !slow;
  byId('explanation').textContent = [...new Set(says)].join(' ');
  form.dataset.fault = String(says.length > 0);
}

function valueOfMode(mode: HisMode | HttpMode): string {
  if (mode.kind === 'status') return `status ${mode.status}`;
  return mode.kind === 'cut-numbers' ? `cut-numbers ${mode.digits}` : mode.kind;
}

function choiceOf(protocol: (typeof protocols)[number]): HTMLSelectElement {
  return byId(`mode-${protocol}`) as HTMLSelectElement;
}

async function chooseMode(protocol: (typeof protocols)[number]): Promise<void> {
  const [kind = '', detailOf] = choiceOf(protocol).value.split(' ');
  const mode = {
    kind,
    ...(kind === 'slow' ? { seconds: Number(seconds.value) } : {}),
    ...(kind === 'status' ? { status: Number(detailOf) } : {}),
    ...(kind === 'cut-numbers' ? { digits: Number(detailOf) } : {}),
    ...((byId('once') as HTMLInputElement).checked ? { once: true } : {}),
  };
  await post(protocol === 'mllp' ? '/api/mode' : `/api/mode/${protocol}`, mode);
}

async function post(path: string, body: object): Promise<void> {
  await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function showAlert(alert: ReceivedAlert): void {
  alerts.set(alert.alertId, alert);
}

/** Newest first; nobody has to look for the one that is waiting. */
function showAlerts(): void {
  byId('alerts').hidden = alerts.size === 0;
  byId('alert-list').replaceChildren(...[...alerts.values()].toReversed().slice(0, 20).map(alertItem));
}

function alertItem({ alertId, kind, kioskId, place, escalation, acknowledgedBy }: ReceivedAlert): HTMLElement {
  const item = element('li', acknowledgedBy ? 'soft' : '', '');
  const words = { 'help-wanted': 'Help wanted', emergency: 'Emergency', 'crisis-reading': 'Dangerous reading' }[kind];
  const louder = escalation > 0 ? `, repeated ${escalation} times` : '';
  item.append(element('b', '', words ?? kind), ` · ${[kioskId, place].filter(Boolean).join(', ')}${louder} `);
  if (acknowledgedBy) {
    item.append(element('span', 'mark good', `${acknowledgedBy} is coming`));
    return item;
  }
  const button = element('button', '', 'I am coming') as HTMLButtonElement;
  button.type = 'button';
  button.addEventListener('click', () => void post('/api/acknowledge', { alertId, by: staff.value.trim() }));
  item.append(button);
  return item;
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

function cells({ protocol, kind, says, receivedAt, receivedTimes, answer, facts }: Arrival): HTMLElement[] {
  const what = cell('nowrap', kind);
  what.append(element('span', 'small', [protocol.toUpperCase(), says].filter(Boolean).join(' · ')));
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
    what,
    cell('ticket', facts.ticket),
    patient,
    cell('nowrap middle', dateOf(facts.birth)),
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
  marks.append(element('span', `mark ${toneOf(answer)}`, answer === 'none' ? 'no answer' : answer));
  if (receivedTimes > 1) {
    const times = receivedTimes === 2 ? 'twice' : `${receivedTimes} times`;
    marks.append(element('span', 'mark warn', `received ${times}`));
  }
  if (test) marks.append(element('span', 'mark', 'test'));
  return marks;
}

function toneOf(answer: Arrival['answer']): '' | 'good' | 'bad' | 'warn' {
  if (answer === 'waiting') return '';
  if (answer === 'none') return 'warn';
  return answer === 'AA' || answer.startsWith('HTTP 2') ? 'good' : 'bad';
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
  head.append(element('h2', '', facts.patientName || facts.ticket || 'No name'), close);
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
    ['Card chip', chipInWords(facts.chipVerdict)],
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

/** What it means for whoever sits at the desk; another word as it came. */
function chipInWords(verdict: string): string {
  const words: Readonly<Record<string, string>> = {
    GENUINE: 'genuine',
    NOT_VERIFIED: 'read, but it could not be verified',
    DOES_NOT_MATCH: 'does not match: look at the card',
  };
  return (
    words[
      verdict
        .toUpperCase()
        .replaceAll('-', '_')
        .replace(/^CHIP_/, '')
    ] ?? verdict
  );
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
