import type { StoredVisit, VisitRequest } from '#backend-client/contract/visit.ts';
import { delays } from '#config/agreements/delays.ts';
import { appointmentOf } from '#kiosk/facts/appointment.ts';
import { type Facts, isIsolated } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { deskReasonOf, ticketRemarkOf } from '#kiosk/facts/outcomes.ts';
import { patientFromIdentities } from '#kiosk/facts/patient.ts';
import { priorityIn } from '#kiosk/facts/priority.ts';
import { choiceOf, purposeOf } from '#kiosk/facts/purpose.ts';
import { chipVerdictIn, closeChip } from './chip.ts';
import type { FlowEffect, FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { firstDevice } from './measuring-turn.ts';
import { act, endTurn, goOn, goTo, moveOn, stay, withNotice } from './moves.ts';
import { factsWithAnswer, factsWithout, refusalOf } from './plan.ts';
import type { FlowState, StateAt, TicketShown } from './state.ts';
import { finish } from './survey.ts';
import { mostNoPapersInRow } from './turn.ts';

/** The visit, its number and its paper. */

/** So that a child cannot empty the roll. */
const mostReprints = 2;

export function storeVisit(settings: FlowSettings, from: FlowState, known: Facts): FlowStep {
  const choice = choiceOf(settings, known);
  if (!choice) return stay(from);
  const { facts, effects } = closeChip({ ...known, choice });
  const elsewhere = facts.numbersToday.find(
    ({ isElsewhere, service }) => isElsewhere && service.code === choice.serviceCode,
  );
  if (elsewhere) return goTo(showingElsewhere(from, facts, elsewhere), ...effects);
  return goTo(goOn(from, 'storing-visit', { facts }), ...effects, {
    do: 'store-visit',
    request: requestFrom(settings, facts, choice.serviceCode),
  });
}

/** A number for the same service that another kiosk has given today: it is shown, and no second one is given. */
function showingElsewhere(from: FlowState, facts: Facts, visit: StoredVisit): StateAt<'showing-ticket'> {
  return showing(goOn, from, facts, {
    ...unprinted,
    visit,
    again: true,
    isShared: false,
    paper: 'kept',
    noPaper: false,
  });
}

const unprinted = { heldSince: 0, reprints: 0, leaving: false, isChanged: false } as const;

function requestFrom(settings: FlowSettings, facts: Facts, serviceCode: string): VisitRequest {
  const { sessionId, identities, today, hospital, phoneIsRight, said } = facts;
  const patient = { ...patientFromIdentities(identities, today), chip: chipVerdictIn(facts) };
  const appointment = appointmentOf(facts);
  return {
    sessionId,
    patient,
    serviceCode,
    purpose: purposeOf(settings, facts) ?? 'examination',
    priority: priorityIn(facts),
    ...(hospital.contact ? { contact: { ...hospital.contact, phoneConfirmed: phoneIsRight } } : {}),
    ...(hospital.insuranceCheck ? { insuranceCheck: hospital.insuranceCheck } : {}),
    ...(appointment ? { appointment } : {}),
    ...(Object.keys(said).length > 0 ? { answers: said } : {}),
  };
}

/**
 * Shows the number. Where "choose again" is offered, printing begins a moment later, so that a patient can still choose before the
 * paper comes. A visit that is found again has its paper already, unless it never came to that.
 */
export function visitStored(
  settings: FlowSettings,
  state: StateAt<'storing-visit'>,
  { visit, found, isShared = false }: EventOf<'visit-stored'>,
): FlowStep {
  const { facts, turn } = state;
  const isWithoutPapers = facts.identities.every(({ document }) => document.kind === 'undocumented');
  const noPapersInRow = isWithoutPapers ? turn.noPapersInRow + 1 : 0;
  const noPaper = noPapersInRow > mostNoPapersInRow;
  const paper = noPaper ? 'not-printed' : neverOnPaper(visit) ? 'held' : keptOrOnPhone(visit);
  const shown = showing(moveOn, state, facts, { visit, again: found, isShared, paper, noPaper, ...unprinted });
  const counted = { ...shown, turn: { ...shown.turn, noPapersInRow } };
  const next = paper === 'held' && !canWait(settings, counted.ticket) ? printing(settings, counted) : goTo(counted);
  return { state: next.state, effects: [...toTheRoom(settings, facts, visit), ...next.effects] };
}

/** Whoever was sent to a room of their own is met there. The call says which number, and nothing of why. */
function toTheRoom({ callsForHelp }: FlowSettings, facts: Facts, { number }: StoredVisit): readonly FlowEffect[] {
  return callsForHelp && isIsolated(facts) ? [{ do: 'call-to-isolation', ticketNumber: number.text }] : [];
}

/** Wherever a number comes to the screen, the moment for "choose again" begins. */
function showing(move: typeof goOn, from: FlowState, facts: Facts, ticket: TicketShown): StateAt<'showing-ticket'> {
  return move(from, 'showing-ticket', { facts, ticket: { ...ticket, heldSince: from.turn.count + 1 } });
}

function keptOrOnPhone({ paper }: StoredVisit): 'kept' | 'on-phone' {
  return paper === 'taken-by-phone' ? 'on-phone' : 'kept';
}

function neverOnPaper({ paper }: StoredVisit): boolean {
  return paper === 'pending' || paper === 'not-printed';
}

/** The moment for "choose again" is over. */
export function printHeld(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { ticket } = state;
  if (ticket.paper !== 'held') return stay(state);
  return printing(settings, moveOn(state, 'showing-ticket', { facts: state.facts, ticket }));
}

/** Something may still be chosen before the paper comes. */
function canWait(settings: FlowSettings, ticket: TicketShown): boolean {
  return canChangeService(settings, ticket) || canTakeByPhone(settings, ticket);
}

/** How long paper is held: what may be taken by phone is read first. */
export function heldMs({ checkIn }: FlowSettings): number {
  return checkIn.paperless ? delays.takeByPhoneMs : delays.chooseAgainMs;
}

/** Before any byte went to the printer, and where paper never came. */
export function canTakeByPhone({ checkIn }: FlowSettings, { paper, leaving }: TicketShown): boolean {
  return checkIn.paperless && !leaving && (paper === 'held' || paper === 'not-printed');
}

export function takenByPhone(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, ticket } = state;
  if (!canTakeByPhone(settings, ticket)) return stay(state);
  const { visitId, number } = ticket.visit;
  return goTo(goOn(state, 'showing-ticket', { facts, ticket: { ...ticket, paper: 'on-phone' } }), {
    do: 'note-taken-by-phone',
    visitId,
    number: number.text,
  });
}

/** A jam never un-registers a patient (law 3): whatever happened to the paper, the number stays on the screen. */
export function paperKnown(
  settings: FlowSettings,
  state: StateAt<'showing-ticket'>,
  event: EventOf<'ticket-printed' | 'ticket-not-printed'>,
): FlowStep {
  const { facts, ticket } = state;
  if (ticket.paper !== 'printing') return stay(state);
  const paper =
    event.type === 'ticket-printed' ? 'printed' : event.paper === 'untouched' ? 'not-printed' : 'perhaps-printed';
  if (ticket.leaving && paper === 'printed' && !state.frame.help) {
    return ticketDone(settings, { ...state, ticket: { ...ticket, paper, leaving: false } }, moveOn);
  }
  return goTo(moveOn(state, 'showing-ticket', { facts, ticket: { ...ticket, paper, leaving: false } }));
}

export function isPaperOnItsWay({ paper }: TicketShown): boolean {
  return paper === 'held' || paper === 'printing';
}

/** The number is nowhere but on the screen, or perhaps nowhere else. */
export function isOnlyOnScreen({ paper }: TicketShown): boolean {
  return paper === 'not-printed' || paper === 'perhaps-printed' || paper === 'kept' || paper === 'on-phone';
}

export function finishTicket(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, ticket } = state;
  if (!isPaperOnItsWay(ticket)) return ticketDone(settings, state, goOn);
  const leaving = goOn(state, 'showing-ticket', { facts, ticket: { ...ticket, leaving: true } });
  // Whoever goes does not take it by phone, and does not wait for that either.
  return ticket.paper === 'held' && settings.checkIn.paperless ? printing(settings, leaving) : goTo(leaving);
}

/** Whoever came to be measured, and for nothing else. */
export function leadsToMeasuring(settings: FlowSettings, { facts, ticket }: StateAt<'showing-ticket'>): boolean {
  return purposeOf(settings, facts) === 'vitals' && canMeasure(settings, { facts, ticket });
}

/** The paper is in the slot, and nobody asked for anything else: perhaps nobody is there. */
export function ticketSeen(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  return leadsToMeasuring(settings, state) ? sitting(settings, state, moveOn) : endTurn(settings, state, 'finished');
}

/** Whoever says "done" is there, and may say how it went. */
function ticketDone(settings: FlowSettings, state: StateAt<'showing-ticket'>, move: typeof goOn): FlowStep {
  return leadsToMeasuring(settings, state) ? sitting(settings, state, move) : finish(settings, state);
}

export function canReprint(ticket: TicketShown): boolean {
  return !ticket.visit.isElsewhere && !isPaperOnItsWay(ticket) && !ticket.noPaper && ticket.reprints < mostReprints;
}

export function reprint(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, ticket } = state;
  if (!canReprint(ticket)) return stay(state);
  return printing(
    settings,
    goOn(state, 'showing-ticket', { facts, ticket: { ...ticket, reprints: ticket.reprints + 1 } }),
  );
}

function printing(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, frame, ticket } = state;
  const patient = patientFromIdentities(facts.identities, facts.today);
  const desk = deskReasonOf(facts, ticket);
  const remark = ticketRemarkOf(settings, facts, ticket);
  const print: FlowEffect = {
    do: 'print-ticket',
    sessionId: facts.sessionId,
    visit: ticket.visit,
    patient,
    language: frame.language,
    // Who has a room of their own waits at no desk: somebody comes to them.
    ...(isIsolated(facts) ? { toIsolation: true } : { ...(desk && { desk }), ...(remark && { remark }) }),
  };
  return goTo({ ...state, ticket: { ...ticket, paper: 'printing' } }, print);
}

/** Once a session, and only a number of this session: an older one may have been called already. */
export function canChangeService({ serviceCodes }: FlowSettings, ticket: TicketShown): boolean {
  return (
    serviceCodes.some((code) => code !== ticket.visit.service.code) &&
    !ticket.again &&
    !ticket.isChanged &&
    !ticket.leaving &&
    ticket.paper !== 'printing'
  );
}

export function chooseAgain(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  const { facts, ticket, turn } = state;
  // Whose time is up would be led back at once, and the paper put off each time.
  if (!canChangeService(settings, ticket) || turn.over) return stay(state);
  return goTo(goOn(state, 'choosing-again', { facts: { ...facts, notOpen: settings.notOpen }, ticket }));
}

/** The number that is there stays, and its paper still has to come. */
export function keepNumber(_settings: FlowSettings, state: StateAt<'choosing-again'>): FlowStep {
  return goTo(showing(goOn, state, state.facts, state.ticket));
}

export function chosenAgain(
  settings: FlowSettings,
  state: StateAt<'choosing-again'>,
  { answer }: EventOf<'answered'>,
): FlowStep {
  const { ticket, frame } = state;
  const asked = { language: frame.language, shownMs: 0 };
  const facts = factsWithAnswer(settings, factsWithout(settings, state.facts, 'service'), 'service', answer, asked);
  if (!facts?.choice) {
    const refusal = refusalOf(settings, state.facts, 'service', answer);
    return refusal ? goTo(withNotice(act(state), refusal)) : stay(state);
  }
  const { serviceCode } = facts.choice;
  if (serviceCode === ticket.visit.service.code) return keepNumber(settings, state);
  return goTo(goOn(state, 'storing-change', { facts, ticket }), {
    do: 'change-service',
    sessionId: facts.sessionId,
    visitId: ticket.visit.visitId,
    serviceCode,
  });
}

export function serviceChanged(
  settings: FlowSettings,
  state: StateAt<'storing-change'>,
  { visit }: EventOf<'service-changed'>,
): FlowStep {
  const { facts, ticket } = state;
  const paper = ticket.noPaper ? 'not-printed' : 'held';
  const shown = showing(moveOn, state, facts, { ...ticket, visit, paper, isChanged: true });
  return goTo(shown, ...toTheRoom(settings, facts, visit));
}

/** Whatever the reason, the patient has the number that they had. */
export function serviceNotChanged(_settings: FlowSettings, state: StateAt<'storing-change'>): FlowStep {
  const { facts, ticket } = state;
  const choice = { serviceCode: ticket.visit.service.code, how: 'chosen' } as const;
  const back = showing(moveOn, state, { ...facts, choice }, { ...ticket, isChanged: true });
  return goTo(withNotice(back, 'service-not-changed'));
}

/**
 * Offered once the paper's fate is known, so that nobody sits down without knowing whether to look into the slot. The cuff is not for
 * whoever a screening sends to a room of their own.
 */
export function canMeasure(
  { offersMeasuring }: FlowSettings,
  { facts, ticket }: Pick<StateAt<'showing-ticket'>, 'facts' | 'ticket'>,
): boolean {
  return offersMeasuring && !isPaperOnItsWay(ticket) && !isIsolated(facts);
}

export function getReady(settings: FlowSettings, state: StateAt<'showing-ticket'>): FlowStep {
  return canMeasure(settings, state) ? sitting(settings, state, goOn) : goTo(act(state));
}

function sitting(settings: FlowSettings, state: StateAt<'showing-ticket'>, move: typeof goOn): FlowStep {
  const { facts, ticket } = state;
  const { visitId, number } = ticket.visit;
  const measuring = firstDevice(settings, { visitId, number: number.text, isOnPaper: ticket.paper === 'printed' });
  return goTo(measuring ? move(state, 'getting-ready', { facts, measuring }) : act(state));
}
