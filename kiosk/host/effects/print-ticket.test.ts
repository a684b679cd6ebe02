import { expect, test } from 'vitest';
import { anh } from '#backend-client/contract/synthetic-people.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { firstSession, storedVisit } from '#kiosk/flow/synthetic.ts';
import { printTicket } from './print-ticket.ts';

test('the picture of a ticket is overwritten when its printing has ended, and the next one is drawn anew', async () => {
  const drawn: TicketImage[] = [];
  const heard: number[][] = [];
  let copies = 0;
  const printer: TicketPrinter = {
    id: 'printer',
    kind: 'ticket-printer',
    dotsAcross: 384,
    qr: 'raster',
    ticketSize: () => 'full',
    condition: () => 'ready',
    whyAbsent: () => undefined,
    hints: () => [],
    onHint: () => () => {},
    onCondition: () => () => {},
    close: async () => {},
    async print({ rows }) {
      await Promise.resolve();
      heard.push([...rows]);
      return heard.length === 1 ? problem({ kind: 'no-paper', paper: 'untouched' }) : ok('printed');
    },
  };
  const print = () =>
    printTicket(
      { do: 'print-ticket', sessionId: firstSession, visit: storedVisit, patient: anh, language: 'vi' },
      {
        store: {
          beginPrint: (visitId) => ok({ attemptId: 1, visitId, copy: copies++ || undefined }),
          endPrint: () => ok('printed'),
        },
        printer,
        drawTicket: (_, copy) => {
          const image = { widthDots: 8, heightDots: 2, rows: Uint8Array.of(0xff, copy ?? 0x81) };
          drawn.push(image);
          return image;
        },
        clock: createHandCrankedClock(),
        log: () => {},
      },
    );
  expect([(await print()).type, (await print()).type]).toEqual(['ticket-not-printed', 'ticket-printed']);
  expect(heard).toEqual([
    [0xff, 0x81],
    [0xff, 1],
  ]);
  expect(drawn.map(({ rows }) => [...rows])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
