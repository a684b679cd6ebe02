import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import {
  afterHospital,
  answered,
  askedAnew,
  identityConfirmed,
  numberAllTheSame,
  numberWanted,
  questionBack,
  serviceFull,
} from './asking.ts';
import {
  askToScanAgain,
  cardAdded,
  cardAtQuestion,
  cardBegins,
  invitedBegins,
  isCompanionsCardInvited,
  measuredByNumber,
  slipAdded,
  slipBegins,
  ticketBegins,
  withoutPapersBegins,
} from './cards.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { nextOfFamily } from './family.ts';
import { askedToGiveUp, givenUp, givingUpSaid, notGivenUp, numberKept } from './giving-up.ts';
import { measuringPlaces } from './measuring-places.ts';
import { endTurn, goOn, goTo, startingState, stay, storeFailed, withNotice } from './moves.ts';
import type { Leave, PlaceRow } from './place-row.ts';
import type { FlowState, Place, SessionState, Standing, StateAt } from './state.ts';
import { opinionGiven, surveyWait } from './survey.ts';
import {
  chooseAgain,
  chosenAgain,
  finishTicket,
  getReady,
  heldMs,
  isOnlyOnScreen,
  isPaperOnItsWay,
  keepNumber,
  leadsToMeasuring,
  paperKnown,
  printHeld,
  reprint,
  serviceChanged,
  serviceNotChanged,
  takenByPhone,
  ticketSeen,
  visitStored,
} from './ticket.ts';
import type { OthersCard } from './turn.ts';
import {
  backToName,
  backToNumber,
  birthYearTold,
  codeNotRead,
  identityBack,
  nameTold,
  nothingTold,
  numberConfirmed,
  numberTyped,
  phonePreferred,
  phoneTold,
  scanGivenUp,
  scanIsSlow,
  tellingNameBack,
  toChoice,
  typingNumberBack,
  wayChosen,
  wayInBack,
  withoutCard,
} from './ways-in.ts';

const idle = { timer: 'idle', ms: delays.untilIdleWarningMs, after: 'ask' } as const;

const scansBegin = {
  'card-read': cardBegins,
  'appointment-read': slipBegins,
  'ticket-read': ticketBegins,
  'card-not-read': (_settings: FlowSettings, state: FlowState, event: EventOf<'card-not-read'>) =>
    askToScanAgain(state, event.why),
  'started-without-papers': withoutPapersBegins,
  'came-as-invited': invitedBegins,
  'store-probed': outOfServiceIfFull,
} as const;

const moreIsKnown = {
  'card-read': cardAdded,
  'appointment-read': slipAdded,
  'card-not-read': (_settings: FlowSettings, state: FlowState) => goTo(withNotice(state, 'code-not-usable')),
} as const;

/** Somebody types, and a card that is scanned meanwhile joins or wins as anywhere before the number. */
const tells = {
  waits: () => idle,
  leave: 'free',
  othersCard: 'asks-first',
  facts: (_settings: FlowSettings, state: FlowState): FlowStep => goTo(state),
} as const;

const same = (_settings: FlowSettings, state: FlowState): FlowStep => goTo(state);
const leaves = (settings: FlowSettings, state: SessionState): FlowStep => endTurn(settings, state, 'left');
const isDone = (settings: FlowSettings, state: SessionState): FlowStep => endTurn(settings, state, 'finished');

/** A kiosk that only measures has asked for whose number the card is. */
function hospitalHeard(settings: FlowSettings, state: StateAt<'waiting-for-hospital'>): FlowStep {
  return settings.offersCheckIn ? afterHospital(settings, state) : measuredByNumber(settings, state);
}

/**
 * Every place of a visit, from card to reading: how long it waits for whom, what Back is, whether one may leave, what somebody else's
 * card means, and what each event does.
 */
export const places: { readonly [At in Place]: PlaceRow<At> } = {
  'waiting-for-card': {
    waits: () => ({ timer: 'store-probe', ms: delays.storeCheckMs, after: probeStore }),
    back: 'none',
    leave: 'nobody',
    othersCard: 'begins',
    facts: 'closed',
    on: scansBegin,
  },
  'asking-to-scan-again': {
    waits: () => ({ timer: 'scan-again', ms: delays.scanAgainMs, after: toRest }),
    back: toRest,
    leave: 'nobody',
    othersCard: 'begins',
    facts: 'closed',
    on: scansBegin,
  },
  'asking-for-card': {
    waits: () => idle,
    back: leaves,
    leave: 'free',
    othersCard: 'asks-first',
    facts: same,
    on: {
      ...moreIsKnown,
      'started-without-papers': (settings, state) => withoutCard(settings, state, state.facts),
    },
  },
  'choosing-way-in': {
    ...tells,
    back: wayInBack,
    on: { ...moreIsKnown, 'way-in-chosen': wayChosen, 'started-without-papers': nothingTold },
  },
  'showing-to-scanner': {
    ...tells,
    waits: ({ isSlow }) => (isSlow ? idle : { timer: 'scan-slow', ms: delays.scanIsSlowMs, after: scanIsSlow }),
    back: toChoice,
    on: { ...moreIsKnown, 'card-not-read': codeNotRead, 'scan-given-up': scanGivenUp },
  },
  'typing-number': { ...tells, back: typingNumberBack, on: { ...moreIsKnown, 'number-typed': numberTyped } },
  'confirming-number': {
    ...tells,
    back: backToNumber,
    on: { ...moreIsKnown, 'number-confirmed': numberConfirmed },
  },
  'telling-name': {
    ...tells,
    back: tellingNameBack,
    on: {
      ...moreIsKnown,
      'name-told': nameTold,
      'phone-preferred': phonePreferred,
      'started-without-papers': nothingTold,
    },
  },
  'telling-birth-year': { ...tells, back: backToName, on: { ...moreIsKnown, 'birth-year-told': birthYearTold } },
  'telling-phone': {
    ...tells,
    back: backToName,
    on: { ...moreIsKnown, 'phone-told': phoneTold, 'started-without-papers': nothingTold },
  },
  'confirming-identity': {
    waits: () => idle,
    back: identityBack,
    leave: 'free',
    othersCard: 'asks-first',
    facts: same,
    on: { ...moreIsKnown, 'identity-confirmed': identityConfirmed, 'number-wanted': numberWanted },
  },
  'waiting-for-hospital': {
    // The host answers within its deadline; this clock is for a host that has a bug.
    waits: () => ({ timer: 'hospital', ms: delays.hospitalMs, after: hospitalHeard }),
    back: 'none',
    leave: 'free',
    othersCard: 'asks-first',
    facts: (settings, state) => (state.facts.hospital.open.length > 0 ? goTo(state) : hospitalHeard(settings, state)),
    on: moreIsKnown,
  },
  asking: {
    waits: () => idle,
    back: questionBack,
    leave: 'free',
    othersCard: (state) => (isCompanionsCardInvited(state) ? 'is-companions' : 'asks-first'),
    facts: askedAnew,
    on: { ...moreIsKnown, 'card-read': cardAtQuestion, answered },
  },
  'going-to-emergency': {
    // Whoever reads this is not hurried, and may have to be helped first.
    waits: () => ({ timer: 'idle', ms: delays.emergencyMs, after: 'ask' }),
    // A finger may have slipped: the question again.
    back: questionBack,
    leave: 'free',
    othersCard: 'asks-first',
    facts: same,
    on: { ...moreIsKnown, 'number-wanted': numberAllTheSame },
  },
  'storing-visit': {
    waits: () => ({ boundedBy: 'store' }),
    back: 'none',
    leave: 'owed',
    othersCard: 'waits-for-ticket',
    facts: 'closed',
    on: { 'visit-stored': visitStored, 'service-full': serviceFull, 'visit-not-stored': storeFailed },
  },
  'showing-ticket': {
    waits: (state, settings) => {
      const { ticket } = state;
      switch (ticket.paper) {
        case 'held':
          return { timer: 'paper', ms: heldMs(settings), after: printHeld, since: ticket.heldSince };
        case 'printing':
          return { boundedBy: 'printer' };
        // The paper is in the slot: nobody needs to be asked.
        case 'printed':
          return {
            timer: 'ticket',
            ms: delays.printedTicketMs,
            after: leadsToMeasuring(settings, state) ? ticketSeen : 'finished',
          };
        // A number that is only on the screen is not taken away unasked.
        default:
          return { timer: 'ticket', ms: delays.unprintedTicketMs, after: 'ask' };
      }
    },
    back: 'none',
    leave: ({ ticket }) => (isPaperOnItsWay(ticket) ? 'owed' : 'done'),
    othersCard: ({ ticket }) =>
      isPaperOnItsWay(ticket) ? 'waits-for-ticket' : isOnlyOnScreen(ticket) ? 'asks-first' : 'is-next',
    facts: 'closed',
    on: {
      'ticket-printed': paperKnown,
      'ticket-not-printed': paperKnown,
      'ticket-read': getReady,
      'measuring-asked': getReady,
      'copy-asked': reprint,
      'taken-by-phone': takenByPhone,
      'service-change-asked': chooseAgain,
      'give-up-asked': askedToGiveUp,
      'family-goes-on': nextOfFamily,
      finished: finishTicket,
    },
  },
  'choosing-again': {
    // The number that is there is shown again, and its paper comes.
    waits: () => ({ timer: 'choosing-again', ms: delays.choosingAgainMs, after: keepNumber }),
    back: keepNumber,
    leave: 'owed',
    othersCard: 'waits-for-ticket',
    facts: 'closed',
    on: { answered: chosenAgain },
  },
  'storing-change': {
    waits: () => ({ boundedBy: 'store' }),
    back: 'none',
    leave: 'owed',
    othersCard: 'waits-for-ticket',
    facts: 'closed',
    on: { 'service-changed': serviceChanged, 'service-not-changed': serviceNotChanged },
  },
  'giving-up': {
    // Whoever has walked off keeps the number.
    waits: () => idle,
    back: numberKept,
    leave: 'done',
    othersCard: 'asks-first',
    facts: 'closed',
    on: { 'give-up-asked': givingUpSaid, 'number-kept': numberKept },
  },
  'storing-give-up': {
    waits: () => ({ boundedBy: 'store' }),
    back: 'none',
    leave: 'owed',
    othersCard: 'waits-for-ticket',
    facts: 'closed',
    on: { 'number-given-up': givenUp, 'number-not-given-up': notGivenUp },
  },
  'gave-up': {
    waits: () => ({ timer: 'ticket', ms: delays.printedTicketMs, after: 'finished' }),
    back: 'none',
    leave: 'done',
    othersCard: 'is-next',
    facts: 'closed',
    on: { finished: isDone },
  },
  surveying: {
    waits: surveyWait,
    back: 'none',
    leave: 'done',
    othersCard: 'is-next',
    facts: 'closed',
    on: { 'opinion-given': opinionGiven, finished: isDone },
  },
  ...measuringPlaces,
  'out-of-service': {
    waits: () => ({ timer: 'store-probe', ms: delays.storeProbeMs, after: probeStore }),
    back: 'none',
    leave: 'nobody',
    othersCard: 'means-nothing',
    facts: 'closed',
    on: { 'store-probed': backInServiceIfWritable },
  },
  'with-staff': {
    // The host ends it: after ten seconds without a key, after a minute without an act.
    waits: () => ({ boundedBy: 'staff' }),
    back: 'none',
    leave: 'nobody',
    othersCard: 'means-nothing',
    facts: 'closed',
    on: {},
  },
};

export function rowOf<At extends Place>(state: Standing<At>): PlaceRow<At> {
  return places[state.at];
}

export function leaveAt(state: FlowState): Leave {
  const { leave }: PlaceRow<Place> = rowOf<Place>(state);
  return typeof leave === 'function' ? leave(state) : leave;
}

export function othersCardAt(state: FlowState): OthersCard {
  const { othersCard }: PlaceRow<Place> = rowOf<Place>(state);
  return typeof othersCard === 'function' ? othersCard(state) : othersCard;
}

export function canGoBack(state: FlowState): boolean {
  return rowOf<Place>(state).back !== 'none' && !isLastCall(state);
}

/** `undefined` where there is no way back. */
export function goBack(settings: FlowSettings, state: FlowState): FlowStep | undefined {
  return backFrom<Place>(settings, state);
}

function backFrom<At extends Place>(settings: FlowSettings, state: Standing<At>): FlowStep | undefined {
  const { back } = rowOf(state);
  return back === 'none' ? undefined : back(settings, state);
}

/** Nobody is sent away from the cuff, nor from the rest before it. */
export function isMeasuring(state: FlowState): boolean {
  return state.at === 'measuring' || state.at === 'resting';
}

/** The longest time of this turn is up, and the screen says so. */
export function isLastCall(state: FlowState): boolean {
  return state.turn.over?.isSaid === true && leaveAt(state) !== 'owed' && !isMeasuring(state);
}

/** Once the visit is on its way to the store the kiosk owes the patient a number, even if nobody is looking. */
export function canStartOver(state: FlowState): boolean {
  return leaveAt(state) === 'free' || isLastCall(state);
}

function toRest(_settings: FlowSettings, state: FlowState): FlowStep {
  return goTo(goOn(state, 'waiting-for-card', {}));
}

function probeStore(_settings: FlowSettings, state: StateAt<'waiting-for-card' | 'out-of-service'>): FlowStep {
  return goTo({ ...state, turn: { ...state.turn, count: state.turn.count + 1 } }, { do: 'probe-store' });
}

/** Whoever has begun is not sent away: their own visit finds out whether it can be stored. */
function outOfServiceIfFull(
  _settings: FlowSettings,
  state: StateAt<'waiting-for-card' | 'asking-to-scan-again'>,
  { writable }: EventOf<'store-probed'>,
): FlowStep {
  return writable ? stay(state) : goTo(goOn(state, 'out-of-service', {}), { do: 'note-out-of-service' });
}

function backInServiceIfWritable(
  settings: FlowSettings,
  state: StateAt<'out-of-service'>,
  { writable }: EventOf<'store-probed'>,
): FlowStep {
  if (!writable) return stay(state);
  const { frame, turn } = state;
  return goTo(
    { ...startingState(settings), frame, turn: { ...turn, count: turn.count + 1 } },
    { do: 'note-back-in-service' },
  );
}
