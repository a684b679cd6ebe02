import type { BusinessDay, CallerId, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEffect } from '../effects.ts';
import type { FlowEvent, TicketStanding, TimerName } from '../events.ts';
import { startingState } from '../moves.ts';
import type { FlowState } from '../state.ts';
import { step } from '../step.ts';
import { anhCitizen, anhInsurance, binhCitizen, settings, today, twinAnh, twinAnhWithTone } from '../synthetic.ts';
import { timersOf } from '../timers.ts';
import { type Answered, answerFrom, type How, hows, isAnswered, isLastWord } from './answers.ts';

/** A kiosk among people who scan, tap, walk off and come back at random: every effect is answered some time, or badly. */

/** One step with what was before it. `now`: ms since the walk began. */
export interface WalkStep {
  readonly before: FlowState;
  readonly event: FlowEvent;
  readonly after: FlowState;
  readonly effects: readonly FlowEffect[];
  readonly now: number;
  /** The present state's clocks and when they run out. */
  readonly clocks: ReadonlyMap<string, number>;
}

export type Move =
  | { readonly scans: keyof typeof cards }
  | { readonly slip: string; readonly of: string }
  | { readonly ticket: 'shown' | 'another'; readonly standing: TicketStanding; readonly day: BusinessDay }
  | { readonly does: FlowEvent }
  | { readonly begins: 'without-papers' | 'help' | 'emergency' }
  /** One of the answers that are still open. */
  | { readonly answer: number; readonly how: How }
  /** The next clock runs out. */
  | { readonly waits: 'out' }
  | { readonly waits: number }
  /** The ordinary way on, so that walks get deep. */
  | { readonly goesOn: How };

/** Whose they are is their first word: two cards of one person, twins, and a card that says nothing of its holder. */
export const cards = {
  anhCitizen,
  /** The scanner lost the letters; the chip has them. */
  anhDamaged: { ...anhCitizen, fullName: undefined, address: undefined, warnings: ['text-damaged'] },
  anhInsurance,
  binhCitizen,
  twinAnh,
  twinAnhWithTone,
  nameless: {
    ...twinAnh,
    fullName: undefined,
    birth: undefined,
    document: { ...twinAnh.document, number: 'DN4270000000009' },
  },
} satisfies Record<string, Identity>;

const people = { anhCitizen: 'Ánh', anhInsurance: 'Ánh', binhCitizen: 'Bình', twinAnh: 'first twin' } as const;

/** The person of a document. */
export function personOf({ document }: Identity): string {
  const [card] = Object.entries(cards).find(([, each]) => each.document.number === document.number) ?? ['nobody'];
  return card in people ? people[card as keyof typeof people] : card;
}

/** Every kiosk that a site file can make of it. */
export const sites: readonly FlowSettings[] = [
  { ...settings, readsChips: true, asksHospital: true, callsForHelp: true },
  { ...settings, readsChips: true, asksHospital: true, callsForHelp: true },
  { ...settings, asksHospital: true },
  { ...settings, offersMeasuring: false, callsForHelp: true, helpChoosingCode: undefined },
  { ...settings, offersCheckIn: false, callsForHelp: true },
];

export interface Walk {
  readonly site: FlowSettings;
  readonly moves: readonly Move[];
}

/** mulberry32, so that a walk can be run again by its seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function walkOf(seed: number): Walk {
  const next = random(seed);
  const oneOf = <Each>(all: readonly Each[]): Each => all[Math.floor(next() * all.length)] as Each;
  const site = oneOf(sites);
  const length = Math.floor(next() * 70);
  const moves = Array.from({ length }, () => oneOf(kinds)(next, oneOf));
  return { site, moves };
}

type Draw = (next: () => number, oneOf: <Each>(all: readonly Each[]) => Each) => Move;

const taps: readonly FlowEvent[] = [
  { type: 'identity-confirmed' },
  ...['noi', 'mat', null].map((serviceCode) => ({ type: 'answered', answer: { serviceCode } }) as const),
  ...[true, false].map((isRight) => ({ type: 'answered', answer: { isRight } }) as const),
  ...['H-1', 'H-2', null].map((appointmentId) => ({ type: 'answered', answer: { appointmentId } }) as const),
  { type: 'finished' },
  { type: 'copy-asked' },
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
  { type: 'measuring-stopped' },
  { type: 'went-back' },
  { type: 'started-over' },
  { type: 'service-change-asked' },
  { type: 'help-called-off' },
  { type: 'help-closed' },
  { type: 'stayed' },
  { type: 'touched' },
  { type: 'language-chosen', language: 'en' },
  { type: 'language-chosen', language: 'vi' },
  { type: 'card-not-read', why: 'damaged' },
  { type: 'chip-card-laid' },
  { type: 'store-probed', writable: true },
  { type: 'store-probed', writable: false },
];

const onward: Draw = (_next, oneOf) => ({ goesOn: oneOf(hows) });
const tap: Draw = (_next, oneOf) => ({ does: oneOf(taps) });
const scan: Draw = (_next, oneOf) => ({ scans: oneOf(Object.keys(cards) as (keyof typeof cards)[]) });
const answer: Draw = (next, oneOf) => ({ answer: Math.floor(next() * 6), how: oneOf(hows) });
const clock: Draw = (next) => (next() < 0.5 ? { waits: 'out' } : { waits: Math.floor(next() * 20_000) });
const papers: Draw = (_next, oneOf) =>
  oneOf<Move>([
    { slip: 'H-1', of: '27005' },
    { slip: 'H-9', of: '27005' },
    { slip: 'H-1', of: '01001' },
    { begins: 'without-papers' },
    ...(['ours', 'vouched', 'unknown'] as const).map(
      (standing) => ({ ticket: standing === 'ours' ? 'shown' : 'another', standing, day: today }) as const,
    ),
    { ticket: 'another', standing: 'vouched', day: '2026-11-20' as BusinessDay },
  ]);
const call: Draw = (_next, oneOf) => ({ begins: oneOf(['help', 'help', 'emergency']) });

/** How often each happens. */
const kinds: readonly Draw[] = [
  ...Array<Draw>(22).fill(onward),
  ...Array<Draw>(12).fill(tap),
  ...Array<Draw>(6).fill(scan),
  ...Array<Draw>(6).fill(answer),
  ...Array<Draw>(6).fill(clock),
  ...Array<Draw>(3).fill(papers),
  ...Array<Draw>(2).fill(call),
];

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
    watch({ before, event, after: state, effects, now: memory.now, clocks: memory.clocks });
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
    if ('scans' in move) return { type: 'card-read', identity: cards[move.scans], sessionId, today };
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

/** What a patient does who knows what they want, or what they wait for. */
function onwardFrom(state: FlowState, open: readonly Answered[], site: FlowSettings, how: How): Move {
  const waitsFor = open.findLastIndex((each) => each.do !== 'read-chip' && each.do !== 'probe-store');
  const isAnswered: Move = { answer: waitsFor < 0 ? Math.max(0, open.length - 1) : waitsFor, how };
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
    case 'asking-for-card':
      if (!site.offersCheckIn) return { ticket: 'another', standing: 'vouched', day: today };
      return { scans: how === 'good' ? 'anhCitizen' : how === 'empty' ? 'anhDamaged' : 'twinAnh' };
    case 'confirming-identity':
      return { does: { type: 'identity-confirmed' } };
    case 'asking':
    case 'choosing-again': {
      const serviceCode = how === 'bad' || state.at === 'choosing-again' ? 'mat' : 'noi';
      const appointmentId = how === 'good' ? null : 'H-2';
      return { does: { type: 'answered', answer: { serviceCode, isRight: true, appointmentId } } };
    }
    case 'showing-ticket':
      if (state.ticket.paper === 'held' && how !== 'unknown') return { waits: 'out' };
      if (state.ticket.paper === 'printing') return isAnswered;
      return { does: { type: how === 'unknown' ? 'service-change-asked' : 'measuring-asked' } };
    case 'sitting-down':
    case 'not-measured':
      return { does: { type: 'measuring-begun' } };
    case 'showing-reading':
      return { does: { type: 'finished' } };
    default:
      return isAnswered;
  }
}
