import type { Arrival, ArrivalFacts } from '../words.ts';
import { answerInWords, chipInWords, dateOf, marksOf, priorityOf, protocolNames, timeOf } from './arrival-words.ts';
import { button, byId, element } from './elements.ts';

/** One message, whole, beside the list. */
export function drawDetail(arrival: Arrival, close: () => void): void {
  const { number, protocol, kind, says, receivedAt, lastReceivedAt, receivedTimes, answer, facts, raw } = arrival;
  const head = element('div', 'head', '');
  head.append(element('h2', '', facts.patientName || facts.ticket || kind), button('close', 'Close', close));
  const list = element('dl', '', '');
  const again = receivedTimes > 1 ? `, last ${timeOf(lastReceivedAt)}` : '';
  const terms = [
    ['Arrival', `${number}, ${timeOf(receivedAt)}${again}`],
    ['What', `${kind} over ${protocolNames[protocol]}`],
    [kind === 'look-up' ? 'Answered' : 'Says', says],
    ...termsOf(facts),
  ] as const;
  for (const [term, text] of terms) if (text !== '') list.append(element('dt', '', term), element('dd', '', text));
  byId('detail').replaceChildren(
    head,
    marksOf(answer, receivedTimes, facts.test),
    list,
    element('h3', '', 'Message as received'),
    protocol === 'mllp' ? segmentsOf(raw) : element('pre', 'raw', raw),
  );
}

function segmentsOf(message: string): HTMLElement {
  const segments = element('ol', 'raw', '');
  for (const line of message.split('\n')) {
    const segment = element('li', '', '');
    segment.append(element('b', '', line.slice(0, 3)), line.slice(3));
    segments.append(segment);
  }
  return segments;
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
    ['Passport', facts.passportNumber],
    ['BHYT', facts.insuranceNumber],
    ['BHYT valid', validity],
    ['Patient code', facts.patientCode],
    ['Phone', facts.phone],
    ['Identity from', facts.identitySource],
    ['Card chip', chipInWords(facts.chipVerdict)],
    ['Service', [facts.serviceName, facts.serviceCode].filter(Boolean).join(', ')],
    ['Room', facts.room],
    ['Comes for', facts.purpose],
    ...Object.entries(facts.answers).map(([name, said]) => [answerInWords(name), said] as const),
    ...Object.entries(facts.quality).map(([name, said]) => [answerInWords(name), said] as const),
    ['Priority', facts.priority ? priorityOf(facts) : ''],
    ['Visit', facts.visitId],
    ['Event', facts.event],
    ['Control id', facts.controlId],
    ['Sent by', facts.sendingFacility],
  ];
}
