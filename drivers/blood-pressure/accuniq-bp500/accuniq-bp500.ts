import { eightNone } from '../../discovery/lines-to-try.ts';
import { createQuestions } from '../../measuring/questions.ts';
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
  shape: r1Shape,
  measureWithinMs: pressureDelays.buttonCuffWithinMs,
  converse,
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

function converse(channel: PressureChannel): PressureConversation {
  const questions = createQuestions<string>({
    send: () => channel.send(r1Enquiry),
    after: channel.after,
    forgetAfterMs: bp500Delays.forgetAfterMs,
  });
  let at: At = 'idle';
  let fresh = true;
  let silentAnswers = 0;
  let deletions = 0;
  /** The result that was acknowledged last, until the device says that it keeps nothing. */
  let acknowledged: string | undefined;
  /** Counts measurements, so that an answer tells for which of them it was asked. */
  let turn = 0;

  ask();

  function ask(): void {
    questions.ask(`ENQ ${turn}`, bp500Delays.answerWithinMs, unanswered);
  }

  function askAgain(): void {
    const { askAgainMs, askAgainWhileWaitingMs, askAgainSoonMs } = bp500Delays;
    const awaited = at === 'waiting' || channel.isWorkingOn();
    const drained = at === 'idle' && !fresh && acknowledged === undefined;
    questions.wait(awaited ? askAgainWhileWaitingMs : drained ? askAgainMs : askAgainSoonMs, ask);
  }

  /** Whether the device answers while its cuff works is UNKNOWN, so silence ends nothing while a patient waits. */
  function unanswered() {
    silentAnswers += 1;
    if (silentAnswers >= silentAnswersBeforeNextSettings && at !== 'waiting') {
      channel.silent();
      if (channel.tryNextSettings()) return;
      if (at === 'draining') {
        return channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
      }
    }
    questions.wait(bp500Delays.askAgainWhileWaitingMs, ask);
  }

  function hear(frame: Uint8Array): void {
    const message = readR1(frame);
    // It is asked for again, and only an acknowledgement deletes it.
    if (message.kind === 'damaged') return;
    silentAnswers = 0;
    channel.answered();
    if (message.kind === 'record' || message.kind === 'nothing') hearAnswer(message);
    askAgain();
  }

  function hearAnswer(message: R1Message) {
    const question = questions.oldest();
    if (question !== undefined) questions.settle(question);
    if (message.kind === 'record') return hearRecord(message);
    acknowledged = undefined;
    fresh = false;
    if (at === 'draining' && question === `ENQ ${turn}`) waitForButton();
  }

  function waitForButton(): void {
    at = 'waiting';
    channel.works();
    channel.drained();
    channel.tell({ type: 'waiting-for-button' });
  }

  function hearRecord({ record, text }: Extract<R1Message, { kind: 'record' }>) {
    if (text === acknowledged) return hearRepeated();
    acknowledged = text;
    deletions = 0;
    // What it kept before this line stood is old, unless somebody's cuff is waited for: then it was drained for them.
    const isOld = at === 'draining' || (fresh && !channel.isWorkingOn());
    fresh = false;
    if (at === 'waiting') {
      // Kept until it was handed over.
      at = 'idle';
      channel.take(eventFrom(record, channel));
      return channel.send(r1Delete);
    }
    channel.send(r1Delete);
    if (isOld) channel.discard('stale');
    else channel.take(eventFrom(record, channel));
  }

  /** The acknowledgement was lost, or the device does not delete. */
  function hearRepeated(): void {
    deletions += 1;
    if (deletions === 1) channel.discard('repeated');
    channel.send(r1Delete);
    if (at === 'draining' && deletions >= deletionsWhileDraining) waitForButton();
  }

  return {
    hear,
    hearNoise: () => {},
    begin() {
      at = 'draining';
      deletions = 0;
      silentAnswers = 0;
      turn += 1;
      ask();
    },
    abandon() {
      // It knows no stop. Nobody was asked to begin while it drained, unless over an earlier line.
      const mayWork = at === 'waiting' || channel.isWorkingOn();
      at = 'idle';
      if (mayWork) channel.worksOn();
      else channel.free();
      askAgain();
    },
  };
}
