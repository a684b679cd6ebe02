import type { Arrival } from '../words.ts';
import { dateOf, marksOf, priorityOf, protocolNames, timeOf } from './arrival-words.ts';
import { drawDetail } from './detail.ts';
import { byId, element, shortened } from './elements.ts';

const rows = byId('rows');
const detail = byId('detail');
const arrivals = new Map<number, Arrival>();
const rowOf = new Map<number, HTMLTableRowElement>();
/** As many as the hospital remembers at most; a page that stays open for a week stays small. */
const mostRows = 500;
let selected: number | undefined;

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') select(undefined);
});

export function showArrivals(all: readonly Arrival[]): void {
  arrivals.clear();
  rowOf.clear();
  rows.replaceChildren();
  for (const arrival of all) showArrival(arrival, false);
  if (selected !== undefined && !arrivals.has(selected)) select(undefined);
  showEmptiness();
}

export function showArrival(arrival: Arrival, fresh: boolean): void {
  arrivals.set(arrival.number, arrival);
  const row = rowOf.get(arrival.number) ?? addRow(arrival.number, fresh);
  row.replaceChildren(...cells(arrival));
  forgetOldest();
  showEmptiness();
  if (selected === arrival.number) drawDetail(arrival, () => select(undefined));
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
  drawDetail(arrival, () => select(undefined));
}

function cells({ protocol, kind, says, receivedAt, receivedTimes, answer, facts }: Arrival): HTMLElement[] {
  const isNameMissing = kind === 'registration' || kind === 'correction';
  const room = facts.room && `room ${facts.room}`;
  return [
    cell('soft', timeOf(receivedAt)),
    cell('', kind, shortened('small', [protocolNames[protocol], says].filter(Boolean).join(' · '))),
    cell('ticket', facts.ticket),
    facts.patientName ? cell('', shortened('name', facts.patientName)) : cell('soft', isNameMissing ? 'no name' : '–'),
    cell('middle', dateOf(facts.birth)),
    cell('code wide', facts.citizenNumber),
    cell('code wide', facts.insuranceNumber),
    cell(
      '',
      shortened('', facts.serviceName || facts.serviceCode),
      shortened('small', [facts.serviceName && facts.serviceCode, room].filter(Boolean).join(' · ')),
    ),
    cell('', facts.priority ? element('span', 'mark warn', priorityOf(facts)) : ''),
    cell('code soft widest', facts.controlId),
    cell('', marksOf(answer, receivedTimes, facts.test)),
  ];
}

function cell(className: string, ...content: readonly (string | HTMLElement)[]): HTMLElement {
  const created = element('td', className, '');
  created.append(...content);
  return created;
}
