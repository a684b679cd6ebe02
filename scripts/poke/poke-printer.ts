import { localTimeAt } from '#config/agreements/local-time.ts';
import type { TicketPrinterSettings } from '#config/settings/site-file.ts';
import type { TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { openTicketPrinter } from '#drivers/ticket-printer/open-ticket-printer.ts';
import { createTicketRenderer } from '#kiosk/host/ticket/render-ticket.ts';
import type { TicketContent } from '#kiosk/host/ticket/ticket-content.ts';
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
      const image = createTicketRenderer(printer).render(testTicket(hospitalName, clock.now()), printer.ticketSize());
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

/** Every Vietnamese letter that printers get wrong, the QR, the priority bar; nobody's number. */
function testTicket(hospitalName: string, now: number): TicketContent {
  const { year, month, day, hour, minute } = localTimeAt(now, 'Asia/Ho_Chi_Minh');
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    language: 'vi',
    hospitalName,
    number: 'A000',
    replaces: undefined,
    serviceName: 'Ấn thử: ẮẰẲẴẶ ỐỒỔỖỘ ỨỪỬỮỰ',
    room: '000',
    floor: undefined,
    directions: 'Phiếu này chỉ để thử máy in.',
    issuedAt: `${two(hour)}:${two(minute)} · ${two(day)}/${two(month)}/${year}`,
    priority: undefined,
    maskedName: undefined,
    code: 'TIEPDON-TEST-PRINT',
    copy: undefined,
    test: true,
    withoutPapers: undefined,
  };
}
