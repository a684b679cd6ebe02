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
    await settled();
    assert.equal(bench.printer.condition(), 'paper-low');
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

  type Pieces = readonly (readonly number[])[];
  const whole = (bytes: readonly number[]): Pieces => [bytes];
  const byteByByte = (bytes: readonly number[]): Pieces => bytes.map((byte) => [byte]);

  /**
   * How a ticket ends on a printer that never answers `GS r 1` and says these pieces instead: on the first request behind the
   * cut, on the next one of any kind, and so on. The third one asks for confirmation.
   */
  async function endingWith(...onRequests: readonly Pieces[]) {
    const bench = createMemoryBench();
    bench.onRequest = honest(bench);
    await conditionIs(bench.printer, 'ready');
    await settled();
    let heard = 0;
    bench.onRequest = (request) => {
      if (heard > 0 || request === 'queued') heard += 1;
      bench.say(...(onRequests[heard - 1] ?? []));
      if (request !== 'queued' && request !== 'automatic') bench.say([good]);
    };
    const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    await bench.close();
    return ending;
  }

  test('whichever of its bytes the line lost, however the rest is split, and whenever it comes', async () => {
    for (const bytes of [fine, paperLow, jammed, [0x10, 0x00, 0x00, 0x00]].flatMap(parts)) {
      for (const pieces of [whole(bytes), byteByByte(bytes)]) {
        for (const onRequests of [[pieces], [[], pieces], [[], [], pieces]]) {
          assert.deepEqual(await endingWith(...onRequests), unknownNoAnswer, JSON.stringify(onRequests));
        }
      }
      // What is split comes in two reads, with the next question in between.
      for (let cut = 1; cut < bytes.length; cut++) {
        const halves = [whole(bytes.slice(0, cut)), whole(bytes.slice(cut))];
        assert.deepEqual(await endingWith(...halves), unknownNoAnswer, JSON.stringify(halves));
      }
    }
  });

  test('nor do two of them, unless the line left one byte of each, at the two moments when one is asked for', async () => {
    const isOneLate = (bytes: readonly number[]) => bytes.length === 1 && bytes[0] !== fine[0];
    const proven = { tried: 0, byOneOfEach: 0 };
    for (const first of parts(fine)) {
      for (const second of parts(fine)) {
        const ending = await endingWith(byteByByte(first), [], byteByByte(second));
        proven.tried += 1;
        if (!ending.ok) continue;
        assert.ok(isOneLate(first) && isOneLate(second), `${first} and ${second}`);
        proven.byOneOfEach += 1;
      }
    }
    // Known and accepted: nothing in one byte tells it from an answer (`ticket-proof.ts`).
    assert.deepEqual(proven, { tried: 256, byOneOfEach: 9 });
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
      { numRuns: 100 },
    );
  });

  test('not on a printer that has it on from the factory either', async () => {
    const bench = await readyBench({ automaticStatus: false });
    bench.say(fine);
    await settled();
    bench.onRequest = (request) => bench.say(request === 'queued' ? [0x00, 0x00, 0x0f] : [good]);
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
  });

  /** A printer that owes the answer to a ticket. */
  async function owingBench() {
    const bench = await readyBench();
    await settled();
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
    return { bench };
  }

  test('what is left of a block does not pass for an empty queue, so that older answers would prove the next ticket', async () => {
    const { bench } = await owingBench();
    let [clearing, requests] = [0, 0];
    bench.onRequest = (request) => {
      if (request !== 'queued') return honest(bench)(request);
      requests += 1;
      if (bench.ticketsBegun === 1) clearing += 1;
      // The older ticket's answer comes late; then those of the requests before the next ticket, which never comes out.
      if (requests === 1) bench.say([0x0f]);
      if (requests === 2) bench.say([0x00]);
      if (requests === 3) bench.say(new Array<number>(clearing).fill(0x00));
    };
    const second = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    assert.deepEqual([second, bench.ticketsBegun, clearing], [unknownNoAnswer, 2, 2]);
  });

  test('nor does a ticket count as printed while older answers may be among the doubtful ones', async () => {
    const bench = createMemoryBench();
    cleanUps.push(bench.close);
    // It has never answered a `GS r 1`: so the second ticket is sent although the first one's answer is still owed.
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    await conditionIs(bench.printer, 'ready');
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
    let requests = 0;
    bench.onRequest = (request) => {
      if (request !== 'queued') return honest(bench)(request);
      if (bench.ticketsBegun < 2) return;
      requests += 1;
      bench.say(requests === 1 ? [0x00, 0x00, 0x0f, 0x00] : [0x00]);
    };
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), unknownNoAnswer);
    assert.equal(bench.ticketsBegun, 2);
  });

  test('nor for the late answer of a ticket: the queue is asked all the same', async () => {
    const { bench } = await owingBench();
    bench.say([0x0f]);
    await settled();
    let clearing = 0;
    bench.onRequest = (request) => {
      if (request === 'queued' && bench.ticketsBegun === 1) clearing += 1;
      honest(bench)(request);
    };
    assert.deepEqual(await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits), printed);
    assert.equal(clearing, 2);
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
