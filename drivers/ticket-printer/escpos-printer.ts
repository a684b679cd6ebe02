import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { within } from '#config/agreements/within.ts';
import type { CodeBy, Printed, PrintProblem, TicketImage, TicketPrinter } from '../contract/ticket-printer.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { type ConditionReport, createConditionReport } from '../supervisor/device-condition.ts';
import { type SupervisedLine, superviseLine } from '../supervisor/supervise-line.ts';
import { encodeTicket } from './escpos-codec.ts';
import { EscposLine } from './escpos-line.ts';
import { automaticStatusFrom } from './escpos-status.ts';
import { createLineSpeed, type LineSpeed, type LineSpeedSettings, ticketSizeFor } from './line-speed.ts';
import type { Ending, Seen } from './print-confirmation.ts';
import { createPrintHistory, type PrintHistory } from './print-history.ts';
import { PrintProcedure } from './print-procedure.ts';
import { type PrinterProfile, type PrintProof, type ProfileFacts, printerProfiles } from './printer-profiles.ts';

/**
 * A ticket printer that speaks ESC/POS, over whatever line.
 *
 * A ticket counts as printed when the printer answers the `GS r 1` that stand behind the cut in its own queue
 * (`print-confirmation.ts`). Whether it does that is learnt on every line; of one that does not, a ticket is only `sent`. `DLE EOT`
 * is asked between tickets and to explain silence; it proves nothing about paper that moved (design §6). What the printer
 * tells by itself is shown at once and proves nothing either; the looks go on for printers that tell nothing, and heal what
 * a damaged report said.
 */

/** Waits of the driver, in milliseconds. Tests advance time by these names. */
export const printerDelays = {
  /** Between two looks at an idle printer. */
  lookAgainMs: 3_000,
  /** How long `close` waits for the ticket that is being printed. */
  closeWithinMs: 5_000,
} as const;

/** A line that makes up reports must not fill the log: between two looks so many change the condition. */
const mostReportsALook = 16;

/** A printer that has answered before and is silent so many looks in a row gets a new line. */
const silentLooksBeforeNewLine = 5;

/** A printer that does not answer `GS r 1` is tried again behind so many tickets, and whenever it is well again. */
const mostTriesBehindTickets = 3;

export interface EscposPrinterOptions {
  readonly id: string;
  readonly paperWidthMm: 58 | 80;
  /** False for a line that only goes there: the printer is never asked anything, and a ticket is `sent`. */
  readonly returnChannel: boolean;
  /** Default `epson`. */
  readonly profile?: PrinterProfile;
  /** Default: what the printer shows on each line. */
  readonly proof?: PrintProof | undefined;
  readonly speed?: LineSpeedSettings;
  /**
   * Default true: once it has answered a `DLE EOT`, the printer is told to tell changes by itself. False for clones that
   * print the command as letters.
   */
  readonly automaticStatus?: boolean;
  /** Who draws the QR of a ticket. Default `raster`: it is part of the picture. */
  readonly qr?: CodeBy;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
}

/** Tries to open the line from now on, and keeps trying until `close`. */
export function createEscposPrinter(options: EscposPrinterOptions): TicketPrinter {
  const printer = new EscposPrinter(options);
  return {
    id: options.id,
    kind: 'ticket-printer',
    dotsAcross: printer.dotsAcross,
    qr: options.qr ?? 'raster',
    ticketSize: () => ticketSizeFor(printer.speed),
    ...printer.report.told,
    print: (image) => printer.print(image),
    close: () => printer.close(),
  };
}

/** Looks at the printer, prints and learns, one thing at a time, over whichever line stands. */
class EscposPrinter {
  readonly #clock: Clock;
  readonly #returnChannel: boolean;
  readonly #profile: PrinterProfile;
  readonly #facts: ProfileFacts;
  readonly #automaticStatus: boolean;
  readonly dotsAcross: 384 | 576;
  readonly report: ConditionReport;
  readonly speed: LineSpeed;
  readonly #history: PrintHistory;
  readonly #procedure: PrintProcedure;
  readonly #supervised: SupervisedLine;
  #line: EscposLine | undefined;
  #closing = false;
  /** Everything that is said to the printer stands in this one queue: tickets and looks. */
  #queue: Promise<unknown> = Promise.resolve();
  #callOffNextLook = () => {};
  #silentLooks = 0;
  /** A line that has just opened, and `ESC @` at the beginning of a ticket, may have switched it off. */
  #automaticIsOff = true;
  #looksSoon = false;
  #reportsSinceLook = 0;
  /** What the printer can prove may be another thing than when it was last tried. */
  #wantsLearning = true;
  #triesBehindTickets = 0;
  /** By the last look on this line. */
  #lastSeen: Seen | undefined;

  constructor(options: EscposPrinterOptions) {
    const {
      open,
      clock,
      random,
      returnChannel,
      profile = 'epson',
      proof: wantedProof,
      automaticStatus = true,
    } = options;
    this.#clock = clock;
    this.#returnChannel = returnChannel;
    this.#profile = profile;
    this.#facts = printerProfiles[profile];
    this.#automaticStatus = automaticStatus;
    this.dotsAcross = options.paperWidthMm === 80 ? 576 : 384;
    this.report = createConditionReport(clock);
    this.speed = createLineSpeed(options.speed);
    this.#history = createPrintHistory();
    this.#procedure = new PrintProcedure({
      dotsAcross: this.dotsAcross,
      profile,
      wantedProof,
      returnChannel,
      history: this.#history,
      report: this.report,
      speed: this.speed,
      clock,
    });
    this.#supervised = superviseLine({ open, clock, random, onOpen: this.#lineStands, onLost: this.#lineIsGone });
  }

  readonly #lineStands = (transport: Transport): void => {
    this.#line = new EscposLine({
      transport,
      clock: this.#clock,
      profile: this.#profile,
      speed: this.speed,
      onAutomaticStatus: (block) => this.#hearAutomaticStatus(block),
      onBareStatus: (byte) => this.#hearBareStatus(byte),
    });
    this.#automaticIsOff = true;
    this.#wantsLearning = true;
    this.#triesBehindTickets = 0;
    this.#lastSeen = undefined;
    if (this.#returnChannel) void this.#inTurn(this.#look);
    else this.report.change('ready');
  };

  readonly #lineIsGone = ({ kind }: LineProblem): void => {
    this.#line?.end();
    this.#line = undefined;
    this.#history.lineBroke();
    this.report.absent(kind);
  };

  async print(image: TicketImage): Promise<Result<Printed, PrintProblem>> {
    const scale = image.scale ?? 1;
    if (image.widthDots * scale !== this.dotsAcross)
      throw new Error(`A ticket of ${image.widthDots} dots for ${this.dotsAcross}`);
    const ticket = encodeTicket(image, { profile: this.#profile });
    if (this.#line) this.#procedure.hurry(this.#line);
    const printing = this.#inTurn(() => this.#printOnce(ticket, image.heightDots * scale));
    void this.#inTurn(this.#switchOnAutomaticStatus);
    return printing;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#callOffNextLook();
    await within(this.#clock, printerDelays.closeWithinMs, this.#queue, undefined);
    this.report.end();
    this.#line?.end();
    await this.#supervised.close();
  }

  /** Runs one task at a time; while nothing is to be done, the next look is due after a pause. */
  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    this.#callOffNextLook();
    const done = this.#queue.then(task);
    const after = done.then(() => {
      if (this.#queue === after && this.#line && this.#returnChannel && !this.#closing)
        this.#callOffNextLook = this.#clock.after(printerDelays.lookAgainMs, () => void this.#inTurn(this.#look));
    });
    this.#queue = after;
    return done;
  }

  readonly #look = async (): Promise<void> => {
    if (!this.#line || this.#closing) return;
    const seen = await this.#procedure.look(this.#line, () =>
      this.#learn(this.#lastSeen !== undefined && this.#lastSeen !== 'fine'),
    );
    this.#reportsSinceLook = 0;
    if (seen === 'silent') await this.#learn(false);
    this.#lastSeen = seen;
    if (seen !== 'silent' && seen !== 'absent') await this.#switchOnAutomaticStatus();
    this.#silentLooks = seen === 'silent' ? this.#silentLooks + 1 : 0;
    if (this.#silentLooks < silentLooksBeforeNewLine || !this.#history.knowsRealTime()) return;
    this.#silentLooks = 0;
    this.#giveUpLine();
  };

  /** While nobody waits for a ticket. Not of a printer that answered before and is silent now: that is trouble. */
  async #learn(isWellAgain: boolean): Promise<void> {
    if (!this.#line || this.#closing || !(this.#wantsLearning || isWellAgain)) return;
    const isInTrouble = this.report.told.condition() === 'no-answer' && this.#history.knowsRealTime();
    if (isInTrouble && !isWellAgain) return;
    this.#wantsLearning = false;
    if (this.#history.knowsQueued() && !this.#history.mayBeInsideBand() && !this.#history.isSuspect()) return;
    if ((await this.#procedure.learn(this.#line)) === 'called-off') this.#wantsLearning = true;
  }

  /**
   * Only where a `DLE EOT` was answered: one that does not know that command would not know this one. Not while an earlier
   * ticket may be in the printer, which would take it for dots; the next ticket clears that.
   */
  readonly #switchOnAutomaticStatus = async (): Promise<void> => {
    if (!this.#automaticStatus || !this.#facts.canReportByItself || !this.#automaticIsOff) return;
    if (!this.#line || this.#closing || !this.#history.knowsRealTime() || this.#history.isSuspect()) return;
    this.#automaticIsOff = false;
    await this.#procedure.switchOnAutomaticStatus(this.#line);
  };

  #hearAutomaticStatus(block: Uint8Array): void {
    if (!this.#mayReport()) return;
    const { trouble, paperLow } = automaticStatusFrom(block);
    // A block does not know all that the full status of a kiosk printer knows, so its "fine" is a reason to ask.
    const tellsAll = trouble !== undefined || !this.#facts.hasPresenter;
    if (tellsAll) this.report.change(trouble ?? (paperLow ? 'paper-low' : 'ready'));
    if (tellsAll || this.#looksSoon || this.#closing) return;
    this.#looksSoon = true;
    void this.#inTurn(() => {
      this.#looksSoon = false;
      return this.#look();
    });
  }

  /** The same byte is the answer to a question and an unasked word: either way it says how the printer is. */
  #hearBareStatus(byte: number): void {
    if (!this.#mayReport()) return;
    const [first] = this.#facts.questions;
    this.report.change(this.#facts.statusFrom({ [first]: byte }, undefined).trouble ?? 'ready');
  }

  /** What comes on a line that only goes there is no word of the printer. */
  #mayReport(): boolean {
    if (!this.#returnChannel) return false;
    this.#reportsSinceLook += 1;
    return this.#reportsSinceLook <= mostReportsALook;
  }

  /** The supervisor reports the line as lost and opens a new one. */
  #giveUpLine(): void {
    const knew = { realTime: this.#history.knowsRealTime(), queued: this.#history.knowsQueued() };
    this.#supervised.reopen();
    // The same printer at the other end: what it answered before it still should, and its silence keeps meaning trouble.
    this.#history.samePrinter(knew);
  }

  /**
   * The ticket says who somebody is: it is overwritten once no byte of it can be sent any more. A line that still stands has
   * handed on all that it was given; one that was lost or given up may be writing until it has closed.
   */
  async #printOnce(ticket: Uint8Array, rows: number): Promise<Result<Printed, PrintProblem>> {
    const printing = this.#line;
    const ended = await this.#printNow(ticket, rows);
    const isWritten = printing === undefined || (printing === this.#line && !this.#closing);
    void (isWritten ? Promise.resolve() : printing.letGo()).then(() => ticket.fill(0));
    return ended;
  }

  async #printNow(ticket: Uint8Array, rows: number): Promise<Result<Printed, PrintProblem>> {
    const printing = this.#line;
    if (!printing || this.#closing) return problem({ kind: 'absent', paper: 'untouched' });
    const obstacle = this.#returnChannel ? await this.#procedure.obstacleBefore(printing) : undefined;
    this.#reportsSinceLook = 0;
    if (obstacle) return problem({ kind: obstacle, paper: 'untouched' });

    this.#automaticIsOff = true;
    const ending = await this.#procedure.send(printing, ticket, rows);
    // What is left of it is cleared away before the next patient comes.
    if (this.#history.knowsQueued() && this.#history.isSuspect()) this.#wantsLearning = true;
    return this.#outcomeOf(ending);
  }

  #outcomeOf(ending: Ending): Result<Printed, PrintProblem> {
    switch (ending) {
      case 'proven':
        if (this.report.told.condition() === 'no-answer') this.report.change('ready');
        return ok('printed');
      case 'well':
      case 'taken':
        this.#triesBehindTickets += 1;
        this.#wantsLearning ||= this.#triesBehindTickets <= mostTriesBehindTickets;
        return ok(ending === 'well' ? 'sent-and-well' : 'sent');
      case 'stuck':
        this.#giveUpLine();
        return problem({ kind: 'no-answer', paper: 'unknown' });
      case 'silent':
        this.report.change('no-answer');
        return problem({ kind: 'no-answer', paper: 'unknown' });
      default:
        return problem({ kind: ending satisfies Extract<Ending, PrintProblem['kind']>, paper: 'unknown' });
    }
  }
}
