import { createQuestions, type Questions } from '../../measuring/questions.ts';
import { eventFrom, failedEvent, type PressureChannel, type PressureConversation } from '../pressure-monitor.ts';
import { readTm2657, type Tm2657Command, tm2657Command } from './and-tm2657-protocol.ts';
import { tm2657Delays } from './tm2657-delays.ts';
import { Tm2657Obedience } from './tm2657-obedience.ts';
import { type Tm2657Record, Tm2657Records } from './tm2657-records.ts';

const silentLooksBeforeNextSettings = 2;

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

/** The conversation with one TM-2657 over one line that stands. */
export class Tm2657Conversation implements PressureConversation {
  readonly #channel: PressureChannel;
  readonly #questions: Questions<Tm2657Command>;
  readonly #records: Tm2657Records;
  readonly #obedience: Tm2657Obedience;
  #at: At = 'idle';
  /** Since the measurement was asked for. */
  #heard = false;
  #silentLooks = 0;
  /** The device has said what it keeps since the measurement was asked for. */
  #keptIsKnown = false;
  #refusals = 0;
  #cleared = false;
  #stops = 0;
  /** How the stop that is out was answered. */
  #stopAnswer: 'acknowledged' | 'refused' | undefined;
  /** While it was being stopped: whomever it worked for, it has ended. */
  #recordCame = false;

  constructor(channel: PressureChannel) {
    this.#channel = channel;
    this.#records = new Tm2657Records(channel);
    this.#obedience = new Tm2657Obedience(channel.after, tm2657Delays.longestMeasurementMs);
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
        return this.#mayBeFreed() ? this.#ask('freeing', 'SP') : this.#ask('looking', 'RB');
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
    if (command === 'RB') this.#records.askedFor();
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

  /** Somebody's cuff may work on that a stop would end. */
  #mayBeFreed(): boolean {
    return this.#channel.isWorkingOn() && !this.#obedience.isDoubted();
  }

  #freed(): void {
    this.#rest();
    this.#channel.free();
  }

  #stopped(): void {
    this.#rest();
    this.#obedience.acknowledgedStop(this.#recordCame);
    if (this.#obedience.isDoubted() && !this.#recordCame) this.#channel.worksOn();
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
    else if (this.#mayBeFreed()) this.#freed();
  }

  #hearRefused(): void {
    const question = this.#questions.oldest();
    if (question === undefined) return;
    this.#questions.settle(question);
    // It keeps nothing, or does not want to say (UNKNOWN).
    if (question === 'RB') {
      this.#records.refused();
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
    if (!this.#obedience.wasStoppedLately())
      return this.#channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: 'NAK' }));
    // It was told to stop, said that it did, and is busy all the same.
    this.#obedience.disobeyed();
    this.#rest();
    this.#channel.worksOn();
  }

  /** An `RB` was answered. */
  #asked(): void {
    if (this.#at === 'draining') this.#start();
    else if (this.#at === 'reading') this.#goTo('running', tm2657Delays.readBackAgainMs);
    else if (this.#at === 'looking') this.#rest();
  }

  #hearRecord(record: Tm2657Record) {
    const isAnswer = this.#questions.settle('RB');
    const mayBeAnswer = this.#records.answersLate() || isAnswer;
    switch (this.#at) {
      case 'looking':
      case 'draining':
        this.#keepForeign(record, isAnswer);
        this.#keptIsKnown = true;
        return this.#asked();
      case 'running':
      case 'reading':
        if (!this.#records.isKept(record)) return this.#take(record);
        if (mayBeAnswer) return this.#asked();
        return this.#records.isOfBefore(record) ? this.#channel.discard('repeated') : this.#take(record);
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

  /** A record that is nobody's. The device gives the one that it keeps again and again; that is told once. */
  #keepForeign(record: Tm2657Record, isAnswer: boolean) {
    if (this.#records.isKept(record)) return;
    this.#records.keep(record);
    if (isAnswer) return this.#channel.discard('stale');
    // It came by itself: whoever the cuff worked for, it has ended.
    if (this.#obedience.wasStoppedLately()) this.#obedience.disobeyed();
    this.#channel.take(eventFrom(record.record, this.#channel));
  }

  #take(record: Tm2657Record): void {
    this.#records.keep(record);
    this.#keptIsKnown = true;
    this.#rest();
    this.#channel.take(eventFrom(record.record, this.#channel));
  }
}
