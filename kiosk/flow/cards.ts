import { awaitsCompanionCard, companionCardOf } from '#kiosk/facts/companion.ts';
import { type Facts, newFacts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { isSameDocument, isSamePerson } from '#kiosk/facts/same-person.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { ticketGivesUp } from './giving-up.ts';
import { askHospital, withNumbers } from './hospital.ts';
import { firstDevice } from './measuring-turn.ts';
import { andThen, beginTurn, confirming, endTurn, goOn, goTo, moveOn, stay, veilFrom, withNotice } from './moves.ts';
import { whyScanAgain } from './scan-again.ts';
import type { FlowState, OpenPlace, ScanAgainReason, StateAt } from './state.ts';
import { isTold } from './told.ts';
import { withoutCard } from './ways-in.ts';

/** What a card, a slip or a ticket does where it is the person's own, or begins their turn. */

export type Resting = StateAt<'waiting-for-card' | 'asking-to-scan-again'>;

export function cardBegins(settings: FlowSettings, state: Resting, event: EventOf<'card-read'>): FlowStep {
  const why = whyScanAgain(settings, event);
  if (why) return askToScanAgain(state, why);
  if (!settings.offersCheckIn) return measuredByCard(settings, state, event);
  return andThen(
    beginTurn(state, 'asking-for-card', (facts) => ({ facts }), event),
    (begun) => cardAdded(settings, begun as StateAt<'asking-for-card'>, event),
  );
}

/** A kiosk that only measures: for today's visit of this document's, which its own store has, or another kiosk's. */
function measuredByCard(settings: FlowSettings, state: Resting, event: EventOf<'card-read'>): FlowStep {
  const { identity, numbersToday = [] } = event;
  const measuring = measuringOfToday(settings, { numbersToday });
  const withCard = (facts: Facts): Facts => ({ ...facts, identities: [identity] });
  if (measuring) {
    return beginTurn(state, 'getting-ready', (facts) => ({ facts: withCard(facts), measuring }), event);
  }
  if (!settings.findsNumbersElsewhere) return askToScanAgain(state, 'ticket-wanted');
  const asked = askHospital(settings, withCard(newFacts(event)));
  return andThen(
    beginTurn(state, 'waiting-for-hospital', () => ({ facts: asked.facts }), event),
    (begun) => goTo(begun, ...asked.effects),
  );
}

/** The other kiosks were asked. */
export function measuredByNumber(settings: FlowSettings, state: StateAt<'waiting-for-hospital'>): FlowStep {
  const { facts } = state;
  const measuring = measuringOfToday(settings, facts);
  if (measuring) return goTo(moveOn(state, 'getting-ready', { facts, measuring }));
  return andThen(endTurn(settings, state, 'left'), (rest) => askToScanAgain(rest, 'ticket-wanted'));
}

function measuringOfToday(settings: FlowSettings, { numbersToday: [visit] }: Pick<Facts, 'numbersToday'>) {
  return (
    visit &&
    firstDevice(settings, {
      visitId: visit.visitId,
      number: visit.number.text,
      isOnPaper: visit.paper === 'printed',
    })
  );
}

/** The slip says which appointment, not whose: a card is still wanted. One slip belongs to a visit. */
export function slipBegins(settings: FlowSettings, state: Resting, event: EventOf<'appointment-read'>): FlowStep {
  const why = whyScanAgain(settings, event);
  if (why) return askToScanAgain(state, why);
  const slip = event.appointment.appointmentId;
  return beginTurn(state, 'asking-for-card', (facts) => ({ facts: { ...facts, slip } }), event);
}

export function ticketBegins(settings: FlowSettings, state: Resting, event: EventOf<'ticket-read'>): FlowStep {
  const why = whyScanAgain(settings, event);
  if (why) return askToScanAgain(state, why);
  if (!settings.offersMeasuring && event.visit) return ticketGivesUp(state, event.visit, event);
  const { visitId, number } = event.ticket;
  const measuring = firstDevice(settings, { visitId, number, isOnPaper: true });
  if (!measuring) return stay(state);
  return beginTurn(state, 'getting-ready', (facts) => ({ facts, measuring }), event);
}

/** Called by their number, and here: as with the ticket, which they have in their hand. */
export function invitedBegins(settings: FlowSettings, state: Resting, event: EventOf<'came-as-invited'>): FlowStep {
  const { visitId, number } = event;
  const measuring = firstDevice(settings, { visitId, number, isOnPaper: true });
  if (!measuring) return stay(state);
  return beginTurn(state, 'getting-ready', (facts) => ({ facts, measuring }), event);
}

export function withoutPapersBegins(
  settings: FlowSettings,
  state: Resting,
  event: EventOf<'started-without-papers'>,
): FlowStep {
  if (!settings.offersCheckIn) return goTo(state);
  return andThen(
    beginTurn(state, 'asking-for-card', (facts) => ({ facts }), event),
    (begun) => withoutCard(settings, begun, newFacts(event)),
  );
}

/** The first card says who this is; another one of theirs joins it. Each asks the hospital anew. */
export function cardAdded(
  settings: FlowSettings,
  state: StateAt<OpenPlace>,
  { identity, numbersToday = [] }: EventOf<'card-read'>,
): FlowStep {
  const facts = withNumbers(state.facts, numbersToday);
  const same = facts.identities.find((each) => isSameDocument(each, identity));
  if (same && !isTold(same)) return goTo(named({ ...state, facts }));
  // Until now there was only somebody's word; the card itself says more, and takes the place of its number.
  const isFirst = facts.identities.every(isTold);
  const identities = [...facts.identities.filter((each) => each !== same), identity];
  const asked = askHospital(settings, { ...facts, identities });
  const next: FlowState = isFirst
    ? confirming(state, asked.facts)
    : withNotice(named({ ...state, facts: asked.facts }), 'other-card-added');
  return goTo(next, ...asked.effects);
}

/** While a question is asked: a card of the patient's own, or that of whoever has come with them, where it was invited. */
export function cardAtQuestion(
  settings: FlowSettings,
  state: StateAt<'asking'>,
  event: EventOf<'card-read'>,
): FlowStep {
  const { facts } = state;
  const isOwn = facts.identities.some((each) => isSamePerson(each, event.identity));
  if (isOwn || !isCompanionsCardInvited(state)) return cardAdded(settings, state, event);
  return goTo({ ...state, facts: { ...facts, companionCard: companionCardOf(event.identity) } });
}

export function isCompanionsCardInvited({ question, facts }: StateAt<'asking'>): boolean {
  return question === 'companion' && awaitsCompanionCard(facts);
}

/** Whoever shows a card of theirs may read their name again. */
function named(state: StateAt<OpenPlace>): FlowState {
  if (state.at !== 'confirming-identity') return state;
  return { ...state, veil: veilFrom(state.turn.count) };
}

/** The hospital is asked about it, together with whose card it is. */
export function slipAdded(
  settings: FlowSettings,
  state: StateAt<OpenPlace>,
  { appointment: { appointmentId } }: EventOf<'appointment-read'>,
): FlowStep {
  if (state.facts.slip === appointmentId) return goTo(state);
  const facts: Facts = { ...state.facts, slip: appointmentId };
  const asked = facts.identities.length > 0 ? askHospital(settings, facts) : { facts, effects: [] };
  return goTo(withNotice({ ...state, facts: asked.facts }, 'appointment-added'), ...asked.effects);
}

export function askToScanAgain(state: FlowState, why: ScanAgainReason): FlowStep {
  return goTo(goOn(state, 'asking-to-scan-again', { why }));
}
