import type { VisitStore } from '#backend-client/contract/store.ts';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';

/** A document that has a number today says so at once, however it came, so that nobody is asked everything again. */
export function withNumbersToday(event: FlowEvent, store: Pick<VisitStore, 'numbersToday'>): FlowEvent {
  if (event.type !== 'card-read') return event;
  const numbersToday = store.numbersToday(patientFromIdentities([event.identity], event.today));
  return numbersToday.length > 0 ? { ...event, numbersToday } : event;
}
