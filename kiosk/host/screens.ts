import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { type Language, textIn } from '#config/agreements/language.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type {
  CallOnScreen,
  ChipOnScreen,
  LobbyScreen,
  NumberOnScreen,
  OpenCall,
  RingLevel,
  Screen,
  Serves,
  WayIn,
  WhoseCard,
} from '#kiosk/bridge/words.ts';
import type { ChipCheck, Facts } from '#kiosk/facts/facts.ts';
import { type FlowSettings, offersWaysIn } from '#kiosk/facts/flow-settings.ts';
import { isChild } from '#kiosk/facts/guardian.ts';
import { numberToday } from '#kiosk/flow/asking.ts';
import type { TimerName } from '#kiosk/flow/events.ts';
import type { FlowState, Place, SessionState, Standing, StateAt } from '#kiosk/flow/state.ts';
import { oldestAge } from '#kiosk/flow/told.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import type { TicketCodeOf } from './draw-ticket.ts';
import type { MeasuringDevices } from './measuring-devices.ts';
import { measuringScreens } from './measuring-screens.ts';
import { personOnScreen, remarksOn } from './person-on-screen.ts';
import { questionScreens } from './question-screens.ts';
import { ticketScreen } from './ticket-on-screen.ts';
import { numberForms } from './typed-numbers.ts';

/** What a page needs beside the state. */
export interface ScreenSurroundings {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly scannerReady: boolean;
  /** False without one. */
  readonly chipReaderReady: boolean;
  readonly measuringDevice: MeasuringDevices['of'];
  readonly ticketCodeOf: TicketCodeOf;
  /** Where the page finds the picture of a way that a file of the site has; `undefined` where there is none to show. */
  readonly mapAddressOf?: ((file: string | undefined) => string | undefined) | undefined;
  /** Whole seconds until this clock of the state has run out. */
  readonly secondsLeft: (timer: TimerName) => number;
  /** What the help sheet says to whoever opened it. */
  readonly call: CallOnScreen | undefined;
  /** Beside whoever is in a crisis on the screen; left out: nobody. */
  readonly othersInCrisis?: number | undefined;
  readonly openCall: OpenCall;
  /** The number of whoever was called here to be measured; left out: nobody. */
  readonly invited?: string | undefined;
  readonly ring?: RingLevel | undefined;
  /** What staff see behind the gesture. */
  readonly lobby: () => LobbyScreen;
  readonly outOfService: {
    readonly byStaff: boolean;
    /** The page of the console that helps; `undefined` where no phone gets there. */
    readonly repairAddress: string | undefined;
  };
}

/** More than three sentences are read by nobody; the first are the weightiest. */
const mostRemarks = 3;

type Draw<At extends Place> = (state: Standing<At>, around: ScreenSurroundings) => Screen;

/** How each place of the flow looks to the page. */
const screens: { readonly [At in Place]: Draw<At> } = {
  'waiting-for-card': (_state, { scannerReady, settings, openCall, invited }) => ({
    show: 'attract',
    scanner: scannerReady ? 'ready' : 'unavailable',
    serves: servesOf(settings),
    openCall,
    ...otherWays(settings),
    ...(invited === undefined ? {} : { invited: { number: invited } }),
  }),
  'asking-to-scan-again': ({ why }, { settings, openCall }) => ({
    show: 'scan-again',
    why,
    serves: servesOf(settings),
    openCall,
    ...otherWays(settings),
  }),
  'asking-for-card': ({ facts, turn }, { scannerReady, settings }) => ({
    show: 'scan-card-too',
    scanner: scannerReady ? 'ready' : 'unavailable',
    ...(turn.familyBefore > 0 && facts.slip === undefined ? { after: 'family' as const } : {}),
    ...otherWays(settings),
  }),
  'choosing-way-in': (_state, { settings }) => ({ show: 'choose-way-in', ways: waysOffered(settings) }),
  'showing-to-scanner': ({ what, isSlow }, { scannerReady }) => ({
    show: 'show-to-scanner',
    what,
    isSlow,
    scanner: scannerReady ? 'ready' : 'unavailable',
  }),
  'typing-number': ({ of, typed, wrong }, { site }) => ({
    show: 'type-number',
    of,
    forms: of === 'card' ? numberForms(site.checkIn.waysIn) : [],
    typed,
    wrong,
  }),
  'confirming-number': numberSaidBack,
  'telling-name': ({ facts, passport, typed }) => ({
    show: 'who-are-you',
    alphabet: passport ? 'latin' : 'vietnamese',
    typed,
    canUsePhone: passport === undefined && facts.identities.length === 0,
  }),
  'telling-birth-year': ({ facts }) => {
    const thisYear = Number(facts.today.slice(0, 4));
    return { show: 'when-born', thisYear, oldest: thisYear - oldestAge };
  },
  'telling-phone': () => ({ show: 'phone-number' }),
  'confirming-identity': ({ facts, veil, frame: { language } }, { chipReaderReady, settings }) => ({
    show: 'confirm-identity',
    person: personOnScreen(facts, veil),
    // Whoever has a number has read them; what still counts is said beside it.
    remarks: numberToday(settings, facts) ? [] : remarksOn(facts, settings).slice(0, mostRemarks),
    ...numberOnScreen(numberToday(settings, facts), language),
    chip: chipOnScreen(facts.chip, chipReaderReady),
    ...(settings.checkIn.companion ? { whose: whoseCard(facts) } : {}),
  }),
  'waiting-for-hospital': pleaseWait,
  asking: (state, around) => questionScreen(state.question, state, around),
  'going-to-emergency': ({ frame }, { site, call }) => {
    const directions = site.checkIn.emergency?.directions;
    return {
      show: 'go-to-emergency',
      directions: directions && textIn(frame.language, directions),
      // A call of somebody else's is on its way to this kiosk as well, but not to this person.
      call: call?.whose === 'own' ? call : undefined,
    };
  },
  'storing-visit': pleaseWait,
  'showing-ticket': ticketScreen,
  'choosing-again': (state, around) => questionScreen('service', state, around),
  'storing-change': pleaseWait,
  'giving-up': ({ ticket: { visit }, isAskedAgain, frame: { language } }) =>
    isAskedAgain
      ? { show: 'give-up-surely', number: visit.number.text }
      : { show: 'your-number', of: numberOf(visit, language) },
  'storing-give-up': pleaseWait,
  'gave-up': ({ number }) => ({ show: 'number-given-up', number }),
  surveying: ({ about: { number }, isThanked }) => ({ show: 'survey', number, isThanked }),
  ...measuringScreens,
  'out-of-service': ({ frame }, { site, openCall, outOfService: { byStaff, repairAddress } }) => ({
    show: 'out-of-service',
    why: byStaff ? 'staff' : 'trouble',
    desk: textIn(frame.language, site.site.desk),
    openCall,
    repair: repairAddress,
  }),
  'with-staff': (_state, { lobby }) => lobby(),
};

export function screenFromState(state: FlowState, around: ScreenSurroundings): Screen {
  // Staff see to whoever is in a crisis without ending their turn.
  if (state.at === 'in-crisis' && state.isStaffThere) return around.lobby();
  return draw<Place>(state, around);
}

function draw<At extends Place>(state: Standing<At>, around: ScreenSurroundings): Screen {
  return screens[state.at](state, around);
}

function pleaseWait(): Screen {
  return { show: 'please-wait' };
}

function questionScreen(question: QuestionId, { facts, frame }: SessionState, around: ScreenSurroundings): Screen {
  const chip = chipOnScreen(facts.chip, around.chipReaderReady);
  const scanner = around.scannerReady ? 'ready' : 'unavailable';
  const { site, settings } = around;
  return questionScreens[question](facts, { site, settings, language: frame.language, chip, scanner });
}

/** Nobody is invited to a reader that does not work. */
function chipOnScreen(chip: ChipCheck, chipReaderReady: boolean): ChipOnScreen {
  switch (chip.stands) {
    case 'not-asked':
    case 'given-up':
      return 'none';
    case 'awaited':
      return chipReaderReady ? 'lay-card' : 'none';
    case 'reading':
      return 'reading';
    case 'read':
      return chip.verdict === 'not-verified' ? 'read' : chip.verdict;
    default:
      return unreachable(chip);
  }
}

function whoseCard(facts: Facts): WhoseCard {
  if (facts.by === 'companion') return 'others';
  return isChild(facts) ? 'childs' : 'anybodys';
}

/** A kiosk without other ways looks as one always did. */
function otherWays(settings: FlowSettings): { readonly otherWays?: true } {
  return offersWaysIn(settings) ? { otherWays: true } : {};
}

function waysOffered({ checkIn: { waysIn } }: FlowSettings): readonly WayIn[] {
  return [
    ...(waysIn.typedNumber ? (['number'] as const) : []),
    ...(waysIn.phone ? (['phone'] as const) : []),
    ...(waysIn.name ? (['name'] as const) : []),
    ...(waysIn.passport ? (['passport'] as const) : []),
  ];
}

/** Whose eyes are on it after a while, nobody knows: the last group stays, for whoever knows the rest. */
function numberSaidBack({ groups, identity: { document }, veil }: StateAt<'confirming-number'>): Screen {
  const shown = veil.hides
    ? groups.map((group, at) => (at === groups.length - 1 ? group : '•'.repeat(group.length)))
    : groups;
  if (document.kind === 'undocumented') throw new Error('A number that was typed is a number');
  return { show: 'say-number-back', of: document.kind, groups: shown };
}

function numberOnScreen(visit: StoredVisit | undefined, language: Language): { readonly numberToday?: NumberOnScreen } {
  return visit ? { numberToday: numberOf(visit, language) } : {};
}

function numberOf({ number, service }: StoredVisit, language: Language): NumberOnScreen {
  const floor = service.floor && textIn(language, service.floor);
  return { number: number.text, serviceName: textIn(language, service.name), room: service.room, floor };
}

function servesOf({ offersCheckIn, offersMeasuring }: FlowSettings): Serves {
  return offersMeasuring ? (offersCheckIn ? 'both' : 'vitals') : 'check-in';
}
