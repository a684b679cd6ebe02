import { eightNone } from '../../discovery/lines-to-try.ts';
import { maskNothing } from '../../masking/mask-lines.ts';
import { createQuestions, type Questions } from '../../measuring/questions.ts';
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
  stops: 'by-command',
  shape: suntechShape,
  measureWithinMs: suntechDelays.longestMeasurementMs,
  converse: (channel) => new SuntechConversation(channel),
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

/** The conversation with one module over one line that stands. */
class SuntechConversation implements PressureConversation {
  readonly #channel: PressureChannel;
  readonly #questions: Questions<'start' | 'abort' | 'getResult' | 'getCuffPressure'>;
  #at: At = 'looking';
  #tries = 0;
  #silentLooks = 0;
  #unansweredMs = 0;
  /** Aborts of before, whose answers come before that of the present one. */
  #owedStops = 0;

  constructor(channel: PressureChannel) {
    this.#channel = channel;
    this.#questions = createQuestions<SuntechCommand>({
      send: (command) => this.#channel.send(suntechCommands[command]),
      after: this.#channel.after,
      forgetAfterMs: suntechDelays.forgetAfterMs,
    });
    this.#goTo('looking', suntechDelays.answerWithinMs, 'abort');
  }

  readonly #overdue = () => {
    switch (this.#at) {
      case 'idle':
        // A stop that nobody answered is said until somebody does.
        return this.#goTo(
          'looking',
          suntechDelays.answerWithinMs,
          this.#channel.isWorkingOn() ? 'abort' : 'getCuffPressure',
        );
      case 'looking':
        return this.#lookUnanswered();
      case 'waiting':
        return this.#goTo('starting', suntechDelays.answerWithinMs, 'start');
      case 'starting':
        // Its answer may have been damaged on the way. Silence ends the measurement soon enough.
        return this.#run();
      case 'running':
        return this.#askPressure();
      case 'fetching':
        return this.#fetch();
      case 'stopping':
        return this.#stopUnanswered();
    }
  };

  hearNoise() {}

  begin() {
    this.#tries = 0;
    this.#unansweredMs = 0;
    this.#channel.works();
    this.#goTo('starting', suntechDelays.answerWithinMs, 'start');
  }

  abandon() {
    this.#tries = 0;
    this.#owedStops = this.#questions.outstanding('abort');
    this.#goTo('stopping', suntechDelays.answerWithinMs, 'abort');
  }

  #goTo(next: At, ms: number, command?: SuntechCommand): void {
    this.#at = next;
    if (command) this.#questions.ask(command, ms, this.#overdue);
    else this.#questions.wait(ms, this.#overdue);
  }

  #lookUnanswered(): void {
    this.#silentLooks += 1;
    if (this.#silentLooks >= silentLooksBeforeNextSettings) {
      this.#channel.silent();
      if (this.#channel.tryNextSettings()) return;
    }
    this.#goTo('idle', suntechDelays.lookAgainWhileSilentMs);
  }

  #run(): void {
    this.#goTo('running', suntechDelays.askPressureMs);
    this.#channel.drained();
    this.#channel.tell({ type: 'measuring', cuffMmHg: undefined });
  }

  #askPressure() {
    this.#unansweredMs += suntechDelays.askPressureMs;
    if (this.#unansweredMs > suntechDelays.silentWhileRunningMs) {
      this.#channel.silent();
      return this.#channel.fail(failedEvent({ reason: 'timed-out', advice: 'call-staff', deviceError: undefined }));
    }
    this.#goTo('running', suntechDelays.askPressureMs, 'getCuffPressure');
  }

  #fetch() {
    this.#tries += 1;
    if (this.#tries <= fetchesBeforeFailure) return this.#goTo('fetching', suntechDelays.answerWithinMs, 'getResult');
    this.#channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: undefined }));
  }

  #stopUnanswered() {
    this.#tries += 1;
    if (this.#tries < stopsBeforeQuiet) return this.#goTo('stopping', suntechDelays.answerWithinMs, 'abort');
    // It may have stopped all the same, or never have begun; only its own word proves it.
    this.#goTo('idle', suntechDelays.lookAgainWhileSilentMs);
    this.#channel.worksOn();
  }

  #stopped(): void {
    this.#rest();
    this.#channel.free();
  }

  #rest(): void {
    this.#goTo('idle', suntechDelays.lookAgainMs);
  }

  hear(frame: Uint8Array) {
    const message = readSuntech(frame);
    this.#silentLooks = 0;
    this.#unansweredMs = 0;
    this.#channel.answered();
    if (this.#at === 'looking') this.#rest();
    switch (message.kind) {
      case 'status':
        return this.#hearStatus(message.status);
      case 'cuff':
        this.#questions.settle('getCuffPressure');
        if (this.#at === 'running') this.#channel.tell({ type: 'measuring', cuffMmHg: Math.max(0, message.cuffMmHg) });
        return;
      case 'record':
        return this.#hearRecord(message);
    }
  }

  #hearStatus(status: string): void {
    if (status === 'O') this.#questions.settle('start');
    if (status === 'A' && this.#isOfEarlierStop()) return;
    if (this.#at === 'starting') {
      // A `K` or `A` here is the end of what was before.
      if (status === 'O') this.#run();
      else if (status !== 'K' && status !== 'A') this.#startRefused(status);
    } else if (this.#at === 'running') {
      // After an error the result carries the module's code.
      if (status === 'K' || status === 'E') {
        this.#tries = 0;
        this.#fetch();
      } else if (status === 'A' || status === 'S') {
        this.#channel.fail(failedEvent({ reason: 'device-error', advice: 'try-again', deviceError: status }));
      }
    } else if (this.#at === 'stopping' && status === 'A') this.#stopped();
    // Whoever it worked for, it has measured, given up or been stopped.
    else if (this.#channel.isWorkingOn() && (status === 'K' || status === 'A' || status === 'E')) this.#channel.free();
  }

  #isOfEarlierStop(): boolean {
    const owed = Math.min(this.#owedStops, this.#questions.outstanding('abort'));
    this.#questions.settle('abort');
    this.#owedStops = Math.max(0, owed - 1);
    return owed > 0;
  }

  #startRefused(status: string) {
    this.#tries += 1;
    if (this.#tries < startsBeforeFailure) return this.#goTo('waiting', suntechDelays.startAgainMs);
    const deviceError = /^[A-Z]$/.test(status) ? status : undefined;
    this.#channel.fail(failedEvent({ reason: 'device-error', advice: 'call-staff', deviceError }));
  }

  #hearRecord({ record }: Extract<SuntechMessage, { kind: 'record' }>) {
    // Answers come in their order: what an earlier measurement asked for comes before the start is answered.
    this.#questions.settle('getResult');
    if (this.#at !== 'fetching') return this.#channel.discard('stale');
    this.#rest();
    this.#channel.take(eventFrom(record, this.#channel));
  }
}
