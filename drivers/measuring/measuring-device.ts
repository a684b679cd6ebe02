import type { Clock } from '#config/agreements/clock.ts';
import type { Device, DeviceHint } from '../contract/device.ts';
import type { DiscardedRecord, MeasuringDevice, MeasuringOwner } from '../contract/measuring.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { createAutoBaud } from '../discovery/auto-baud.ts';
import type { FrameShape } from '../framing/frames.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { type DeviceClock, judgeDeviceClock } from './device-clock.ts';
import { createMeasuringLine, type MeasuringLine } from './measuring-line.ts';
import { createMeasuringWindow, type OpenedMeasurement, type WindowClosed } from './measuring-window.ts';
import { createWorkingOn } from './working-on.ts';

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

/** Ends that need no word of the device. */
export type CoreFailure = 'absent' | 'stopped' | 'timed-out';

/** How one kind of device is talked to. */
export interface Conversation<Event> {
  /** A whole frame; its codec says what it means. */
  hear(frame: Uint8Array): void;
  /** So many bytes that belong to no frame. */
  hearNoise(count: number): void;
  /** A measurement has its turn: drain, then let the device measure. Tells nothing before it returns. */
  begin(): void;
  /**
   * It is over without a record: stop the device, drain, then call `free` or `worksOn`. May come at any time, also for a
   * measurement that an earlier line or another kiosk process had begun.
   */
  abandon(): void;
  /** How a measurement ends that has run out of time, where the device has said why. */
  whyTimedOut?(): Event | undefined;
}

/** What a conversation may do and tell. All of it does nothing once its line is gone. */
export interface Channel<Event> {
  send(bytes: Uint8Array): void;
  after(ms: number, call: () => void): () => void;
  /** As the clock's. */
  monotonic(): number;
  isMidway(): boolean;
  /** What has begun to arrive is nobody's. */
  forget(): void;
  /** The line stands, and a device that is only listened to has nothing to prove. */
  isThere(): void;
  /** Something came that only the right device with the right settings says. */
  answered(): void;
  /** It should have answered. */
  silent(): void;
  isUnderstood(): boolean;
  /** The settings may be wrong: gives up this line for the next ones. False when there are none left to try. */
  tryNextSettings(): boolean;
  /** From now on it may work for the measurement that has its turn. */
  works(): void;
  /** Drained: from now on a record is the owner's. */
  drained(): void;
  /** Tells the patient how it goes. */
  tell(event: Event): void;
  /** The time in a record, where the device's clock can be right; the technician is told when it cannot. */
  timeOf(said: DeviceClock): string | undefined;
  hint(hint: DeviceHint, stands: boolean): void;
  /** A record: of the measurement that is open, and nobody's otherwise. Whoever the device worked for, it has ended. */
  take(event: Event): void;
  /** Something that it kept from before. Says nothing about what the device does now. */
  discard(why: DiscardedRecord['why']): void;
  fail(event: Event): void;
  /** It works for nobody, as far as it tells, and nothing more is on its way. */
  free(): void;
  /** It may still work for the last owner: nobody else's measurement begins before its record came or its time is over. */
  worksOn(): void;
  /** Whether somebody's record may still come who is not measured any more. */
  isWorkingOn(): boolean;
}

/** Waits that are the same for every device, in milliseconds. */
export const measuringDelays = {
  /** A measurement may begin so long before its line stands for the first time or stands again with other settings. */
  lineWithinMs: 5_000,
  /** How long `close` waits for the system to take the command that stops the device. */
  closeWithinMs: 1_000,
} as const;

export type MeasuringCore<Event> = MeasuringDevice<Event> & Omit<Device, 'id' | 'kind'>;

/** Tries to open the line from now on, and keeps trying until `close`. */
export function createMeasuringDevice<Event>(
  parts: MeasuringParts,
  nature: MeasuringNature<Event>,
): MeasuringCore<Event> {
  const { clock, random, measureWithinMs = nature.measureWithinMs, onWorking = () => {} } = parts;
  const worksOnMs = nature.worksOnMs ?? measureWithinMs;
  const report = createConditionReport(clock);
  const autoBaud = createAutoBaud(parts.open);
  const window = createMeasuringWindow<Event>(windowClosed);
  const workingOn = createWorkingOn(clock, worksForNobody);
  let line: MeasuringLine | undefined;
  let conversation: Conversation<Event> | undefined;
  let answers: boolean | undefined;
  let changingSettings = false;
  let settingsLeft = 0;
  /** It may work for the measurement that has its turn. */
  let works = false;
  let abandoning: { readonly owner: MeasuringOwner; readonly worked: boolean; readonly done: () => void } | undefined;
  let abandoned: Promise<void> = Promise.resolve();
  let callOffLimit = () => {};
  let closed = false;

  if (parts.worksOnFromBefore && worksOnMs > 0) workingOn.begin(undefined, worksOnMs);
  const supervised = superviseLine({ open: autoBaud.open, clock, random, onOpen: lineStands, onLost: lineIsGone });

  function lineStands(transport: Transport): void {
    changingSettings = false;
    const standing = createMeasuringLine({
      transport,
      clock,
      shape: nature.shape,
      longestPauseMs: nature.longestPauseMs,
      onFrame: (frame) => conversation?.hear(frame),
      onNoise: (count) => conversation?.hearNoise(count),
    });
    line = standing;
    conversation = nature.converse(channelOf(standing));
    // The cable came back: whoever it worked for, it may be stopped now.
    if (workingOn.leftMs() > 0) abandon(undefined, false);
    takeTurn();
  }

  function lineIsGone({ kind }: LineProblem): void {
    const wasWorking = works;
    letGoOfLine();
    if (changingSettings) {
      // Our own doing: nobody is told, and an open measurement goes on over the next line. The next loss is a real one.
      changingSettings = false;
      window.turn('waiting');
      return;
    }
    report.absent(kind);
    if (wasWorking) keepOwner(window.owner());
    window.fail(nature.failed('absent'));
  }

  function letGoOfLine(): void {
    line?.end();
    line = undefined;
    conversation = undefined;
    answers = undefined;
    works = false;
    endAbandoning('may-work-on');
  }

  /** The measurement that waits begins, unless the device has to be waited for. */
  function takeTurn() {
    if (window.at() !== 'waiting' || abandoning || !conversation) return;
    if (workingOn.leftMs() > 0) {
      if (!workingOn.isFor(window.owner())) return tellSoon('waiting', waitingNow);
      // It works for this very owner.
      works = true;
      workingOn.end();
    }
    window.turn('draining');
    callOffLimit();
    callOffLimit = clock.after(nature.findWithinMs + measureWithinMs, timedOut);
    showCondition();
    conversation.begin();
    const { begun } = nature;
    if (begun) tellSoon('turn', () => begun);
  }

  /** Nobody is told anything before `measure` has returned. */
  function tellSoon(still: 'waiting' | 'turn', event: () => Event): void {
    queueMicrotask(() => {
      const at = window.at();
      if (at !== 'closed' && (at === 'waiting') === (still === 'waiting')) window.tell(event());
    });
  }

  function waitingNow(): Event {
    return nature.waiting(workingOn.leftMs());
  }

  function timedOut(): void {
    window.fail(conversation?.whyTimedOut?.() ?? nature.failed('timed-out'));
  }

  function windowClosed({ by, owner, at }: Parameters<WindowClosed>[0]): void {
    callOffLimit();
    const worked = works;
    works = false;
    if (by === 'taken') onWorking(false);
    else if (conversation && at !== 'waiting') abandon(owner, worked);
    showCondition();
  }

  function abandon(owner: MeasuringOwner, worked: boolean): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    abandoned = promise;
    abandoning = { owner, worked, done: resolve };
    conversation?.abandon();
  }

  function endAbandoning(how: 'free' | 'may-work-on'): void {
    const ending = abandoning;
    abandoning = undefined;
    if (how === 'free') {
      workingOn.end();
      onWorking(false);
    } else if (ending?.worked) keepOwner(ending.owner);
    ending?.done();
  }

  function keepOwner(owner: MeasuringOwner): void {
    if (!closed && worksOnMs > 0) workingOn.begin(owner, worksOnMs);
  }

  function worksForNobody(): void {
    workingOn.end();
    onWorking(false);
    takeTurn();
  }

  /** The device says itself that it is busy: whoever has the turn waits as behind a cuff that was not stopped. */
  function waitForDevice(): void {
    callOffLimit();
    works = false;
    window.turn('waiting');
    if (workingOn.leftMs() === 0) workingOn.begin(undefined, worksOnMs);
    showCondition();
    takeTurn();
  }

  function showCondition(): void {
    if (!line) return;
    const at = window.at();
    if (at === 'open' || at === 'draining') report.change('measuring');
    else if (answers !== undefined) report.change(answers ? 'ready' : 'no-answer');
  }

  function channelOf(standing: MeasuringLine): Channel<Event> {
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

    return {
      send: standing.send,
      after: standing.after,
      monotonic: clock.monotonic,
      isMidway: standing.isMidway,
      forget: standing.forget,
      isThere: whileStanding(() => noteAnswer(true)),
      answered: whileStanding(() => {
        autoBaud.noteUnderstood();
        noteAnswer(true);
      }),
      silent: whileStanding(() => noteAnswer(false)),
      isUnderstood: autoBaud.understood,
      tryNextSettings() {
        const measuring = window.at() !== 'closed';
        if (line !== standing || closed || autoBaud.count < 2 || (measuring && settingsLeft === 0)) return false;
        if (measuring) settingsLeft -= 1;
        changingSettings = true;
        autoBaud.tryNext();
        supervised.reopen();
        return true;
      },
      works: whileStanding(() => {
        works = true;
        onWorking(true);
      }),
      drained: whileStanding(() => {
        if (window.at() === 'draining') window.turn('open');
        showCondition();
      }),
      tell: whileStanding(window.tell),
      timeOf(said) {
        const judged = judgeDeviceClock(said, clock.now(), parts.timeZone);
        if (judged.isWrong !== undefined) report.hint('set-the-clock', judged.isWrong);
        return judged.deviceTime;
      },
      hint: whileStanding(report.hint),
      take: whileStanding((event: Event) => {
        if (!window.take(event) && workingOn.leftMs() > 0) worksForNobody();
      }),
      discard: whileStanding(window.discard),
      fail: whileStanding(window.fail),
      free: whileStanding(() => {
        endAbandoning('free');
        takeTurn();
      }),
      worksOn: whileStanding(() => {
        if (!abandoning) return waitForDevice();
        endAbandoning('may-work-on');
        takeTurn();
      }),
      isWorkingOn: () => workingOn.leftMs() > 0,
    };
  }

  function waitForLine(opened: OpenedMeasurement<Event>) {
    const absent = () => opened.fail(nature.failed('absent'));
    if (closed || (!line && report.told.condition() === 'absent')) return queueMicrotask(absent);
    callOffLimit = clock.after(measuringDelays.lineWithinMs, () => {
      if (!line) absent();
    });
  }

  return {
    ...report.told,
    onDiscarded: window.onDiscarded,
    freeInMs: workingOn.leftMs,
    measure(listener, owner) {
      const opened = window.open(listener, owner);
      settingsLeft = autoBaud.count - 1;
      waitForLine(opened);
      takeTurn();
      return {
        async stop() {
          opened.fail(nature.failed('stopped'));
          await abandoned;
        },
      };
    },
    async close() {
      window.fail(nature.failed('stopped'));
      closed = true;
      report.end();
      window.end();
      workingOn.end();
      if (line) await takenWithin(line, clock);
      letGoOfLine();
      await supervised.close();
    },
  };
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
