import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import { readTm2657, type Tm2657Command, tm2657Command, tm2657Shape } from './and-tm2657-protocol.ts';
import type { MeasuredRecord } from './measured-record.ts';
import { type Conversation, createPressureMonitor, type Desk, type MonitorParts } from './pressure-monitor.ts';

/**
 * A&D TM-2655 and TM-2657: the host starts and stops the cuff, the device sends its record when it has measured.
 *
 * It keeps its last record and gives it on `RB`, which harms nothing: the driver asks it to hear whether the device is there
 * and understood, and before each measurement, so that the last patient's record is known and never taken for the next one's.
 */

/** Waits of the conversation, in milliseconds. */
export const tm2657Delays = {
  /** A record of 138 bytes takes 0.6 s at 2,400 baud. */
  answerWithinMs: 1_500,
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
  longestMeasurementMs: 180_000,
} as const;

const silentLooksBeforeNextSettings = 2;

export function createAndTm2657Monitor(parts: MonitorParts): BloodPressureMonitor {
  return createPressureMonitor(parts, {
    startedBy: 'host',
    shape: tm2657Shape,
    longestMeasurementMs: tm2657Delays.longestMeasurementMs,
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
 */
type At = 'idle' | 'looking' | 'draining' | 'starting' | 'waiting' | 'clearing' | 'running' | 'reading' | 'stopping';

function converse(desk: Desk): Conversation {
  let at: At = 'idle';
  /** Since the measurement was asked for. */
  let heard = false;
  let silentLooks = 0;
  /** The record that was heard last, which the device keeps. */
  let kept: string | undefined;
  /** The device has said so since the measurement was asked for. */
  let keptIsKnown = false;
  let refusals = 0;
  let cleared = false;
  let stops = 0;
  let callOff = () => {};

  goTo('looking', tm2657Delays.answerWithinMs, 'RB');

  function goTo(next: At, ms: number, command?: Tm2657Command): void {
    at = next;
    callOff();
    callOff = desk.after(ms, overdue);
    if (command) desk.send(tm2657Command(command));
  }

  function overdue() {
    switch (at) {
      case 'idle':
        return goTo('looking', tm2657Delays.answerWithinMs, 'RB');
      case 'looking':
        return lookUnanswered();
      case 'draining':
        return start();
      case 'waiting':
      case 'clearing':
        return goTo('starting', tm2657Delays.answerWithinMs, 'ST');
      case 'starting':
        return startUnanswered();
      case 'running':
        return readBack();
      case 'reading':
        return goTo('running', tm2657Delays.readBackAgainMs);
      case 'stopping':
        return stopped();
    }
  }

  function lookUnanswered(): void {
    silentLooks += 1;
    if (silentLooks >= silentLooksBeforeNextSettings) {
      desk.silent();
      if (desk.tryNextSettings()) return;
    }
    goTo('idle', tm2657Delays.lookAgainWhileSilentMs);
  }

  function rest(): void {
    goTo('idle', tm2657Delays.lookAgainMs);
  }

  function start(): void {
    refusals = 0;
    cleared = false;
    goTo('starting', tm2657Delays.answerWithinMs, 'ST');
  }

  /**
   * A device that says nothing at all is not there. One that answers, but not the start (its answer is SINGLE), may be
   * measuring somebody who pressed its button: that cuff is emptied, so that the next record is of the next start.
   */
  function startUnanswered() {
    if (!heard) {
      desk.silent();
      if (desk.tryNextSettings()) return;
      return desk.fail({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined });
    }
    if (cleared) return run();
    cleared = true;
    goTo('clearing', tm2657Delays.answerWithinMs, 'SP');
  }

  function run(): void {
    goTo('running', tm2657Delays.readBackAfterMs);
    desk.cuffWorks(undefined);
  }

  /** Without knowing what the device kept before, an old record could not be told from the new one. */
  function readBack(): void {
    if (keptIsKnown) goTo('reading', tm2657Delays.answerWithinMs, 'RB');
  }

  function stopped() {
    stops -= 1;
    if (stops > 0) return goTo('stopping', tm2657Delays.answerWithinMs, 'SP');
    rest();
    desk.quiet();
  }

  function hear(frame: Uint8Array): void {
    const message = readTm2657(frame);
    if (message.kind === 'damaged') return;
    heard = true;
    // A single byte could be noise of the wrong speed: it answers a command, but proves no device.
    if (message.kind !== 'record' && message.bare && at === 'looking') return;
    if (message.kind === 'record' || !message.bare) {
      silentLooks = 0;
      desk.answered();
    }
    if (message.kind === 'record') hearRecord(message);
    else hearAnswer(message.kind);
  }

  function hearAnswer(answer: 'acknowledged' | 'refused'): void {
    if (at === 'stopping') {
      stops = 1;
      goTo('stopping', tm2657Delays.quietAfterStopMs);
    } else if (answer === 'acknowledged') {
      // Of an `RB` it says only that the record follows.
      if (at === 'starting') run();
      else if (at === 'clearing') goTo('starting', tm2657Delays.answerWithinMs, 'ST');
    } else if (at === 'looking' || at === 'draining' || at === 'reading') {
      // It keeps nothing, or does not want to say (UNKNOWN).
      asked();
    } else if (at === 'clearing') goTo('starting', tm2657Delays.answerWithinMs, 'ST');
    else if (at === 'starting') refused();
  }

  function refused() {
    refusals += 1;
    if (refusals === 1) return goTo('waiting', tm2657Delays.startAgainMs);
    desk.fail({ reason: 'device-error', advice: 'try-again', deviceError: 'NAK' });
  }

  /** The `RB` that is out was answered. */
  function asked(): void {
    if (at === 'draining') start();
    else if (at === 'reading') goTo('running', tm2657Delays.readBackAgainMs);
    else rest();
  }

  function hearRecord(record: Kept) {
    switch (at) {
      case 'looking':
      case 'draining':
        keepForeign(record, 'stale');
        keptIsKnown = true;
        return asked();
      case 'reading':
        return record.text === kept ? asked() : take(record);
      case 'running':
        return take(record);
      case 'starting':
      case 'waiting':
      case 'clearing':
        // Commands are answered in their order, and no cuff measures within a second: it is of before the start.
        return keepForeign(record, 'stale');
      case 'idle':
      case 'stopping':
        return keepForeign(record, 'no-measurement-open');
    }
  }

  /** A record that is nobody's. The device gives the one that it keeps again and again; that is told once. */
  function keepForeign({ text }: Kept, why: 'stale' | 'no-measurement-open'): void {
    if (text === kept) return;
    kept = text;
    desk.discard(why);
  }

  function take({ text, record }: Kept): void {
    kept = text;
    keptIsKnown = true;
    rest();
    desk.take(record);
  }

  return {
    hear,
    hearNoise: () => {},
    begin() {
      heard = false;
      keptIsKnown = false;
      goTo('draining', tm2657Delays.answerWithinMs, at === 'looking' ? undefined : 'RB');
    },
    abandon() {
      // Said twice when the first one is not answered: it lets the air out.
      stops = 2;
      goTo('stopping', tm2657Delays.answerWithinMs, 'SP');
    },
  };
}

interface Kept {
  readonly text: string;
  readonly record: MeasuredRecord;
}
