import type { Clock } from '#config/agreements/clock.ts';
import type { BloodPressureMonitor, DiscardedResult, PressureFailure } from '../contract/blood-pressure-monitor.ts';
import type { OpenTransport, Transport } from '../contract/transport.ts';
import type { FrameShape } from '../framing/frames.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { createCandidateLine } from './line-candidates.ts';
import type { MeasuredRecord, MeasurementFailure } from './measured-record.ts';
import { createMonitorLine, type MonitorLine } from './monitor-line.ts';
import { createMeasurementWindow, type OpenedMeasurement } from './pressure-measurement.ts';

/** What every blood-pressure monitor has in common; a driver adds how its device is talked to. */
export interface MonitorParts {
  readonly id: string;
  /** Several are the same line with other settings, tried in turn until the device is understood. */
  readonly open: OpenTransport | readonly OpenTransport[];
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
}

export interface MonitorNature {
  readonly startedBy: BloodPressureMonitor['startedBy'];
  readonly shape: FrameShape;
  /** A measurement has ended after so long, whatever the device does. */
  readonly longestMeasurementMs: number;
  /** A line stands: begins the conversation over it. It ends with its line, and the next line begins a fresh one. */
  converse(desk: Desk): Conversation;
}

/** How one kind of device is talked to. */
export interface Conversation {
  hear(frame: Uint8Array): void;
  /** Bytes that are no frame. */
  hearNoise(count: number): void;
  /** A measurement was opened: drain, then start the cuff or wait for the button. Tells nothing before it returns. */
  begin(): void;
  /** It is over without a result: let the air out, drain, then call `quiet`. May come at any time. */
  abandon(): void;
}

/** What a conversation may do and tell. All of it does nothing once its line is gone. */
export interface Desk {
  send(bytes: Uint8Array): void;
  after(ms: number, call: () => void): () => void;
  isMidFrame(): boolean;
  /** The line stands, and a device that is only listened to has nothing to prove. */
  isThere(): void;
  /** A frame came that only the right device with the right settings sends. */
  answered(): void;
  /** It should have answered. */
  silent(): void;
  isUnderstood(): boolean;
  /** The settings may be wrong: gives up this line for the next ones. False when there are none left to try. */
  tryNextSettings(): boolean;
  /** Drained; the patient may press the button. */
  waitForButton(): void;
  /** Drained and started. Again whenever the device tells the pressure. */
  cuffWorks(cuffMmHg: number | undefined): void;
  /** A record that belongs to the measurement if one is open, and to nobody otherwise. */
  take(record: MeasuredRecord): void;
  discard(why: DiscardedResult['why']): void;
  fail(failure: MeasurementFailure): void;
  /** After `abandon`: the cuff is empty as far as the device tells, and nothing more is on its way. */
  quiet(): void;
}

/** Waits that are the same for every monitor, in milliseconds. */
export const monitorDelays = {
  /** A measurement may begin so long before its line stands for the first time or stands again with other settings. */
  lineWithinMs: 5_000,
  /** How long `close` waits for the system to take the command that lets the air out. */
  closeWithinMs: 1_000,
} as const;

/** Tries to open the line from now on, and keeps trying until `close`. */
export function createPressureMonitor(parts: MonitorParts, nature: MonitorNature): BloodPressureMonitor {
  const { id, clock, random } = parts;
  const report = createConditionReport(clock);
  const candidates = createCandidateLine(parts.open);
  const window = createMeasurementWindow(windowClosed);
  let line: MonitorLine | undefined;
  let conversation: Conversation | undefined;
  let answers: boolean | undefined;
  let changingSettings = false;
  let settingsLeft = 0;
  let began = false;
  let abandoning: PromiseWithResolvers<void> | undefined;
  let callOffLimit = () => {};
  let closed = false;

  const supervised = superviseLine({ open: candidates.open, clock, random, onOpen: lineStands, onLost: lineIsGone });

  function lineStands(transport: Transport): void {
    changingSettings = false;
    const standing = createMonitorLine({
      transport,
      clock,
      shape: nature.shape,
      onFrame: (frame) => conversation?.hear(frame),
      onNoise: (count) => conversation?.hearNoise(count),
    });
    line = standing;
    conversation = nature.converse(deskAt(standing));
    beginIfAsked();
  }

  function lineIsGone(): void {
    letGoOfLine();
    if (changingSettings) {
      // Our own doing: nobody is told, and an open measurement goes on over the next line. The next loss is a real one.
      changingSettings = false;
      window.drainAgain();
      return;
    }
    report.change('absent');
    window.fail(failureOf('absent'));
  }

  function letGoOfLine(): void {
    line?.end();
    line = undefined;
    conversation = undefined;
    answers = undefined;
    began = false;
    quiet();
  }

  function beginIfAsked(): void {
    if (window.at() !== 'draining' || abandoning || !conversation || began) return;
    began = true;
    conversation.begin();
  }

  function windowClosed(by: 'taken' | 'failed'): void {
    callOffLimit();
    if (by === 'failed' && began && conversation) {
      abandoning = Promise.withResolvers();
      conversation.abandon();
    }
    began = false;
    showCondition();
  }

  function quiet(): void {
    abandoning?.resolve();
    abandoning = undefined;
  }

  function showCondition(): void {
    if (!line) return;
    if (window.at() === 'open') report.change('measuring');
    else if (answers !== undefined) report.change(answers ? 'ready' : 'no-answer');
  }

  function deskAt(standing: MonitorLine): Desk {
    /** A conversation over a line that is gone has no say. */
    const whileStanding =
      <Args extends readonly unknown[]>(act: (...args: Args) => void) =>
      (...args: Args) => {
        if (line === standing && !closed) act(...args);
      };
    const noteAnswer = (answer: boolean) => {
      answers = answer;
      showCondition();
    };
    const drained = () => {
      window.drained();
      showCondition();
    };

    return {
      send: standing.send,
      after: standing.after,
      isMidFrame: standing.isMidFrame,
      isThere: whileStanding(() => noteAnswer(true)),
      answered: whileStanding(() => {
        candidates.noteUnderstood();
        noteAnswer(true);
      }),
      silent: whileStanding(() => noteAnswer(false)),
      isUnderstood: candidates.understood,
      tryNextSettings() {
        const measuring = window.at() !== 'closed';
        if (line !== standing || closed || candidates.count < 2 || (measuring && settingsLeft === 0)) return false;
        if (measuring) settingsLeft -= 1;
        changingSettings = true;
        candidates.tryNext();
        return true;
      },
      waitForButton: whileStanding(() => {
        drained();
        window.waitForButton();
      }),
      cuffWorks: whileStanding((cuffMmHg: number | undefined) => {
        drained();
        window.cuffWorks(cuffMmHg);
      }),
      take: whileStanding(window.take),
      discard: whileStanding(window.discard),
      fail: whileStanding(window.fail),
      quiet: whileStanding(() => {
        quiet();
        beginIfAsked();
      }),
    };
  }

  function limit(opened: OpenedMeasurement): void {
    if (closed || (!line && report.condition() === 'absent')) {
      callOffLimit = () => {};
      queueMicrotask(() => opened.fail(failureOf('absent')));
      return;
    }
    const callOffWhole = clock.after(nature.longestMeasurementMs, () => opened.fail(failureOf('timed-out')));
    const callOffLine = clock.after(monitorDelays.lineWithinMs, () => {
      if (!line) opened.fail(failureOf('absent'));
    });
    callOffLimit = () => {
      callOffWhole();
      callOffLine();
    };
  }

  return {
    id,
    kind: 'blood-pressure-monitor',
    startedBy: nature.startedBy,
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    onDiscarded: window.onDiscarded,
    measure(listener) {
      const opened = window.open(listener);
      settingsLeft = candidates.count - 1;
      limit(opened);
      beginIfAsked();
      return {
        async stop() {
          opened.fail(failureOf('stopped'));
          await abandoning?.promise;
        },
      };
    },
    async close() {
      window.fail(failureOf('stopped'));
      closed = true;
      report.end();
      window.end();
      if (line) await takenWithin(line, clock);
      letGoOfLine();
      await supervised.close();
    },
  };
}

/** A line that is stuck must not keep the kiosk from ending. */
async function takenWithin(line: MonitorLine, clock: Clock): Promise<void> {
  let callOff = () => {};
  const enough = new Promise<void>((resolve) => {
    callOff = clock.after(monitorDelays.closeWithinMs, resolve);
  });
  await Promise.race([line.taken(), enough]);
  callOff();
}

function failureOf(reason: Extract<PressureFailure, 'absent' | 'stopped' | 'timed-out'>): MeasurementFailure {
  const advice = { absent: 'call-staff', stopped: 'none', 'timed-out': 'try-again' } as const;
  return { reason, advice: advice[reason], deviceError: undefined };
}
