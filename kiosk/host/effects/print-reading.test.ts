import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { firstSession, storedVisit } from '#kiosk/flow/synthetic.ts';
import { printReading } from './print-reading.ts';

type Answer = Awaited<ReturnType<TicketPrinter['print']>>;

/** What is told of the paper, and what was left of the picture. */
async function printed(answer: Answer | undefined) {
  const picture: TicketImage = { widthDots: 8, heightDots: 2, rows: Uint8Array.of(0xff, 0x81) };
  const logged: string[] = [];
  const printer: TicketPrinter | undefined = answer && {
    id: 'printer',
    kind: 'ticket-printer',
    dotsAcross: 576,
    qr: 'raster',
    ticketSize: () => 'full',
    condition: () => 'ready',
    whyAbsent: () => undefined,
    hints: () => [],
    onHint: () => () => {},
    onCondition: () => () => {},
    close: async () => {},
    print: async () => answer,
  };
  const event = await printReading(
    {
      do: 'print-reading',
      ...{ sessionId: firstSession, paper: 2, visitId: storedVisit.visitId, ticketNumber: 'A012', language: 'vi' },
      results: [],
    },
    {
      printer,
      drawReading: () => picture,
      clock: createHandCrankedClock(),
      log: (id, fields) => logged.push(`${id} ${JSON.stringify(fields)}`),
    },
  );
  return { event, rows: [...picture.rows], logged };
}

test('"printed" is said only by a printer that proves it; of the others it may have come, or has not', async () => {
  const about = { sessionId: firstSession, paper: 2 };
  expect((await printed(ok('printed'))).event).toEqual({ type: 'reading-printed', ...about });
  const perhaps: readonly Answer[] = [
    ok('sent'),
    ok('sent-and-well'),
    problem({ kind: 'no-answer', paper: 'unknown' }),
  ];
  for (const answer of perhaps) {
    expect((await printed(answer)).event).toEqual({ type: 'reading-not-printed', ...about, bytes: 'unknown' });
  }
  const never: readonly (Answer | undefined)[] = [problem({ kind: 'no-paper', paper: 'untouched' }), undefined];
  for (const answer of never) {
    expect((await printed(answer)).event).toEqual({ type: 'reading-not-printed', ...about, bytes: 'untouched' });
  }
});

test('the picture of a result is overwritten when its printing has ended, and the log has no value', async () => {
  const { rows, logged } = await printed(ok('printed'));
  expect(rows).toEqual([0, 0]);
  expect(logged).toHaveLength(1);
  expect(logged[0]).not.toMatch(/systolic|results|A012/);
});
