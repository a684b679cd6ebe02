import { eightNone } from '../../discovery/lines-to-try.ts';
import { createQuestions, type Questions } from '../../measuring/questions.ts';
import type { MeasuredRecord } from '../measured-record.ts';
import {
  eventFrom,
  failedEvent,
  type MonitorDriver,
  type PressureChannel,
  type PressureConversation,
} from '../pressure-monitor.ts';
import { maskTm2657, readTm2657, type Tm2657Command, tm2657Command, tm2657Shape } from './and-tm2657-protocol.ts';

/**
 * A&D TM-2655 and TM-2657: the host starts and stops the cuff, the device sends its record when it has measured.
 *
 * It keeps its last record and gives it on `RB`, also after it was switched off, which harms nothing: the driver asks it to
 * hear whether the device is there and understood, and before each measurement, so that the last patient's record is known.
 *
 * Whose a record is. One that differs from what the device kept is new. One that says exactly the same (values, pulse and
 * minute) is a repetition as long as an `RB` is unanswered, however late: also one that nobody waits for any more, since a line
 * that holds bytes up gives its answer all the same. Without such a question it came by itself: it is new, unless the device's
 * clock is set and its minute must be over. What remains possible: a device without a clock that repeats its record unasked in
 * the very measurement after it.
 */

/** Waits of the conversation, in milliseconds. */
export const tm2657Delays = {
  /** A record of 138 bytes takes 0.6 s at 2,400 baud. */
  answerWithinMs: 1_500,
  /** A device that was off or deaf never answers what it did not hear; until then a late answer is taken for one of these. */
  forgetQuestionsAfterMs: 6_000,
  /** The same, where the answer would be a record that is known already: no line holds bytes up for longer. */
  repeatsWithinMs: 30_000,
  /** Between two looks at an idle device. */
  lookAgainMs: 60_000,
  /** The same while it is silent. */
  lookAgainWhileSilentMs: 1_000,
  /** After a refused start, for the end of whatever the device was doing. */
  startAgainMs: 1_000,
  /** A measurement takes some 35 s; the record that has not come by itself after so long is asked for, again and again. */
  readBackAfterMs: 90_000,
  readBackAgainMs: 15_000,
  /** After the stop, for a record that was on its way. */
  quietAfterStopMs: 500,
  /** Two records of the same minute came within it. */
  sameMinuteMs: 60_000,
  longestMeasurementMs: 180_000,
} as const;

const silentLooksBeforeNextSettings = 2;

export const andTm2657: MonitorDriver = {
  startedBy: 'host',
  shape: tm2657Shape,
  measureWithinMs: tm2657Delays.longestMeasurementMs,
  converse: (channel) => new Tm2657Conversation(channel),
  // 2,400 as delivered, 9,600 found too (CONFIRMED).
  foundWith: [
    { ...eightNone, baudRate: 2_400 },
    { ...eightNone, baudRate: 9_600 },
  ],
  mask: maskTm2657,
};

/**
 * - `idle`, `looking`: no measurement; an `RB` is out when looking.
 * - `draining`: a measurement was asked for; an `RB` is out.
 * - `starting`: `ST` is out. `waiting`: it was refused once and is said again. `clearing`: it was not answered; an `SP` is
 *   out, and then it is said again.
 * - `running`: the cuff works. `reading`: as well, and an `RB` is out.
 * - `stopping`: `SP` is out, or its answer was heard and the line shall be quiet.
 * - `freeing`: no measurement; an `SP` is out again, since none was answered and somebody's cuff may work on.
 */
type At =
  | 'idle'
  | 'looking'
  | 'draining'
  | 'starting'
  | 'waiting'
  | 'clearing'
  | 'running'
  | 'reading'
  | 'stopping'
  | 'freeing';

/** The longest time for which somebody's cuff may work on that was told to stop. */
const disobeysWithinMs = tm2657Delays.longestMeasurementMs;

/** The conversation with one TM-2657 over one line that stands. */
class Tm2657Conversation implements PressureConversation {
  readonly #channel: PressureChannel;
  readonly #questions: Questions<Tm2657Command>;
  #at: At = 'idle';
  /** Since the measurement was asked for. */
  #heard = false;
  #silentLooks = 0;
  /** When each `RB` was sent that brought neither record nor refusal. */
  #unread: readonly number[] = [];
  /** The record that was heard last, which the device keeps. */
  #kept: string | undefined;
  /** It was heard so long ago that another record of the same minute cannot follow. */
  #keptMinuteIsOver = false;
  #callOffMinute = () => {};
  /** The device has said so since the measurement was asked for. */
  #keptIsKnown = false;
  #refusals = 0;
  #cleared = false;
  #stops = 0;
  /** How the stop that is out was answered. */
  #stopAnswer: 'acknowledged' | 'refused' | undefined;
  /** While it was being stopped: whomever it worked for, it has ended. */
  #recordCame = false;
  /** A cuff was told to stop so short ago that it may work on, should the device not do what it acknowledges. */
  #stoppedLately = false;
  #callOffLately = () => {};
  #disobeyedLately = false;
  /**
   * It seems to have sent the record of a measurement whose stop it had acknowledged. Somebody may as well have pressed its own
   * button after the stop, so it is believed again after a stop that was followed by nothing.
   */
  #disobeys = false;

  constructor(channel: PressureChannel) {
    this.#channel = channel;
    this.#questions = createQuestions<Tm2657Command>({
      send: (command) => this.#channel.send(tm2657Command(command)),
      after: this.#channel.after,
      forgetAfterMs: tm2657Delays.forgetQuestionsAfterMs,
    });
    this.#ask('looking', 'RB');
  }

  readonly #overdue = () => {
    switch (this.#at) {
      case 'idle':
        return this.#channel.isWorkingOn() && !this.#disobeys ? this.#ask('freeing', 'SP') : this.#ask('looking', 'RB');
      case 'looking':
      case 'freeing':
        return this.#lookUnanswered();
      case 'draining':
        return this.#start();
      case 'waiting':
      case 'clearing':
        return this.#ask('starting', 'ST');
      case 'starting':
        return this.#startUnanswered();
      case 'running':
        return this.#readBack();
      case 'reading':
        return this.#goTo('running', tm2657Delays.readBackAgainMs);
      case 'stopping':
        return this.#stopOverdue();
    }
  };

  hearNoise() {}

  begin() {
    this.#heard = false;
    this.#keptIsKnown = false;
    if (this.#at === 'looking') this.#goTo('draining', tm2657Delays.answerWithinMs);
    else this.#ask('draining', 'RB');
  }

  abandon() {
    // Said twice when the first one is not answered: it lets the air out.
    this.#stops = 2;
    this.#stopAnswer = undefined;
    this.#recordCame = false;
    this.#ask('stopping', 'SP');
  }

  #ask(next: At, command: Tm2657Command): void {
    this.#at = next;
    if (command === 'RB') this.#unread = [...this.#unread, this.#channel.monotonic()];
    this.#questions.ask(command, tm2657Delays.answerWithinMs, this.#overdue);
  }

  #goTo(next: At, ms: number): void {
    this.#at = next;
    this.#questions.wait(ms, this.#overdue);
  }

  #lookUnanswered(): void {
    this.#silentLooks += 1;
    if (this.#silentLooks >= silentLooksBeforeNextSettings) {
      this.#channel.silent();
      if (this.#channel.tryNextSettings()) return;
    }
    this.#goTo('idle', tm2657Delays.lookAgainWhileSilentMs);
  }

  #rest(): void {
    this.#goTo('idle', tm2657Delays.lookAgainMs);
  }

  #start(): void {
    this.#refusals = 0;
    this.#cleared = false;
    this.#channel.works();
    this.#ask('starting', 'ST');
  }

  /**
   * A device that says nothing at all is not there. One that answers, but not the start (its answer is SINGLE), may be
   * measuring somebody who pressed its button: that cuff is emptied, so that the next record is of the next start.
   */
  #startUnanswered() {
    if (!this.#heard) {
      this.#channel.silent();
      if (this.#channel.tryNextSettings()) return;
      return this.#channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
    }
    if (this.#cleared) return this.#run();
    this.#cleared = true;
    this.#ask('clearing', 'SP');
  }

  #run(): void {
    this.#goTo('running', tm2657Delays.readBackAfterMs);
    this.#channel.drained();
    this.#channel.tell({ type: 'measuring', cuffMmHg: undefined });
  }

  /** Without knowing what the device kept before, an old record could not be told from the new one. */
  #readBack(): void {
    if (this.#keptIsKnown) this.#ask('reading', 'RB');
  }

  #stopOverdue() {
    if (this.#stopAnswer === 'acknowledged') return this.#stopped();
    this.#stops -= 1;
    if (this.#stops > 0) return this.#ask('stopping', 'SP');
    this.#goTo('idle', tm2657Delays.lookAgainWhileSilentMs);
    if (this.#recordCame) this.#channel.free();
    else this.#channel.worksOn();
  }

  #freed(): void {
    this.#rest();
    this.#channel.free();
  }

  #stopped(): void {
    this.#rest();
    this.#stoppedLately = true;
    this.#callOffLately();
    this.#callOffLately = this.#channel.after(disobeysWithinMs, () => {
      this.#stoppedLately = false;
      if (!this.#disobeyedLately) this.#disobeys = false;
    });
    this.#disobeyedLately = this.#recordCame;
    if (this.#disobeys && !this.#recordCame) this.#channel.worksOn();
    else this.#channel.free();
  }

  hear(frame: Uint8Array): void {
    const message = readTm2657(frame);
    if (message.kind === 'damaged') return;
    this.#heard = true;
    // A single byte could be noise of the wrong speed: it answers a command, but proves no device.
    if (message.kind !== 'record' && message.bare && this.#at === 'looking') return;
    if (message.kind === 'record' || !message.bare) {
      this.#silentLooks = 0;
      this.#channel.answered();
    }
    if (message.kind === 'record') this.#hearRecord(message);
    else if (message.kind === 'acknowledged') this.#hearAcknowledged();
    else this.#hearRefused();
  }

  /**
   * Of an `RB` it may say only that the record follows. When none does, it was the answer to what was asked after the `RB`,
   * which is lost then.
   */
  #hearAcknowledged() {
    if (this.#questions.oldest() !== 'RB') return this.#acknowledged();
    if (this.#questions.outstanding('ST') + this.#questions.outstanding('SP') === 0) return;
    this.#questions.wait(tm2657Delays.answerWithinMs, () => {
      while (this.#questions.oldest() === 'RB') this.#questions.settle('RB');
      this.#questions.wait(tm2657Delays.answerWithinMs, this.#overdue);
      this.#acknowledged();
    });
  }

  #acknowledged(): void {
    const question = this.#questions.oldest();
    if (question === undefined) return;
    this.#questions.settle(question);
    if (question === 'ST' && this.#at === 'starting') this.#run();
    else if (this.#at === 'clearing') this.#ask('starting', 'ST');
    else if (question !== 'SP') return;
    else if (this.#at === 'stopping') this.#stopAnswered('acknowledged');
    else if (this.#channel.isWorkingOn() && !this.#disobeys) this.#freed();
  }

  #hearRefused(): void {
    const question = this.#questions.oldest();
    if (question === undefined) return;
    this.#questions.settle(question);
    // It keeps nothing, or does not want to say (UNKNOWN).
    if (question === 'RB') {
      this.#unread = this.#unread.slice(1);
      this.#asked();
    } else if (question === 'ST' && this.#at === 'starting') this.#startRefused();
    else if (question === 'SP' && this.#at === 'clearing') this.#ask('starting', 'ST');
    else if (question === 'SP' && this.#at === 'stopping') this.#stopAnswered('refused');
  }

  #stopAnswered(answer: 'acknowledged' | 'refused'): void {
    this.#stopAnswer = answer;
    this.#goTo('stopping', tm2657Delays.quietAfterStopMs);
  }

  #startRefused() {
    this.#refusals += 1;
    if (this.#refusals === 1) return this.#goTo('waiting', tm2657Delays.startAgainMs);
    if (!this.#stoppedLately)
      return this.#channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: 'NAK' }));
    // It was told to stop, said that it did, and is busy all the same.
    this.#disobeyed();
    this.#rest();
    this.#channel.worksOn();
  }

  #disobeyed(): void {
    this.#disobeys = true;
    this.#disobeyedLately = true;
  }

  /** An `RB` was answered. */
  #asked(): void {
    if (this.#at === 'draining') this.#start();
    else if (this.#at === 'reading') this.#goTo('running', tm2657Delays.readBackAgainMs);
    else if (this.#at === 'looking') this.#rest();
  }

  #hearRecord(record: Kept) {
    const isAnswer = this.#questions.settle('RB');
    const mayBeAnswer = this.#readLate() || isAnswer;
    switch (this.#at) {
      case 'looking':
      case 'draining':
        this.#keepForeign(record, isAnswer);
        this.#keptIsKnown = true;
        return this.#asked();
      case 'running':
      case 'reading':
        if (record.text !== this.#kept) return this.#take(record);
        if (mayBeAnswer) return this.#asked();
        if (this.#keptMinuteIsOver && record.record.kind === 'values' && record.record.clock.kind === 'says') {
          return this.#channel.discard('repeated');
        }
        return this.#take(record);
      case 'starting':
      case 'waiting':
      case 'clearing':
        // Commands are answered in their order, and no cuff measures within a second: it is of before the start.
        if (isAnswer) this.#questions.wait(tm2657Delays.answerWithinMs, this.#overdue);
        return this.#keepForeign(record, isAnswer);
      case 'stopping':
        // The acknowledgement before it, if there was one, was the question's; the stop's own is still to come.
        if (isAnswer) this.#questions.wait(tm2657Delays.answerWithinMs, this.#overdue);
        else this.#recordCame = true;
        return this.#keepForeign(record, isAnswer);
      case 'idle':
      case 'freeing':
        return this.#keepForeign(record, isAnswer);
    }
  }

  /** A record is the answer to the oldest `RB` that may still be answered, if there is one. */
  #readLate(): boolean {
    const [oldest, ...later] = this.#unread.filter(
      (sentAt) => this.#channel.monotonic() - sentAt < tm2657Delays.repeatsWithinMs,
    );
    this.#unread = later;
    return oldest !== undefined;
  }

  /** A record that is nobody's. The device gives the one that it keeps again and again; that is told once. */
  #keepForeign(record: Kept, isAnswer: boolean) {
    if (record.text === this.#kept) return;
    this.#keep(record);
    if (isAnswer) return this.#channel.discard('stale');
    // It came by itself: whoever the cuff worked for, it has ended.
    if (this.#stoppedLately) this.#disobeyed();
    this.#channel.take(eventFrom(record.record, this.#channel));
  }

  #take(record: Kept): void {
    this.#keep(record);
    this.#keptIsKnown = true;
    this.#rest();
    this.#channel.take(eventFrom(record.record, this.#channel));
  }

  #keep({ text }: Kept): void {
    this.#kept = text;
    this.#keptMinuteIsOver = false;
    this.#callOffMinute();
    this.#callOffMinute = this.#channel.after(tm2657Delays.sameMinuteMs, () => {
      this.#keptMinuteIsOver = true;
    });
  }
}

interface Kept {
  readonly text: string;
  readonly record: MeasuredRecord;
}
