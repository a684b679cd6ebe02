import type { Clock } from '#config/agreements/clock.ts';
import type { TicketPrinterSettings } from '#config/settings/site-file.ts';
import type { TicketPrinter } from '../contract/ticket-printer.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openTransportFor } from '../transport/open-transport.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { lineSpeedOf } from './line-speed.ts';

export interface TicketPrinterSurroundings {
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Stands between the driver and its line: a technician's tool that hears along. */
  readonly tap?: (open: OpenTransport) => OpenTransport;
}

/** From a site file's entry to the driver. */
export function openTicketPrinter(
  { transport, ...settings }: TicketPrinterSettings,
  { clock, random, tap = (open) => open }: TicketPrinterSurroundings,
): TicketPrinter {
  const open = tap(openTransportFor(transport, clock));
  return createEscposPrinter({ ...settings, open, speed: lineSpeedOf(transport), clock, random });
}
