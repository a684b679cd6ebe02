import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createBenchClock } from './clock.bench.ts';
import { encodeRecovery, encodeTicket, queuedStatusRequest } from './escpos-codec.ts';
import { lineDelays } from './escpos-line.ts';
import { createEscposPrinter, printerDelays } from './escpos-printer.ts';
import { allWaits, createMemoryBench, honest, readyMemoryBench, settled } from './memory-printer.bench.ts';
import { confirmationDelays } from './print-confirmation.ts';
import { outWithinMs, ticketWaitsMs } from './print-procedure.ts';
import { createScriptedBench, type PrinterRequest } from './scripted-printer.bench.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.exam.ts';

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

/** A printer that has been asked whether it answers `GS r 1`, and did not. */
async function createBenchWithoutQueue() {
  const bench = await createBench();
  bench.onRequest = (request) => {
    if (request !== 'queued') bench.say(good);
  };
  await bench.count('queued', 3);
  await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), confirmationDelays.clearedWithinMs);
  return bench;
}

const good = 0x12;
const ticket = ticketOf(384, 5);
const sent = { ok: true, value: 'sent' };
const unknownNoAnswer = { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } };

describe('an ESC/POS printer with habits', () => {
  /** A printer that answers at once, until the test changes it. */
  async function createReadyBench() {
    const bench = await createBench();
    bench.onRequest = (request) => bench.say(request === 'queued' ? 0x00 : good);
    await conditionIs(bench.printer, 'ready');
    return bench;
  }

  test('one that never answers gets the ticket all the same, soon and without an alarm, and nobody says that it is printed', async () => {
    const bench = await createBench();
    const { printer, clock } = bench;
    const { answerWithinMs } = lineDelays;
    await clock.passUntil(conditionIs(printer, 'no-answer'), answerWithinMs);
    const known = new Promise((resolve) => printer.onHint(resolve));
    await clock.passUntil(known, confirmationDelays.clearedBehindRecoveryMs);
    const heard: string[] = [];
    printer.onCondition((condition) => heard.push(condition));
    for (let ticketNumber = 1; ticketNumber <= 3; ticketNumber++) {
      const since = clock.now();
      const printing = printer.print(ticket);
      assert.deepEqual(await clock.passUntil(printing, answerWithinMs, ticketWaitsMs), sent);
      assert.ok(clock.now() - since <= 2 * answerWithinMs + ticketWaitsMs, `${clock.now() - since} ms`);
    }
    assert.deepEqual([heard, printer.condition(), printer.hints()], [[], 'no-answer', ['print-not-confirmed']]);
  });

  test('one that never answers, as the site file says, is ready, and its tickets are sent at once', async () => {
    const bench = await createScriptedBench({ proof: 'bytes-taken' });
    cleanUps.push(bench.close);
    const { printer, clock } = bench;
    const { answerWithinMs } = lineDelays;
    await clock.pass(answerWithinMs);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), answerWithinMs), sent);
    assert.deepEqual([printer.hints(), bench.asked.includes('queued')], [[], false]);
    assert.equal(printer.condition(), 'ready');
  });

  test('one that knows no GS r says afterwards that it is well: the ticket is sent, within some seconds, and no more than that', async () => {
    const { printer, clock } = await createBenchWithoutQueue();
    const since = clock.now();
    const out = outWithinMs(ticket.heightDots);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), out), { ok: true, value: 'sent-and-well' });
    assert.ok(clock.now() - since < 2_000);
    assert.deepEqual([printer.condition(), printer.hints()], ['ready', ['print-not-confirmed']]);
  });

  test.each([
    ['has no paper', { online: 0x1a, cause: 0x32, paper: 0x7e }, 'no-paper'],
    ['is open', { online: 0x1a, cause: 0x16 }, 'cover-open'],
  ] as const)(
    'one that knows no GS r and says afterwards that it %s leaves the ticket unknown',
    async (_what, says, kind) => {
      const bench = await createBenchWithoutQueue();
      const { printer, clock } = bench;
      const printing = printer.print(ticket);
      await clock.untilWaitsBegun(outWithinMs(ticket.heightDots), 1);
      const statuses: Readonly<Partial<Record<PrinterRequest, number>>> = says;
      bench.onRequest = (request) => bench.say(statuses[request] ?? good);
      const outcome = await clock.passUntil(printing, outWithinMs(ticket.heightDots));
      assert.deepEqual(outcome, { ok: false, problem: { kind, paper: 'unknown' } });
    },
  );

  test('one that begins to answer GS r, such as one that was switched on after the kiosk, proves its tickets from then on', async () => {
    const bench = createMemoryBench();
    cleanUps.push(bench.close);
    const { printer, clock } = bench;
    await clock.passUntil(conditionIs(printer, 'no-answer'), ...allWaits);
    await clock.pass(confirmationDelays.clearedBehindRecoveryMs);
    await settled();
    assert.deepEqual(printer.hints(), ['print-not-confirmed']);
    bench.onRequest = honest(bench);
    await clock.passUntil(conditionIs(printer, 'ready'), ...allWaits);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), ...allWaits), printed);
    assert.deepEqual(printer.hints(), []);
  });

  test('one that knows no DLE EOT is ready once it has answered GS r, and stays ready', async () => {
    const bench = createMemoryBench({ automaticStatus: false });
    cleanUps.push(bench.close);
    const { printer, clock } = bench;
    bench.onRequest = (request) => {
      if (request === 'queued') bench.say([0x00]);
    };
    await clock.passUntil(conditionIs(printer, 'ready'), ...allWaits);
    const heard: string[] = [];
    printer.onCondition((condition) => heard.push(condition));
    await clock.pass(printerDelays.lookAgainMs);
    await clock.pass(lineDelays.answerWithinMs);
    assert.deepEqual(await clock.passUntil(printer.print(ticket), ...allWaits), printed);
    assert.deepEqual([printer.condition(), heard, printer.hints()], ['ready', [], []]);
  });

  test('noise before the answer neither proves a ticket nor hides the proof', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    bench.onRequest = (request) => bench.say(...(request === 'queued' ? [0xff, 0x91, 0x13, good, 0x81] : [good]));
    const printing = printer.print(ticket);
    await bench.count('queued', 1);
    // Asked again after some silence: so the noise did not count.
    const before = bench.asked.filter((request) => request === 'paper').length;
    await clock.passUntil(bench.count('paper', before + 1), confirmationDelays.explainAfterMs);
    bench.onRequest = (request) => bench.say(request === 'queued' ? 0x00 : good);
    bench.say(0xff, 0x00, 0x00, 0x00);
    assert.deepEqual(await clock.passUntil(printing, lineDelays.quietMs), printed);
  });

  test('an automatic status before the answer does not prove a ticket', async () => {
    const bench = await createReadyBench();
    bench.onRequest = (request) => bench.say(...(request === 'queued' ? [0x14, 0x00, 0x00, 0x0f] : [good]));
    const outcome = await bench.clock.passUntil(bench.printer.print(ticket), confirmationDelays.explainAfterMs);
    assert.deepEqual(outcome, unknownNoAnswer);
  });

  test('one whose paper ends behind the cut, before it has confirmed its answer, leaves the ticket unknown', async () => {
    const bench = await readyMemoryBench();
    cleanUps.push(bench.close);
    const begun = bench.asked.length;
    const out = { online: [0x1a], cause: [0x32], error: [good], paper: [0x7e], queued: [], automatic: [] };
    bench.onRequest = (request) => {
      const queued = bench.asked.slice(begun).filter((each) => each === 'queued').length;
      if (queued > 0 && request !== 'queued') bench.say(out[request]);
      else if (queued <= 3) honest(bench)(request);
    };
    const outcome = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    assert.deepEqual(outcome, { ok: false, problem: { kind: 'no-paper', paper: 'unknown' } });
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

  test('the late answers of a ticket never prove the next one', async () => {
    const bench = await readyMemoryBench();
    cleanUps.push(bench.close);
    const { printer, clock } = bench;
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    assert.deepEqual(await clock.passUntil(printer.print(ticket), ...allWaits), unknownNoAnswer);
    // Three late answers, then those to the five requests that empty the queue. The second ticket's own ones never come.
    let requests = 0;
    bench.onRequest = (request) => {
      if (request !== 'queued') return honest(bench)(request);
      requests += 1;
      if (requests === 1) bench.say([0x00], [0x00], [0x00]);
      if (requests <= 5) bench.say([0x00]);
    };
    assert.deepEqual(await clock.passUntil(printer.print(ticket), ...allWaits), unknownNoAnswer);
    assert.equal(bench.ticketsBegun, 2);
  });

  test('a printer that proved tickets before and does not empty its queue gets no further ticket', async () => {
    const bench = await createReadyBench();
    const { printer, clock } = bench;
    assert.deepEqual(await printer.print(ticket), printed);
    bench.onRequest = (request) => {
      if (request !== 'queued') bench.say(good);
    };
    assert.deepEqual(await clock.passUntil(printer.print(ticket), confirmationDelays.explainAfterMs), unknownNoAnswer);
    const third = await clock.passUntil(printer.print(ticket), confirmationDelays.clearedWithinMs);
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
  test('is never asked anything, and a ticket is sent when its bytes were taken', async () => {
    const bench = await createBench(false);
    await conditionIs(bench.printer, 'ready');
    assert.deepEqual(await bench.printer.print(ticket), sent);
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
    assert.deepEqual(await printer.print(ticket), sent);
    await printer.close();

    const recovery = [...encodeRecovery(384, true)];
    const whole = [...encodeTicket(ticket)].slice(0, -queuedStatusRequest.length);
    assert.deepEqual([lines.length, lines[1]], [2, [...recovery, ...whole]]);
  });
});
