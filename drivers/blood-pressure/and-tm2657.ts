import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import type { MeasuringParts } from '../measuring/measuring-device.ts';
import { createQuestions } from '../measuring/questions.ts';
import { readTm2657, type Tm2657Command, tm2657Command, tm2657Shape } from './and-tm2657-protocol.ts';
import type { MeasuredRecord } from './measured-record.ts';
import {
  createPressureMonitor,
  eventFrom,
  failedEvent,
  type PressureChannel,
  type PressureConversation,
} from './pressure-monitor.ts';

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

export function createAndTm2657Monitor(parts: MeasuringParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'host',
    shape: tm2657Shape,
    measureWithinMs: tm2657Delays.longestMeasurementMs,
    converse,
  });
}

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

function converse(channel: PressureChannel): PressureConversation {
  const questions = createQuestions<Tm2657Command>({
    send: (command) => channel.send(tm2657Command(command)),
    after: channel.after,
    forgetAfterMs: tm2657Delays.forgetQuestionsAfterMs,
  });
  let at: At = 'idle';
  /** Since the measurement was asked for. */
  let heard = false;
  let silentLooks = 0;
  /** When each `RB` was sent that brought neither record nor refusal. */
  let unread: readonly number[] = [];
  /** The record that was heard last, which the device keeps. */
  let kept: string | undefined;
  /** It was heard so long ago that another record of the same minute cannot follow. */
  let keptMinuteIsOver = false;
  let callOffMinute = () => {};
  /** The device has said so since the measurement was asked for. */
  let keptIsKnown = false;
  let refusals = 0;
  let cleared = false;
  let stops = 0;
  /** How the stop that is out was answered. */
  let stopAnswer: 'acknowledged' | 'refused' | undefined;
  /** While it was being stopped: whomever it worked for, it has ended. */
  let recordCame = false;
  /** A cuff was told to stop so short ago that it may work on, should the device not do what it acknowledges. */
  let stoppedLately = false;
  let callOffLately = () => {};
  let disobeyedLately = false;
  /**
   * It seems to have sent the record of a measurement whose stop it had acknowledged. Somebody may as well have pressed its own
   * button after the stop, so it is believed again after a stop that was followed by nothing.
   */
  let disobeys = false;

  ask('looking', 'RB');

  function ask(next: At, command: Tm2657Command): void {
    at = next;
    if (command === 'RB') unread = [...unread, channel.monotonic()];
    questions.ask(command, tm2657Delays.answerWithinMs, overdue);
  }

  function goTo(next: At, ms: number): void {
    at = next;
    questions.wait(ms, overdue);
  }

  function overdue() {
    switch (at) {
      case 'idle':
        return channel.isWorkingOn() && !disobeys ? ask('freeing', 'SP') : ask('looking', 'RB');
      case 'looking':
      case 'freeing':
        return lookUnanswered();
      case 'draining':
        return start();
      case 'waiting':
      case 'clearing':
        return ask('starting', 'ST');
      case 'starting':
        return startUnanswered();
      case 'running':
        return readBack();
      case 'reading':
        return goTo('running', tm2657Delays.readBackAgainMs);
      case 'stopping':
        return stopOverdue();
    }
  }

  function lookUnanswered(): void {
    silentLooks += 1;
    if (silentLooks >= silentLooksBeforeNextSettings) {
      channel.silent();
      if (channel.tryNextSettings()) return;
    }
    goTo('idle', tm2657Delays.lookAgainWhileSilentMs);
  }

  function rest(): void {
    goTo('idle', tm2657Delays.lookAgainMs);
  }

  function start(): void {
    refusals = 0;
    cleared = false;
    channel.works();
    ask('starting', 'ST');
  }

  /**
   * A device that says nothing at all is not there. One that answers, but not the start (its answer is SINGLE), may be
   * measuring somebody who pressed its button: that cuff is emptied, so that the next record is of the next start.
   */
  function startUnanswered() {
    if (!heard) {
      channel.silent();
      if (channel.tryNextSettings()) return;
      return channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
    }
    if (cleared) return run();
    cleared = true;
    ask('clearing', 'SP');
  }

  function run(): void {
    goTo('running', tm2657Delays.readBackAfterMs);
    channel.drained();
    channel.tell({ type: 'measuring', cuffMmHg: undefined });
  }

  /** Without knowing what the device kept before, an old record could not be told from the new one. */
  function readBack(): void {
    if (keptIsKnown) ask('reading', 'RB');
  }

  function stopOverdue() {
    if (stopAnswer === 'acknowledged') return stopped();
    stops -= 1;
    if (stops > 0) return ask('stopping', 'SP');
    goTo('idle', tm2657Delays.lookAgainWhileSilentMs);
    if (recordCame) channel.free();
    else channel.worksOn();
  }

  function freed(): void {
    rest();
    channel.free();
  }

  function stopped(): void {
    rest();
    stoppedLately = true;
    callOffLately();
    callOffLately = channel.after(disobeysWithinMs, () => {
      stoppedLately = false;
      if (!disobeyedLately) disobeys = false;
    });
    disobeyedLately = recordCame;
    if (disobeys && !recordCame) channel.worksOn();
    else channel.free();
  }

  function hear(frame: Uint8Array): void {
    const message = readTm2657(frame);
    if (message.kind === 'damaged') return;
    heard = true;
    // A single byte could be noise of the wrong speed: it answers a command, but proves no device.
    if (message.kind !== 'record' && message.bare && at === 'looking') return;
    if (message.kind === 'record' || !message.bare) {
      silentLooks = 0;
      channel.answered();
    }
    if (message.kind === 'record') hearRecord(message);
    else if (message.kind === 'acknowledged') hearAcknowledged();
    else hearRefused();
  }

  /**
   * Of an `RB` it may say only that the record follows. When none does, it was the answer to what was asked after the `RB`,
   * which is lost then.
   */
  function hearAcknowledged() {
    if (questions.oldest() !== 'RB') return acknowledged();
    if (questions.outstanding('ST') + questions.outstanding('SP') === 0) return;
    questions.wait(tm2657Delays.answerWithinMs, () => {
      while (questions.oldest() === 'RB') questions.settle('RB');
      questions.wait(tm2657Delays.answerWithinMs, overdue);
      acknowledged();
    });
  }

  function acknowledged(): void {
    const question = questions.oldest();
    if (question === undefined) return;
    questions.settle(question);
    if (question === 'ST' && at === 'starting') run();
    else if (at === 'clearing') ask('starting', 'ST');
    else if (question !== 'SP') return;
    else if (at === 'stopping') stopAnswered('acknowledged');
    else if (channel.isWorkingOn() && !disobeys) freed();
  }

  function hearRefused(): void {
    const question = questions.oldest();
    if (question === undefined) return;
    questions.settle(question);
    // It keeps nothing, or does not want to say (UNKNOWN).
    if (question === 'RB') {
      unread = unread.slice(1);
      asked();
    } else if (question === 'ST' && at === 'starting') startRefused();
    else if (question === 'SP' && at === 'clearing') ask('starting', 'ST');
    else if (question === 'SP' && at === 'stopping') stopAnswered('refused');
  }

  function stopAnswered(answer: 'acknowledged' | 'refused'): void {
    stopAnswer = answer;
    goTo('stopping', tm2657Delays.quietAfterStopMs);
  }

  function startRefused() {
    refusals += 1;
    if (refusals === 1) return goTo('waiting', tm2657Delays.startAgainMs);
    if (!stoppedLately)
      return channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: 'NAK' }));
    // It was told to stop, said that it did, and is busy all the same.
    disobeyed();
    rest();
    channel.worksOn();
  }

  function disobeyed(): void {
    disobeys = true;
    disobeyedLately = true;
  }

  /** An `RB` was answered. */
  function asked(): void {
    if (at === 'draining') start();
    else if (at === 'reading') goTo('running', tm2657Delays.readBackAgainMs);
    else if (at === 'looking') rest();
  }

  function hearRecord(record: Kept) {
    const isAnswer = questions.settle('RB');
    const mayBeAnswer = readLate() || isAnswer;
    switch (at) {
      case 'looking':
      case 'draining':
        keepForeign(record, isAnswer);
        keptIsKnown = true;
        return asked();
      case 'running':
      case 'reading':
        if (record.text !== kept) return take(record);
        if (mayBeAnswer) return asked();
        if (keptMinuteIsOver && record.record.kind === 'values' && record.record.clock.kind === 'says') {
          return channel.discard('repeated');
        }
        return take(record);
      case 'starting':
      case 'waiting':
      case 'clearing':
        // Commands are answered in their order, and no cuff measures within a second: it is of before the start.
        if (isAnswer) questions.wait(tm2657Delays.answerWithinMs, overdue);
        return keepForeign(record, isAnswer);
      case 'stopping':
        // The acknowledgement before it, if there was one, was the question's; the stop's own is still to come.
        if (isAnswer) questions.wait(tm2657Delays.answerWithinMs, overdue);
        else recordCame = true;
        return keepForeign(record, isAnswer);
      case 'idle':
      case 'freeing':
        return keepForeign(record, isAnswer);
    }
  }

  /** A record is the answer to the oldest `RB` that may still be answered, if there is one. */
  function readLate(): boolean {
    const [oldest, ...later] = unread.filter((sentAt) => channel.monotonic() - sentAt < tm2657Delays.repeatsWithinMs);
    unread = later;
    return oldest !== undefined;
  }

  /** A record that is nobody's. The device gives the one that it keeps again and again; that is told once. */
  function keepForeign(record: Kept, isAnswer: boolean) {
    if (record.text === kept) return;
    keep(record);
    if (isAnswer) return channel.discard('stale');
    // It came by itself: whoever the cuff worked for, it has ended.
    if (stoppedLately) disobeyed();
    channel.take(eventFrom(record.record, channel));
  }

  function take(record: Kept): void {
    keep(record);
    keptIsKnown = true;
    rest();
    channel.take(eventFrom(record.record, channel));
  }

  function keep({ text }: Kept): void {
    kept = text;
    keptMinuteIsOver = false;
    callOffMinute();
    callOffMinute = channel.after(tm2657Delays.sameMinuteMs, () => {
      keptMinuteIsOver = true;
    });
  }

  return {
    hear,
    hearNoise: () => {},
    begin() {
      heard = false;
      keptIsKnown = false;
      if (at === 'looking') goTo('draining', tm2657Delays.answerWithinMs);
      else ask('draining', 'RB');
    },
    abandon() {
      // Said twice when the first one is not answered: it lets the air out.
      stops = 2;
      stopAnswer = undefined;
      recordCame = false;
      ask('stopping', 'SP');
    },
  };
}

interface Kept {
  readonly text: string;
  readonly record: MeasuredRecord;
}
