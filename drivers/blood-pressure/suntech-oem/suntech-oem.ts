import { eightNone } from '../../discovery/lines-to-try.ts';
import { maskNothing } from '../../masking/mask-lines.ts';
import { createQuestions } from '../../measuring/questions.ts';
import {
  eventFrom,
  failedEvent,
  type MonitorDriver,
  type PressureChannel,
  type PressureConversation,
} from '../pressure-monitor.ts';
import {
  readSuntech,
  type SuntechCommand,
  type SuntechMessage,
  suntechCommands,
  suntechShape,
} from './suntech-protocol.ts';

/**
 * SunTech's OEM module inside a kiosk: it has no button, the host starts and stops it, and asks for the cuff's pressure
 * while it works. Its last result is given only when asked for, and it is asked for only after the module said, during our
 * measurement, that it has measured (`K`).
 *
 * Whatever it does when a line is opened belongs to nobody: a kiosk that died in the middle of a measurement left the cuff
 * to it. So the first thing it hears is to let the air out.
 */

/** Waits of the conversation, in milliseconds. */
export const suntechDelays = {
  answerWithinMs: 1_000,
  /** Between two looks at an idle module. */
  lookAgainMs: 10_000,
  lookAgainWhileSilentMs: 2_000,
  /** How often the cuff's pressure is asked for while it works. */
  askPressureMs: 500,
  /** A module that says nothing for so long while its cuff works is not there any more. */
  silentWhileRunningMs: 5_000,
  /** After a refused start: a module needs a moment after it was switched on or has aborted. */
  startAgainMs: 1_000,
  longestMeasurementMs: 180_000,
  /** A module that was off does not answer what it never heard. */
  forgetAfterMs: 30_000,
} as const;

const startsBeforeFailure = 3;
const stopsBeforeQuiet = 2;
const fetchesBeforeFailure = 3;
const silentLooksBeforeNextSettings = 2;

export const suntechOem: MonitorDriver = {
  startedBy: 'host',
  shape: suntechShape,
  measureWithinMs: suntechDelays.longestMeasurementMs,
  converse,
  foundWith: [{ ...eightNone, baudRate: 9_600 }],
  mask: maskNothing,
};

/**
 * - `idle`, `looking`: no measurement; a question is out when looking.
 * - `starting`: the start is out. `waiting`: it was refused and is said again. `running`: the cuff works.
 * - `fetching`: it has measured, and the result was asked for.
 * - `stopping`: the abort is out.
 */
type At = 'idle' | 'looking' | 'starting' | 'waiting' | 'running' | 'fetching' | 'stopping';

function converse(channel: PressureChannel): PressureConversation {
  const questions = createQuestions<SuntechCommand>({
    send: (command) => channel.send(suntechCommands[command]),
    after: channel.after,
    forgetAfterMs: suntechDelays.forgetAfterMs,
  });
  let at: At = 'looking';
  let tries = 0;
  let silentLooks = 0;
  let unansweredMs = 0;
  /** Aborts of before, whose answers come before that of the present one. */
  let owedStops = 0;

  goTo('looking', suntechDelays.answerWithinMs, 'abort');

  function goTo(next: At, ms: number, command?: SuntechCommand): void {
    at = next;
    if (command) questions.ask(command, ms, overdue);
    else questions.wait(ms, overdue);
  }

  function overdue() {
    switch (at) {
      case 'idle':
        // A stop that nobody answered is said until somebody does.
        return goTo('looking', suntechDelays.answerWithinMs, channel.isWorkingOn() ? 'abort' : 'getCuffPressure');
      case 'looking':
        return lookUnanswered();
      case 'waiting':
        return goTo('starting', suntechDelays.answerWithinMs, 'start');
      case 'starting':
        // Its answer may have been damaged on the way. Silence ends the measurement soon enough.
        return run();
      case 'running':
        return askPressure();
      case 'fetching':
        return fetch();
      case 'stopping':
        return stopUnanswered();
    }
  }

  function lookUnanswered(): void {
    silentLooks += 1;
    if (silentLooks >= silentLooksBeforeNextSettings) {
      channel.silent();
      if (channel.tryNextSettings()) return;
    }
    goTo('idle', suntechDelays.lookAgainWhileSilentMs);
  }

  function run(): void {
    goTo('running', suntechDelays.askPressureMs);
    channel.drained();
    channel.tell({ type: 'measuring', cuffMmHg: undefined });
  }

  function askPressure() {
    unansweredMs += suntechDelays.askPressureMs;
    if (unansweredMs > suntechDelays.silentWhileRunningMs) {
      channel.silent();
      return channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
    }
    goTo('running', suntechDelays.askPressureMs, 'getCuffPressure');
  }

  function fetch() {
    tries += 1;
    if (tries <= fetchesBeforeFailure) return goTo('fetching', suntechDelays.answerWithinMs, 'getResult');
    channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: undefined }));
  }

  function stopUnanswered() {
    tries += 1;
    if (tries < stopsBeforeQuiet) return goTo('stopping', suntechDelays.answerWithinMs, 'abort');
    // It may have stopped all the same, or never have begun; only its own word proves it.
    goTo('idle', suntechDelays.lookAgainWhileSilentMs);
    channel.worksOn();
  }

  function stopped(): void {
    rest();
    channel.free();
  }

  function rest(): void {
    goTo('idle', suntechDelays.lookAgainMs);
  }

  function hear(frame: Uint8Array) {
    const message = readSuntech(frame);
    silentLooks = 0;
    unansweredMs = 0;
    channel.answered();
    if (at === 'looking') rest();
    switch (message.kind) {
      case 'status':
        return hearStatus(message.status);
      case 'cuff':
        questions.settle('getCuffPressure');
        if (at === 'running') channel.tell({ type: 'measuring', cuffMmHg: Math.max(0, message.cuffMmHg) });
        return;
      case 'record':
        return hearRecord(message);
    }
  }

  function hearStatus(status: string): void {
    if (status === 'O') questions.settle('start');
    if (status === 'A' && isOfEarlierStop()) return;
    if (at === 'starting') {
      // A `K` or `A` here is the end of what was before.
      if (status === 'O') run();
      else if (status !== 'K' && status !== 'A') startRefused(status);
    } else if (at === 'running') {
      // After an error the result carries the module's code.
      if (status === 'K' || status === 'E') {
        tries = 0;
        fetch();
      } else if (status === 'A' || status === 'S') {
        channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: status }));
      }
    } else if (at === 'stopping' && status === 'A') stopped();
    // Whoever it worked for, it has measured, given up or been stopped.
    else if (channel.isWorkingOn() && (status === 'K' || status === 'A' || status === 'E')) channel.free();
  }

  function isOfEarlierStop(): boolean {
    const owed = Math.min(owedStops, questions.outstanding('abort'));
    questions.settle('abort');
    owedStops = Math.max(0, owed - 1);
    return owed > 0;
  }

  function startRefused(status: string) {
    tries += 1;
    if (tries < startsBeforeFailure) return goTo('waiting', suntechDelays.startAgainMs);
    const deviceError = /^[A-Z]$/.test(status) ? status : undefined;
    channel.fail(failedEvent({ reason: 'device-error', advice: 'call-staff', deviceError }));
  }

  function hearRecord({ record }: Extract<SuntechMessage, { kind: 'record' }>) {
    // Answers come in their order: what an earlier measurement asked for comes before the start is answered.
    questions.settle('getResult');
    if (at !== 'fetching') return channel.discard('stale');
    rest();
    channel.take(eventFrom(record, channel));
  }

  return {
    hear,
    hearNoise: () => {},
    begin() {
      tries = 0;
      unansweredMs = 0;
      channel.works();
      goTo('starting', suntechDelays.answerWithinMs, 'start');
    },
    abandon() {
      tries = 0;
      owedStops = questions.outstanding('abort');
      goTo('stopping', suntechDelays.answerWithinMs, 'abort');
    },
  };
}
