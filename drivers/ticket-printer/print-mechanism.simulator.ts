import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { TicketImage } from '../contract/ticket-printer.ts';
import { createEscposInterpreter, type PrinterOperation } from './escpos-interpreter.simulator.ts';
import { drawPrinterCode } from './printer-code.simulator.ts';

/** A piece of paper as it was cut off. */
export interface SimulatedPaper extends TicketImage {
  /** Counts from 1. */
  readonly number: number;
}

/** What a hand can do to the machine. */
export interface Circumstances {
  paper: 'ok' | 'low' | 'out';
  cover: 'closed' | 'open';
  cutter: 'ok' | 'jammed';
}

/** Rows are printed at this speed; without a pace all at once. */
export interface PrintPace {
  readonly clock: Clock;
  readonly rowsPerSecond: number;
}

export interface PrintMechanism {
  readonly circumstances: Circumstances;
  receive(bytes: Uint8Array): void;
  /** The status byte for `DLE EOT n`. */
  realTimeStatus(question: number): number | undefined;
  /** 01 no paper, 02 head up, 04 jam, as Hwasung printers say it. */
  bareStatus(): number;
  /** The four bytes for `DLE EOT 20`. */
  fullStatus(): readonly number[];
  presenter(): 'empty' | 'held' | 'presented';
  takeTicket(): void;
  /** The hand has changed something. */
  carryOn(): void;
  /** Switched off: whatever was received and not printed is gone; what is on the paper stays on it. */
  powerOff(): void;
  bufferedBytes(): number;
}

export interface MechanismSettings {
  readonly dotsAcross: number;
  /** A presenter holds each ticket that was cut off. */
  readonly hasPresenter: boolean;
  readonly pace: PrintPace | undefined;
  say(bytes: Uint8Array): void;
  /** Paper, cover or cutter may be otherwise now. */
  onStanding?(): void;
  cutOff(paper: TicketImage): void;
}

const tickMs = 20;
/** A roll of 80 mm paper has some 80 m; nobody looks at more than this of one ticket. */
const mostRows = 8_000;
const letterDots = { width: 12, height: 24 };

/**
 * The part of a printer that moves: takes commands one after the other, stops where it is when paper, cover or cutter stop
 * it, and goes on from there. Like a real one it keeps what it has received meanwhile.
 */
export function createPrintMechanism(settings: MechanismSettings): PrintMechanism {
  const { dotsAcross, pace, say } = settings;
  const bytesPerRow = dotsAcross / 8;
  const interpreter = createEscposInterpreter();
  const circumstances: Circumstances = { paper: 'ok', cover: 'closed', cutter: 'ok' };
  let rows: Uint8Array[] = [];
  let presenter: 'empty' | 'held' | 'presented' = 'empty';
  let cutterStuck = false;
  let automaticStatus = false;
  let letters = 0;
  let callOffTick: (() => void) | undefined;

  function isOffline(): boolean {
    return circumstances.paper === 'out' || circumstances.cover === 'open' || cutterStuck;
  }

  function work(): void {
    if (callOffTick) return;
    const rowsATick = pace ? (pace.rowsPerSecond * tickMs) / 1000 : Number.POSITIVE_INFINITY;
    const stopAt = rows.length + rowsATick;
    while (!isOffline()) {
      if (pace && rows.length >= stopAt) {
        callOffTick = pace.clock.after(tickMs, () => {
          callOffTick = undefined;
          work();
        });
        return;
      }
      const operation = interpreter.next();
      if (!operation) return;
      perform(operation);
    }
  }

  function perform(operation: PrinterOperation): void {
    switch (operation.kind) {
      case 'initialise':
        letters = 0;
        break;
      case 'print-row':
        addRow(operation.dots);
        break;
      case 'print-code':
        for (const row of drawPrinterCode(operation, dotsAcross)) addRow(row);
        break;
      case 'print-text':
        letters += operation.characters;
        break;
      case 'feed':
        feed(operation.dots);
        break;
      case 'cut':
        cut();
        break;
      case 'move-ticket':
        if (presenter !== 'empty') presenter = operation.how === 'present' ? 'presented' : 'empty';
        break;
      case 'answer-queued':
        say(Uint8Array.of(operation.question === 1 || operation.question === 49 ? paperBits() : 0));
        break;
      case 'set-automatic-status':
        automaticStatus = operation.on;
        sayAutomatically();
        break;
      default:
        unreachable(operation);
    }
  }

  function feed(dots: number): void {
    if (letters > 0) addLetters();
    for (let row = 0; row < dots; row++) addRow(new Uint8Array());
  }

  function addRow(dots: Uint8Array): void {
    if (rows.length >= mostRows) return;
    const row = new Uint8Array(bytesPerRow);
    row.set(dots.subarray(0, bytesPerRow));
    rows.push(row);
  }

  /** Hollow boxes: enough to see that somebody sent text. */
  function addLetters(): void {
    const perLine = Math.floor(dotsAcross / letterDots.width);
    for (let line = 0; line < Math.min(letters / perLine, 20); line++) {
      for (let y = 0; y < letterDots.height; y++) {
        addRow(new Uint8Array(bytesPerRow).fill(y > 3 && y < 20 ? 0b01000010 : y === 3 || y === 20 ? 0b01111110 : 0));
      }
    }
    letters = 0;
  }

  function cut(): void {
    // The jam shows when the blade is to move, as on real printers.
    // So does a second ticket behind one that was not put out.
    if (circumstances.cutter === 'jammed' || presenter !== 'empty') {
      cutterStuck = true;
      sayAutomatically();
      return;
    }
    const paper = new Uint8Array(rows.length * bytesPerRow);
    for (const [at, row] of rows.entries()) paper.set(row, at * bytesPerRow);
    settings.cutOff({ widthDots: dotsAcross, heightDots: rows.length, rows: paper });
    rows = [];
    if (settings.hasPresenter) presenter = 'held';
  }

  /** Paper, user, errors that pass, errors that do not. */
  function fullStatus(): readonly number[] {
    const { paper, cover } = circumstances;
    const paperByte = { ok: 0, low: 0x04, out: 0x05 }[paper] | (presenter === 'presented' ? 0x20 : 0);
    return [paperByte, cover === 'open' ? 0x02 : 0, 0, cutterStuck ? 0x01 : 0];
  }

  /** The sensor sits in the cover: with an open cover it sees no paper. Near end and end, as in `GS r 1` and ASB byte 3. */
  function paperBits(): number {
    if (circumstances.paper === 'out' || circumstances.cover === 'open') return 0x0f;
    return circumstances.paper === 'low' ? 0x03 : 0;
  }

  function realTimeStatus(question: number): number | undefined {
    const bits = (...pairs: readonly (readonly [boolean, number])[]) =>
      pairs.reduce((byte, [set, bit]) => (set ? byte | bit : byte), 0x12);
    const { paper, cover } = circumstances;
    if (question === 1) return bits([isOffline(), 0x08]);
    if (question === 2) return bits([cover === 'open', 0x04], [paper === 'out', 0x20], [cutterStuck, 0x40]);
    if (question === 3) return bits([cutterStuck, 0x08]);
    if (question === 4) return bits([(paperBits() & 0x03) !== 0, 0x0c], [(paperBits() & 0x0c) !== 0, 0x60]);
    return undefined;
  }

  function bareStatus(): number {
    const { paper, cover } = circumstances;
    return (paper === 'out' ? 0x01 : 0) | (cover === 'open' ? 0x02 : 0) | (cutterStuck ? 0x04 : 0);
  }

  function sayAutomatically(): void {
    settings.onStanding?.();
    if (!automaticStatus) return;
    const first = 0x10 | (isOffline() ? 0x08 : 0) | (circumstances.cover === 'open' ? 0x20 : 0);
    say(Uint8Array.of(first, cutterStuck ? 0x08 : 0, paperBits(), 0x0f));
  }

  return {
    circumstances,
    receive(bytes) {
      interpreter.put(bytes);
      work();
    },
    realTimeStatus,
    bareStatus,
    fullStatus,
    presenter: () => presenter,
    takeTicket() {
      if (presenter === 'presented') presenter = 'empty';
    },
    carryOn() {
      const waitsForBlade = cutterStuck && circumstances.cutter === 'ok' && presenter === 'empty';
      if (waitsForBlade) {
        cutterStuck = false;
        cut();
      }
      sayAutomatically();
      work();
    },
    powerOff() {
      interpreter.forget();
      callOffTick?.();
      callOffTick = undefined;
      cutterStuck = false;
      automaticStatus = false;
      letters = 0;
    },
    bufferedBytes: interpreter.bufferedBytes,
  };
}
