import type { Identity } from '#drivers/contract/identity.ts';
import type { Screen } from '#kiosk/bridge/words.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { told, typedNumbers } from '#kiosk/flow/promises/random-walk.ts';
import { createWorld, type World } from '#kiosk/flow/promises/world.ts';
import { hasSession } from '#kiosk/flow/state.ts';
import { anhCitizen, anhInsurance } from '#kiosk/flow/synthetic.ts';
import type { ScreenSurroundings } from '#kiosk/host/screens.ts';
import { snapshotFromState } from '#kiosk/host/snapshot.ts';
import type { TypicalPatient } from './patients.ts';
import type { TapSite } from './sites.ts';

export interface Counted {
  readonly taps: number;
  /** That want something of the patient; waiting is none. */
  readonly screens: number;
}

/** What the patient does on a screen, and how many times that touches the glass. */
interface Act {
  readonly taps: number;
  readonly does: FlowEvent | 'no-papers' | 'scan';
}

const mostScreens = 60;

export function countVisit(site: TapSite, patient: TypicalPatient): Counted {
  const world = createWorld(site.settings);
  let [taps, screens] = [0, 0];
  for (let turn = 0; turn < mostScreens; turn += 1) {
    const isOver = turn > 0 && !hasSession(world.state());
    if (isOver) return { taps, screens };
    const screen = screenOf(site, world);
    if (screen.show === 'please-wait' || isPrinting(screen)) {
      goOn(world, patient);
      continue;
    }
    const act = actOn(screen, patient);
    screens += 1;
    taps += act.taps;
    if (act.does === 'scan') scan(world, patient);
    else if (act.does === 'no-papers') world.move({ begins: 'without-papers' });
    else world.move({ does: act.does });
    answerAll(world, patient);
  }
  throw new Error(`still at ${JSON.stringify(screenOf(site, world)).slice(0, 200)}`);
}

function actOn(screen: Screen, patient: TypicalPatient): Act {
  const answer = (given: Extract<FlowEvent, { type: 'answered' }>['answer'], taps = 1): Act => ({
    taps,
    does: { type: 'answered', answer: given },
  });
  const tap = (does: FlowEvent, taps = 1): Act => ({ taps, does });
  switch (screen.show) {
    case 'attract':
      return isCard(patient.way) ? { taps: 0, does: 'scan' } : { taps: 1, does: 'no-papers' };
    case 'choose-way-in': {
      const wanted = wayOf(patient);
      const way = screen.ways.find((each) => each === wanted);
      return way ? tap({ type: 'way-in-chosen', way }) : { taps: 1, does: 'no-papers' };
    }
    case 'show-to-scanner':
      return tap({ type: 'scan-given-up' });
    case 'type-number': {
      const typed = typedNumbers[screen.of];
      return tap(typed, typed.text.length + 1);
    }
    case 'say-number-back':
      return tap({ type: 'number-confirmed' });
    case 'who-are-you':
      // A tone or a mark is a key of its own.
      return tap({ type: 'name-told', text: told.name }, told.name.normalize('NFD').length + 1);
    case 'when-born':
      return tap({ type: 'birth-year-told', year: patient.birthYear }, 5);
    case 'phone-number':
      return tap({ type: 'phone-told', text: told.phone }, told.phone.length + 1);
    case 'confirm-identity':
      return tap({ type: 'identity-confirmed' });
    case 'emergency-signs':
      return answer({ sign: 'none' });
    case 'screening': {
      const said = Object.fromEntries(screen.signs.map((sign) => [sign, sign === 'fever' && patient.isFeverish]));
      return answer(said, patient.isFeverish ? 2 : 1);
    }
    case 'confirm-contact':
      return answer({ isRight: true });
    case 'choose-purpose': {
      const offered = screen.purposes.find(({ code, notOpen }) => code === patient.purpose && !notOpen);
      return answer({ purpose: offered?.code ?? screen.purposes[0]?.code ?? null });
    }
    case 'referral-letter':
      return answer({ signedOn: screen.days[0]?.day ?? null });
    case 'referral-year':
      return answer({ isForYear: true });
    case 'choose-appointment':
      return answer({ appointmentId: patient.hasAppointment ? (screen.appointments[0]?.appointmentId ?? null) : null });
    case 'choose-service':
      return answer({ serviceCode: screen.services.find(({ notOpen }) => !notOpen)?.code ?? null });
    case 'particulars':
      return particular(screen);
    case 'companion':
      if (screen.asks === 'relation') return answer({ relation: 'other' });
      return screen.asks === 'card'
        ? answer({ card: 'none' })
        : answer({ wordsHash: screen.wordsHash, granted: false });
    case 'consent':
      return answer({ wordsHash: screen.wordsHash, granted: false });
    case 'preparation':
      return answer({ hasEaten: false });
    case 'priority':
      return answer({ ground: patient.ground });
    // Nobody has to say how it went.
    case 'survey':
    case 'take-ticket':
    case 'go-to-desk':
    case 'go-to-isolation':
      return tap({ type: 'finished' });
    default:
      throw new Error(`The robot does not know what to do at ${screen.show}: teach it here`);
  }
}

/** What is known is confirmed at once; what is missing is chosen, or typed. */
function particular(screen: Extract<Screen, { show: 'particulars' }>): Act {
  const does = (answer: Extract<FlowEvent, { type: 'answered' }>['answer'], taps: number): Act => ({
    taps,
    does: { type: 'answered', answer },
  });
  switch (screen.asks) {
    case 'right':
      return does({ right: screen.known.map(({ kind }) => kind).join() }, 1);
    case 'phone':
      return does({ kind: 'phone', value: told.phone }, told.phone.length + 1);
    case 'address':
      return does({ skip: 'address' }, 1);
    default:
      return does({ kind: screen.asks, value: screen.choices[0]?.code ?? '' }, 1);
  }
}

function isCard(way: TypicalPatient['way']): boolean {
  return way === 'citizen card' || way === 'insurance card';
}

function wayOf({ way }: TypicalPatient): string {
  return way.replace('no card: ', '');
}

function scan(world: World, { way }: TypicalPatient): void {
  const identity: Identity = way === 'citizen card' ? anhCitizen : anhInsurance;
  world.move({ scans: identity === anhCitizen ? 'anhCitizen' : 'anhInsurance' });
}

/** The hospital knows half of what it could; store and printer work. */
function answerAll(world: World, { hasAppointment }: TypicalPatient): void {
  for (let answers = world.open().length; answers > 0; answers -= 1) {
    const isHospital = world.open()[0]?.do === 'ask-hospital';
    world.move({ answer: 0, how: isHospital && !hasAppointment ? 'unknown' : 'good' });
  }
}

function goOn(world: World, patient: TypicalPatient): void {
  if (world.open().length > 0) answerAll(world, patient);
  else world.move({ waits: 'out' });
}

function isPrinting(screen: Screen): boolean {
  return 'ticket' in screen && screen.ticket.paper === 'printing';
}

function screenOf({ site, settings }: TapSite, world: World): Screen {
  const surroundings: ScreenSurroundings = {
    site,
    settings,
    scannerReady: true,
    chipReaderReady: false,
    measuringDevice: () => undefined,
    ticketCodeOf: ({ number }) => number.text,
    secondsLeft: () => 9,
    call: undefined,
    openCall: 'none',
    lobby: () => ({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 }),
    outOfService: { byStaff: false, repairAddress: undefined },
  };
  return snapshotFromState(world.state(), surroundings, 1).screen;
}
