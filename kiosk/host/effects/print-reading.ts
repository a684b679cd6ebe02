import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { PaperEvent } from '#kiosk/flow/events.ts';

export type PrintReadingEffect = Extract<FlowEffect, { do: 'print-reading' }>;

export interface PrintReadingParts {
  /** `undefined`: this kiosk has no printer. */
  readonly printer: TicketPrinter | undefined;
  readonly drawReading: (effect: PrintReadingEffect, at: number) => TicketImage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What was measured, on paper, when the patient asks for it. The readings are stored already; nothing is noted of their paper, and a second
 * one is no copy of anything: it is not a ticket. "Printed" is said only by a printer that proves it (law 13).
 */
export async function printReading(
  effect: PrintReadingEffect,
  { printer, drawReading, clock, log }: PrintReadingParts,
): Promise<PaperEvent> {
  const { sessionId, paper, visitId } = effect;
  if (!printer) {
    log('result-not-printed', { visitId, deviceId: 'none', reason: 'absent', paper: 'untouched' });
    return { type: 'reading-not-printed', sessionId, paper, bytes: 'untouched' };
  }
  const startedAt = clock.now();
  const picture = drawReading(effect, startedAt);
  const result = await printer.print(picture).finally(() => picture.rows.fill(0));
  if (!result.ok) {
    const { kind: reason, paper: bytes } = result.problem;
    log('result-not-printed', { visitId, deviceId: printer.id, reason, paper: bytes });
    return { type: 'reading-not-printed', sessionId, paper, bytes };
  }
  log('result-printed', {
    visitId,
    deviceId: printer.id,
    evidence: result.value,
    tookMs: clock.now() - startedAt,
  });
  return result.value === 'printed'
    ? { type: 'reading-printed', sessionId, paper }
    : { type: 'reading-not-printed', sessionId, paper, bytes: 'unknown' };
}
