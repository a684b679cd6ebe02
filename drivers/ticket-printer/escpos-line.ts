import type { Clock } from '#config/agreements/clock.ts';
import { within } from '#config/agreements/within.ts';
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
import type { LineSpeed } from './line-speed.ts';
import { type PrinterProfile, type ProfileFacts, printerProfiles } from './printer-profiles.ts';
import { createReplyInbox, type Reply, type ReplyInbox } from './reply-inbox.ts';

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

export interface EscposLineParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly profile: PrinterProfile;
  readonly speed: LineSpeed;
  /** Called with the four bytes of each ASB block as soon as its last byte is there. */
  onAutomaticStatus(block: Uint8Array): void;
  /** Called with each status byte of a printer whose statuses are `bare`, asked for or not. */
  onBareStatus(byte: number): void;
}

/** Answers that nobody asked for. A few are late or double; more is a printer that babbles. */
const mostUnasked = 4;

/** The conversation over one line that stands: it ends with the line, and the next line starts a fresh one. */
export class EscposLine {
  readonly #parts: EscposLineParts;
  readonly #clock: Clock;
  readonly #facts: ProfileFacts;
  readonly #unsubscribe: () => void;
  /** Answers to `DLE EOT`, to the question of a kiosk printer, and to `GS r 1`. */
  readonly #realTime: ReplyInbox;
  readonly #full: ReplyInbox;
  readonly #queued: ReplyInbox;
  #reading = nothingRead;
  /** False while an unanswered question could still be answered. */
  #inStep = true;
  #givesFull: boolean;
  /** When the last byte that was sent is across. */
  #acrossAt = 0;
  #automaticHeard = 0;
  #queuedHeard = 0;
  #doubtfulAnswers = 0;
  #strange = 0;
  /** What `#strange` was when the last `GS r 1` were put. */
  #strangeAtRequest = 0;
  #isOver = false;

  constructor(parts: EscposLineParts) {
    this.#parts = parts;
    this.#clock = parts.clock;
    this.#facts = printerProfiles[parts.profile];
    this.#givesFull = this.#facts.hasPresenter;
    this.#realTime = createReplyInbox(parts.clock);
    this.#full = createReplyInbox(parts.clock);
    this.#queued = createReplyInbox(parts.clock);
    this.#unsubscribe = parts.transport.onData((bytes) => this.#hear(bytes));
  }

  /** Asks one `DLE EOT`, one at a time, and never takes the late answer of an earlier question for this one's. */
  async ask(question: RealTimeQuestion): Promise<Reply> {
    if (this.#realTime.empty() > mostUnasked) this.#inStep = false;
    if (!this.#inStep) {
      const caughtUp = await this.#getInStep();
      if (typeof caughtUp !== 'number') return caughtUp;
    }
    return this.#exchange(question);
  }

  /** How long an answer to the first question of the profile takes now, behind whatever is on its way. */
  async timeOfAnswer(withinMs: number): Promise<number | 'silent' | 'lost'> {
    const since = this.#clock.monotonic();
    const reply = await this.#exchange(this.#facts.questions[0], withinMs);
    return typeof reply === 'number' ? this.#clock.monotonic() - since : reply;
  }

  /** The full status of a kiosk printer as `kioskStatusFrom` takes it. One that keeps silent is not asked again on this line. */
  async askFull(): Promise<Reply> {
    if (!this.#givesFull) return 'silent';
    const reply = await this.#replyTo(fullStatusRequest, this.#full, lineDelays.answerWithinMs);
    if (reply === 'silent') this.#givesFull = false;
    return reply;
  }

  /** `stuck`: the system did not take the bytes in time, and some of them may still leave. */
  async send(bytes: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    this.#acrossAt = Math.max(this.#clock.monotonic(), this.#acrossAt) + this.#parts.speed.msFor(bytes.length);
    for (let from = 0; from < bytes.length; from += bytesPerWrite) {
      const outcome = await this.#writeWithin(bytes.subarray(from, from + bytesPerWrite));
      if (outcome !== 'taken') return outcome;
    }
    return 'taken';
  }

  /** Puts `GS r 1` so many times in one go. What came before cannot be their answer and is forgotten. */
  requestQueued(count: number): Promise<'taken' | 'stuck' | 'lost'> {
    this.#queued.empty();
    this.#reading = withoutBeginning(this.#reading);
    this.#strangeAtRequest = this.#strange;
    return this.send(Uint8Array.from(Array.from({ length: count }, () => [...queuedStatusRequest]).flat()));
  }

  /**
   * Waits for the first answer and then for the rest of `wanted`, which a printer says in one go. `marked`: it is asked one
   * more `DLE EOT`; whatever belongs to those answers has come when that is answered. Otherwise silence tells.
   */
  async queuedReplies(
    wanted: number,
    firstWithinMs: number,
    marked: boolean,
  ): Promise<QueuedReplies | 'silent' | 'lost'> {
    const came: number[] = [];
    for (let withinMs = firstWithinMs; came.length < wanted; withinMs = lineDelays.quietMs) {
      const next = await this.#queued.take(withinMs);
      if (next === 'lost') return 'lost';
      if (next === 'silent') break;
      came.push(next);
    }
    if (came.length === 0) return 'silent';
    if (marked && (await this.ask(this.#facts.questions[0])) === 'lost') return 'lost';
    const beyond = marked ? 0 : await this.#queued.swallow(lineDelays.quietMs);
    if (beyond === 'lost') return 'lost';
    const unasked = beyond === 'noise' ? mostUnasked : beyond + this.#queued.empty();
    return {
      count: came.length + unasked,
      paperEnded: came.some(saysPaperEnded),
      isClean: this.#strange === this.#strangeAtRequest,
    };
  }

  /** Forgets what comes until nothing came for `quietMs`, and says how many answers that were; `noise` when that does not end. */
  swallowQueuedReplies(quietMs: number): Promise<number | 'noise' | 'lost'> {
    return this.#queued.swallow(quietMs);
  }

  /** Whether answers to a `GS r 1` have come that nobody has taken. */
  hasQueuedReplies(): boolean {
    return this.#queued.kept() > 0;
  }

  /** How many. They are forgotten. */
  forgetQueuedReplies(): number {
    return this.#queued.empty();
  }

  /** How many have come that may as well be what is left of a broken ASB block. */
  doubtfulAnswers(): number {
    return this.#doubtfulAnswers;
  }

  /** How many ASB blocks, whole or in pieces, have come on this line. Only whether it grows matters. */
  automaticHeard(): number {
    return this.#automaticHeard;
  }

  /** How many bytes have come that no status of this profile has, or that no question explains. Only whether it grows matters. */
  unexplained(): number {
    return this.#strange + this.#queuedHeard;
  }

  /** Until the last byte that was sent has crossed the line, as far as its speed is known. */
  onTheWayMs(): number {
    return Math.max(0, this.#acrossAt - this.#clock.monotonic());
  }

  isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves when the line, which is lost or given up, has let go of what it had still to write. */
  letGo(): Promise<void> {
    return this.#parts.transport.close();
  }

  /** True: what is waited for now is not waited for any longer, nor is anything until it is false again: it counts as silence. */
  giveUpWaiting(isGivenUp: boolean): void {
    this.#realTime.giveUp(isGivenUp);
    this.#queued.giveUp(isGivenUp);
  }

  /** The line is gone or given up. */
  end(): void {
    this.#isOver = true;
    this.#unsubscribe();
    this.#realTime.end();
    this.#full.end();
    this.#queued.end();
  }

  #hear(bytes: Uint8Array): void {
    const { statusBytes, hasPresenter } = this.#facts;
    const isBare = statusBytes.kind === 'bare';
    const step = isBare ? readBareStatus(bytes, statusBytes.knownBits) : readStatus(this.#reading, bytes, hasPresenter);
    this.#reading = step.reading;
    this.#automaticHeard += step.broken;
    this.#strange += step.strange;
    for (const reply of step.replies) {
      if (reply.kind === 'real-time') this.#realTime.put(reply.byte);
      if (reply.kind === 'real-time' && isBare) this.#parts.onBareStatus(reply.byte);
      if (reply.kind === 'queued') this.#hearQueued(reply.byte);
      if (reply.kind === 'full') this.#full.put(numberFrom(reply.bytes));
      if (reply.kind === 'automatic' || reply.kind === 'doubtful') this.#automaticHeard += 1;
      if (reply.kind === 'doubtful' && isWholeQueuedAnswer(reply.byte)) this.#doubtfulAnswers += 1;
      if (reply.kind === 'automatic') this.#parts.onAutomaticStatus(reply.bytes);
    }
  }

  /** A byte of this shape that is no whole answer proves nothing and answers nothing. */
  #hearQueued(byte: number): void {
    this.#queuedHeard += 1;
    if (isWholeQueuedAnswer(byte)) this.#queued.put(byte);
    else this.#strange += 1;
  }

  async #exchange(question: RealTimeQuestion, withinMs: number = lineDelays.answerWithinMs): Promise<Reply> {
    const reply = await this.#replyTo(realTimeRequest(question), this.#realTime, withinMs);
    if (reply === 'silent') this.#inStep = false;
    return reply;
  }

  async #replyTo(request: Uint8Array, inbox: ReplyInbox, withinMs: number): Promise<Reply> {
    inbox.empty();
    const sent = await this.send(request);
    if (sent === 'lost') return 'lost';
    return sent === 'taken' ? inbox.take(withinMs + this.onTheWayMs()) : 'silent';
  }

  /** Which question an answer belongs to does not show. So: ask anything, and swallow what comes until it is quiet. */
  async #getInStep(): Promise<Reply> {
    const first = await this.#exchange(this.#facts.questions[0]);
    if (typeof first !== 'number') return first;
    const swallowed = await this.#realTime.swallow(lineDelays.quietMs);
    if (swallowed === 'lost') return 'lost';
    // One that speaks without end answers nothing.
    if (swallowed === 'noise') return 'silent';
    this.#inStep = true;
    return first;
  }

  async #writeWithin(chunk: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    const { transport, speed } = this.#parts;
    const withinMs = lineDelays.takenWithinMs + speed.msFor(chunk.length);
    const outcome = await within(this.#clock, withinMs, transport.write(chunk), 'stuck' as const);
    if (outcome === 'stuck') return 'stuck';
    return outcome.ok ? 'taken' : 'lost';
  }
}

/** Four bytes, the first one highest. */
function numberFrom(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}
