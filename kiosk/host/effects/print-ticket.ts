import type { PrintAttempt, VisitStore } from '#backend-client/contract/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { Printed, PrintProblem, TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { PaperEvent } from '#kiosk/flow/events.ts';

export type PrintTicketEffect = Extract<FlowEffect, { do: 'print-ticket' }>;

export interface PrintTicketParts {
  readonly store: Pick<VisitStore, 'beginPrint' | 'endPrint'>;
  /** `undefined`: this kiosk has no printer; the number is for the screen. */
  readonly printer: TicketPrinter | undefined;
  readonly drawTicket: (effect: PrintTicketEffect, copy: number | undefined) => TicketImage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Prints one ticket, first or copy as the store says. The attempt is on disk before the printer hears of it and its end
 * before the page does (law 4), whether or not the session is still there to see it.
 */
export async function printTicket(effect: PrintTicketEffect, parts: PrintTicketParts): Promise<PaperEvent> {
  const { store, printer, drawTicket, clock, log } = parts;
  const { sessionId, visit } = effect;
  const notPrinted = (
    deviceId: string,
    { kind, paper }: Pick<PrintProblem, 'paper'> & { readonly kind: string },
  ): PaperEvent => {
    log('ticket-not-printed', { visitId: visit.visitId, deviceId, reason: kind, paper });
    return { type: 'ticket-not-printed', sessionId, paper };
  };
  if (!printer) return notPrinted('none', { kind: 'absent', paper: 'untouched' });

  const begun = store.beginPrint(visit.visitId, visit.number.text);
  if (!begun.ok) return notPrinted(printer.id, { kind: begun.problem.kind, paper: 'untouched' });
  const attempt = begun.value;
  const startedAt = clock.now();
  const picture = drawTicket(effect, attempt.copy);
  const result = await printer.print(picture).finally(() => picture.rows.fill(0));
  if (!result.ok) {
    noteEnd(store, attempt, result.problem);
    return notPrinted(printer.id, result.problem);
  }
  const facts = {
    visitId: visit.visitId,
    deviceId: printer.id,
    copy: attempt.copy ?? 0,
    tookMs: clock.now() - startedAt,
  };
  if (result.value === 'printed') {
    noteEnd(store, attempt, undefined);
    log('ticket-printed', facts);
    return { type: 'ticket-printed', sessionId };
  }
  // Nothing went wrong, and nobody knows that paper came out: the next one is a copy (law 4), and "printed" is not said (law 13).
  noteEnd(store, attempt, { kind: result.value, paper: 'unknown' });
  log('ticket-sent', { ...facts, evidence: result.value });
  return { type: 'ticket-not-printed', sessionId, paper: 'unknown' };
}

/** Why an attempt has no proof of paper: a problem, or a printer that cannot give one. */
interface Unproven {
  readonly kind: PrintProblem['kind'] | Exclude<Printed, 'printed'>;
  readonly paper: PrintProblem['paper'];
}

/** A store that cannot note the end leaves the attempt open, which the next start reads as `unknown`: never a second first ticket. */
function noteEnd(store: PrintTicketParts['store'], attempt: PrintAttempt, failed: Unproven | undefined): void {
  if (!failed) store.endPrint(attempt, { kind: 'printed' });
  else if (failed.paper === 'untouched') store.endPrint(attempt, { kind: 'not-printed', reason: failed.kind });
  else store.endPrint(attempt, { kind: 'unknown', reason: failed.kind });
}
