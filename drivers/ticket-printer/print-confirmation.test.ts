import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import type { EscposPrinterOptions } from './escpos-printer.ts';
import {
  allWaits,
  blocks,
  createMemoryBench,
  honest,
  readyMemoryBench,
  settled,
  unknownNoAnswer,
} from './memory-printer.bench.ts';
import { conditionIs, printed, ticketOf } from './ticket-printer.exam.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const good = 0x12;
const { fine, paperLow, jammed } = blocks;
const ticket = ticketOf(384, 5);

async function readyBench(options: Partial<EscposPrinterOptions> = {}) {
  const bench = await readyMemoryBench(options);
  cleanUps.push(bench.close);
  return bench;
}

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
    const bench = await readyMemoryBench();
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

  test('nor do two of them, whatever the line left of each', async () => {
    for (const first of parts(fine)) {
      for (const second of parts(fine)) {
        const ending = await endingWith(byteByByte(first), [], byteByByte(second));
        assert.equal(ending.ok, false, `${first} and ${second}`);
      }
    }
  });

  test('and whichever bytes were lost, the printer’s own answers still do, unless the beginning of a block swallowed some', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts(fine), ...parts(paperLow)), { minLength: 1, maxLength: 6 }),
        async (remains) => {
          const bench = await readyMemoryBench();
          let left = [...remains];
          bench.onRequest = (request) => {
            const [next = [], ...rest] = left;
            left = rest;
            bench.say(next);
            honest(bench)(request);
          };
          const ending = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
          await bench.close();
          const maySwallow = remains.some(([first, ...rest]) => first === fine[0] && rest.length < 3);
          // Two halves may look like a block that says why: whatever it says, the ticket stays unknown.
          if (maySwallow && !ending.ok) assert.equal(ending.problem.paper, 'unknown');
          else assert.deepEqual(ending, printed);
        },
      ),
      { numRuns: 100, examples: [[[[], [], [], [16, 0], [0, 3, 15], [16, 3, 15]]]] },
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
    let requests = 0;
    bench.onRequest = (request) => {
      if (request !== 'queued') return honest(bench)(request);
      requests += 1;
      // The older ticket's answer comes late, and nothing more of it.
      if (requests === 1) bench.say([0x0f]);
      if (requests === 2) bench.say([0x00]);
    };
    const second = await bench.clock.passUntil(bench.printer.print(ticket), ...allWaits);
    const untouched = { ok: false, problem: { kind: 'no-answer', paper: 'untouched' } };
    assert.deepEqual([second, bench.ticketsBegun], [untouched, 1]);
  });

  test('nor does a ticket count as printed while older answers may be among the doubtful ones', async () => {
    const bench = createMemoryBench({ proof: 'gs-r' });
    cleanUps.push(bench.close);
    // It has never answered a `GS r 1`: so the second ticket is sent although the first one's answer is still owed.
    bench.onRequest = (request) => {
      if (request !== 'queued') honest(bench)(request);
    };
    await bench.clock.passUntil(conditionIs(bench.printer, 'ready'), ...allWaits);
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
    assert.equal(clearing, 5);
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
