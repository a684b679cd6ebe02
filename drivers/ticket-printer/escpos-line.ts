import type { Clock } from '#config/agreements/clock.ts';
import type { Transport } from '../contract/transport.ts';
import { fullStatusRequest } from './custom-kiosk.ts';
import { queuedStatusRequest } from './escpos-codec.ts';
import {
  isWholeQueuedAnswer,
  nothingRead,
  type RealTimeQuestion,
  readBareStatus,
  readStatus,
  realTimeRequest,
  saysPaperEnded,
  withoutBeginning,
} from './escpos-status.ts';
import { createLineSpeed, type LineSpeed } from './line-speed.ts';
import { type PrinterProfile, printerProfiles } from './printer-profiles.ts';
import { createReplyInbox, type Reply } from './reply-inbox.ts';

/** Waits of the conversation with a printer, in milliseconds. */
export const lineDelays = {
  /** A printer that knows `DLE EOT` answers within some 20 ms; a serial device server may add 100. */
  answerWithinMs: 500,
  /** After an answer that came late: so long must nothing more come before the next question is put. */
  quietMs: 250,
  /** The system took no byte for so long: the printer holds the line back (flow control, closed TCP window). */
  takenWithinMs: 10_000,
} as const;

/** Small enough that each step of a slow serial line fits into `takenWithinMs`, also where its speed is unknown: 8.5 s at 1,200 baud. */
const bytesPerWrite = 1024;

/** What came for a number of `GS r 1` requests. */
export interface QueuedReplies {
  /** Whole answers, and those that came in the same breath without being asked for. */
  readonly count: number;
  /** One of them says that there is no paper. */
  readonly paperEnded: boolean;
  /** Nothing else came with them that a printer with a sound line does not say. */
  readonly isClean: boolean;
}

/** The conversation over one line that stands: it ends with the line, and the next line starts a fresh one. */
export interface EscposLine {
  /** Asks one `DLE EOT`, one at a time, and never takes the late answer of an earlier question for this one's. */
  ask(question: RealTimeQuestion): Promise<Reply>;
  /** How long an answer to the first question of the profile takes now, behind whatever is on its way. */
  timeOfAnswer(withinMs: number): Promise<number | 'silent' | 'lost'>;
  /** The full status of a kiosk printer as `kioskStatusFrom` takes it. One that keeps silent is not asked again on this line. */
  askFull(): Promise<Reply>;
  /** `stuck`: the system did not take the bytes in time, and some of them may still leave. */
  send(bytes: Uint8Array): Promise<'taken' | 'stuck' | 'lost'>;
  /**
   * Puts `GS r 1` so many times in one go. What came before cannot be their answer and is forgotten.
   */
  requestQueued(count: number): Promise<'taken' | 'stuck' | 'lost'>;
  /**
   * Waits for the first answer and then for the rest of `wanted`, which a printer says in one go. `marked`: it is asked one
   * more `DLE EOT`; whatever belongs to those answers has come when that is answered. Otherwise silence tells.
   */
  queuedReplies(wanted: number, firstWithinMs: number, marked: boolean): Promise<QueuedReplies | 'silent' | 'lost'>;
  /** Forgets what comes until nothing came for `quietMs`, and says how many answers that were; `noise` when that does not end. */
  swallowQueuedReplies(quietMs: number): Promise<number | 'noise' | 'lost'>;
  /** Whether answers to a `GS r 1` have come that nobody has taken. */
  hasQueuedReplies(): boolean;
  /** How many. They are forgotten. */
  forgetQueuedReplies(): number;
  /** How many have come that may as well be what is left of a broken ASB block. */
  doubtfulAnswers(): number;
  /** How many ASB blocks, whole or in pieces, have come on this line. Only whether it grows matters. */
  automaticHeard(): number;
  /** How many bytes have come that no status of this profile has, or that no question explains. Only whether it grows matters. */
  unexplained(): number;
  /** Until the last byte that was sent has crossed the line, as far as its speed is known. */
  onTheWayMs(): number;
  isOver(): boolean;
  /** Resolves when the line, which is lost or given up, has let go of what it had still to write. */
  letGo(): Promise<void>;
  /** True: what is waited for now is not waited for any longer, nor is anything until it is false again: it counts as silence. */
  giveUpWaiting(isGivenUp: boolean): void;
  /** The line is gone or given up. */
  end(): void;
}

export interface EscposLineSettings {
  /** Default `epson`. */
  readonly profile?: PrinterProfile;
  /** Default: faster than it matters. */
  readonly speed?: LineSpeed;
  /** Called with the four bytes of each ASB block as soon as its last byte is there. */
  onAutomaticStatus?(block: Uint8Array): void;
  /** Called with each status byte of a printer whose statuses are `bare`, asked for or not. */
  onBareStatus?(byte: number): void;
}

/** Answers that nobody asked for. A few are late or double; more is a printer that babbles. */
const mostUnasked = 4;

export function createEscposLine(transport: Transport, clock: Clock, settings: EscposLineSettings = {}): EscposLine {
  const {
    profile = 'epson',
    speed = createLineSpeed(),
    onAutomaticStatus = () => {},
    onBareStatus = () => {},
  } = settings;
  const { questions, statusBytes, hasPresenter } = printerProfiles[profile];
  const full = createReplyInbox(clock);
  let givesFull = hasPresenter;
  const realTime = createReplyInbox(clock);
  const queued = createReplyInbox(clock);
  let reading = nothingRead;
  let automaticHeard = 0;
  let strange = 0;
  /** When the last byte that was sent is across. */
  let acrossAt = 0;
  /** What `strange` was when the last `GS r 1` were put. */
  let strangeAtRequest = 0;
  let queuedHeard = 0;
  let doubtfulAnswers = 0;
  /** False while an unanswered question could still be answered. */
  let inStep = true;
  let isOver = false;

  const unsubscribe = transport.onData((bytes) => {
    const step =
      statusBytes.kind === 'bare'
        ? readBareStatus(bytes, statusBytes.knownBits)
        : readStatus(reading, bytes, hasPresenter);
    reading = step.reading;
    automaticHeard += step.broken;
    strange += step.strange;
    for (const reply of step.replies) {
      if (reply.kind === 'real-time') realTime.put(reply.byte);
      if (reply.kind === 'real-time' && statusBytes.kind === 'bare') onBareStatus(reply.byte);
      if (reply.kind === 'queued') hearQueued(reply.byte);
      if (reply.kind === 'full') full.put(numberFrom(reply.bytes));
      if (reply.kind === 'automatic' || reply.kind === 'doubtful') automaticHeard += 1;
      if (reply.kind === 'doubtful' && isWholeQueuedAnswer(reply.byte)) doubtfulAnswers += 1;
      if (reply.kind === 'automatic') onAutomaticStatus(reply.bytes);
    }
  });

  /** A byte of this shape that is no whole answer proves nothing and answers nothing. */
  function hearQueued(byte: number): void {
    queuedHeard += 1;
    if (isWholeQueuedAnswer(byte)) queued.put(byte);
    else strange += 1;
  }

  async function exchange(question: RealTimeQuestion, withinMs: number = lineDelays.answerWithinMs): Promise<Reply> {
    realTime.empty();
    const sent = await send(realTimeRequest(question));
    if (sent === 'lost') return 'lost';
    const reply = sent === 'taken' ? await realTime.take(withinMs + onTheWayMs()) : 'silent';
    if (reply === 'silent') inStep = false;
    return reply;
  }

  async function timeOfAnswer(withinMs: number): Promise<number | 'silent' | 'lost'> {
    const since = clock.monotonic();
    const reply = await exchange(questions[0], withinMs);
    return typeof reply === 'number' ? clock.monotonic() - since : reply;
  }

  async function askFull(): Promise<Reply> {
    if (!givesFull) return 'silent';
    full.empty();
    const sent = await send(fullStatusRequest);
    if (sent === 'lost') return 'lost';
    const reply = sent === 'taken' ? await full.take(lineDelays.answerWithinMs + onTheWayMs()) : 'silent';
    if (reply === 'silent') givesFull = false;
    return reply;
  }

  /** Which question an answer belongs to does not show. So: ask anything, and swallow what comes until it is quiet. */
  async function getInStep(): Promise<Reply> {
    const first = await exchange(questions[0]);
    if (typeof first !== 'number') return first;
    const swallowed = await realTime.swallow(lineDelays.quietMs);
    if (swallowed === 'lost') return 'lost';
    // One that speaks without end answers nothing.
    if (swallowed === 'noise') return 'silent';
    inStep = true;
    return first;
  }

  async function ask(question: RealTimeQuestion): Promise<Reply> {
    if (realTime.empty() > mostUnasked) inStep = false;
    if (!inStep) {
      const caughtUp = await getInStep();
      if (typeof caughtUp !== 'number') return caughtUp;
    }
    return exchange(question);
  }

  function requestQueued(count: number): Promise<'taken' | 'stuck' | 'lost'> {
    queued.empty();
    reading = withoutBeginning(reading);
    strangeAtRequest = strange;
    return send(Uint8Array.from(Array.from({ length: count }, () => [...queuedStatusRequest]).flat()));
  }

  async function queuedReplies(
    wanted: number,
    firstWithinMs: number,
    marked: boolean,
  ): Promise<QueuedReplies | 'silent' | 'lost'> {
    const came: number[] = [];
    for (let withinMs = firstWithinMs; came.length < wanted; withinMs = lineDelays.quietMs) {
      const next = await queued.take(withinMs);
      if (next === 'lost') return 'lost';
      if (next === 'silent') break;
      came.push(next);
    }
    if (came.length === 0) return 'silent';
    if (marked && (await ask(questions[0])) === 'lost') return 'lost';
    const beyond = marked ? 0 : await queued.swallow(lineDelays.quietMs);
    if (beyond === 'lost') return 'lost';
    const unasked = beyond === 'noise' ? mostUnasked : beyond + queued.empty();
    return {
      count: came.length + unasked,
      paperEnded: came.some(saysPaperEnded),
      isClean: strange === strangeAtRequest,
    };
  }

  function onTheWayMs(): number {
    return Math.max(0, acrossAt - clock.monotonic());
  }

  async function send(bytes: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    acrossAt = Math.max(clock.monotonic(), acrossAt) + speed.msFor(bytes.length);
    for (let from = 0; from < bytes.length; from += bytesPerWrite) {
      const outcome = await writeWithin(bytes.subarray(from, from + bytesPerWrite));
      if (outcome !== 'taken') return outcome;
    }
    return 'taken';
  }

  async function writeWithin(chunk: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    let callOff = () => {};
    const stuck = new Promise<'stuck'>((resolve) => {
      callOff = clock.after(lineDelays.takenWithinMs + speed.msFor(chunk.length), () => resolve('stuck'));
    });
    const outcome = await Promise.race([transport.write(chunk), stuck]);
    callOff();
    if (outcome === 'stuck') return 'stuck';
    return outcome.ok ? 'taken' : 'lost';
  }

  return {
    ask,
    timeOfAnswer,
    askFull,
    send,
    requestQueued,
    queuedReplies,
    swallowQueuedReplies: (quietMs) => queued.swallow(quietMs),
    hasQueuedReplies: () => queued.kept() > 0,
    forgetQueuedReplies: () => queued.empty(),
    doubtfulAnswers: () => doubtfulAnswers,
    automaticHeard: () => automaticHeard,
    unexplained: () => strange + queuedHeard,
    onTheWayMs,
    isOver: () => isOver,
    letGo: () => transport.close(),
    giveUpWaiting(isGivenUp) {
      realTime.giveUp(isGivenUp);
      queued.giveUp(isGivenUp);
    },
    end() {
      isOver = true;
      unsubscribe();
      realTime.end();
      full.end();
      queued.end();
    },
  };
}

/** Four bytes, the first one highest. */
function numberFrom(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}
