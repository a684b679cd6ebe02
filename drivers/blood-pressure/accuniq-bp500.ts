import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import { type Conversation, createPressureMonitor, type Desk, type MonitorParts } from './pressure-monitor.ts';
import { type R1Message, r1Delete, r1Enquiry, r1Shape, readR1 } from './r1-protocol.ts';

/**
 * Selvas ACCUNIQ BP500 (Terumo BP-500, BR-500): the patient presses the device's button; the device keeps its result until the
 * host has asked for it and acknowledged it.
 *
 * A result is acknowledged, and thereby deleted, after it was handed over. Nobody's results, found at the start, while idle
 * or when a measurement opens, are acknowledged too, or they would be the next patient's.
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
  longestMeasurementMs: 240_000,
} as const;

const silentAnswersBeforeNextSettings = 3;

/** A device that gives the same result so often does not delete it (UNKNOWN models); it is known now, and is passed over. */
const deletionsWhileDraining = 5;

export function createAccuniqBp500Monitor(parts: MonitorParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'button',
    shape: r1Shape,
    longestMeasurementMs: bp500Delays.longestMeasurementMs,
    converse,
  });
}

/**
 * - `idle`: no measurement. `draining`: one was opened, and the device still has to say that it keeps nothing.
 * - `waiting`: the next result is the patient's.
 */
type At = 'idle' | 'draining' | 'waiting';

function converse(desk: Desk): Conversation {
  let at: At = 'idle';
  let fresh = true;
  let silentAnswers = 0;
  let deletions = 0;
  /** The result that was acknowledged last, until the device says that it keeps nothing. */
  let acknowledged: string | undefined;
  let callOff = () => {};

  ask();

  function ask(): void {
    desk.send(r1Enquiry);
    wait(bp500Delays.answerWithinMs, unanswered);
  }

  function wait(ms: number, then: () => void): void {
    callOff();
    callOff = desk.after(ms, then);
  }

  function askAgain(): void {
    const { askAgainMs, askAgainWhileWaitingMs, askAgainSoonMs } = bp500Delays;
    const drained = at === 'idle' && !fresh && acknowledged === undefined;
    wait(at === 'waiting' ? askAgainWhileWaitingMs : drained ? askAgainMs : askAgainSoonMs, ask);
  }

  /** Whether the device answers while its cuff works is UNKNOWN, so silence ends nothing while a patient waits. */
  function unanswered() {
    silentAnswers += 1;
    if (silentAnswers >= silentAnswersBeforeNextSettings && at !== 'waiting') {
      desk.silent();
      if (desk.tryNextSettings()) return;
      if (at === 'draining') return desk.fail({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined });
    }
    wait(bp500Delays.askAgainWhileWaitingMs, ask);
  }

  function hear(frame: Uint8Array): void {
    const message = readR1(frame);
    // It is asked for again, and only an acknowledgement deletes it.
    if (message.kind === 'damaged') return;
    silentAnswers = 0;
    desk.answered();
    if (message.kind === 'record') hearRecord(message);
    if (message.kind === 'nothing') hearNothing();
    askAgain();
  }

  function hearNothing(): void {
    acknowledged = undefined;
    fresh = false;
    if (at === 'draining') waitForButton();
  }

  function waitForButton(): void {
    at = 'waiting';
    desk.waitForButton();
  }

  function hearRecord({ record, text }: Extract<R1Message, { kind: 'record' }>) {
    if (text === acknowledged) return hearRepeated();
    acknowledged = text;
    deletions = 0;
    if (at === 'waiting') {
      at = 'idle';
      desk.take(record);
    } else desk.discard(at === 'draining' || fresh ? 'stale' : 'no-measurement-open');
    fresh = false;
    desk.send(r1Delete);
  }

  /** The acknowledgement was lost, or the device does not delete. */
  function hearRepeated(): void {
    deletions += 1;
    if (deletions === 1) desk.discard('repeated');
    desk.send(r1Delete);
    if (at === 'draining' && deletions >= deletionsWhileDraining) waitForButton();
  }

  return {
    hear,
    hearNoise: () => {},
    begin() {
      at = 'draining';
      deletions = 0;
      silentAnswers = 0;
      ask();
    },
    abandon() {
      at = 'idle';
      askAgain();
      desk.quiet();
    },
  };
}
