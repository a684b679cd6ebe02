import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import type { DeviceCondition } from '../contract/device.ts';
import { lineDelays } from './escpos-line.ts';
import { type EscposPrinterOptions, printerDelays } from './escpos-printer.ts';
import { createMemoryBench } from './memory-printer.ts';
import { createScriptedBench, type PrinterRequest } from './scripted-printer.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.contract.ts';
import { proofDelays } from './ticket-proof.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const good = 0x12;
const fine = [0x10, 0x00, 0x00, 0x0f];
const coverOpen = [0x38, 0x00, 0x0f, 0x0f];
const paperOut = [0x18, 0x00, 0x0f, 0x0f];
const paperLow = [0x10, 0x00, 0x03, 0x0f];
const jammed = [0x18, 0x08, 0x00, 0x0f];
const offline = [0x18, 0x00, 0x00, 0x0f];

const ticket = ticketOf(384, 5);
const unknownNoAnswer = { ok: false, problem: { kind: 'no-answer', paper: 'unknown' } };

/** Every wait of the driver that a test with noise may have to sit out. */
const allWaits = [
  lineDelays.answerWithinMs,
  lineDelays.quietMs,
  proofDelays.clearedWithinMs,
  proofDelays.explainAfterMs,
] as const;

type Bench = ReturnType<typeof createMemoryBench>;

function honest(bench: Bench): Bench['onRequest'] {
  return (request) => {
    if (request === 'queued') bench.say([0x00]);
    else if (request === 'automatic') bench.say(fine);
    else bench.say([good]);
  };
}

async function readyBench(options: Partial<EscposPrinterOptions> = {}) {
  const bench = createMemoryBench(options);
  cleanUps.push(bench.close);
  bench.onRequest = honest(bench);
  await conditionIs(bench.printer, 'ready');
  return bench;
}

/** Lets everything happen that needs no time. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const count = (bench: Pick<Bench, 'asked'>, wanted: PrinterRequest) =>
  bench.asked.filter((request) => request === wanted).length;

describe('a printer is told to send its status by itself', () => {
  test('once it has answered, not before, and again behind each ticket, whose ESC @ may have switched it off', async () => {
    const bench = createMemoryBench();
    cleanUps.push(bench.close);
    await bench.clock.pass(lineDelays.answerWithinMs);
    await settled();
    assert.deepEqual([bench.printer.condition(), bench.asked], ['no-answer', ['online']]);
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
    assert.deepEqual([count(bench, 'automatic'), count(bench, 'queued')], [0, 1]);
  });

  test('never without a return channel', async () => {
    const bench = createMemoryBench({ returnChannel: false });
    cleanUps.push(bench.close);
    await conditionIs(bench.printer, 'ready');
    assert.deepEqual(await bench.printer.print(ticket), printed);
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
    const bench = createMemoryBench();
    bench.onRequest = honest(bench);
    await conditionIs(bench.printer, 'ready');
    await settled();
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

describe('a byte of an automatic status never proves a ticket', () => {
  const parts = (block: readonly number[]) =>
    Array.from({ length: 2 ** block.length }, (_, mask) => block.filter((_byte, at) => (mask & (1 << at)) !== 0));

  /** How a ticket ends on a printer that never answers `GS r 1`, and says these bytes when so many requests came. */
  async function endingWith(says: readonly { readonly afterRequests: number; readonly bytes: readonly number[] }[]) {
    const bench = createMemoryBench();
    bench.onRequest = honest(bench);
    await conditionIs(bench.printer, 'ready');
    await settled();
    let requests = 0;
    bench.onRequest = (request) => {
      if (request === 'queued') requests += 1;
      if (requests > 0)
        for (const { bytes } of says.filter(({ afterRequests }) => afterRequests === requests)) bench.say(bytes);
      if (requests > 0) requests += request === 'queued' ? 0 : 1;
      if (request !== 'queued' && request !== 'automatic') bench.say([good]);
    };
    const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    await bench.close();
    return ending;
  }

  test('whichever of its bytes the line lost, and whenever it came', async () => {
    for (const block of [fine, paperLow, jammed, [0x10, 0x00, 0x00, 0x00]]) {
      for (const bytes of parts(block)) {
        for (const afterRequests of [1, 2, 3]) {
          assert.deepEqual(
            await endingWith([{ afterRequests, bytes }]),
            unknownNoAnswer,
            `${bytes} at ${afterRequests}`,
          );
        }
      }
    }
  });

  test('nor do two of them, unless the line left one byte of each, at the two moments when one is asked for', async () => {
    const single = (bytes: readonly number[]) => bytes.length === 1 && bytes[0] !== fine[0];
    for (const first of parts(fine)) {
      for (const second of parts(fine)) {
        const says = [1, 2, 3].flatMap((at) => [
          { afterRequests: at, bytes: at === 1 ? first : at === 3 ? second : [] },
        ]);
        const ending = await endingWith(says);
        if (ending.ok) assert.ok(single(first) && single(second), `${first} and ${second}`);
      }
    }
  });

  test('and whichever bytes were lost, the printer’s own answer still does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts(fine), ...parts(paperLow)), { minLength: 1, maxLength: 6 }),
        async (remains) => {
          const bench = createMemoryBench();
          bench.onRequest = honest(bench);
          await conditionIs(bench.printer, 'ready');
          await settled();
          let left = [...remains];
          bench.onRequest = (request) => {
            const [next = [], ...rest] = left;
            left = rest;
            bench.say(next);
            honest(bench)(request);
          };
          const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
          await bench.close();
          assert.deepEqual(ending, printed);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('not on a printer that has it on from the factory either', async () => {
    const bench = await readyBench({ automaticStatus: false });
    bench.say(fine);
    await settled();
    bench.onRequest = (request) => bench.say(request === 'queued' ? [0x00, 0x00, 0x0f] : [good]);
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
  });

  test('what is left of a block does not pass for an empty queue: the late answer of a ticket proves no later one', async () => {
    const bench = await readyBench();
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
    // Before the next ticket the queue is asked for; one byte of a block comes first, then nothing but that ticket's answer.
    const asked = count(bench, 'queued');
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
      else if (count(bench, 'queued') === asked + 1) bench.say([0x0f]);
      else if (count(bench, 'queued') === asked + 2) bench.say([0x00]);
    };
    const second = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    assert.deepEqual(second, unknownNoAnswer);
  });
});

describe('noise without end', () => {
  test.each([
    ['bytes that no printer says', [0xff, 0x91, 0x80], 'unknown'],
    ['answers to questions that nobody asked', [0x12, 0x16, 0x32], 'untouched'],
    ['bytes that look like proofs', [0x00, 0x0f], 'unknown'],
    ['beginnings of blocks', [0x10], 'unknown'],
    ['whole blocks', fine, 'unknown'],
    ['blocks without their first bytes', fine.slice(1), 'unknown'],
  ] as const)(
    '%s: the ticket ends, is not taken for printed, and the next one comes out when it is quiet',
    async (_what, noise, paper) => {
      const bench = await readyBench();
      await settled();
      bench.onRequest = (request) => {
        if (request !== 'queued' && request !== 'automatic') bench.say([good]);
      };
      const makeNoise = () => bench.say(Array.from({ length: 20 }, () => noise).flat());
      bench.onWait = makeNoise;
      makeNoise();
      await settled();
      const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
      assert.deepEqual(ending, { ok: false, problem: { kind: 'no-answer', paper } });
      bench.onWait = () => {};
      bench.onRequest = honest(bench);
      assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), printed);
      assert.equal(bench.printer.condition(), 'ready');
    },
  );
});
