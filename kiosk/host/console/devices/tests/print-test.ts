import { sayIn } from '#config/strings/host-messages.ts';
import type { Printed, PrintProblem, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { drawTestTicket } from '../../../ticket/test-ticket.ts';
import { ticketTime } from '../../../ticket/ticket-content.ts';
import { createEnding, type DeviceTest, type TestParts } from './device-test.ts';

/** The slowest line needs the better part of a minute for one ticket. */
const printWithinMs = 120_000;

/** A ticket that says on itself that it is none, with every Vietnamese letter. */
export function beginPrintTest(printer: TicketPrinter, parts: TestParts): DeviceTest {
  const ending = createEnding(printer, parts, printWithinMs);
  let printed: Printed | undefined;
  let refused: PrintProblem['kind'] | undefined;
  const image = drawTestTicket(printer, {
    hospitalName: sayIn('vi')('testTicket.title'),
    directions: sayIn('vi')('testTicket.directions'),
    issuedAt: ticketTime(parts.clock.now(), parts.timeZone),
  });
  void printer.print(image).then((answer) => {
    if (ending.ended()) return;
    if (answer.ok) printed = answer.value;
    else refused = answer.problem.kind;
    ending.end(answer.ok ? 'well' : refused === 'absent' ? 'lost' : 'failed');
  });
  return {
    state: () => ({ test: 'print', ended: ending.ended(), printed, refused }),
    stop: () => ending.end('stopped'),
  };
}
