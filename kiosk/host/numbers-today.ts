import type { VisitStore } from '#backend-client/contract/store.ts';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';

/** A document that has a number today says so at once, however it came, so that nobody is asked everything again; so does its ticket. */
export function withNumbersToday(
  event: FlowEvent,
  store: Pick<VisitStore, 'numbersToday' | 'visitOfTicket'>,
): FlowEvent {
  if (event.type === 'ticket-read') {
    const visit = store.visitOfTicket(event.ticket);
    return visit ? { ...event, visit } : event;
  }
  if (event.type !== 'card-read') return event;
  const numbersToday = store.numbersToday(patientFromIdentities([event.identity], event.today));
  return numbersToday.length > 0 ? { ...event, numbersToday } : event;
}
