import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CodeBy, PrintProblem, TicketImage, TicketPrinter } from '../contract/ticket-printer.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import type { PrinterProfile } from './custom-kiosk.ts';
import { encodeTicket } from './escpos-codec.ts';
import { createEscposLine, droppable, type EscposLine } from './escpos-line.ts';
import { automaticStatusFrom } from './escpos-status.ts';
import { createPrintHistory } from './print-history.ts';
import { createPrintProcedure, type Ending } from './print-procedure.ts';

/**
 * A ticket printer that speaks ESC/POS, over whatever line.
 *
 * A ticket counts as printed when the printer answers the `GS r 1` that stands behind the cut in its own queue. `DLE EOT`
 * is asked only between tickets and to explain silence; it proves nothing about paper that moved (design §6). What the printer
 * tells by itself (ASB) is shown at once and proves nothing either; the looks go on for printers that ignore `GS a`, and
 * heal what a damaged block said.
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

export interface EscposPrinterOptions {
  readonly id: string;
  readonly paperWidthMm: 58 | 80;
  /** False for a printer that never answers: it is never asked, and a ticket is printed when its bytes were taken. */
  readonly returnChannel: boolean;
  /** Default `epson`. `custom-kiosk`: a presenter hands the ticket out, and the full status is asked for too. */
  readonly profile?: PrinterProfile;
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
  const dotsAcross = options.paperWidthMm === 80 ? 576 : 384;
  const report = createConditionReport(clock);
  const connection = droppable(options.open);
  const history = createPrintHistory();
  const procedure = createPrintProcedure({ dotsAcross, profile, history, report });
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

  const supervised = superviseLine({
    open: connection.open,
    clock,
    random,
    onOpen(transport) {
      line = createEscposLine(transport, clock, returnChannel ? { profile, onAutomaticStatus } : {});
      automaticIsOff = true;
      if (returnChannel) void inTurn(look);
      else report.change('ready');
    },
    onLost() {
      line?.end();
      line = undefined;
      history.lineBroke();
      report.change('absent');
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
    const seen = await procedure.look(line);
    reportsSinceLook = 0;
    if (seen !== 'silent' && seen !== 'absent') await switchOnAutomaticStatus();
    silentLooks = seen === 'silent' ? silentLooks + 1 : 0;
    if (silentLooks < silentLooksBeforeNewLine || !history.knowsRealTime()) return;
    silentLooks = 0;
    giveUpLine();
  }

  /**
   * Only where a `DLE EOT` was answered: one that does not know that command would not know this one. Not while an earlier
   * ticket may be in the printer, which would take it for dots; the next ticket clears that.
   */
  async function switchOnAutomaticStatus(): Promise<void> {
    if (!automaticStatus || !automaticIsOff || !line || closing) return;
    if (!history.knowsRealTime() || history.isSuspect()) return;
    automaticIsOff = false;
    await procedure.switchOnAutomaticStatus(line);
  }

  function onAutomaticStatus(block: Uint8Array): void {
    reportsSinceLook += 1;
    if (reportsSinceLook > mostReportsALook) return;
    const { trouble, paperLow } = automaticStatusFrom(block);
    // A block does not know all that the full status of a kiosk printer knows, so its "fine" is a reason to ask.
    const tellsAll = trouble !== undefined || profile !== 'custom-kiosk';
    if (tellsAll) report.change(trouble ?? (paperLow ? 'paper-low' : 'ready'));
    if (tellsAll || looksSoon || closing) return;
    looksSoon = true;
    void inTurn(() => {
      looksSoon = false;
      return look();
    });
  }

  /** The supervisor reports the line as lost and opens a new one. */
  function giveUpLine(): void {
    const answered = history.knowsRealTime();
    connection.drop();
    // The same printer at the other end: it knows `DLE EOT`, and its silence keeps meaning trouble.
    if (answered) history.realTimeAnswered();
  }

  async function printNow(ticket: Uint8Array): Promise<Result<'printed', PrintProblem>> {
    const printing = line;
    if (!printing || closing) return problem({ kind: 'absent', paper: 'untouched' });
    const obstacle = returnChannel ? await procedure.obstacleBefore(printing) : undefined;
    reportsSinceLook = 0;
    if (obstacle) return problem({ kind: obstacle, paper: 'untouched' });

    automaticIsOff = true;
    const send = returnChannel ? procedure.sendAndProve : procedure.sendOnly;
    const ending = await send(printing, ticket);
    if (ending === 'proven' || ending === 'taken') {
      if (report.condition() === 'no-answer') report.change('ready');
      return ok('printed');
    }
    if (ending === 'stuck') giveUpLine();
    if (ending === 'silent') report.change('no-answer');
    return problem({ kind: problemFrom(ending), paper: 'unknown' });
  }

  return {
    id,
    kind: 'ticket-printer',
    dotsAcross,
    qr,
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    async print(image: TicketImage) {
      if (image.widthDots !== dotsAcross) throw new Error(`A ticket of ${image.widthDots} dots for ${dotsAcross}`);
      const ticket = encodeTicket(image, { profile });
      const printing = inTurn(() => printNow(ticket));
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

function problemFrom(ending: Exclude<Ending, 'taken' | 'proven'>): PrintProblem['kind'] {
  return ending === 'stuck' || ending === 'silent' ? 'no-answer' : ending;
}
