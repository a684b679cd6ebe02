import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import { openTcp } from '../transport/tcp.ts';
import { createBenchClock } from './clock.bench.ts';
import { type PrinterSimulatorSettings, startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { createEscposPrinter, type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';
import {
  allWaits,
  createMemoryBench,
  honest,
  type MemoryBench,
  readyMemoryBench,
  settled,
} from './memory-printer.bench.ts';
import { outWithinMs, ticketWaitsMs } from './print-procedure.ts';
import { printerProfiles } from './printer-profiles.ts';
import { conditionIs, isTicketOnPaper, printed, ticketOf } from './ticket-printer.exam.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const ticket = ticketOf(384, 5, 40);

/** Bytes that nobody asked for, each at its moment: a moment is a request to the printer or a wait of the driver. */
interface Unasked {
  readonly moment: number;
  readonly byte: number;
}

/**
 * How a ticket ends on a printer that has proven to know everything, and from then on does what `play` says, while bytes come
 * unasked.
 */
async function endingWith(
  play: (bench: MemoryBench, queuedSoFar: number) => MemoryBench['onRequest'],
  unasked: readonly Unasked[] = [],
  options: Partial<EscposPrinterOptions> = {},
) {
  const bench = await readyMemoryBench({ automaticStatus: false, ...options });
  let [moment, queued] = [0, 0];
  const next = () => {
    for (const { byte } of unasked.filter((each) => each.moment === moment)) bench.say([byte]);
    moment += 1;
  };
  bench.onWait = next;
  bench.onRequest = (request) => {
    next();
    play(bench, queued)(request);
    if (request === 'queued') queued += 1;
  };
  const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
  const hints = bench.printer.hints();
  await bench.close();
  return { ending, hints };
}

/** It answers every `DLE EOT` and no `GS r`: the ticket is not out. */
const stuck =
  (bench: MemoryBench): MemoryBench['onRequest'] =>
  (request) => {
    if (request !== 'queued') honest(bench)(request);
  };

const anyUnasked = (maxLength: number) =>
  fc.array(
    fc.record({
      moment: fc.nat(40),
      byte: fc.oneof(fc.constantFrom(0x00, 0x03, 0x0c, 0x0f, 0x01, 0x12, 0x10), fc.nat(255)),
    }),
    { maxLength },
  );

describe('what is not a proof that a ticket is on paper', () => {
  test('any byte as the answer but the two that say that there is paper', async () => {
    const proving: number[] = [];
    for (let byte = 0; byte < 256; byte++) {
      const { ending } = await endingWith((bench) => (request) => {
        if (request === 'queued') bench.say([byte]);
        else honest(bench)(request);
      });
      if (ending.ok) proving.push(byte);
      else assert.equal(ending.problem.paper, 'unknown', `answer ${byte}`);
    }
    assert.deepEqual(proving, [0x00, 0x03]);
  });

  test.each([0x0c, 0x0f])(
    'an answer that says that paper has ended (%i): there is no paper, and the ticket is unknown',
    async (byte) => {
      const { ending } = await endingWith((bench) => (request) => {
        if (request === 'queued') bench.say([byte]);
        else honest(bench)(request);
      });
      assert.deepEqual(ending, { ok: false, problem: { kind: 'no-paper', paper: 'unknown' } });
    },
  );

  test('bytes that nobody asked for, whatever they are and whenever they come, fewer than there are requests', async () => {
    await fc.assert(
      fc.asyncProperty(anyUnasked(4), async (unasked) => {
        const { ending } = await endingWith(stuck, unasked);
        assert.equal(ending.ok, false);
      }),
      { numRuns: 200 },
    );
  });

  test('answers of a printer that was switched off and on in mid-ticket behind a device server, and the glitch that this makes', async () => {
    await fc.assert(
      fc.asyncProperty(anyUnasked(2), async (unasked) => {
        // The first requests are gone with the ticket; whatever is asked from now on is answered.
        const restarted = (bench: MemoryBench, queued: number): MemoryBench['onRequest'] =>
          queued < 3 ? stuck(bench) : honest(bench);
        const { ending } = await endingWith(restarted, unasked);
        assert.equal(ending.ok, false);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['the greeting of a device server', [...Buffer.from('Connected\r\n')]],
    ['what telnet negotiates', [0xff, 0xfb, 0x03, 0xff, 0xfd, 0x00, 0xff, 0xfb, 0x00, 0xff, 0xfd, 0x03]],
    ['flow control', [0x11, 0x13, 0x11, 0x13, 0x11]],
    ['a status without fixed bits', [0x00, 0x01, 0x02, 0x04]],
  ])('%s', async (_what, bytes) => {
    const { ending } = await endingWith((bench) => (request) => {
      if (request === 'queued') bench.say(bytes);
      else honest(bench)(request);
    });
    assert.deepEqual(ending, { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } });
  });

  test.each([
    ['00', [0x00]],
    ['12', [0x12]],
    ['01', [0x01]],
  ])('a printer that answers everything with %s', async (_what, bytes) => {
    const { ending } = await endingWith((bench) => () => bench.say(bytes));
    assert.notDeepEqual(ending, printed);
  });

  test('the echo of a line that gives back whatever is sent', async () => {
    const bench = await readyMemoryBench();
    cleanUps.push(bench.close);
    bench.onRequest = () => {};
    bench.onWrite = (bytes) => bench.say([...bytes]);
    const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits, outWithinMs(40));
    assert.notDeepEqual(ending, printed);
  });

  test('answers that come sooner than the line can carry the ticket: a device server gives them, and the technician is told', async () => {
    const speed = { bytesPerSecond: 960, isCertain: true };
    const bench = await readyMemoryBench({ speed });
    cleanUps.push(bench.close);
    await settled();
    const printing = bench.printer.print(ticket);
    let ending: unknown;
    void printing.then((result) => (ending = result));
    // Every wait of the driver is longer than usual: as long as the bytes are on their way, and then some.
    for (let step = 0; step < 2_000 && ending === undefined; step++) {
      bench.clock.advance(50);
      await settled();
    }
    assert.deepEqual(ending, { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } });
    assert.deepEqual(bench.printer.hints(), ['wrong-line-settings']);
  });
});

/** A simulated printer behind TCP, and the driver on it. Time passes when a test lets it. */
async function onWire(
  simulated: Partial<PrinterSimulatorSettings>,
  options: Partial<EscposPrinterOptions> = {},
  clock = createBenchClock(),
) {
  const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 58, ...simulated });
  const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
  const printer = createEscposPrinter({
    id: 'p',
    paperWidthMm: 58,
    returnChannel: true,
    open,
    clock,
    random: () => 0,
    ...options,
  });
  cleanUps.push(async () => {
    await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
    await simulator.close();
  });
  return { simulator, printer, clock };
}

describe('a printer that answers DLE EOT 2 alone, by a byte without fixed bits, and says it unasked', () => {
  const out = outWithinMs(ticket.heightDots);

  test('with its profile it says what is the matter at once, and a ticket that it took is sent, never printed', async () => {
    const { simulator, printer, clock } = await onWire({ profile: 'hwasung' }, { profile: 'hwasung' });
    await conditionIs(printer, 'ready');
    assert.deepEqual(await clock.passUntil(printer.print(ticket), out), { ok: true, value: 'sent-and-well' });
    assert.deepEqual([simulator.papers().length, printer.hints()], [1, []]);
    for (const [spoil, mend, condition] of [
      [{ do: 'set-paper', paper: 'out' }, { do: 'set-paper', paper: 'ok' }, 'no-paper'],
      [{ do: 'set-cover', cover: 'open' }, { do: 'set-cover', cover: 'closed' }, 'cover-open'],
    ] as const) {
      await simulator.act(spoil);
      await conditionIs(printer, condition);
      assert.deepEqual(await printer.print(ticket), { ok: false, problem: { kind: condition, paper: 'untouched' } });
      await simulator.act(mend);
      await conditionIs(printer, 'ready');
    }
  });

  test.each([
    [0x00, undefined],
    [0x01, 'no-paper'],
    [0x02, 'cover-open'],
    // The sensor of an open head sees no paper either.
    [0x03, 'cover-open'],
    [0x04, 'printer-error'],
    [0x05, 'no-paper'],
  ] as const)('the byte %i means %s', (byte, trouble) => {
    assert.deepEqual(printerProfiles.hwasung.statusFrom({ 2: byte }), { trouble, paperLow: false });
  });

  test('paper that ends in mid-ticket leaves it unknown, also when a new roll is in before anybody asks', async () => {
    const { simulator, printer, clock } = await onWire({ profile: 'hwasung' }, { profile: 'hwasung' });
    await conditionIs(printer, 'ready');
    const printing = printer.print(ticket);
    await clock.untilWaitsBegun(out, 1);
    await simulator.act({ do: 'set-paper', paper: 'out' });
    await conditionIs(printer, 'no-paper');
    await simulator.act({ do: 'set-paper', paper: 'ok' });
    await conditionIs(printer, 'ready');
    assert.deepEqual(await clock.passUntil(printing, out), {
      ok: false,
      problem: { kind: 'no-paper', paper: 'unknown' },
    });
  });

  test('without its profile its bytes prove nothing, and the technician reads that its status is not understood', async () => {
    const bench = createMemoryBench();
    cleanUps.push(bench.close);
    const { printer, clock } = bench;
    bench.onRequest = (request) => {
      if (request === 'cause') bench.say([0x00]);
    };
    await clock.passUntil(conditionIs(printer, 'no-answer'), ...allWaits);
    // It says that it is well whenever anybody does anything.
    bench.onWait = () => bench.say([0x00]);
    const ending = await clock.passUntil(printer.print(ticket), ...allWaits, ticketWaitsMs);
    assert.deepEqual(ending, { ok: true, value: 'sent' });
    assert.ok(printer.hints().includes('status-not-understood'));
  });
});

describe('a serial line behind a device server', () => {
  const large = ticketOf(384, 5, 800);

  test.each([
    ['whose speed nobody wrote down', {}],
    ['whose speed stands in the site file', { bytesPerSecond: 960, isCertain: true }],
  ])('of 9,600 baud, %s, prints a large ticket in its 40 seconds and asks for small ones', async (_what, speed) => {
    const clock = createBenchClock();
    const line = { clock, bytesPerSecond: 960 };
    const { simulator, printer } = await onWire({ line }, { speed }, clock);
    await clock.passUntil(conditionIs(printer, 'ready'), 20);
    const since = clock.monotonic();
    assert.equal(printer.ticketSize(), 'small');
    assert.deepEqual(await clock.passUntil(printer.print(large), 20), printed);
    const tookMs = clock.monotonic() - since;
    assert.ok(tookMs > 38_000 && tookMs < 45_000, `${tookMs} ms`);
    assert.equal(isTicketOnPaper(simulator.papers()[0], large), true);
  });

  test('a fast one asks for full tickets', async () => {
    const { printer } = await onWire({});
    await conditionIs(printer, 'ready');
    assert.equal(printer.ticketSize(), 'full');
  });
});
