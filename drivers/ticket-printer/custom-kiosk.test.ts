import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { openTcp } from '../transport/tcp.ts';
import { createBenchClock } from './clock.bench.ts';
import { kioskStatusFrom } from './custom-kiosk.ts';
import { encodeRecovery, encodeTicket } from './escpos-codec.ts';
import { lineDelays } from './escpos-line.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { nothingRead, readStatus } from './escpos-status.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.exam.ts';

const image = { widthDots: 16, heightDots: 1, rows: Uint8Array.of(0xff, 0x00) };

describe('a kiosk printer with a presenter', () => {
  test('puts the old ticket out, prints, cuts off and hands out', () => {
    const expected = [
      [0x1b, 0x40], // ESC @
      [0x1d, 0x65, 0x05], // eject
      [0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x01, 0x00, 0xff, 0x00], // GS v 0
      [0x0a, 0x0a, 0x0a, 0x0a, 0x1b, 0x69], // full cut
      [0x1d, 0x65, 0x03, 0x00], // present
      [0x1d, 0x72, 0x01], // GS r 1
    ];
    assert.deepEqual([...encodeTicket(image, { profile: 'custom-kiosk' })], expected.flat());
    const torn = [...encodeRecovery(16, true, 'custom-kiosk')];
    assert.deepEqual(torn.slice(-6), [0x0a, 0x0a, 0x0a, 0x0a, 0x1b, 0x69]);
  });

  test.each([
    ['all is well', [0x00, 0x00, 0x00, 0x00], undefined, false, false],
    ['the roll is at its end', [0x01, 0x00, 0x00, 0x00], 'no-paper', false, false],
    ['the roll is nearly at its end', [0x04, 0x00, 0x00, 0x00], undefined, true, false],
    ['the roll should be at its end by its count', [0x40, 0x00, 0x00, 0x00], undefined, true, false],
    ['a ticket was not taken', [0x20, 0x00, 0x00, 0x00], undefined, false, true],
    ['the head is up', [0x01, 0x01, 0x00, 0x00], 'cover-open', false, false],
    ['the cover is open', [0x00, 0x02, 0x00, 0x00], 'cover-open', false, false],
    ['it feeds and spools', [0x80, 0x7c, 0x00, 0x00], undefined, false, false],
    ['the head is too hot', [0x00, 0x00, 0x01, 0x00], 'printer-error', false, false],
    ['the voltage is wrong', [0x00, 0x00, 0x08, 0x00], 'printer-error', false, false],
    ['the line had an error', [0x00, 0x00, 0x02, 0x00], undefined, false, false],
    ['bits that nobody knows are set', [0x00, 0x00, 0x00, 0xff], undefined, false, false],
  ] as const)('says that %s', (_what, bytes, trouble, paperLow, ticketInOutput) => {
    const number = bytes.reduce<number>((total, byte) => total * 256 + byte, 0);
    assert.deepEqual(kioskStatusFrom(number), { trouble, paperLow, ticketInOutput });
  });

  test('its full status is read however it is split, and the answers around it stay what they are', () => {
    const wire = Uint8Array.of(
      0x12,
      0x10,
      0x0f,
      0x20,
      0x02,
      0x12,
      0x90,
      0x00,
      0x16,
      0x10,
      0x0f,
      0x00,
      0x00,
      0x00,
      0x00,
    );
    const repliesOf = (cuts: readonly number[]) => {
      const edges = [0, ...cuts.toSorted((one, other) => one - other), wire.length];
      let reading = nothingRead;
      return edges.slice(1).flatMap((edge, index) => {
        const step = readStatus(reading, wire.subarray(edges[index], edge), true);
        reading = step.reading;
        return step.replies.map((reply) => ('byte' in reply ? reply.byte : [...reply.bytes]));
      });
    };
    const whole = [0x12, [0x20, 0x02, 0x12, 0x90], 0x00, 0x16, [0x00, 0x00, 0x00, 0x00]];
    fc.assert(
      fc.property(fc.array(fc.nat(wire.length), { maxLength: 8 }), (cuts) => {
        assert.deepEqual(repliesOf(cuts), whole);
      }),
    );
  });

  test('any bytes leave at most the beginning of one answer behind', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        let reading = nothingRead;
        for (const chunk of chunks) reading = readStatus(reading, chunk, true).reading;
        assert.ok(reading.held.length < 6);
      }),
    );
  });

  test('a ticket that nobody took is put out before the next one', async () => {
    const simulator = await startSimulatedPrinter({
      wirePort: 0,
      controlPort: 0,
      paperWidthMm: 80,
      profile: 'custom-kiosk',
    });
    const clock = createBenchClock();
    const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
    const parts = { id: 'p', paperWidthMm: 80, returnChannel: true, open, clock, random: () => 0 } as const;
    const printer = createEscposPrinter({ ...parts, profile: 'custom-kiosk' });
    await conditionIs(printer, 'ready');
    const seen = [simulator.state().presenter];
    for (const take of [true, false, true]) {
      assert.deepEqual(await printer.print(ticketOf(576, 5)), printed);
      seen.push(simulator.state().presenter);
      if (take) await simulator.act({ do: 'take-ticket' });
    }
    seen.push(simulator.state().presenter);
    assert.deepEqual(seen, ['empty', 'presented', 'presented', 'presented', 'empty']);
    assert.equal(simulator.papers().length, 3);
    await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
    await simulator.close();
  });

  test('a printer that does not know the full status prints all the same', async () => {
    const simulator = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
    const clock = createBenchClock();
    const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
    const parts = { id: 'p', paperWidthMm: 80, returnChannel: true, open, clock, random: () => 0 } as const;
    const printer = createEscposPrinter({ ...parts, profile: 'custom-kiosk' });
    // Three answered questions, then the one that it does not know.
    await clock.untilWaitsBegun(lineDelays.answerWithinMs, 4);
    await clock.pass(lineDelays.answerWithinMs);
    await conditionIs(printer, 'ready');
    assert.deepEqual(await printer.print(ticketOf(576, 5)), printed);
    await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
    await simulator.close();
  });
});
