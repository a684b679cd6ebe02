import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import type { DeviceCondition } from '../contract/device.ts';
import type { PrinterSimulatorAction } from '../contract/simulator.ts';
import type { TicketImage, TicketPrinter } from '../contract/ticket-printer.ts';
import type { BenchClock } from './clock.bench.ts';

/** A printer on the bench, with a hand on its paper, its cover and its plug. */
export interface PrinterBench {
  readonly printer: TicketPrinter;
  /** What the hand does to the device. */
  act(action: PrinterSimulatorAction): Promise<void>;
  /** What was cut off, oldest first. */
  papers(): readonly TicketImage[];
  /** The driver's time. */
  readonly clock: BenchClock;
  /** Lets the device print this many rows and stop; after `undefined` it prints everything at once. */
  printRows(rows: number | undefined): Promise<void>;
  /** The waits of this driver, by what they are for. */
  readonly delays: {
    readonly answerWithinMs: number;
    readonly lookAgainMs: number;
    readonly explainAfterMs: number;
    readonly clearQuietMs: number;
    readonly reconnectMs: number;
    readonly closeWithinMs: number;
  };
  close(): Promise<void>;
}

/** A ticket that nobody takes for another: a frame with a number of black rows in it. */
export function ticketOf(dotsAcross: number, blackRows: number, heightDots = 300): TicketImage {
  const bytesPerRow = dotsAcross / 8;
  const rows = new Uint8Array(bytesPerRow * heightDots);
  rows.fill(0xff, bytesPerRow * 20, bytesPerRow * (20 + blackRows));
  return { widthDots: dotsAcross, heightDots, rows };
}

export const printed = { ok: true, value: 'printed' };

/** The ticket and the white feed behind it, as a piece of paper. */
export function isTicketOnPaper(paper: TicketImage | undefined, ticket: TicketImage): boolean {
  if (!paper || paper.widthDots !== ticket.widthDots || paper.heightDots < ticket.heightDots) return false;
  const printedRows = paper.rows.subarray(0, ticket.rows.length);
  const feed = paper.rows.subarray(ticket.rows.length);
  return Buffer.from(printedRows).equals(ticket.rows) && feed.every((byte) => byte === 0);
}

/** Resolves when the printer says so, or has said so already. */
export function conditionIs(printer: TicketPrinter, wanted: DeviceCondition): Promise<void> {
  return new Promise((resolve) => {
    if (printer.condition() === wanted) return resolve();
    const unsubscribe = printer.onCondition((condition) => {
      if (condition !== wanted) return;
      unsubscribe();
      resolve();
    });
  });
}

const troublesByHand = [
  ['no paper', { do: 'set-paper', paper: 'out' }, { do: 'set-paper', paper: 'ok' }, 'no-paper'],
  [
    'a roll that is nearly at its end',
    { do: 'set-paper', paper: 'low' },
    { do: 'set-paper', paper: 'ok' },
    'paper-low',
  ],
  ['an open cover', { do: 'set-cover', cover: 'open' }, { do: 'set-cover', cover: 'closed' }, 'cover-open'],
] as const;

function sends(bytes: readonly number[]): PrinterSimulatorAction {
  return { do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') };
}

/** How a line hands over what the printer says. */
export type Reads = 'as-they-come' | 'byte-by-byte';

/**
 * The exam of every ticket printer that answers. All troubles of design §6 but one: nothing that a printer says has a
 * checksum, so a wrong one cannot be told. What a damaged byte could do is tried in `print-confirmation.test.ts`.
 */
export function ticketPrinterExam(name: string, createBench: (reads?: Reads) => Promise<PrinterBench>): void {
  describe(`${name}: the exam of ticket printers`, () => {
    const benches: PrinterBench[] = [];
    afterEach(async () => {
      for (const bench of benches.splice(0)) await bench.close();
    });

    /** A printer that has said that it is ready. */
    async function setUp(
      reads?: Reads,
    ): Promise<PrinterBench & { readonly ticket: (blackRows: number) => TicketImage }> {
      const bench = await createBench(reads);
      benches.push(bench);
      await conditionIs(bench.printer, 'ready');
      return { ...bench, ticket: (blackRows) => ticketOf(bench.printer.dotsAcross, blackRows) };
    }

    test('a ticket comes out as it was drawn', async () => {
      const { printer, papers, ticket } = await setUp();
      assert.deepEqual(await printer.print(ticket(7)), printed);
      assert.deepEqual([papers().length, isTicketOnPaper(papers()[0], ticket(7))], [1, true]);
    });

    test('two tickets at once come out one after the other, each on its own paper', async () => {
      const { printer, papers, ticket } = await setUp();
      const results = await Promise.all([printer.print(ticket(7)), printer.print(ticket(9))]);
      assert.deepEqual(results, [printed, printed]);
      const onPaper = [isTicketOnPaper(papers()[0], ticket(7)), isTicketOnPaper(papers()[1], ticket(9))];
      assert.deepEqual([papers().length, ...onPaper], [2, true, true]);
    });

    test.each([
      ['without paper', { do: 'set-paper', paper: 'out' }, { do: 'set-paper', paper: 'ok' }, 'no-paper'],
      ['with an open cover', { do: 'set-cover', cover: 'open' }, { do: 'set-cover', cover: 'closed' }, 'cover-open'],
    ] as const)(
      '%s nothing is sent, and the same ticket can be printed afterwards',
      async (_name, spoil, mend, kind) => {
        const { printer, papers, ticket, act } = await setUp();
        await act(spoil);
        assert.deepEqual(await printer.print(ticket(7)), { ok: false, problem: { kind, paper: 'untouched' } });
        assert.deepEqual([printer.condition(), papers().length], [kind, 0]);
        await act(mend);
        assert.deepEqual(await printer.print(ticket(7)), printed);
        assert.deepEqual([printer.condition(), isTicketOnPaper(papers()[0], ticket(7))], ['ready', true]);
      },
    );

    test('a low roll prints, and the technician is told', async () => {
      const { printer, ticket, act } = await setUp();
      await act({ do: 'set-paper', paper: 'low' });
      assert.deepEqual([await printer.print(ticket(7)), printer.condition()], [printed, 'paper-low']);
    });

    test('an idle printer reports an empty roll and a new one by itself', async () => {
      const { printer, act, clock, delays } = await setUp();
      await act({ do: 'set-paper', paper: 'out' });
      await clock.passUntil(conditionIs(printer, 'no-paper'), delays.lookAgainMs);
      await act({ do: 'set-paper', paper: 'ok' });
      await clock.passUntil(conditionIs(printer, 'ready'), delays.lookAgainMs);
    });

    test('paper that ends in mid-ticket leaves the ticket unknown, and its late answer does not prove the next one', async () => {
      const { printer, papers, ticket, act, clock, delays, printRows } = await setUp();
      const first = printer.print(ticket(7));
      await printRows(100);
      await act({ do: 'set-paper', paper: 'out' });
      const outcome = await clock.passUntil(first, delays.explainAfterMs);
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'no-paper', paper: 'unknown' } });
      assert.equal(papers().length, 0);

      const whileEmpty = { ok: false, problem: { kind: 'no-paper', paper: 'untouched' } };
      assert.deepEqual(await printer.print(ticket(8)), whileEmpty);

      await act({ do: 'set-paper', paper: 'ok' });
      const second = printer.print(ticket(9));
      await printRows(undefined);
      assert.deepEqual(await clock.passUntil(second, delays.clearQuietMs), printed);
      const onPaper = [isTicketOnPaper(papers()[0], ticket(7)), isTicketOnPaper(papers()[1], ticket(9))];
      assert.deepEqual([papers().length, ...onPaper], [2, true, true]);
    });

    test('a jammed cutter leaves the ticket unknown, and the next one is not sent', async () => {
      const { printer, ticket, act, clock, delays } = await setUp();
      await act({ do: 'set-cutter', cutter: 'jammed' });
      const outcome = await clock.passUntil(printer.print(ticket(7)), delays.explainAfterMs);
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'cutter-error', paper: 'unknown' } });
      const next = await printer.print(ticket(8));
      assert.deepEqual(next, { ok: false, problem: { kind: 'cutter-error', paper: 'untouched' } });
      assert.equal(printer.condition(), 'cutter-error');
    });

    test('a printer that falls silent gets no ticket', async () => {
      const { printer, papers, ticket, act, clock, delays } = await setUp();
      await act({ do: 'set-silent', silent: true });
      const outcome = await clock.passUntil(printer.print(ticket(7)), delays.answerWithinMs);
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'no-answer', paper: 'untouched' } });
      assert.deepEqual([printer.condition(), papers().length], ['no-answer', 0]);
    });

    test('a printer that falls silent in mid-ticket leaves it unknown', async () => {
      const { printer, ticket, act, clock, delays, printRows } = await setUp();
      const printing = printer.print(ticket(7));
      await printRows(100);
      await act({ do: 'set-silent', silent: true });
      const outcome = await clock.passUntil(printing, delays.explainAfterMs, delays.answerWithinMs);
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } });
    });

    test('an unplugged printer is absent and gets no ticket; plugged in again, it prints', async () => {
      const { printer, papers, ticket, act, clock, delays } = await setUp();
      await act({ do: 'unplug' });
      await conditionIs(printer, 'absent');
      const outcome = await printer.print(ticket(7));
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'absent', paper: 'untouched' } });
      await act({ do: 'plug-in' });
      await clock.passUntil(conditionIs(printer, 'ready'), delays.reconnectMs);
      assert.deepEqual(await printer.print(ticket(7)), printed);
      assert.equal(isTicketOnPaper(papers()[0], ticket(7)), true);
    });

    test('a printer unplugged in mid-ticket leaves it unknown; the torn piece never hangs on the next ticket', async () => {
      const { printer, papers, ticket, act, clock, delays, printRows } = await setUp();
      const first = printer.print(ticket(7));
      await printRows(100);
      await act({ do: 'unplug' });
      assert.deepEqual(await first, { ok: false, problem: { kind: 'absent', paper: 'unknown' } });
      await printRows(undefined);
      await act({ do: 'plug-in' });
      await clock.passUntil(conditionIs(printer, 'ready'), delays.reconnectMs, delays.clearQuietMs);
      assert.deepEqual(await clock.passUntil(printer.print(ticket(9)), delays.clearQuietMs), printed);
      assert.equal(isTicketOnPaper(papers().at(-1), ticket(9)), true);
    });

    test.each(troublesByHand)(
      '%s is told at once, without a look, and so is its end',
      async (_what, from, to, condition) => {
        const { printer, ticket, act } = await setUp();
        // A printer is asked to tell by itself after the first look; behind a ticket it has heard that.
        assert.deepEqual(await printer.print(ticket(7)), printed);
        await act(from);
        await conditionIs(printer, condition);
        await act(to);
        await conditionIs(printer, 'ready');
      },
    );

    test('a cutter that jams is told at once, and when it is free again too', async () => {
      const { printer, papers, ticket, act, clock, delays } = await setUp();
      await act({ do: 'set-cutter', cutter: 'jammed' });
      const printing = printer.print(ticket(7));
      await conditionIs(printer, 'cutter-error');
      await act({ do: 'set-cutter', cutter: 'ok' });
      await conditionIs(printer, 'ready');
      assert.deepEqual(await clock.passUntil(printing, delays.explainAfterMs), printed);
      assert.equal(isTicketOnPaper(papers()[0], ticket(7)), true);
    });

    test('what it says is the same byte by byte: conditions, and the proof of a ticket', async () => {
      const { printer, papers, ticket, act } = await setUp('byte-by-byte');
      assert.deepEqual(await printer.print(ticket(7)), printed);
      await act({ do: 'set-cover', cover: 'open' });
      await conditionIs(printer, 'cover-open');
      await act({ do: 'set-cover', cover: 'closed' });
      await conditionIs(printer, 'ready');
      assert.deepEqual(await printer.print(ticket(9)), printed);
      assert.deepEqual([papers().length, isTicketOnPaper(papers()[1], ticket(9))], [2, true]);
    });

    test.each([
      ['garbage', [0xff, 0x00, 0x91, 0x13, 0x0f, 0x80]],
      ['a truncated automatic status', [0x38, 0x08]],
      ['an automatic status without its first byte', [0x08, 0x0f, 0x0f]],
      ['an automatic status twice in one read', [0x10, 0x00, 0x00, 0x0f, 0x10, 0x00, 0x00, 0x0f]],
      ['a stale answer to each kind of question', [0x12, 0x00]],
    ] as const)('%s while it prints neither proves the ticket nor hides the proof', async (_what, bytes) => {
      const { printer, papers, ticket, act, clock, delays, printRows } = await setUp();
      let ending: unknown;
      const printing = printer.print(ticket(7)).then((result) => {
        ending = result;
        return result;
      });
      await printRows(100);
      await act(sends(bytes));
      // It is asked what the matter is: so the bytes are heard, and were no proof.
      const waits = clock.waitsBegun(delays.explainAfterMs);
      await clock.pass(delays.explainAfterMs);
      await clock.passUntil(clock.untilWaitsBegun(delays.explainAfterMs, waits + 1), delays.clearQuietMs);
      assert.deepEqual([ending, papers().length], [undefined, 0]);
      await printRows(undefined);
      assert.deepEqual(await clock.passUntil(printing, delays.clearQuietMs, delays.explainAfterMs), printed);
      assert.deepEqual([papers().length, isTicketOnPaper(papers()[0], ticket(7))], [1, true]);
    });

    test('a printer unplugged in the middle of a status is absent, and the rest of it means nothing when it is back', async () => {
      const { printer, papers, ticket, act, clock, delays } = await setUp();
      await act(sends([0x38, 0x08]));
      await act({ do: 'unplug' });
      await conditionIs(printer, 'absent');
      await act({ do: 'plug-in' });
      const heard: DeviceCondition[] = [];
      printer.onCondition((condition) => heard.push(condition));
      await clock.passUntil(conditionIs(printer, 'ready'), delays.reconnectMs);
      await act(sends([0x0f, 0x0f]));
      assert.deepEqual(await clock.passUntil(printer.print(ticket(9)), delays.clearQuietMs), printed);
      assert.deepEqual([heard, isTicketOnPaper(papers().at(-1), ticket(9))], [['ready'], true]);
    });

    test('a closed printer is absent, prints nothing and calls nobody', async () => {
      const { printer, papers, ticket } = await setUp();
      const heard: DeviceCondition[] = [];
      printer.onCondition((condition) => heard.push(condition));
      await printer.close();
      const outcome = await printer.print(ticket(7));
      assert.deepEqual(outcome, { ok: false, problem: { kind: 'absent', paper: 'untouched' } });
      assert.deepEqual([printer.condition(), heard, papers().length], ['absent', [], 0]);
    });

    test('closing waits for the ticket that is being printed', async () => {
      const { printer, papers, ticket, printRows } = await setUp();
      const printing = printer.print(ticket(7));
      await printRows(100);
      const waiting = printer.print(ticket(8));
      const closed = printer.close();
      await printRows(undefined);
      assert.deepEqual(await printing, printed);
      assert.deepEqual(await waiting, { ok: false, problem: { kind: 'absent', paper: 'untouched' } });
      await closed;
      assert.equal(papers().length, 1);
    });

    test('closing does not wait for ever for a ticket that does not come', async () => {
      const { printer, ticket, act, clock, delays, printRows } = await setUp();
      const printing = printer.print(ticket(7));
      await printRows(100);
      await act({ do: 'set-paper', paper: 'out' });
      await clock.passUntil(printer.close(), delays.closeWithinMs);
      const outcome = await printing;
      assert.equal(outcome.ok ? undefined : outcome.problem.paper, 'unknown');
    });
  });
}
