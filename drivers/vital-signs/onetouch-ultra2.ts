import type { Transport } from '../contract/transport.ts';
import type { VitalSignsDevice } from '../contract/vital-signs.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { measureWithinMs, type VitalSignsParts } from './listening-device.ts';
import { createMeasurementSession } from './measurement-session.ts';
import {
  deviceTimeOf,
  encodeCommand,
  longestMeterLine,
  type MeterCommand,
  type MeterLine,
  readMeterLine,
  type StoredReading,
} from './onetouch-ultra2-protocol.ts';
import { cutLines, noLine } from './text-lines.ts';

/** Waits of the conversation with the meter, in milliseconds. */
export const meterDelays = {
  /** Between two looks into its memory. */
  askAgainMs: 3_000,
  /** The next line of an answer comes within so long; a meter that is off says nothing. */
  nextLineWithinMs: 2_000,
} as const;

/** A glucose meter with its cable: it measures alone, and its memory is read until a reading of this measurement is there. */
export function createOneTouchUltra2({ id, open, clock, random }: VitalSignsParts): VitalSignsDevice {
  const report = createConditionReport(clock);
  const session = createMeasurementSession({ clock, report, timeoutMs: measureWithinMs });
  let transport: Transport | undefined;
  let framing = noLine;
  let exchange: Exchange | undefined;
  let callOffWait = () => {};
  /** What stood in the memory when the measurement began; `undefined` until it was read. */
  let before: ReadonlySet<string> | undefined;
  let beganAt = 0;

  const line = superviseLine({
    open,
    clock,
    random,
    onOpen(opened) {
      transport = opened;
      framing = noLine;
      opened.onData(read);
      session.lineStands();
    },
    onLost() {
      transport = undefined;
      session.lineBroke();
    },
  });

  function ask(command: MeterCommand, memory: readonly StoredReading[] = []): void {
    callOffWait();
    framing = noLine;
    exchange = { command, expected: undefined, readings: memory };
    void transport?.write(encodeCommand(command));
    waitForLine();
  }

  function waitForLine(): void {
    callOffWait();
    callOffWait = clock.after(meterDelays.nextLineWithinMs, askAgainLater);
  }

  /** Half an answer is none. */
  function askAgainLater(): void {
    callOffWait();
    exchange = undefined;
    callOffWait = clock.after(meterDelays.askAgainMs, () => ask('DMP'));
  }

  function read(bytes: Uint8Array): void {
    const step = cutLines(framing, bytes, longestMeterLine);
    framing = step.framing;
    for (const text of step.lines) {
      // What nobody has asked for is noise, or the end of an answer that was given up.
      if (!exchange) return;
      // The echo of a wake-up, or of a command.
      if (text === '\x11' || text === exchange.command) continue;
      const said = text === undefined ? undefined : readMeterLine(text);
      take(said, exchange);
    }
  }

  function take(said: MeterLine | undefined, asked: Exchange): void {
    if (asked.command === 'DMF') {
      judgeFirstLook(asked.readings, said?.kind === 'meter-time' ? said.at : undefined);
      return;
    }
    const next = continued(asked, said);
    if (!next) {
      // A wrong sum, or lines in an order that no meter has: the rest is not to be trusted.
      askAgainLater();
      return;
    }
    exchange = next;
    if (next.readings.length === next.expected) memoryWasRead(next.readings);
    else waitForLine();
  }

  function memoryWasRead(readings: readonly StoredReading[]): void {
    if (before) {
      judge(readings.filter(({ key }) => !before?.has(key)));
      return;
    }
    before = new Set(readings.map(({ key }) => key));
    if (readings.length === 0) askAgainLater();
    else ask('DMF', readings);
  }

  /**
   * At the first look, some readings may have been taken since the measurement was opened: those that are younger than it,
   * by the meter's own clock at both ends. All others are somebody else's. A meter that does not tell its time has none.
   */
  function judgeFirstLook(readings: readonly StoredReading[], meterTime: number | undefined): void {
    const openForMs = clock.now() - beganAt;
    const isOurs = ({ at }: StoredReading) =>
      meterTime !== undefined && meterTime - at >= 0 && meterTime - at <= openForMs;
    if (readings.some((reading) => !isOurs(reading))) session.discard('stale');
    judge(readings.filter(isOurs));
  }

  function judge(fresh: readonly StoredReading[]): void {
    const people = fresh.filter(({ what }) => what !== 'control-solution');
    const newest = people.toSorted((one, other) => other.at - one.at)[0];
    if (!newest) askAgainLater();
    else if (newest.what === 'unreadable') session.fail('device-error', 'memory');
    else if (!newest.quantity) session.fail('impossible-values');
    else {
      const { quantity } = newest;
      session.result({ quantities: [quantity], deviceTime: deviceTimeOf(newest), model: 'OneTouch Ultra2' });
    }
  }

  function rest(): void {
    callOffWait();
    exchange = undefined;
    before = undefined;
  }

  return {
    id,
    kind: 'vital-signs',
    measures: ['glucose'],
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    measure(listener) {
      return session.open(listener, {
        begin() {
          beganAt = clock.now();
          ask('DMP');
        },
        end: rest,
      });
    },
    onDiscarded: session.onDiscarded,
    async close() {
      session.close();
      rest();
      await line.close();
    },
  };
}

/** One command and what has come of its answer. */
interface Exchange {
  readonly command: MeterCommand;
  /** How many readings the header has announced. */
  readonly expected: number | undefined;
  readonly readings: readonly StoredReading[];
}

/** The answer to `DMP` with one more line: its header first, then as many readings as that says. */
function continued(asked: Exchange, said: MeterLine | undefined): Exchange | undefined {
  const { expected, readings } = asked;
  if (said?.kind === 'memory-header' && expected === undefined) return { ...asked, expected: said.count };
  if (said?.kind === 'reading' && expected !== undefined) return { ...asked, readings: [...readings, said.reading] };
  return undefined;
}
