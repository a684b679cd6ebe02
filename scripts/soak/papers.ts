import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
import type { SimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { readQrOf } from '#drivers/ticket-printer/qr-on-paper.simulator.ts';
import { readTicketCode } from '#kiosk/host/ticket/ticket-code.ts';

/** One piece of paper as somebody would find it under the printer. */
export interface PaperFound {
  readonly visitId: string;
  readonly number: string;
  /** The strip above the number: hospital, test mark and, on copies only, the copy's mark. */
  readonly head: string;
}

/** Rows of the strip that tells a first ticket from a copy. */
const headRows = 120;

/** Reads every paper at the moment when it is cut. */
export function collectPapers(printer: SimulatedPrinter): {
  readonly found: readonly PaperFound[];
  readonly unreadable: () => number;
} {
  const found: PaperFound[] = [];
  let seen = 0;
  let unreadable = 0;
  printer.onChange(() => {
    for (const paper of printer.papers()) {
      if (paper.number <= seen) continue;
      seen = paper.number;
      const code = codeOn(paper);
      if (code) found.push({ ...code, head: headOf(paper) });
      else unreadable += 1;
    }
  });
  return { found, unreadable: () => unreadable };
}

function codeOn(paper: TicketImage): Pick<PaperFound, 'visitId' | 'number'> | undefined {
  const read = readQrOf(paper);
  return read === undefined ? undefined : readTicketCode(read);
}

function headOf({ widthDots, rows }: TicketImage): string {
  return Buffer.from(rows.subarray(0, (widthDots / 8) * headRows)).toString('base64');
}
