import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { cutLines, lineFrom, longestLineBytes, type PcscReport } from '../transport/pcsc-messages.ts';
import { isWantedReader } from '../transport/pcsc-reader-name.ts';
import { noReaders, readerGone, readerStands } from './laid-card.ts';
import { createSimulatedPcsc } from './pcsc-readers.simulator.ts';
import { longestApduMs, type PcscEvent, watchPcsc } from './pcsc-readers.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const answered = Uint8Array.of(0x90, 0x00);

function createBench(readers?: readonly string[]) {
  const service = createSimulatedPcsc(readers);
  const clock = createHandCrankedClock();
  const heard: PcscEvent['type'][] = [];
  const pcsc = watchPcsc({
    reader: '*',
    clock,
    random: () => 0,
    spawnPcsc: service.spawnPcsc,
    onEvent: ({ type }) => heard.push(type),
  });
  cleanUps.push(pcsc.close);

  /** Turns of the event loop, in which streams make progress; ends by the runner's limit at the latest. */
  async function until(isSo: () => boolean, stepMs = 0): Promise<void> {
    while (!isSo()) {
      if (stepMs > 0) clock.advance(stepMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  async function heardOf(type: PcscEvent['type'], times = 1): Promise<void> {
    await until(() => heard.filter((each) => each === type).length >= times, 50);
  }
  /** A card that says 9000 to everything, and nothing at all to an APDU that begins with FF. */
  function layCard(reader?: string, answer = answered) {
    const card = { onPower: () => {}, onApdu: async (apdu: Uint8Array) => (apdu[0] === 0xff ? undefined : answer) };
    return service.lay(card, undefined, reader);
  }
  async function connected() {
    const card = await pcsc.connect();
    if (!card.ok) throw new Error(`Not connected: ${card.problem.kind}`);
    return card.value;
  }
  return { service, clock, heard, pcsc, until, heardOf, layCard, connected };
}

describe('a card reader', () => {
  test('tells readers and cards as they come and go', async () => {
    const { service, heard, heardOf, layCard } = createBench();
    await heardOf('reader-present');
    const card = layCard();
    await heardOf('card-inserted');
    card.remove();
    await heardOf('card-removed');
    layCard();
    await heardOf('card-inserted', 2);
    service.unplug();
    await heardOf('reader-absent');
    service.plugIn();
    await heardOf('card-inserted', 3);
    expect(heard).toEqual([
      'reader-present',
      'card-inserted',
      'card-removed',
      'card-inserted',
      'card-removed',
      'reader-absent',
      'reader-present',
      'card-inserted',
    ]);
  });

  test('that lost its card in the middle says so at once, and to that connection for ever', async () => {
    const { heardOf, layCard, connected } = createBench();
    await heardOf('reader-present');
    const laid = layCard();
    await heardOf('card-inserted');
    const card = await connected();
    const silent = card.transmit(Uint8Array.of(0xff));
    laid.remove();
    expect(await silent).toEqual({ ok: false, problem: { kind: 'card-gone' } });
    await heardOf('card-removed');
    layCard();
    await heardOf('card-inserted', 2);
    // The next patient's card never answers what was meant for the last one.
    expect(await card.transmit(Uint8Array.of(0x00))).toEqual({ ok: false, problem: { kind: 'card-gone' } });
    expect(await (await connected()).transmit(Uint8Array.of(0x00))).toMatchObject({ ok: true });
  });

  test('whose process crashes is absent, and there again with the next process', async () => {
    const { service, heard, heardOf, layCard, connected } = createBench();
    await heardOf('reader-present');
    layCard();
    await heardOf('card-inserted');
    const card = await connected();
    const silent = card.transmit(Uint8Array.of(0xff));
    service.crash();
    expect(await silent).toMatchObject({ ok: false });
    await heardOf('service-absent');
    await heardOf('card-inserted', 2);
    expect(await (await connected()).transmit(Uint8Array.of(0x00))).toMatchObject({ ok: true });
    expect(heard.slice(2, 5)).toEqual(['card-removed', 'reader-absent', 'service-absent']);
    expect(service.processes).toEqual({ started: 2, living: 1 });
  });

  test('that hangs is given up after its time, and its process is replaced', async () => {
    const { service, clock, heardOf, layCard, connected } = createBench();
    await heardOf('reader-present');
    layCard();
    await heardOf('card-inserted');
    const card = await connected();
    const silent = card.transmit(Uint8Array.of(0xff));
    clock.advance(longestApduMs - 1);
    expect(service.processes).toEqual({ started: 1, living: 1 });
    clock.advance(1);
    expect(await silent).toEqual({ ok: false, problem: { kind: 'timed-out' } });
    await heardOf('card-inserted', 2);
    expect(service.processes).toEqual({ started: 2, living: 1 });
  });

  test.each([
    ['a line that is not JSON', Buffer.from('Segmentation fault\n')],
    ['a report that is not in the book', Buffer.from('{"type":"reader","reader":"","hasCard":1}\n')],
    ['noise without end', Buffer.alloc(longestLineBytes + 1, 0xa5)],
  ])('whose process writes %s gets another process', async (_, bytes) => {
    const { service, heardOf, layCard, connected } = createBench();
    await heardOf('reader-present');
    layCard();
    await heardOf('card-inserted');
    service.babble(bytes);
    await heardOf('service-absent');
    await heardOf('card-inserted', 2);
    expect(await (await connected()).transmit(Uint8Array.of(0x00))).toMatchObject({ ok: true });
    expect(service.processes).toEqual({ started: 2, living: 1 });
  });

  test('does not take late or foreign answers for its own', async () => {
    const { service, heardOf, layCard, connected } = createBench();
    await heardOf('reader-present');
    layCard();
    await heardOf('card-inserted');
    const card = await connected();
    const late: PcscReport = { type: 'done', id: 1, response: Buffer.from('stale').toString('base64') };
    service.babble(Buffer.concat([lineFrom(late), lineFrom({ ...late, id: 999 })]));
    expect(await card.transmit(Uint8Array.of(0x00))).toEqual({ ok: true, value: Buffer.from(answered) });
  });

  test('that goes and comes back 72 times costs no process and no timer', async () => {
    const { service, clock, pcsc, heardOf } = createBench();
    for (let round = 1; round <= 72; round++) {
      await heardOf('reader-present', round);
      if (round % 2 === 0) service.crash();
      else {
        service.unplug();
        service.plugIn();
      }
    }
    await heardOf('reader-present', 73);
    expect(service.processes).toEqual({ started: 37, living: 1 });
    await pcsc.close();
    expect({ living: service.processes.living, timers: clock.pending() }).toEqual({ living: 0, timers: 0 });
  });
});

describe('of two readers', () => {
  const [left, right] = ['ACS ACR1281 Dual 00 00', 'ACS ACR1281 Dual 00 01'] as const;
  const [leftCard, rightCard] = [Uint8Array.of(0x11, 0x90, 0x00), Uint8Array.of(0x22, 0x90, 0x00)];
  async function whoAnswers({ pcsc }: ReturnType<typeof createBench>) {
    const card = await pcsc.connect();
    if (!card.ok) return card.problem.kind;
    const reply = await card.value.transmit(Uint8Array.of(0x00));
    await card.value.disconnect();
    return reply.ok ? Buffer.from(reply.value) : reply.problem.kind;
  }

  test('the one where a card was just laid is read, whichever it is, and a forgotten card blocks nobody', async () => {
    const bench = createBench([left, right]);
    const { heard, heardOf, layCard, until } = bench;
    await heardOf('reader-present', 2);
    const forgotten = layCard(left, leftCard);
    await heardOf('card-inserted');
    expect(await whoAnswers(bench)).toEqual(Buffer.from(leftCard));
    const laid = layCard(right, rightCard);
    await heardOf('card-inserted', 2);
    expect(await whoAnswers(bench)).toEqual(Buffer.from(rightCard));
    laid.remove();
    await heardOf('card-removed');
    // Whose card still lies there went away long ago.
    expect(await whoAnswers(bench)).toBe('no-card');
    layCard(right, rightCard);
    await heardOf('card-inserted', 3);
    forgotten.remove();
    layCard(left, leftCard);
    await heardOf('card-inserted', 4);
    expect(await whoAnswers(bench)).toEqual(Buffer.from(leftCard));
    await until(() => heard.length === 7);
    expect(heard.slice(2)).toEqual([
      'card-inserted',
      'card-inserted',
      'card-removed',
      'card-inserted',
      'card-inserted',
    ]);
  });

  test('a card that is forgotten stays forgotten when the process behind the readers is replaced', async () => {
    const bench = createBench([left, right]);
    const { service, heardOf, layCard } = bench;
    await heardOf('reader-present', 2);
    layCard(left, leftCard);
    await heardOf('card-inserted');
    layCard(right, rightCard);
    await heardOf('card-inserted', 2);
    service.crash();
    await heardOf('service-absent');
    await heardOf('card-inserted', 3);
    await heardOf('reader-present', 4);
    expect(await whoAnswers(bench)).toEqual(Buffer.from(rightCard));
  });
});

test('whatever cards and readers do, the card that is meant lies there, and it is the last one that was laid', () => {
  const reader = fc.constantFrom('one', 'two', 'three');
  const event = fc.record({ reader, does: fc.constantFrom('lay' as const, 'take' as const, 'unplug' as const) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let laid = ['one', 'two', 'three'].reduce((before, each) => readerStands(before, each, false), noReaders);
      let last: string | undefined;
      for (const { reader, does } of events) {
        const isNew = does === 'lay' && laid.readers.get(reader) === false;
        laid = does === 'unplug' ? readerGone(laid, reader) : readerStands(laid, reader, does === 'lay');
        if (isNew) last = reader;
        else if (laid.readers.get(last ?? '') !== true) last = undefined;
        if (last !== undefined) expect(laid.current).toBe(last);
        if (laid.current !== undefined) expect(laid.readers.get(laid.current)).toBe(true);
        expect(laid.forgotten.has(laid.current ?? '')).toBe(false);
      }
    }),
  );
});

describe('lines between the processes', () => {
  const reports: readonly PcscReport[] = [
    { type: 'started', service: true },
    { type: 'reader', reader: 'Đầu đọc thẻ 00 00', hasCard: true },
    { type: 'done', id: 7, response: 'kAA=' },
  ];
  const wire = Buffer.concat(reports.map(lineFrom));

  test('are the same however the bytes were split', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: wire.length }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, (positions) => {
        const bounds = [0, ...positions.sort((a, b) => a - b), wire.length];
        const lines: string[] = [];
        let rest: Uint8Array = new Uint8Array();
        for (let part = 1; part < bounds.length; part++) {
          const step = cutLines(rest, wire.subarray(bounds[part - 1], bounds[part]));
          rest = step.rest;
          lines.push(...step.lines);
        }
        expect({ messages: lines.map((line) => JSON.parse(line)), rest: rest.length }).toEqual({
          messages: reports,
          rest: 0,
        });
      }),
    );
  });

  test('of random bytes never throw and never keep more than the longest line', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40_000, size: 'max' }), { maxLength: 8 }), (chunks) => {
        let rest: Uint8Array = new Uint8Array();
        for (const chunk of chunks) rest = cutLines(rest, chunk).rest;
        expect(rest.length).toBeLessThanOrEqual(longestLineBytes);
      }),
      { numRuns: 50 },
    );
    expect(cutLines(new Uint8Array(), Buffer.alloc(longestLineBytes + 1))).toMatchObject({
      lines: [],
      oversized: true,
    });
  });
});

test('a site file names any reader, one by its name, or one by a part of it; a security module’s slot is never any reader', () => {
  const contactless = 'ACS ACR1252 1S CL Reader [ACR1252 Reader PICC] 00 00';
  const module = 'ACS ACR1252 1S CL Reader [ACR1252 Reader SAM] 01 00';
  expect([
    isWantedReader(contactless, '*'),
    isWantedReader(module, '*'),
    isWantedReader(contactless, contactless),
    isWantedReader(contactless, 'acr1252 reader picc'),
    isWantedReader(module, 'PICC'),
    isWantedReader('Samsung Reader 00 00', '*'),
  ]).toEqual([true, false, true, true, false, true]);
});
