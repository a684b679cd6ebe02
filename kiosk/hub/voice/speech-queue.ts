import { boardLeaseMs } from '#kiosk/bridge/hub/board-words.ts';

/**
 * What one place hears: pure. One board of it may sound at a time, and only for as long as its hub answers it; a call is spoken once; what
 * broke off is spoken again; what is answered, taken back or older than three minutes is not spoken.
 *
 * The lease works without a common clock: a board counts from the moment in which it *sent* the sign of life that was answered, and falls
 * silent `boardLeaseMs` later; the hub counts from the moment in which it *heard* one, which is later, and lets another board sound only
 * after `hubLeaseMs`.
 */
export interface SpeechQueue {
  /** Not taken back, oldest first. */
  readonly calls: readonly CallToSpeak[];
  /** Those that can sound; the first one is the speaker. */
  readonly boards: readonly SoundingBoard[];
  readonly speaking: Speaking | undefined;
  /** A board that may still be sounding, though nothing is asked of it any more. */
  readonly mayStillSound: { readonly board: BoardId; readonly until: number } | undefined;
  /** Calls that were heard to their end. */
  readonly spoken: ReadonlySet<CallId>;
  /** How often the voice has failed at a call; a board that was lost in the middle of it is no failure. */
  readonly failures: ReadonlyMap<CallId, number>;
  readonly attempts: number;
  /** Elapsed ms: an earlier hub's board may be sounding until then. */
  readonly notBefore: number;
}

export type CallId = string;
export type BoardId = string;

export interface CallToSpeak {
  readonly call: CallId;
  readonly number: string;
  /** Epoch ms of the hub's clock. */
  readonly at: number;
  /** Of its clips together; 0: there is no voice for it. */
  readonly lengthMs: number;
  /** Finished, called on, absent, sent on: nobody waits for it any more. */
  readonly isAnswered: boolean;
}

export interface SoundingBoard {
  readonly id: BoardId;
  /** Elapsed ms. */
  readonly heardAt: number;
  /** Its line is broken: it can come to nothing new. */
  readonly isGone: boolean;
}

export interface Speaking {
  readonly call: CallId;
  readonly board: BoardId;
  /** No two are alike, so that a board can tell a second try from the first. */
  readonly attempt: number;
  readonly since: number;
  readonly lengthMs: number;
}

/** `now` is the clock on the wall, epoch ms; `elapsed` never jumps. */
export interface Moment {
  readonly now: number;
  readonly elapsed: number;
  readonly isQuiet: boolean;
}

export type SpeechEvent =
  /** All calls of the last minutes; whoever is missing was taken back. */
  | { readonly kind: 'calls'; readonly calls: readonly CallToSpeak[] }
  /** A board has come and says what it knows to have been spoken: another hub may have been told. */
  | { readonly kind: 'heard'; readonly calls: readonly CallId[] }
  /** Every second, and with `sounds: false` when it is silent from now on: closed, or switched off. */
  | { readonly kind: 'sign-of-life'; readonly board: BoardId; readonly sounds: boolean }
  | { readonly kind: 'line-broken'; readonly board: BoardId }
  | { readonly kind: 'ended'; readonly board: BoardId; readonly call: CallId; readonly attempt: number }
  | { readonly kind: 'failed'; readonly board: BoardId; readonly call: CallId; readonly attempt: number }
  | { readonly kind: 'time-passes' };

export const speechTimes = {
  staleMs: 180_000,
  hubLeaseMs: 4_000,
  boardLeaseMs,
  /** A board loads the clips before it begins. */
  graceMs: 5_000,
} as const;
/** Then the board flashes, and a technician hears of it. */
export const mostFailures = 3;
const keptSpoken = 500;

/** `spoken`: those that an earlier run of this hub heard to the end. */
export function emptySpeechQueue(spoken: Iterable<CallId>, { elapsed }: Pick<Moment, 'elapsed'>): SpeechQueue {
  return {
    calls: [],
    boards: [],
    speaking: undefined,
    mayStillSound: undefined,
    spoken: new Set(spoken),
    failures: new Map(),
    attempts: 0,
    notBefore: elapsed + speechTimes.hubLeaseMs,
  };
}

export function speechStep(queue: SpeechQueue, event: SpeechEvent, moment: Moment): SpeechQueue {
  return begun(settled(taken(queue, event, moment), moment), moment);
}

function taken(queue: SpeechQueue, event: SpeechEvent, moment: Moment): SpeechQueue {
  const { boards, speaking } = queue;
  switch (event.kind) {
    case 'calls':
      return { ...queue, calls: event.calls };
    case 'heard':
      return { ...queue, spoken: withSpoken(queue.spoken, event.calls) };
    case 'sign-of-life':
      return event.sounds ? withBoard(queue, event.board, moment) : withoutBoard(queue, event.board);
    case 'line-broken':
      return { ...queue, boards: boards.map((each) => (each.id === event.board ? { ...each, isGone: true } : each)) };
    case 'ended':
    case 'failed': {
      if (speaking?.board !== event.board || speaking.call !== event.call || speaking.attempt !== event.attempt)
        return queue;
      // Nobody can have heard it in less time than it takes.
      const wasHeard = event.kind === 'ended' && moment.elapsed - speaking.since >= 0.8 * speaking.lengthMs;
      return wasHeard
        ? { ...queue, speaking: undefined, spoken: withSpoken(queue.spoken, [event.call]) }
        : failedAt({ ...queue, speaking: undefined }, speaking);
    }
    case 'time-passes':
      return queue;
  }
}

/** Whoever comes first is the speaker for as long as it can. */
function withBoard(queue: SpeechQueue, id: BoardId, { elapsed }: Moment): SpeechQueue {
  const alive: SoundingBoard = { id, heardAt: elapsed, isGone: false };
  const isKnown = queue.boards.some((each) => each.id === id);
  const boards = isKnown ? queue.boards.map((each) => (each.id === id ? alive : each)) : [...queue.boards, alive];
  return { ...queue, boards };
}

function withoutBoard(queue: SpeechQueue, id: BoardId): SpeechQueue {
  return {
    ...queue,
    boards: queue.boards.filter((each) => each.id !== id),
    speaking: queue.speaking?.board === id ? undefined : queue.speaking,
    mayStillSound: queue.mayStillSound?.board === id ? undefined : queue.mayStillSound,
  };
}

/** What time, broken lines and calls that were taken back have ended. */
function settled(queue: SpeechQueue, moment: Moment): SpeechQueue {
  const { elapsed } = moment;
  const lost = (board: SoundingBoard) => elapsed - board.heardAt >= speechTimes.hubLeaseMs;
  const boards = queue.boards.filter((board) => !lost(board));
  const mayStillSound = queue.mayStillSound && elapsed < queue.mayStillSound.until ? queue.mayStillSound : undefined;
  const next: SpeechQueue = { ...queue, boards, mayStillSound };
  const { speaking } = next;
  if (!speaking) return next;
  // Its lease is over, or it has told over a new line that it had come to the end.
  if (next.spoken.has(speaking.call)) return { ...next, speaking: undefined };
  if (!boards.some(({ id }) => id === speaking.board)) return { ...next, speaking: undefined };
  const stopped: SpeechQueue = {
    ...next,
    speaking: undefined,
    mayStillSound: { board: speaking.board, until: elapsed + speechTimes.hubLeaseMs },
  };
  if (!next.calls.some(({ call }) => call === speaking.call)) return stopped;
  if (elapsed - speaking.since >= speaking.lengthMs + speechTimes.graceMs) return failedAt(stopped, speaking);
  return next;
}

/** The next board has a try. */
function failedAt(queue: SpeechQueue, { call, board }: Speaking): SpeechQueue {
  const failed = queue.boards.filter(({ id }) => id === board);
  return {
    ...queue,
    failures: new Map([...queue.failures].slice(-keptSpoken)).set(call, (queue.failures.get(call) ?? 0) + 1),
    boards: [...queue.boards.filter(({ id }) => id !== board), ...failed],
  };
}

function begun(queue: SpeechQueue, moment: Moment): SpeechQueue {
  const { elapsed, isQuiet } = moment;
  const speaker = queue.boards[0];
  if (queue.speaking || !speaker || speaker.isGone || isQuiet || elapsed < queue.notBefore) return queue;
  if (queue.mayStillSound && queue.mayStillSound.board !== speaker.id) return queue;
  const call = queue.calls.find((each) => isToBeSpoken(queue, each, moment));
  if (!call) return queue;
  const attempt = queue.attempts + 1;
  return {
    ...queue,
    attempts: attempt,
    mayStillSound: undefined,
    speaking: { call: call.call, board: speaker.id, attempt, since: elapsed, lengthMs: call.lengthMs },
  };
}

function isToBeSpoken(queue: SpeechQueue, call: CallToSpeak, { now }: Moment): boolean {
  return (
    !call.isAnswered &&
    call.lengthMs > 0 &&
    now - call.at < speechTimes.staleMs &&
    !queue.spoken.has(call.call) &&
    !hasFailed(queue, call.call)
  );
}

/** The voice has failed at it for good: the board flashes larger. */
export function hasFailed(queue: SpeechQueue, call: CallId): boolean {
  return (queue.failures.get(call) ?? 0) >= mostFailures;
}

function withSpoken(spoken: ReadonlySet<CallId>, more: readonly CallId[]): ReadonlySet<CallId> {
  return new Set([...spoken, ...more].slice(-keptSpoken));
}
