import { eightNone } from '../../discovery/lines-to-try.ts';
import { createQuestions, type Questions } from '../../measuring/questions.ts';
import {
  eventFrom,
  failedEvent,
  type MonitorDriver,
  type PressureChannel,
  type PressureConversation,
  pressureDelays,
} from '../pressure-monitor.ts';
import { maskR1, type R1Message, r1Delete, r1Enquiry, r1Shape, readR1 } from './r1-protocol.ts';

/**
 * Selvas ACCUNIQ BP500 (Terumo BP-500, BR-500): the patient presses the device's button; the device keeps its result until the
 * host has asked for it and acknowledged it.
 *
 * A result is acknowledged, and thereby deleted, after it was handed over. Nobody's results, found at the start, while idle
 * or when a measurement opens, are acknowledged too, or they would be the next patient's. It is drained by its answer to a
 * question that was asked after the measurement opened: a late `nothing` says nothing about now.
 */

/** Waits of the conversation, in milliseconds. */
export const bp500Delays = {
  /** 69 bytes take 0.07 s at 9,600 baud. */
  answerWithinMs: 800,
  /** Between two questions to an idle device. */
  askAgainMs: 5_000,
  /** While a patient waits for the result. */
  askAgainWhileWaitingMs: 1_000,
  /** While draining, and after an acknowledgement, which itself is not answered. */
  askAgainSoonMs: 200,
  /** A device that was off does not answer what it never heard. */
  forgetAfterMs: 30_000,
} as const;

const silentAnswersBeforeNextSettings = 3;

/** A device that gives the same result so often does not delete it (UNKNOWN models); it is known now, and is passed over. */
const deletionsWhileDraining = 5;

export const accuniqBp500: MonitorDriver = {
  startedBy: 'button',
  stops: 'by-its-button',
  shape: r1Shape,
  measureWithinMs: pressureDelays.buttonCuffWithinMs,
  converse: (channel) => new Bp500Conversation(channel),
  // SINGLE, 19,200 in a comment only.
  foundWith: [
    { ...eightNone, baudRate: 9_600 },
    { ...eightNone, baudRate: 19_200 },
  ],
  mask: maskR1,
};

/**
 * - `idle`: no measurement. `draining`: one was opened, and the device still has to say that it keeps nothing.
 * - `waiting`: the next result is the patient's.
 */
type At = 'idle' | 'draining' | 'waiting';

/** The conversation with one BP500 over one line that stands. */
class Bp500Conversation implements PressureConversation {
  readonly #channel: PressureChannel;
  readonly #questions: Questions<string>;
  #at: At = 'idle';
  #fresh = true;
  #silentAnswers = 0;
  #deletions = 0;
  /** The result that was acknowledged last, until the device says that it keeps nothing. */
  #acknowledged: string | undefined;
  /** Counts measurements, so that an answer tells for which of them it was asked. */
  #turn = 0;

  constructor(channel: PressureChannel) {
    this.#channel = channel;
    this.#questions = createQuestions<string>({
      send: () => this.#channel.send(r1Enquiry),
      after: this.#channel.after,
      forgetAfterMs: bp500Delays.forgetAfterMs,
    });
    this.#ask();
  }

  readonly #ask = (): void => {
    this.#questions.ask(`ENQ ${this.#turn}`, bp500Delays.answerWithinMs, this.#unanswered);
  };

  /** Whether the device answers while its cuff works is UNKNOWN, so silence ends nothing while a patient waits. */
  readonly #unanswered = () => {
    this.#silentAnswers += 1;
    if (this.#silentAnswers >= silentAnswersBeforeNextSettings && this.#at !== 'waiting') {
      this.#channel.silent();
      if (this.#channel.tryNextSettings()) return;
      if (this.#at === 'draining') {
        return this.#channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
      }
    }
    this.#questions.wait(bp500Delays.askAgainWhileWaitingMs, this.#ask);
  };

  hearNoise() {}

  begin() {
    this.#at = 'draining';
    this.#deletions = 0;
    this.#silentAnswers = 0;
    this.#turn += 1;
    this.#ask();
  }

  abandon() {
    // It knows no stop. Nobody was asked to begin while it drained, unless over an earlier line.
    const mayWork = this.#at === 'waiting' || this.#channel.isWorkingOn();
    this.#at = 'idle';
    if (mayWork) this.#channel.worksOn();
    else this.#channel.free();
    this.#askAgain();
  }

  #askAgain(): void {
    const { askAgainMs, askAgainWhileWaitingMs, askAgainSoonMs } = bp500Delays;
    const awaited = this.#at === 'waiting' || this.#channel.isWorkingOn();
    const drained = this.#at === 'idle' && !this.#fresh && this.#acknowledged === undefined;
    this.#questions.wait(awaited ? askAgainWhileWaitingMs : drained ? askAgainMs : askAgainSoonMs, this.#ask);
  }

  hear(frame: Uint8Array): void {
    const message = readR1(frame);
    // It is asked for again, and only an acknowledgement deletes it.
    if (message.kind === 'damaged') return;
    this.#silentAnswers = 0;
    this.#channel.answered();
    if (message.kind === 'record' || message.kind === 'nothing') this.#hearAnswer(message);
    this.#askAgain();
  }

  #hearAnswer(message: R1Message) {
    const question = this.#questions.oldest();
    if (question !== undefined) this.#questions.settle(question);
    if (message.kind === 'record') return this.#hearRecord(message);
    this.#acknowledged = undefined;
    this.#fresh = false;
    if (this.#at === 'draining' && question === `ENQ ${this.#turn}`) this.#waitForButton();
  }

  #waitForButton(): void {
    this.#at = 'waiting';
    this.#channel.works();
    this.#channel.drained();
    this.#channel.tell({ type: 'waiting-for-button' });
  }

  #hearRecord({ record, text }: Extract<R1Message, { kind: 'record' }>) {
    if (text === this.#acknowledged) return this.#hearRepeated();
    this.#acknowledged = text;
    this.#deletions = 0;
    // What it kept before this line stood is old, unless somebody's cuff is waited for: then it was drained for them.
    const isOld = this.#at === 'draining' || (this.#fresh && !this.#channel.isWorkingOn());
    this.#fresh = false;
    if (this.#at === 'waiting') {
      // Kept until it was handed over.
      this.#at = 'idle';
      this.#channel.take(eventFrom(record, this.#channel));
      return this.#channel.send(r1Delete);
    }
    this.#channel.send(r1Delete);
    if (isOld) this.#channel.discard('stale');
    else this.#channel.take(eventFrom(record, this.#channel));
  }

  /** The acknowledgement was lost, or the device does not delete. */
  #hearRepeated(): void {
    this.#deletions += 1;
    if (this.#deletions === 1) this.#channel.discard('repeated');
    this.#channel.send(r1Delete);
    if (this.#at === 'draining' && this.#deletions >= deletionsWhileDraining) this.#waitForButton();
  }
}
