import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createBenchClock } from './bench-clock.ts';
import { encodeRecovery, encodeTicket, queuedStatusRequest } from './escpos-codec.ts';
import { lineDelays } from './escpos-line.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { createScriptedBench } from './scripted-printer.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.contract.ts';
import { proofDelays } from './ticket-proof.ts';

/** The shortest wait before a line is opened again, which is the one a random source of 0 chooses. */
const reconnectMs = 20;

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Printers that are not told to send a status by themselves; those that are have tests of their own. */
async function createBench(returnChannel = true) {
  const bench = await createScriptedBench({ returnChannel, automaticStatus: false });
  cleanUps.push(bench.close);
  return bench;
}

const good = 0x12;
const ticket = ticketOf(384, 5);
const unknownNoAnswer = { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } };

describe('an ESC/POS printer with habits', () => {
  /** A printer that answers at once, until the test changes it. */
  async function createReadyBench() {
    const bench = await createBench();
    bench.onRequest = (request) => bench.say(request === 'queued' ? 0x00 : good);
    await conditionIs(bench.printer, 'ready');
    return bench;
  }

  test('one that never answers gets the ticket all the same, and nobody knows what became of it', async () => {
    const bench = await createBench();
    const { printer, clock } = bench;
    const { explainAfterMs } = proofDelays;
    await clock.passUntil(conditionIs(printer, 'no-answer'), lineDelays.answerWithinMs);
    const outcome = await clock.passUntil(printer.print(ticket), lineDelays.answerWithinMs, explainAfterMs);
    assert.deepEqual([outcome, printer.condition()], [unknownNoAnswer, 'no-answer']);
    await bench.count('queued', 1);
    assert.deepEqual(bench.asked.filter((request) => request === 'queued').length, 1);
  });

  test('one that knows no DLE EOT is ready once a ticket is proven, and stays ready', async () => {
    const bench = await createBench();
    const { printer, clock } = bench;
    bench.onRequest = (request) => {
      if (request === 'queued') bench.say(0x00);
    };
    await clock.passUntil(conditionIs(printer, 'no-answer'), lineDelays.answerWithinMs);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), lineDelays.answerWithinMs), printed);
    assert.equal(printer.condition(), 'ready');
    const heard: string[] = [];
    printer.onCondition((condition) => heard.push(condition));
    const looks = bench.asked.filter((request) => request === 'online').length;
    await clock.passUntil(bench.count('online', looks + 1), printerDelays.lookAgainMs);
    await clock.pass(lineDelays.answerWithinMs);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), lineDelays.answerWithinMs), printed);
    assert.deepEqual([printer.condition(), heard], ['ready', []]);
  });

  test('noise before the answer neither proves a ticket nor hides the proof', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    bench.onRequest = (request) => bench.say(...(request === 'queued' ? [0xff, 0x91, 0x13, good, 0x81] : [good]));
    const printing = printer.print(ticket);
    await bench.count('queued', 1);
    // Asked again after some silence: so the noise did not count.
    const before = bench.asked.filter((request) => request === 'paper').length;
    await clock.passUntil(bench.count('paper', before + 1), proofDelays.explainAfterMs);
    bench.say(0xff, 0x0f);
    assert.deepEqual(await printing, printed);
  });

  test('an automatic status before the answer does not prove a ticket', async () => {
    const bench = await createReadyBench();
    bench.onRequest = (request) => bench.say(...(request === 'queued' ? [0x14, 0x00, 0x00, 0x0f] : [good]));
    const outcome = await bench.clock.passUntil(bench.printer.print(ticket), proofDelays.explainAfterMs);
    assert.deepEqual(outcome, unknownNoAnswer);
  });

  test('one whose paper ends behind the cut has printed the ticket: its proof came while it was asked what is the matter', async () => {
    const bench = await createReadyBench();
    const paperOut = { online: [0x00, 0x1a], cause: [0x32], error: [good], paper: [0x7e], queued: [], automatic: [] };
    bench.onRequest = (request) => bench.say(...(bench.asked.includes('queued') ? paperOut[request] : [good]));
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), proofDelays.explainAfterMs), printed);
    assert.equal(bench.printer.condition(), 'no-paper');
  });

  test('an answer that comes late is not taken for the answer to the next question', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    bench.onRequest = () => {};
    const looks = bench.asked.filter((request) => request === 'online').length;
    const first = printer.print(ticket);
    await bench.count('online', looks + 1);
    const untouched = { ok: false, problem: { kind: 'no-answer', paper: 'untouched' } };
    assert.deepEqual(await clock.passUntil(first, lineDelays.answerWithinMs), untouched);

    // 0x16 says "drawer" after DLE EOT 1 and "cover open" after DLE EOT 2. The next question gets the late answer, and its
    // own one only when the driver has taken the late one.
    let questions = 0;
    bench.onRequest = (request) => {
      questions += 1;
      if (questions === 1) bench.say(0x16);
      else bench.say(request === 'queued' ? 0x00 : good);
    };
    const begun = clock.waitsBegun(lineDelays.quietMs);
    const second = printer.print(ticket);
    await clock.untilWaitsBegun(lineDelays.quietMs, begun + 1);
    bench.say(0x16);
    await clock.untilWaitsBegun(lineDelays.quietMs, begun + 2);
    assert.deepEqual(await clock.passUntil(second, lineDelays.quietMs), printed);
    assert.equal(printer.condition(), 'ready');
  });

  test('the late answer of a ticket never proves the next one', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    bench.onRequest = (request) => {
      if (request !== 'queued') bench.say(good);
    };
    assert.deepEqual(await clock.passUntil(printer.print(ticket), proofDelays.explainAfterMs), unknownNoAnswer);

    // The next ticket is not sent before the queue is known to be empty. Now the late answer comes, and then the other one.
    const begun = clock.waitsBegun(proofDelays.clearQuietMs);
    const second = printer.print(ticket);
    await bench.count('queued', 2);
    bench.say(0x00);
    await clock.untilWaitsBegun(proofDelays.clearQuietMs, begun + 1);
    bench.say(0x00);
    await clock.untilWaitsBegun(proofDelays.clearQuietMs, begun + 2);
    await clock.passUntil(bench.count('queued', 3), proofDelays.clearQuietMs);
    // The second ticket is out, its own answer is missing: it stays unproven.
    assert.deepEqual(await clock.passUntil(second, proofDelays.explainAfterMs), unknownNoAnswer);
  });

  test('a printer that proved tickets before and does not empty its queue gets no further ticket', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    assert.deepEqual(await printer.print(ticket), printed);
    bench.onRequest = (request) => {
      if (request !== 'queued') bench.say(good);
    };
    assert.deepEqual(await clock.passUntil(printer.print(ticket), proofDelays.explainAfterMs), unknownNoAnswer);
    const third = await clock.passUntil(printer.print(ticket), proofDelays.clearedWithinMs);
    assert.deepEqual(third, { ok: false, problem: { kind: 'no-answer', paper: 'untouched' } });
  });

  test('one that was switched off behind an open connection gets a new connection', async () => {
    const bench = await createReadyBench();
    bench.onRequest = () => {};
    const { lookAgainMs } = printerDelays;
    await bench.clock.passUntil(conditionIs(bench.printer, 'absent'), lookAgainMs, lineDelays.answerWithinMs);
    bench.onRequest = (request) => bench.say(request === 'queued' ? 0x00 : good);
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), reconnectMs);
    assert.deepEqual(await bench.printer.print(ticket), printed);
  });

  test('one that hangs up in mid-ticket is absent, and the ticket unknown', async () => {
    const bench = await createReadyBench();
    bench.onRequest = (request) => (request === 'queued' ? bench.hangUp() : bench.say(good));
    const outcome = await bench.printer.print(ticket);
    assert.deepEqual(outcome, { ok: false, problem: { kind: 'absent', paper: 'unknown' } });
    assert.equal(bench.printer.condition(), 'absent');
  });

  test('one that babbles does no harm', async () => {
    const bench = await createReadyBench();
    for (let count = 0; count < 50; count++) bench.say(...new Array<number>(1_000).fill(count % 2 ? 0x00 : good));
    const printing = bench.printer.print(ticket);
    assert.deepEqual(await bench.clock.passUntil(printing, lineDelays.quietMs), printed);
  });
});

describe('an ESC/POS printer without a return channel', () => {
  test('is never asked anything, and a ticket is printed when its bytes were taken', async () => {
    const bench = await createBench(false);
    await conditionIs(bench.printer, 'ready');
    assert.deepEqual(await bench.printer.print(ticket), printed);
    const cut = [0x1d, 0x56, 0x01];
    await bench.hasEndedWith(cut);
    assert.deepEqual(bench.asked, []);
  });

  test('is absent when nobody listens', async () => {
    const open: OpenTransport = async () => ({ ok: false, problem: { kind: 'not-found' } });
    const clock = createHandCrankedClock();
    const printer = createEscposPrinter({
      id: 'p',
      paperWidthMm: 58,
      returnChannel: false,
      open,
      clock,
      random: () => 0,
    });
    await conditionIs(printer, 'absent');
    assert.deepEqual(await printer.print(ticket), { ok: false, problem: { kind: 'absent', paper: 'untouched' } });
    await printer.close();
  });

  test('that holds the line back leaves the ticket unknown; the next one comes on a new line, behind a clean cut', async () => {
    const clock = createBenchClock();
    const lines: number[][] = [];
    const open: OpenTransport = async () => {
      const received: number[] = [];
      lines.push(received);
      const takes = lines.length > 1;
      return ok({
        async write(bytes) {
          received.push(...bytes);
          return takes ? ok('taken') : new Promise(() => {});
        },
        onData: () => () => {},
        onLost: () => () => {},
        close: async () => {},
      });
    };
    const printer = createEscposPrinter({
      id: 'p',
      paperWidthMm: 58,
      returnChannel: false,
      open,
      clock,
      random: () => 0,
    });
    await conditionIs(printer, 'ready');
    assert.deepEqual(await clock.passUntil(printer.print(ticket), lineDelays.takenWithinMs), unknownNoAnswer);
    assert.equal(printer.condition(), 'absent');
    await clock.passUntil(conditionIs(printer, 'ready'), reconnectMs);
    assert.deepEqual(await printer.print(ticket), printed);
    await printer.close();

    const recovery = [...encodeRecovery(384, true)];
    const whole = [...encodeTicket(ticket)].slice(0, -queuedStatusRequest.length);
    assert.deepEqual([lines.length, lines[1]], [2, [...recovery, ...whole]]);
  });
});
