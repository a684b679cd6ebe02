import type { TicketPrinterSettings } from '#config/settings/site-file.ts';
import type { TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { openTicketPrinter } from '#drivers/ticket-printer/open-ticket-printer.ts';
import { drawTestTicket } from '#kiosk/host/ticket/test-ticket.ts';
import { ticketTime } from '#kiosk/host/ticket/ticket-content.ts';
import type { PokeOutcome } from './poke-event.ts';
import { type PokeAction, type PokedDevice, type PokeWorld, statusAction } from './poked-device.ts';

/** `status`, and `test-print`: one ticket that says on itself that it is none. */
export function openPokedPrinter(settings: TicketPrinterSettings, world: PokeWorld): PokedDevice {
  const { profile, paperWidthMm, returnChannel, automaticStatus, qr, proof } = settings;
  const printer = openTicketPrinter(settings, world);
  return {
    device: printer,
    actions: [
      statusAction(printer, world.say, {
        profile,
        paperWidthMm,
        returnChannel,
        automaticStatus,
        qr,
        ...(proof ? { proof } : {}),
      }),
      testPrint(printer, world),
    ],
  };
}

function testPrint(printer: TicketPrinter, { clock, say, hospitalName }: PokeWorld): PokeAction {
  return {
    name: 'test-print',
    seconds: 30,
    async run(): Promise<PokeOutcome> {
      const image = drawTestTicket(printer, {
        hospitalName,
        directions: 'Phiếu này chỉ để thử máy in.',
        issuedAt: ticketTime(clock.now(), 'Asia/Ho_Chi_Minh'),
      });
      const startedAt = clock.now();
      const printed = await printer.print(image);
      if (!printed.ok) {
        say({ event: 'not-printed', reason: printed.problem.kind, paper: printed.problem.paper });
        return 'refused';
      }
      say({
        event: printed.value,
        tookMs: clock.now() - startedAt,
        widthDots: image.widthDots,
        heightDots: image.heightDots,
        size: printer.ticketSize(),
        qr: printer.qr,
      });
      return 'done';
    },
  };
}
