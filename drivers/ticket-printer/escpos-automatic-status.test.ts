import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import type { DeviceCondition } from '../contract/device.ts';
import { lineDelays } from './escpos-line.ts';
import { type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';
import {
  allWaits,
  blocks,
  createMemoryBench,
  honest,
  type MemoryBench,
  readyMemoryBench,
  settled,
  unknownNoAnswer,
} from './memory-printer.bench.ts';
import { confirmationDelays } from './print-confirmation.ts';
import { createScriptedBench, type PrinterRequest } from './scripted-printer.bench.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.exam.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const good = 0x12;
const { fine, coverOpen, paperOut, paperLow, jammed, offline } = blocks;
const ticket = ticketOf(384, 5);

async function readyBench(options: Partial<EscposPrinterOptions> = {}) {
  const bench = await readyMemoryBench(options);
  cleanUps.push(bench.close);
  return bench;
}

const count = (bench: Pick<MemoryBench, 'asked'>, wanted: PrinterRequest) =>
  bench.asked.filter((request) => request === wanted).length;

describe('a printer is told to send its status by itself', () => {
  test('once it has answered, not before, and again behind each ticket, whose ESC @ may have switched it off', async () => {
    const bench = createMemoryBench();
    cleanUps.push(bench.close);
    await bench.clock.pass(lineDelays.answerWithinMs);
    await settled();
    assert.deepEqual([bench.printer.condition(), count(bench, 'automatic')], ['no-answer', 0]);
    const { clearedBehindRecoveryMs } = confirmationDelays;
    await bench.clock.pass(clearedBehindRecoveryMs);
    bench.onRequest = honest(bench);
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), printerDelays.lookAgainMs, lineDelays.quietMs);
    await settled();
    assert.equal(bench.asked.at(-1), 'automatic');
    assert.deepEqual(await bench.printer.print(ticket), printed);
    await settled();
    assert.deepEqual([bench.asked.at(-1), count(bench, 'automatic')], ['automatic', 2]);
  });

  test('never when the site file says that it prints such commands as letters', async () => {
    const bench = await readyBench({ automaticStatus: false });
    assert.deepEqual(await bench.printer.print(ticket), printed);
    await bench.clock.pass(printerDelays.lookAgainMs);
    await settled();
    assert.equal(count(bench, 'automatic'), 0);
  });

  test('never without a return channel', async () => {
    const bench = createMemoryBench({ returnChannel: false });
    cleanUps.push(bench.close);
    await conditionIs(bench.printer, 'ready');
    assert.deepEqual(await bench.printer.print(ticket), { ok: true, value: 'sent' });
    bench.say(coverOpen);
    await settled();
    assert.deepEqual([bench.asked, bench.printer.condition()], [[], 'ready']);
  });

  test('again on every new line', async () => {
    const bench = await createScriptedBench();
    cleanUps.push(bench.close);
    bench.onRequest = (request) => bench.say(request === 'queued' ? 0x00 : good);
    await bench.count('automatic', 1);
    bench.hangUp();
    await conditionIs(bench.printer, 'absent');
    await bench.clock.passUntil(bench.count('automatic', 2), 20);
  });

  test('not on a new line on which it is still silent', async () => {
    const bench = await readyBench();
    await settled();
    bench.onRequest = () => {};
    const waits = [printerDelays.lookAgainMs, lineDelays.answerWithinMs];
    await bench.clock.passUntil(conditionIs(bench.printer, 'absent'), ...waits);
    const asked = count(bench, 'automatic');
    await bench.clock.passUntil(conditionIs(bench.printer, 'no-answer'), 20, ...waits);
    await settled();
    assert.equal(count(bench, 'automatic'), asked);
    bench.onRequest = honest(bench);
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), lineDelays.quietMs, ...waits);
    await settled();
    assert.equal(count(bench, 'automatic'), asked + 1);
  });

  test('not while the rest of an earlier ticket may be in it', async () => {
    const bench = await readyBench();
    await settled();
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    const asked = count(bench, 'automatic');
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
    await bench.clock.pass(printerDelays.lookAgainMs);
    await settled();
    assert.equal(count(bench, 'automatic'), asked);
    bench.onRequest = honest(bench);
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), printed);
    await settled();
    assert.equal(count(bench, 'automatic'), asked + 1);
  });
});

describe('what a printer tells by itself', () => {
  test.each([
    ['paper low', paperLow, 'paper-low'],
    ['paper out', paperOut, 'no-paper'],
    ['cover open', coverOpen, 'cover-open'],
    ['a jammed cutter', jammed, 'cutter-error'],
    ['offline without a reason', offline, 'printer-error'],
  ] as const)(
    '%s is its condition at once, and all is well at once when it is over',
    async (_what, block, condition) => {
      const bench = await readyBench();
      await settled();
      const questions = bench.asked.length;
      bench.say(block);
      await settled();
      assert.equal(bench.printer.condition(), condition);
      bench.say(fine);
      await settled();
      assert.deepEqual([bench.printer.condition(), bench.asked.length], ['ready', questions]);
    },
  );

  test('a damaged block that cried wolf is put right by the next look', async () => {
    const bench = await readyBench();
    await settled();
    bench.say(coverOpen);
    await conditionIs(bench.printer, 'cover-open');
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), printerDelays.lookAgainMs);
  });

  test('one that ignores the command is asked all the same, and its tickets are proven', async () => {
    const bench = await readyBench();
    bench.onRequest = (request) => {
      if (request !== 'automatic') honest(bench)(request);
    };
    assert.deepEqual(await bench.printer.print(ticket), printed);
    await settled();
    bench.onRequest = (request) => bench.say([request === 'cause' ? 0x16 : good]);
    await bench.clock.passUntil(conditionIs(bench.printer, 'cover-open'), printerDelays.lookAgainMs);
  });

  test('it is no reason to refuse a ticket: that is asked', async () => {
    const bench = await readyBench();
    bench.say(coverOpen);
    await conditionIs(bench.printer, 'cover-open');
    assert.deepEqual(await bench.printer.print(ticket), printed);
  });

  test('a look whose first answers it has overtaken does not say the older thing', async () => {
    const bench = await readyBench();
    await settled();
    const heard: DeviceCondition[] = [];
    bench.printer.onCondition((condition) => heard.push(condition));
    // The cover opens between the second and the last question of a look.
    let isOpen = false;
    bench.onRequest = (request) => {
      if (request === 'paper' && !isOpen) {
        isOpen = true;
        bench.say(coverOpen, [good]);
      } else bench.say([request === 'cause' && isOpen ? 0x16 : good]);
    };
    await bench.clock.pass(printerDelays.lookAgainMs);
    await settled();
    assert.deepEqual(heard, ['cover-open']);
  });

  test('reports without end change its condition a few times only, until it is asked again', async () => {
    const bench = await readyBench();
    await settled();
    const heard: DeviceCondition[] = [];
    bench.printer.onCondition((condition) => heard.push(condition));
    bench.say(...Array.from({ length: 1_000 }, () => [...coverOpen, ...fine]));
    await settled();
    assert.ok(heard.length >= 4 && heard.length <= 20, `${heard.length} changes`);
    await bench.clock.pass(printerDelays.lookAgainMs);
    await settled();
    bench.say(paperLow);
    // What came and went so often must have stood for a while before it is told.
    await bench.clock.passUntil(conditionIs(bench.printer, 'paper-low'), 1_000, 2_000, 4_000, 8_000);
  });

  test('a kiosk printer that says by itself that all is well is asked for the rest', async () => {
    const bench = createMemoryBench({ profile: 'custom-kiosk' });
    cleanUps.push(bench.close);
    bench.onRequest = (request) => {
      if (request === 'queued') bench.say([0x00]);
      else bench.say([good]);
    };
    // It does not know the full status.
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), lineDelays.answerWithinMs);
    await settled();
    bench.say(paperOut);
    await conditionIs(bench.printer, 'no-paper');
    const looks = count(bench, 'online');
    bench.say(fine, fine, fine);
    await conditionIs(bench.printer, 'ready');
    await settled();
    assert.equal(count(bench, 'online'), looks + 1);
  });
});

/** Bytes of one kind after the other, cut anywhere. */
const stream = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(fine, coverOpen, paperOut, paperLow, jammed, offline) },
      fc.constantFrom([good], [0x16], [0x00], [0x0f, 0x0f], [0x38], [0x18, 0x08, 0x0f], [0x11, 0x13]),
      fc.uint8Array({ maxLength: 5 }).map((noise) => [...noise]),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.flat());

describe('bytes split and merged at every position', () => {
  async function conditionsHeard(pieces: readonly (readonly number[])[]): Promise<readonly DeviceCondition[]> {
    const bench = await readyMemoryBench();
    const heard: DeviceCondition[] = [];
    bench.printer.onCondition((condition) => heard.push(condition));
    bench.say(...pieces);
    await settled();
    await bench.close();
    return heard;
  }

  test('any splitting of the same bytes gives the same conditions', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.array(fc.nat(60), { maxLength: 8 }), async (bytes, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, at) => bytes.slice(places[at], end));
        assert.deepEqual(await conditionsHeard(pieces), await conditionsHeard([bytes]));
      }),
      { numRuns: 150 },
    );
  });

  test('two results in one read are both heard, in their order', async () => {
    assert.deepEqual(await conditionsHeard([[...paperLow, ...coverOpen]]), ['paper-low', 'cover-open']);
  });

  test('an answer, a block and the next answer in one read do not disturb the question', async () => {
    const bench = await readyBench();
    bench.onRequest = (request) => {
      if (request === 'queued') bench.say([...fine.slice(0, 2)], [...fine.slice(2), 0x00]);
      else bench.say([...fine, good]);
    };
    assert.deepEqual(await bench.printer.print(ticket), printed);
  });
});
