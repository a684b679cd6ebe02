import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CodeBy, Printed, PrintProblem, TicketImage, TicketPrinter } from '../contract/ticket-printer.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { encodeTicket } from './escpos-codec.ts';
import { createEscposLine, type EscposLine } from './escpos-line.ts';
import { automaticStatusFrom } from './escpos-status.ts';
import { createLineSpeed, type LineSpeedSettings, ticketSizeFor } from './line-speed.ts';
import type { Ending, Seen } from './print-confirmation.ts';
import { createPrintHistory } from './print-history.ts';
import { PrintProcedure } from './print-procedure.ts';
import { type PrinterProfile, type PrintProof, printerProfiles } from './printer-profiles.ts';

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
  const { id, returnChannel, profile = 'epson', automaticStatus = true, qr = 'raster', clock, random } = options;
  const facts = printerProfiles[profile];
  const dotsAcross = options.paperWidthMm === 80 ? 576 : 384;
  const report = createConditionReport(clock);
  const history = createPrintHistory();
  const speed = createLineSpeed(options.speed);
  const wantedProof = options.proof;
  const parts = { dotsAcross, profile, wantedProof, returnChannel, history, report, speed, clock };
  const procedure = new PrintProcedure(parts);
  let line: EscposLine | undefined;
  let closing = false;
  /** Everything that is said to the printer stands in this one queue: tickets and looks. */
  let queue: Promise<unknown> = Promise.resolve();
  let callOffNextLook = () => {};
  let silentLooks = 0;
  /** A line that has just opened, and `ESC @` at the beginning of a ticket, may have switched it off. */
  let automaticIsOff = true;
  let looksSoon = false;
  let reportsSinceLook = 0;
  /** What the printer can prove may be another thing than when it was last tried. */
  let wantsLearning = true;
  let triesBehindTickets = 0;
  /** By the last look on this line. */
  let lastSeen: Seen | undefined;

  const supervised = superviseLine({
    open: options.open,
    clock,
    random,
    onOpen(transport) {
      line = createEscposLine(transport, clock, {
        speed,
        ...(returnChannel ? { profile, onAutomaticStatus, onBareStatus } : {}),
      });
      automaticIsOff = true;
      wantsLearning = true;
      triesBehindTickets = 0;
      lastSeen = undefined;
      if (returnChannel) void inTurn(look);
      else report.change('ready');
    },
    onLost({ kind }) {
      line?.end();
      line = undefined;
      history.lineBroke();
      report.absent(kind);
    },
  });

  /** Runs one task at a time; while nothing is to be done, the next look is due after a pause. */
  function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    callOffNextLook();
    const done = queue.then(task);
    const after = done.then(() => {
      if (queue === after && line && returnChannel && !closing) {
        callOffNextLook = clock.after(printerDelays.lookAgainMs, () => void inTurn(look));
      }
    });
    queue = after;
    return done;
  }

  async function look(): Promise<void> {
    if (!line || closing) return;
    const seen = await procedure.look(line, () => learn(lastSeen !== undefined && lastSeen !== 'fine'));
    reportsSinceLook = 0;
    if (seen === 'silent') await learn(false);
    lastSeen = seen;
    if (seen !== 'silent' && seen !== 'absent') await switchOnAutomaticStatus();
    silentLooks = seen === 'silent' ? silentLooks + 1 : 0;
    if (silentLooks < silentLooksBeforeNewLine || !history.knowsRealTime()) return;
    silentLooks = 0;
    giveUpLine();
  }

  /** While nobody waits for a ticket. Not of a printer that answered before and is silent now: that is trouble. */
  async function learn(isWellAgain: boolean): Promise<void> {
    if (!line || closing || !(wantsLearning || isWellAgain)) return;
    if (report.told.condition() === 'no-answer' && history.knowsRealTime() && !isWellAgain) return;
    wantsLearning = false;
    if (history.knowsQueued() && !history.mayBeInsideBand() && !history.isSuspect()) return;
    if ((await procedure.learn(line)) === 'called-off') wantsLearning = true;
  }

  /**
   * Only where a `DLE EOT` was answered: one that does not know that command would not know this one. Not while an earlier
   * ticket may be in the printer, which would take it for dots; the next ticket clears that.
   */
  async function switchOnAutomaticStatus(): Promise<void> {
    if (!automaticStatus || !facts.canReportByItself || !automaticIsOff || !line || closing) return;
    if (!history.knowsRealTime() || history.isSuspect()) return;
    automaticIsOff = false;
    await procedure.switchOnAutomaticStatus(line);
  }

  function onAutomaticStatus(block: Uint8Array): void {
    reportsSinceLook += 1;
    if (reportsSinceLook > mostReportsALook) return;
    const { trouble, paperLow } = automaticStatusFrom(block);
    // A block does not know all that the full status of a kiosk printer knows, so its "fine" is a reason to ask.
    const tellsAll = trouble !== undefined || !facts.hasPresenter;
    if (tellsAll) report.change(trouble ?? (paperLow ? 'paper-low' : 'ready'));
    if (tellsAll || looksSoon || closing) return;
    looksSoon = true;
    void inTurn(() => {
      looksSoon = false;
      return look();
    });
  }

  /** The same byte is the answer to a question and an unasked word: either way it says how the printer is. */
  function onBareStatus(byte: number): void {
    reportsSinceLook += 1;
    if (reportsSinceLook > mostReportsALook) return;
    report.change(facts.statusFrom({ [facts.questions[0]]: byte }, undefined).trouble ?? 'ready');
  }

  /** The supervisor reports the line as lost and opens a new one. */
  function giveUpLine(): void {
    const knew = { realTime: history.knowsRealTime(), queued: history.knowsQueued() };
    supervised.reopen();
    // The same printer at the other end: what it answered before it still should, and its silence keeps meaning trouble.
    history.samePrinter(knew);
  }

  async function printNow(ticket: Uint8Array, rows: number): Promise<Result<Printed, PrintProblem>> {
    const printing = line;
    if (!printing || closing) return problem({ kind: 'absent', paper: 'untouched' });
    const obstacle = returnChannel ? await procedure.obstacleBefore(printing) : undefined;
    reportsSinceLook = 0;
    if (obstacle) return problem({ kind: obstacle, paper: 'untouched' });

    automaticIsOff = true;
    const ending = await procedure.send(printing, ticket, rows);
    // What is left of it is cleared away before the next patient comes.
    if (history.knowsQueued() && history.isSuspect()) wantsLearning = true;
    switch (ending) {
      case 'proven':
        if (report.told.condition() === 'no-answer') report.change('ready');
        return ok('printed');
      case 'well':
      case 'taken':
        triesBehindTickets += 1;
        wantsLearning ||= triesBehindTickets <= mostTriesBehindTickets;
        return ok(ending === 'well' ? 'sent-and-well' : 'sent');
      case 'stuck':
        giveUpLine();
        return problem({ kind: 'no-answer', paper: 'unknown' });
      case 'silent':
        report.change('no-answer');
        return problem({ kind: 'no-answer', paper: 'unknown' });
      default:
        return problem({ kind: ending satisfies Extract<Ending, PrintProblem['kind']>, paper: 'unknown' });
    }
  }

  /**
   * The ticket says who somebody is: it is overwritten once no byte of it can be sent any more. A line that still stands has
   * handed on all that it was given; one that was lost or given up may be writing until it has closed.
   */
  async function printOnce(ticket: Uint8Array, rows: number): Promise<Result<Printed, PrintProblem>> {
    const printing = line;
    const ended = await printNow(ticket, rows);
    const isWritten = printing === undefined || (printing === line && !closing);
    void (isWritten ? Promise.resolve() : printing.letGo()).then(() => ticket.fill(0));
    return ended;
  }

  return {
    id,
    kind: 'ticket-printer',
    dotsAcross,
    qr,
    ticketSize: () => ticketSizeFor(speed),
    ...report.told,
    async print(image: TicketImage) {
      const scale = image.scale ?? 1;
      if (image.widthDots * scale !== dotsAcross)
        throw new Error(`A ticket of ${image.widthDots} dots for ${dotsAcross}`);
      const ticket = encodeTicket(image, { profile });
      if (line) procedure.hurry(line);
      const printing = inTurn(() => printOnce(ticket, image.heightDots * scale));
      void inTurn(switchOnAutomaticStatus);
      return printing;
    },
    async close() {
      closing = true;
      callOffNextLook();
      let callOff = () => {};
      const enough = new Promise<void>((resolve) => {
        callOff = clock.after(printerDelays.closeWithinMs, resolve);
      });
      await Promise.race([queue, enough]);
      callOff();
      report.end();
      line?.end();
      await supervised.close();
    },
  };
}
