import type { CallerId, SessionId, VisitId } from '#config/agreements/ids.ts';
import { companionDetails } from '#config/settings/consent-words.ts';
import { consentAsked } from '#kiosk/facts/consent.ts';
import { type FlowSettings, offersWaysIn } from '#kiosk/facts/flow-settings.ts';
import { particularAsked } from '#kiosk/facts/particulars.ts';
import type { RawAnswer } from '#kiosk/facts/question.ts';
import type { FlowEffect } from '../effects.ts';
import type { FlowEvent, TimerName } from '../events.ts';
import { canGoOnWithFamily } from '../family.ts';
import { canGiveUp } from '../giving-up.ts';
import { deviceAfter } from '../measuring-turn.ts';
import { startingState } from '../moves.ts';
import { questionWhileResting } from '../resting.ts';
import type { FlowState, StateAt } from '../state.ts';
import { step } from '../step.ts';
import { today } from '../synthetic.ts';
import { timersOf } from '../timers.ts';
import { type Answered, answerFrom, type How, isAnswered, isLastWord, numberOfBefore } from './answers.ts';
import { cards, type Move, told, typedNumbers } from './random-walk.ts';

/** A kiosk among them: every effect is answered some time, well or badly, and its clocks run as in the host. */

/** One step with what was before it. `now`: ms since the walk began. */
export interface WalkStep {
  readonly site: FlowSettings;
  readonly before: FlowState;
  readonly event: FlowEvent;
  readonly after: FlowState;
  readonly effects: readonly FlowEffect[];
  readonly now: number;
  /** The present state's clocks and when they run out. */
  readonly clocks: ReadonlyMap<string, number>;
}

export interface World {
  readonly state: () => FlowState;
  readonly site: FlowSettings;
  readonly now: () => number;
  /** What has not been answered yet, the latest last. */
  readonly open: () => readonly Answered[];
  /** `undefined` when it meant nothing here. */
  move(move: Move): void;
  /** The same world, to try something in. */
  copy(watch?: (step: WalkStep) => void): World;
}

interface Memory {
  state: FlowState;
  now: number;
  fresh: number;
  open: readonly Answered[];
  clocks: ReadonlyMap<string, number>;
}

/** `watch` sees every step. */
export function createWorld(site: FlowSettings, watch: (step: WalkStep) => void = () => {}, from?: Memory): World {
  const memory: Memory = from ?? {
    state: startingState(site),
    now: 0,
    fresh: 0,
    open: [],
    clocks: new Map(),
  };
  if (!from) followClocks();

  function receive(event: FlowEvent): void {
    const before = memory.state;
    const { state, effects } = step(site, before, event);
    memory.state = state;
    // As in the host: only a changed state has its clocks looked at.
    if (state !== before) followClocks();
    memory.open = [...memory.open, ...effects.filter(isAnswered)];
    watch({ site, before, event, after: state, effects, now: memory.now, clocks: memory.clocks });
  }

  function followClocks(): void {
    memory.clocks = new Map(
      timersOf(memory.state, site).map(({ timer, count, ms }) => {
        const key = `${timer} ${count}`;
        return [key, memory.clocks.get(key) ?? memory.now + ms];
      }),
    );
  }

  function runOut(until: number): void {
    const [first] = [...memory.clocks].toSorted(([, one], [, other]) => one - other);
    if (!first || first[1] > until) {
      if (Number.isFinite(until)) memory.now = until;
      return;
    }
    const [key, at] = first;
    memory.now = at;
    memory.clocks = new Map([...memory.clocks].filter(([each]) => each !== key));
    const [timer, count] = key.split(' ');
    receive({ type: 'timer-elapsed', timer: timer as TimerName, count: Number(count) });
    if (Number.isFinite(until)) runOut(until);
  }

  function eventFrom(
    move: Exclude<Move, { readonly waits: unknown } | { readonly goesOn: How }>,
  ): FlowEvent | undefined {
    const sessionId = `S${memory.fresh++}` as SessionId;
    if ('scans' in move) {
      const numbersToday = move.scans === 'binhCitizen' ? [numberOfBefore] : [];
      return { type: 'card-read', identity: cards[move.scans], sessionId, today, numbersToday };
    }
    if ('does' in move) return move.does;
    if ('slip' in move) {
      const appointment = { facilityCode: move.of, appointmentId: move.slip };
      return { type: 'appointment-read', appointment, sessionId, today };
    }
    if ('ticket' in move) {
      const { state } = memory;
      const isOwn = move.ticket === 'shown' && 'ticket' in state;
      const visitId = isOwn ? state.ticket.visit.visitId : ('V-elsewhere' as VisitId);
      const ticket = { facilityCode: '27005', day: move.day, number: 'Z900', visitId };
      return { type: 'ticket-read', ticket, standing: move.standing, sessionId, today };
    }
    if ('begins' in move) {
      if (move.begins === 'family') return { type: 'family-goes-on', sessionId, today };
      if (move.begins === 'without-papers') return { type: 'started-without-papers', sessionId, today };
      const caller = `C${memory.fresh}` as CallerId;
      return { type: move.begins === 'help' ? 'help-called' : 'emergency-called', caller };
    }
    const effect = memory.open[move.answer % Math.max(1, memory.open.length)];
    const said = effect && answerFrom(effect, move.how, memory.fresh);
    if (said && isLastWord(said)) memory.open = memory.open.filter((each) => each !== effect);
    return said;
  }

  function move(move: Move): void {
    if ('waits' in move) {
      runOut(move.waits === 'out' ? Number.POSITIVE_INFINITY : memory.now + move.waits);
    } else if ('goesOn' in move) {
      world.move(onwardFrom(memory.state, memory.open, site, move.goesOn));
    } else {
      const event = eventFrom(move);
      if (event) receive(event);
    }
  }

  const world: World = {
    site,
    state: () => memory.state,
    now: () => memory.now,
    open: () => memory.open,
    move,
    copy: (newWatch = () => {}) => createWorld(site, newWatch, { ...memory }),
  };
  return world;
}

/** Why somebody comes, and what follows from it. */
const ofPurpose = {
  good: { purpose: 'insured', hasEaten: false },
  empty: { purpose: 'referral', signedOn: 'earlier', isForYear: null, hasEaten: true },
  unknown: { purpose: 'vitals', signedOn: null, hasEaten: false },
  bad: { purpose: 'results', signedOn: today, hasEaten: false },
} as const satisfies Record<How, RawAnswer>;

const well = { fever: false, cough: false, rash: false, contact: false } as const;

/** To the questions about emergency, screening and priority; an answer to another question reads none of them. */
const careAnswers: Readonly<Record<How, RawAnswer>> = {
  good: { sign: 'none', ...well, ground: 'none' },
  empty: { sign: 'none', ...well, cough: true, ground: 'severe-disability' },
  unknown: { sign: 'none', ...well, ground: 'pregnancy' },
  bad: { sign: 'heavy-bleeding', ...well, ground: 'merit' },
};

/** What a patient does who knows what they want, or what they wait for. */
function onwardFrom(state: FlowState, open: readonly Answered[], site: FlowSettings, how: How): Move {
  const waitsFor = open.findLastIndex(
    (each) => each.do !== 'read-chip' && each.do !== 'take-temperature' && each.do !== 'probe-store',
  );
  const isAnswered: Move = { answer: waitsFor < 0 ? Math.max(0, open.length - 1) : waitsFor, how };
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
    case 'asking-for-card':
      if (offersWaysIn(site) && how !== 'good') return { begins: 'without-papers' };
      if (!site.offersCheckIn) return { ticket: 'another', standing: 'vouched', day: today };
      return {
        scans:
          how === 'good' ? 'anhCitizen' : how === 'empty' ? 'anhDamaged' : how === 'bad' ? 'twinAnh' : 'binhCitizen',
      };
    case 'confirming-identity':
      if (!site.checkIn.companion) return { does: { type: 'identity-confirmed' } };
      return { does: { type: 'identity-confirmed', by: how === 'good' ? 'patient' : 'companion' } };
    case 'choosing-way-in': {
      const way = ({ good: 'name', empty: 'phone', unknown: 'number', bad: 'passport' } as const)[how];
      return { does: { type: 'way-in-chosen', way } };
    }
    case 'showing-to-scanner':
      return { does: { type: 'scan-given-up' } };
    case 'typing-number':
      return { does: typedNumbers[state.of] };
    case 'confirming-number':
      return { does: { type: 'number-confirmed' } };
    case 'telling-name':
      return {
        does: how !== 'good' ? { type: 'phone-preferred' } : { type: 'name-told', text: told.name },
      };
    case 'telling-birth-year':
      return { does: { type: 'birth-year-told', year: how === 'unknown' ? undefined : told.birthYear } };
    case 'telling-phone':
      return { does: { type: 'phone-told', text: told.phone } };
    case 'asking':
    case 'choosing-again': {
      const next = state.at === 'asking' ? onwardAt(state, site, how) : undefined;
      if (next) return next;
      const serviceCode = how === 'bad' || state.at === 'choosing-again' ? 'mat' : 'noi';
      const appointmentId = how === 'good' ? null : 'H-2';
      const others = { ...careAnswers[how], ...ofPurpose[how] };
      return { does: { type: 'answered', answer: { serviceCode, isRight: true, appointmentId, ...others } } };
    }
    case 'going-to-emergency':
      return { does: { type: 'number-wanted' } };
    case 'showing-ticket':
      if (state.ticket.paper === 'held' && how === 'empty' && site.checkIn.paperless) {
        return { does: { type: 'taken-by-phone' } };
      }
      if (state.ticket.paper === 'held' && how !== 'unknown') return { waits: 'out' };
      if (state.ticket.paper === 'printing') return isAnswered;
      if (how !== 'good' && canGiveUp(site, state.ticket)) return { does: { type: 'give-up-asked' } };
      if (how === 'empty' && canGoOnWithFamily(site, state)) return { begins: 'family' };
      if (site.checkIn.survey && how === 'good') return { does: { type: 'finished' } };
      return { does: { type: how === 'unknown' ? 'service-change-asked' : 'measuring-asked' } };
    case 'giving-up':
      return { does: { type: how === 'empty' ? 'number-kept' : 'give-up-asked' } };
    case 'gave-up':
      return { does: { type: 'finished' } };
    case 'getting-ready':
    case 'not-measured':
      return { does: { type: 'measuring-begun' } };
    case 'resting': {
      const question = questionWhileResting(state);
      if (!question || how === 'good' || how === 'empty') return { waits: 'out' };
      return { does: { type: 'answered-while-resting', question, answer: how === 'bad' ? 'yes' : 'no' } };
    }
    case 'emergency-while-resting':
      return { does: { type: how === 'bad' ? 'finished' : 'went-back' } };
    case 'in-crisis':
      return { waits: 20_000 };
    case 'surveying':
      return { does: { type: 'opinion-given', score: how === 'good' ? 5 : 1 } };
    case 'showing-reading':
      if (state.paper === 'offered' && how === 'unknown') return { does: { type: 'reading-paper-asked' } };
      return { does: { type: deviceAfter(site, state.measuring) ? 'next-measured' : 'finished' } };
    case 'with-staff':
      return { does: { type: 'staff-left' } };
    default:
      return isAnswered;
  }
}

/** What is asked by exact words, or by what is known so far. */
function onwardAt(state: StateAt<'asking'>, site: FlowSettings, how: How): Move | undefined {
  const { facts, frame, question } = state;
  const answers = (answer: RawAnswer): Move => ({ does: { type: 'answered', answer } });
  const granted = how === 'good';
  switch (question) {
    case 'companion': {
      if (facts.said.companion === undefined) return answers({ relation: how === 'bad' ? 'other' : 'parent' });
      if (facts.companionCard.stands === 'not-seen')
        return granted ? { scans: 'binhCitizen' } : answers({ card: 'none' });
      const words = site.consentWords.get(companionDetails)?.[frame.language];
      return answers({ wordsHash: words?.hash ?? '', granted: how !== 'bad' });
    }
    case 'consent':
      return answers({ wordsHash: consentAsked(site, facts)?.[frame.language].hash ?? '', granted });
    case 'particulars': {
      const asked = particularAsked(site, facts);
      if (asked?.asks !== 'right') return answers({ skip: asked?.asks ?? '' });
      return answers(how === 'bad' ? { wrong: asked.kinds[0] } : { right: asked.kinds.join() });
    }
    default:
      return undefined;
  }
}
