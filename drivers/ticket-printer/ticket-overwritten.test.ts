import assert from 'node:assert/strict';
import { test } from 'vitest';
import { ok, problem } from '#config/agreements/result.ts';
import { createBenchClock } from './clock.bench.ts';
import { encodeTicket, queuedStatusRequest } from './escpos-codec.ts';
import { lineDelays } from './escpos-line.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { allWaits, readyMemoryBench, settled } from './memory-printer.bench.ts';
import { printed, ticketOf } from './ticket-printer.exam.ts';

const picture = ticketOf(384, 5, 200);
const ticket = encodeTicket(picture);
const withoutRequest = ticket.subarray(0, ticket.length - queuedStatusRequest.length);

function joined(written: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(written));
}

test('a ticket goes out whole, and once it is printed its bytes are overwritten', async () => {
  const bench = await readyMemoryBench({ automaticStatus: false });
  const memory: Uint8Array[] = [];
  const written: Uint8Array[] = [];
  bench.onWrite = (bytes) => {
    if (bytes.length <= 16) return;
    memory.push(bytes);
    written.push(bytes.slice());
  };
  assert.deepEqual(await bench.clock.passUntil(bench.printer.print(picture), ...allWaits), printed);
  await settled();
  assert.deepEqual(joined(written), withoutRequest.subarray(0, joined(written).length));
  assert.ok(joined(written).length > picture.rows.length);
  assert.ok(joined(memory).every((byte) => byte === 0));
  // The picture is the caller's, and may be printed again.
  assert.deepEqual(encodeTicket(picture), ticket);
  await bench.close();
});

test('a printer that holds the line back never gets zeros in the middle of a ticket: only when the line has let go are its bytes overwritten', async () => {
  const clock = createBenchClock();
  const closed = Promise.withResolvers<void>();
  const stuck: Uint8Array[] = [];
  let opened = false;
  const printer = createEscposPrinter({
    id: 'p',
    paperWidthMm: 58,
    returnChannel: false,
    open: async () => {
      if (opened) return problem({ kind: 'not-found' });
      opened = true;
      return ok({
        async write(bytes) {
          // The zeros that end what an earlier ticket may have begun.
          if (bytes.every((byte) => byte === 0)) return ok('taken');
          stuck.push(bytes);
          return new Promise(() => {});
        },
        onData: () => () => {},
        onLost: () => () => {},
        close: () => closed.promise,
      });
    },
    clock,
    random: () => 0,
  });
  await settled();
  const ending = await clock.passUntil(printer.print(picture), lineDelays.takenWithinMs);
  await settled();
  assert.deepEqual(ending, { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } });
  assert.deepEqual(joined(stuck), ticket.subarray(0, 1_024));
  closed.resolve();
  await settled();
  assert.ok(joined(stuck).every((byte) => byte === 0));
  await clock.passUntil(printer.close(), printerDelays.closeWithinMs);
});
