import type { Clock } from '#config/agreements/clock.ts';
import type { Device } from '../contract/device.ts';
import type { MeasuringDevice, MeasuringOwner, OpenMeasurement } from '../contract/measuring.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { type AutoBaud, createAutoBaud } from '../discovery/auto-baud.ts';
import type { FrameShape } from '../framing/frames.ts';
import { type ConditionReport, createConditionReport } from '../supervisor/device-condition.ts';
import { type SupervisedLine, superviseLine } from '../supervisor/supervise-line.ts';
import type { Channel, Conversation, CoreFailure } from './conversation.ts';
import { judgeDeviceClock } from './device-clock.ts';
import { createMeasuringLine, type MeasuringLine } from './measuring-line.ts';
import {
  createMeasuringWindow,
  type MeasuringWindow,
  type OpenedMeasurement,
  type WindowClosed,
} from './measuring-window.ts';
import { createWorkingOn, type WorkingOn } from './working-on.ts';

/** What every measuring device has in common; a driver adds how its device is talked to. */
export interface MeasuringParts {
  readonly id: string;
  /** Several are the same line with other settings, tried in turn until the device is understood. */
  readonly open: OpenTransport | readonly OpenTransport[];
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Of the facility, to judge the device's clock by; default: the machine's. */
  readonly timeZone?: string | undefined;
  /** The longest time that one measurement takes, instead of the driver's own. */
  readonly measureWithinMs?: number | undefined;
  /** The device may work for somebody whom a kiosk measured that is gone: it ended, or lost its power. */
  readonly worksOnFromBefore?: boolean | undefined;
  /** Told when the device begins to work for a measurement, and when it surely has ended. */
  readonly onWorking?: ((works: boolean) => void) | undefined;
}

export interface MeasuringNature<Event> {
  readonly shape: FrameShape;
  readonly longestPauseMs: number;
  /** The longest time that the device works for one measurement, from its start to its record. */
  readonly measureWithinMs: number;
  /** Time on top of it in which the patient finds the button or steps on the scale. */
  readonly findWithinMs: number;
  /** How long it may work on after a measurement that was not ended by a record. Default: as long as it measures. */
  readonly worksOnMs?: number;
  readonly failed: (reason: CoreFailure) => Event;
  readonly waiting: (leftMs: number) => Event;
  /** Told as soon as the measurement has its turn, before the device is drained. */
  readonly begun?: Event;
  /** A line stands: begins the conversation over it. It ends with its line, and the next line begins a fresh one. */
  converse(channel: Channel<Event>): Conversation<Event>;
}

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
  readonly #random: () => number;
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
  #abandoning: { readonly owner: MeasuringOwner; readonly worked: boolean; readonly done: () => void } | undefined;
  #abandoned: Promise<void> = Promise.resolve();
  #callOffLimit = () => {};
  #closed = false;
  readonly #supervised: SupervisedLine;

  constructor(parts: MeasuringParts, nature: MeasuringNature<Event>) {
    this.#nature = nature;
    this.#parts = parts;
    const { clock, random, measureWithinMs = nature.measureWithinMs, onWorking = () => {} } = parts;
    this.#clock = clock;
    this.#random = random;
    this.#measureWithinMs = measureWithinMs;
    this.#onWorking = onWorking;
    this.#worksOnMs = this.#nature.worksOnMs ?? this.#measureWithinMs;
    this.report = createConditionReport(this.#clock);
    this.#autoBaud = createAutoBaud(this.#parts.open);
    this.window = createMeasuringWindow<Event>(this.#windowClosed);
    this.workingOn = createWorkingOn(this.#clock, this.#worksForNobody);
    if (this.#parts.worksOnFromBefore && this.#worksOnMs > 0) this.workingOn.begin(undefined, this.#worksOnMs);
    this.#supervised = superviseLine({
      open: this.#autoBaud.open,
      clock: this.#clock,
      random: this.#random,
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
    this.#conversation = this.#nature.converse(this.#channelOf(standing));
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

  readonly #waitingNow = (): Event => {
    return this.#nature.waiting(this.workingOn.leftMs());
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
        await this.#abandoned;
      },
    };
  }

  async close(): Promise<void> {
    this.window.fail(this.#nature.failed('stopped'));
    this.#closed = true;
    this.report.end();
    this.window.end();
    this.workingOn.end();
    if (this.#line) await takenWithin(this.#line, this.#clock);
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
      if (!this.workingOn.isFor(this.window.owner())) return this.#tellSoon('waiting', this.#waitingNow);
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
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#abandoned = promise;
    this.#abandoning = { owner, worked, done: resolve };
    this.#conversation?.abandon();
  }

  #endAbandoning(how: 'free' | 'may-work-on'): void {
    const ending = this.#abandoning;
    this.#abandoning = undefined;
    if (how === 'free') {
      this.workingOn.end();
      this.#onWorking(false);
    } else if (ending?.worked) this.#keepOwner(ending.owner);
    ending?.done();
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

  #channelOf(standing: MeasuringLine): Channel<Event> {
    /** A conversation over a line that is gone has no say. */
    const whileStanding =
      <Args extends readonly unknown[]>(act: (...args: Args) => void) =>
      (...args: Args) => {
        if (this.#line === standing && !this.#closed) act(...args);
      };
    const noteAnswer = (answer: boolean) => {
      this.#answers = answer;
      this.#showCondition();
    };

    return {
      send: standing.send,
      after: standing.after,
      monotonic: this.#clock.monotonic,
      isMidway: standing.isMidway,
      forget: standing.forget,
      isThere: whileStanding(() => noteAnswer(true)),
      answered: whileStanding(() => {
        this.#autoBaud.noteUnderstood();
        noteAnswer(true);
      }),
      silent: whileStanding(() => noteAnswer(false)),
      isUnderstood: this.#autoBaud.understood,
      tryNextSettings: () => {
        const measuring = this.window.at() !== 'closed';
        if (
          this.#line !== standing ||
          this.#closed ||
          this.#autoBaud.count < 2 ||
          (measuring && this.#settingsLeft === 0)
        )
          return false;
        if (measuring) this.#settingsLeft -= 1;
        this.#changingSettings = true;
        this.#autoBaud.tryNext();
        this.#supervised.reopen();
        return true;
      },
      works: whileStanding(() => {
        this.#works = true;
        this.#onWorking(true);
      }),
      drained: whileStanding(() => {
        if (this.window.at() === 'draining') this.window.turn('open');
        this.#showCondition();
      }),
      tell: whileStanding(this.window.tell),
      timeOf: (said) => {
        const judged = judgeDeviceClock(said, this.#clock.now(), this.#parts.timeZone);
        if (judged.isWrong !== undefined) this.report.hint('set-the-clock', judged.isWrong);
        return judged.deviceTime;
      },
      hint: whileStanding(this.report.hint),
      take: whileStanding((event: Event) => {
        if (!this.window.take(event) && this.workingOn.leftMs() > 0) this.#worksForNobody();
      }),
      discard: whileStanding(this.window.discard),
      fail: whileStanding(this.window.fail),
      free: whileStanding(() => {
        this.#endAbandoning('free');
        this.#takeTurn();
      }),
      worksOn: whileStanding(() => {
        if (!this.#abandoning) return this.#waitForDevice();
        this.#endAbandoning('may-work-on');
        this.#takeTurn();
      }),
      isWorkingOn: () => this.workingOn.leftMs() > 0,
    };
  }

  #waitForLine(opened: OpenedMeasurement<Event>) {
    const absent = () => opened.fail(this.#nature.failed('absent'));
    if (this.#closed || (!this.#line && this.report.told.condition() === 'absent')) return queueMicrotask(absent);
    this.#callOffLimit = this.#clock.after(measuringDelays.lineWithinMs, () => {
      if (!this.#line) absent();
    });
  }
}

/** A line that is stuck must not keep the kiosk from ending. */
async function takenWithin(line: MeasuringLine, clock: Clock): Promise<void> {
  let callOff = () => {};
  const enough = new Promise<void>((resolve) => {
    callOff = clock.after(measuringDelays.closeWithinMs, resolve);
  });
  await Promise.race([line.taken(), enough]);
  callOff();
}
