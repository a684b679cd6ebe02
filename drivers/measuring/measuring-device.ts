import type { Clock } from '#config/agreements/clock.ts';
import { within } from '#config/agreements/within.ts';
import type { Device } from '../contract/device.ts';
import type { MeasuringDevice, MeasuringOwner, OpenMeasurement } from '../contract/measuring.ts';
import type { LineProblem, Transport } from '../contract/transport.ts';
import { type AutoBaud, createAutoBaud } from '../discovery/auto-baud.ts';
import { type ConditionReport, createConditionReport } from '../supervisor/device-condition.ts';
import { type SupervisedLine, superviseLine } from '../supervisor/supervise-line.ts';
import type { Conversation } from './conversation.ts';
import { judgeDeviceClock } from './device-clock.ts';
import { channelOver, type SpokenTo } from './measuring-channel.ts';
import { createMeasuringLine, type MeasuringLine } from './measuring-line.ts';
import type { MeasuringNature, MeasuringParts } from './measuring-nature.ts';
import {
  createMeasuringWindow,
  type MeasuringWindow,
  type OpenedMeasurement,
  type WindowClosed,
} from './measuring-window.ts';
import { createWorkingOn, type WorkingOn } from './working-on.ts';

/** Waits that are the same for every device, in milliseconds. */
export const measuringDelays = {
  /** A measurement may begin so long before its line stands for the first time or stands again with other settings. */
  lineWithinMs: 5_000,
  /** How long `close` waits for the system to take the command that stops the device. */
  closeWithinMs: 1_000,
} as const;

/** Tries to open the line from now on, and keeps trying until `close`. */
export function createMeasuringDevice<Event>(
  parts: MeasuringParts,
  nature: MeasuringNature<Event>,
): MeasuringDevice<Event> & Omit<Device, 'id' | 'kind'> {
  const core = new MeasuringCore(parts, nature);
  return {
    ...core.report.told,
    onDiscarded: core.window.onDiscarded,
    freeInMs: core.workingOn.leftMs,
    measure: (listener, owner) => core.measure(listener, owner),
    close: () => core.close(),
  };
}

/** What is the same for every measuring device, over whichever line stands. */
class MeasuringCore<Event> {
  readonly #parts: MeasuringParts;
  readonly #nature: MeasuringNature<Event>;
  readonly #clock: Clock;
  readonly #measureWithinMs: number;
  readonly #onWorking: (works: boolean) => void;
  readonly #worksOnMs: number;
  readonly report: ConditionReport;
  readonly #autoBaud: AutoBaud;
  readonly window: MeasuringWindow<Event>;
  readonly workingOn: WorkingOn;
  #line: MeasuringLine | undefined;
  #conversation: Conversation<Event> | undefined;
  #answers: boolean | undefined;
  #changingSettings = false;
  #settingsLeft = 0;
  /** It may work for the measurement that has its turn. */
  #works = false;
  #abandoning: (PromiseWithResolvers<void> & { readonly owner: MeasuringOwner; readonly worked: boolean }) | undefined;
  #callOffLimit = () => {};
  #closed = false;
  readonly #supervised: SupervisedLine;

  constructor(parts: MeasuringParts, nature: MeasuringNature<Event>) {
    this.#nature = nature;
    this.#parts = parts;
    const { clock, random, measureWithinMs = nature.measureWithinMs, onWorking = () => {} } = parts;
    this.#clock = clock;
    this.#measureWithinMs = measureWithinMs;
    this.#onWorking = onWorking;
    this.#worksOnMs = nature.worksOnMs ?? measureWithinMs;
    this.report = createConditionReport(clock);
    this.#autoBaud = createAutoBaud(parts.open);
    this.window = createMeasuringWindow<Event>(this.#windowClosed);
    this.workingOn = createWorkingOn(clock, this.#worksForNobody);
    if (parts.worksOnFromBefore && this.#worksOnMs > 0) this.workingOn.begin(undefined, this.#worksOnMs);
    this.#supervised = superviseLine({
      open: this.#autoBaud.open,
      clock,
      random,
      onOpen: this.#lineStands,
      onLost: this.#lineIsGone,
    });
  }

  readonly #lineStands = (transport: Transport): void => {
    this.#changingSettings = false;
    const standing = createMeasuringLine({
      transport,
      clock: this.#clock,
      shape: this.#nature.shape,
      longestPauseMs: this.#nature.longestPauseMs,
      onFrame: (frame) => this.#conversation?.hear(frame),
      onNoise: (count) => this.#conversation?.hearNoise(count),
    });
    this.#line = standing;
    this.#conversation = this.#nature.converse(channelOver(standing, this.#spokenTo));
    // The cable came back: whoever it worked for, it may be stopped now.
    if (this.workingOn.leftMs() > 0) this.#abandon(undefined, false);
    this.#takeTurn();
  };

  readonly #lineIsGone = ({ kind }: LineProblem): void => {
    const wasWorking = this.#works;
    this.#letGoOfLine();
    if (this.#changingSettings) {
      // Our own doing: nobody is told, and an open measurement goes on over the next line. The next loss is a real one.
      this.#changingSettings = false;
      this.window.turn('waiting');
      return;
    }
    this.report.absent(kind);
    if (wasWorking) this.#keepOwner(this.window.owner());
    this.window.fail(this.#nature.failed('absent'));
  };

  readonly #timedOut = (): void => {
    this.window.fail(this.#conversation?.whyTimedOut?.() ?? this.#nature.failed('timed-out'));
  };

  readonly #windowClosed = ({ by, owner, at }: Parameters<WindowClosed>[0]): void => {
    this.#callOffLimit();
    const worked = this.#works;
    this.#works = false;
    if (by === 'taken') this.#onWorking(false);
    else if (this.#conversation && at !== 'waiting') this.#abandon(owner, worked);
    this.#showCondition();
  };

  readonly #worksForNobody = (): void => {
    this.workingOn.end();
    this.#onWorking(false);
    this.#takeTurn();
  };

  measure(listener: (event: Event) => void, owner: MeasuringOwner): OpenMeasurement {
    const opened = this.window.open(listener, owner);
    this.#settingsLeft = this.#autoBaud.count - 1;
    this.#waitForLine(opened);
    this.#takeTurn();
    return {
      stop: async () => {
        opened.fail(this.#nature.failed('stopped'));
        await this.#abandoning?.promise;
      },
    };
  }

  async close(): Promise<void> {
    this.window.fail(this.#nature.failed('stopped'));
    this.#closed = true;
    this.report.end();
    this.window.end();
    this.workingOn.end();
    // A line that is stuck must not keep the kiosk from ending.
    if (this.#line) await within(this.#clock, measuringDelays.closeWithinMs, this.#line.taken(), undefined);
    this.#letGoOfLine();
    await this.#supervised.close();
  }

  #letGoOfLine(): void {
    this.#line?.end();
    this.#line = undefined;
    this.#conversation = undefined;
    this.#answers = undefined;
    this.#works = false;
    this.#endAbandoning('may-work-on');
  }

  /** The measurement that waits begins, unless the device has to be waited for. */
  #takeTurn() {
    if (this.window.at() !== 'waiting' || this.#abandoning || !this.#conversation) return;
    if (this.workingOn.leftMs() > 0) {
      if (!this.workingOn.isFor(this.window.owner()))
        return this.#tellSoon('waiting', () => this.#nature.waiting(this.workingOn.leftMs()));
      // It works for this very owner.
      this.#works = true;
      this.workingOn.end();
    }
    this.window.turn('draining');
    this.#callOffLimit();
    this.#callOffLimit = this.#clock.after(this.#nature.findWithinMs + this.#measureWithinMs, this.#timedOut);
    this.#showCondition();
    this.#conversation.begin();
    const { begun } = this.#nature;
    if (begun) this.#tellSoon('turn', () => begun);
  }

  /** Nobody is told anything before `measure` has returned. */
  #tellSoon(still: 'waiting' | 'turn', event: () => Event): void {
    queueMicrotask(() => {
      const at = this.window.at();
      if (at !== 'closed' && (at === 'waiting') === (still === 'waiting')) this.window.tell(event());
    });
  }

  #abandon(owner: MeasuringOwner, worked: boolean): void {
    this.#abandoning = { owner, worked, ...Promise.withResolvers<void>() };
    this.#conversation?.abandon();
  }

  #endAbandoning(how: 'free' | 'may-work-on'): void {
    const ending = this.#abandoning;
    this.#abandoning = undefined;
    if (how === 'free') {
      this.workingOn.end();
      this.#onWorking(false);
    } else if (ending?.worked) this.#keepOwner(ending.owner);
    ending?.resolve();
  }

  #keepOwner(owner: MeasuringOwner): void {
    if (!this.#closed && this.#worksOnMs > 0) this.workingOn.begin(owner, this.#worksOnMs);
  }

  /** The device says itself that it is busy: whoever has the turn waits as behind a cuff that was not stopped. */
  #waitForDevice(): void {
    this.#callOffLimit();
    this.#works = false;
    this.window.turn('waiting');
    if (this.workingOn.leftMs() === 0) this.workingOn.begin(undefined, this.#worksOnMs);
    this.#showCondition();
    this.#takeTurn();
  }

  #showCondition(): void {
    if (!this.#line) return;
    const at = this.window.at();
    if (at === 'open' || at === 'draining') this.report.change('measuring');
    else if (this.#answers !== undefined) this.report.change(this.#answers ? 'ready' : 'no-answer');
  }

  /** What the conversation over the line that stands has to say. */
  readonly #spokenTo: SpokenTo<Event> = {
    stands: (line) => this.#line === line && !this.#closed,
    monotonic: () => this.#clock.monotonic(),
    isUnderstood: () => this.#autoBaud.understood(),
    isWorkingOn: () => this.workingOn.leftMs() > 0,
    isThere: () => this.#noteAnswer(true),
    silent: () => this.#noteAnswer(false),
    answered: () => {
      this.#autoBaud.noteUnderstood();
      this.#noteAnswer(true);
    },
    tryNextSettings: () => this.#tryNextSettings(),
    works: () => {
      this.#works = true;
      this.#onWorking(true);
    },
    drained: () => {
      if (this.window.at() === 'draining') this.window.turn('open');
      this.#showCondition();
    },
    timeOf: (said) => {
      const judged = judgeDeviceClock(said, this.#clock.now(), this.#parts.timeZone);
      if (judged.isWrong !== undefined) this.report.hint('set-the-clock', judged.isWrong);
      return judged.deviceTime;
    },
    hint: (hint, stands) => this.report.hint(hint, stands),
    tell: (event) => this.window.tell(event),
    take: (event) => {
      if (!this.window.take(event) && this.workingOn.leftMs() > 0) this.#worksForNobody();
    },
    discard: (why) => this.window.discard(why),
    fail: (event) => this.window.fail(event),
    free: () => {
      this.#endAbandoning('free');
      this.#takeTurn();
    },
    worksOn: () => {
      if (!this.#abandoning) return this.#waitForDevice();
      this.#endAbandoning('may-work-on');
      this.#takeTurn();
    },
  };

  #noteAnswer(answers: boolean): void {
    this.#answers = answers;
    this.#showCondition();
  }

  #tryNextSettings(): boolean {
    const measuring = this.window.at() !== 'closed';
    if (this.#autoBaud.count < 2 || (measuring && this.#settingsLeft === 0)) return false;
    if (measuring) this.#settingsLeft -= 1;
    this.#changingSettings = true;
    this.#autoBaud.tryNext();
    this.#supervised.reopen();
    return true;
  }

  #waitForLine(opened: OpenedMeasurement<Event>) {
    const absent = () => opened.fail(this.#nature.failed('absent'));
    if (this.#closed || (!this.#line && this.report.told.condition() === 'absent')) return queueMicrotask(absent);
    this.#callOffLimit = this.#clock.after(measuringDelays.lineWithinMs, () => {
      if (!this.#line) absent();
    });
  }
}
