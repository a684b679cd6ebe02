import { lineShape, textOfLine } from '../../framing/lines.ts';
import { maskLinesBy } from '../../masking/mask-lines.ts';
import { createQuestions, type Questions } from '../../measuring/questions.ts';
import { failedEvent } from '../vital-events.ts';
import type { VitalSignsChannel, VitalSignsConversation, VitalSignsDriver } from '../vital-signs-device.ts';
import {
  encodeCommand,
  longestMeterLine,
  type MeterCommand,
  type MeterLine,
  maskMeterLine,
  readMeterLine,
  type StoredReading,
} from './onetouch-ultra2-protocol.ts';

/** Waits of the conversation with the meter, in milliseconds. */
export const meterDelays = {
  /** Between two looks into its memory. */
  askAgainMs: 3_000,
  /** The next line of an answer comes within so long; a meter that is off says nothing. */
  nextLineWithinMs: 2_000,
  /** A meter that was off does not answer what it never heard. */
  forgetAfterMs: 30_000,
  /** Somebody who has a strip in hand when the measurement ends has their reading in the memory by then (UNKNOWN). */
  worksOnMs: 30_000,
} as const;

/** A glucose meter with its cable: it measures alone, and its memory is read until a reading of this measurement is there. */
export const oneTouchUltra2: VitalSignsDriver = {
  measures: ['glucose'],
  shape: lineShape(longestMeterLine),
  worksOnMs: meterDelays.worksOnMs,
  converse: (channel) => new MeterConversation(channel),
  foundWith: [],
  mask: maskLinesBy(maskMeterLine),
};

/** The conversation with one meter over one line that stands. */
class MeterConversation implements VitalSignsConversation {
  readonly #channel: VitalSignsChannel;
  /** Counts measurements, so that an answer tells for which of them it was asked. */
  #turn = 0;
  readonly #questions: Questions<string>;
  #exchange: Exchange | undefined;
  /** What stood in the memory when the measurement began, or when this meter was plugged in; `undefined` until it was read. */
  #before: Memory | undefined;
  #beganAt = 0;

  constructor(channel: VitalSignsChannel) {
    this.#channel = channel;
    this.#questions = createQuestions<string>({
      send: (name) => this.#channel.send(encodeCommand(name.startsWith('DMP') ? 'DMP' : 'DMF')),
      after: this.#channel.after,
      forgetAfterMs: meterDelays.forgetAfterMs,
    });
    this.#channel.isThere();
  }

  /** Half an answer is none. */
  readonly #askAgainLater = (): void => {
    this.#exchange = undefined;
    this.#questions.wait(meterDelays.askAgainMs, () => this.#ask('DMP'));
  };

  hearNoise() {
    return this.#hearLine(undefined);
  }

  begin() {
    this.#rest();
    this.#turn += 1;
    this.#beganAt = this.#channel.monotonic();
    this.#channel.works();
    this.#channel.drained();
    this.#ask('DMP');
  }

  abandon() {
    this.#rest();
    this.#channel.worksOn();
  }

  #ask(command: MeterCommand, readings: readonly StoredReading[] = []): void {
    this.#channel.forget();
    this.#exchange = { command, expected: undefined, serial: undefined, readings };
    this.#questions.ask(`${command} ${this.#turn}`, meterDelays.nextLineWithinMs, this.#askAgainLater);
  }

  hear(frame: Uint8Array): void {
    const text = textOfLine(frame);
    // The LF behind a CR; the echo of a wake-up, or of a command.
    if (['', '\x11', 'DMP', 'DMF'].includes(text)) return;
    this.#hearLine(readMeterLine(text));
  }

  #hearLine(said: MeterLine | undefined): void {
    if (said) this.#channel.answered();
    // What nobody has asked for is noise, or the end of an answer that was given up.
    if (this.#isLate(said) || !this.#exchange) return;
    this.#take(said, this.#exchange);
  }

  /** An answer begins with its first line. One that an earlier measurement asked for is passed over, to its end. */
  #isLate(said: MeterLine | undefined): boolean {
    if (said?.kind === 'memory-header') return this.#startsLate('DMP');
    return said?.kind === 'meter-time' && this.#startsLate('DMF');
  }

  #startsLate(command: MeterCommand): boolean {
    const question = this.#questions.oldestOf(command);
    if (question === undefined) return false;
    this.#questions.settle(question);
    if (question === `${command} ${this.#turn}`) return false;
    if (this.#exchange) this.#questions.wait(meterDelays.nextLineWithinMs, this.#askAgainLater);
    return true;
  }

  #take(said: MeterLine | undefined, asked: Exchange): void {
    if (asked.command === 'DMF') {
      this.#judgeFirstLook(asked.readings, said?.kind === 'meter-time' ? said.at : undefined);
      return;
    }
    const next = continued(asked, said);
    if (!next) {
      // A wrong sum, or lines in an order that no meter has: the rest is not to be trusted.
      this.#askAgainLater();
      return;
    }
    this.#exchange = next;
    if (next.readings.length === next.expected) this.#memoryWasRead(next);
    else this.#questions.wait(meterDelays.nextLineWithinMs, this.#askAgainLater);
  }

  #memoryWasRead({ readings, serial }: Memory): void {
    if (this.#before && this.#before.serial === serial) {
      this.#judge(newIn(readings, this.#before.readings));
      return;
    }
    this.#before = { readings, serial };
    if (readings.length === 0) this.#askAgainLater();
    else this.#ask('DMF', readings);
  }

  /**
   * At the first look, some readings may have been taken since the measurement was opened: those that are younger than it,
   * by the meter's own clock at both ends. All others are somebody else's. A meter that does not tell its time has none.
   */
  #judgeFirstLook(readings: readonly StoredReading[], meterTime: number | undefined): void {
    const openForMs = this.#channel.monotonic() - this.#beganAt;
    const isOurs = ({ at }: StoredReading) =>
      meterTime !== undefined && at !== undefined && meterTime - at >= 0 && meterTime - at <= openForMs;
    if (readings.some((reading) => !isOurs(reading))) this.#channel.discard('stale');
    this.#judge(readings.filter(isOurs));
  }

  #judge(fresh: readonly StoredReading[]) {
    const newest = newestOf(fresh.filter(({ what }) => what !== 'control-solution'));
    if (!newest) return this.#askAgainLater();
    const serial = this.#before?.serial;
    this.#rest();
    if (newest.what === 'unreadable') this.#channel.take(failedEvent('device-error', 'memory'));
    else if (!newest.quantity) this.#channel.take(failedEvent('impossible-values'));
    else {
      this.#channel.take({
        type: 'result',
        quantities: [newest.quantity],
        deviceTime: this.#channel.timeOf(newest.clock),
        model: 'OneTouch Ultra2',
        serial,
      });
    }
  }

  #rest(): void {
    this.#questions.endWait();
    this.#exchange = undefined;
    this.#before = undefined;
  }
}

/** Of which meter, and what it keeps. */
interface Memory {
  readonly serial: string | undefined;
  readonly readings: readonly StoredReading[];
}

/** One command and what has come of its answer. */
interface Exchange extends Memory {
  readonly command: MeterCommand;
  /** How many readings the header has announced. */
  readonly expected: number | undefined;
}

/** The answer to `DMP` with one more line: its header first, then as many readings as that says. */
function continued(asked: Exchange, said: MeterLine | undefined): Exchange | undefined {
  const { expected, readings } = asked;
  if (said?.kind === 'memory-header' && expected === undefined)
    return { ...asked, expected: said.count, serial: said.serial };
  if (said?.kind === 'reading' && expected !== undefined) return { ...asked, readings: [...readings, said.reading] };
  return undefined;
}

/** What is there more often than before: without a clock two people's readings may be the same text. */
function newIn(now: readonly StoredReading[], before: readonly StoredReading[]): readonly StoredReading[] {
  const known = new Map<string, number>();
  for (const { key } of before) known.set(key, (known.get(key) ?? 0) + 1);
  const fresh: StoredReading[] = [];
  // The oldest of equal readings are the known ones, and the memory gives the newest first.
  for (const reading of now.toReversed()) {
    const left = known.get(reading.key) ?? 0;
    if (left > 0) known.set(reading.key, left - 1);
    else fresh.unshift(reading);
  }
  return fresh;
}

/** By the meter's clock where every reading has its time; otherwise as the memory gives them, the newest first. */
function newestOf(readings: readonly StoredReading[]): StoredReading | undefined {
  const isTimed = readings.every(({ at }) => at !== undefined);
  return (isTimed ? readings.toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0)) : readings)[0];
}
