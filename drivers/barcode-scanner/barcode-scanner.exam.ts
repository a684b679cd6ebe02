import { afterEach, describe, expect, test } from 'vitest';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { readDocument } from '../identity-documents/read-document.ts';
import { sampleBhyt, sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { syntheticCards } from '../identity-documents/synthetic-cards.simulator.ts';
import { heldByProcess, heldSince } from '../supervisor/held-by-process.bench.ts';
import { longestPauseInCodeMs } from './push-only-scanner.ts';

/** A scanner on the bench: the driver, and a hand on the device at the other end of a real wire. */
export interface ScannerBench {
  readonly scanner: BarcodeScanner;
  readonly clock: HandCrankedClock;
  /** The same line as the driver opens. */
  readonly open: OpenTransport;
  /** Resolves when the driver has read these bytes, so that the next ones are a read of their own. */
  send(bytes: Uint8Array): Promise<void>;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Puts everything away, the driver included. */
  close(): Promise<void>;
}

const cards = syntheticCards(2026).filter(({ bytes }) => bytes.length <= longestCodeBytes);

/** One of each kind, of people who do not exist. */
const documents: readonly string[] = [
  encodeCccd({ ...sampleCccd, address: 'Thôn Đoài, Bắc Ninh' }),
  encodeCccd({ ...sampleCccd, number: '096155000777', sex: 'Nữ', birth: '1955' }),
  encodeCccd({ ...sampleCccd, parents: { father: 'Nguyễn Văn B', mother: 'Trần Thị C' } }),
  encodeBhyt(sampleBhyt),
  encodeBhyt({ ...sampleBhyt, number: 'DN4010199999999' }),
  encodeAppointment('27005', 'LK-2026.118804'),
].map(textFrom);

function readText(document: string): unknown {
  return readDocument(bytesOf(document, ''));
}

/** Every driver of a scanner that ends its codes must pass this, over every wire that it is used on. */
export function barcodeScannerExam(wire: string, createBench: () => Promise<ScannerBench>): void {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });

  async function readyBench() {
    const bench = await createBench();
    cleanUps.push(bench.close);
    const read: string[] = [];
    bench.scanner.onScan((scan) => read.push(scan.kind === 'code' ? textFrom(scan.bytes) : `(${scan.kind})`));
    await conditionReached(bench, 'ready');
    return { ...bench, read };
  }

  describe(`a scanner over ${wire}`, () => {
    test('hands over the bytes of every card as they are', async () => {
      const { send, read } = await readyBench();
      for (const card of cards) await send(bytesOf(textFrom(card.bytes), '\r'));
      expect(read).toEqual(cards.map(({ bytes }) => textFrom(bytes)));
    });

    test('ends a code at CR, at LF and at CRLF', async () => {
      const { send, read } = await readyBench();
      for (const end of ['\r', '\n', '\r\n']) await send(bytesOf('001090000001|Nguyễn', end));
      expect(read).toEqual(Array(3).fill('001090000001|Nguyễn'));
    });

    test('puts a code together again wherever it was split', async () => {
      const { send, read } = await readyBench();
      const code = '001090000001||Nguyễn Văn Ấ';
      const all = bytesOf(code, '\r\n');
      for (let cut = 1; cut < all.length; cut++) {
        await send(all.subarray(0, cut));
        await send(all.subarray(cut));
      }
      expect(read).toEqual(Array(all.length - 1).fill(code));
    });

    test('takes two codes in one read apart', async () => {
      const { send, read } = await readyBench();
      await send(bytesOf('one\rtwo\r\nthree', '\n'));
      expect(read).toEqual(['one', 'two', 'three']);
    });

    test('reports noise without end once, and reads the next card', async () => {
      const { send, read } = await readyBench();
      for (let chunk = 0; chunk < 50; chunk++) await send(new Uint8Array(4_000).fill(0xa5));
      await send(bytesOf('', '\r'));
      await send(bytesOf('next', '\r'));
      expect(read).toEqual(['(oversized)', 'next']);
    });

    test('loses at most one code to garbage on the wire before it', async () => {
      const { send, read } = await readyBench();
      await send(Uint8Array.of(0xff, 0x00, 0xfe));
      await send(bytesOf('one', '\r'));
      await send(bytesOf('two', '\r'));
      expect(read).toEqual(['\ufffdone', 'two']);
    });

    test('forgets half a code when it is unplugged in the middle, and reads again once it is back', async () => {
      const bench = await readyBench();
      const heard: DeviceCondition[] = [];
      bench.scanner.onCondition((condition) => heard.push(condition));
      for (let round = 0; round < 2; round++) {
        await bench.send(bytesOf('half of somebody', ''));
        await bench.unplug();
        await conditionReached(bench, 'absent');
        await bench.plugIn();
        await conditionReached(bench, 'ready');
        await bench.send(bytesOf('whole', '\r'));
      }
      expect(bench.read).toEqual(['whole', 'whole']);
      expect(heard).toEqual(['absent', 'ready', 'absent', 'ready']);
    });

    test('forgets half a code that never went on, so that it is not the next patient’s', async () => {
      const { send, read, clock } = await readyBench();
      await send(bytesOf('half of somebody', ''));
      clock.advance(longestPauseInCodeMs);
      await send(bytesOf('some', ''));
      clock.advance(longestPauseInCodeMs - 1);
      await send(bytesOf('body else', '\r'));
      expect(read).toEqual(['(unfinished)', 'somebody else']);
    });

    test.each([
      ['TAB', '', '\t'],
      ['NUL', '', '\0'],
      ['STX and ETX', '\x02', '\x03'],
      ['STX, a code id, ETX and EOT', '\x02s', '\x03\x04'],
      ['an AIM identifier', ']Q1', '\r'],
      ['another AIM identifier, behind the code', '', ']d2\r'],
      ['an AIM identifier and an ECI', ']Q2\\000026', '\r'],
      ['an ECI', '\\000026', '\r'],
      ['a code id', 's', '\r'],
      ['a code id of Zebra’s and an AIM identifier', 'P01]Q1', '\r\n'],
      ['a code id behind the code', '', 's\r'],
      ['a byte-order mark and blanks', '\ufeff ', '  \n'],
    ])('takes off what it puts around every document: %s', async (_what, before, after) => {
      const bench = await readyBench();
      // A slip's id is free: a letter behind it is a part of it.
      const sent = documents.filter((document) => after !== 's\r' || !document.startsWith('TIEPDON'));
      for (const document of sent) await bench.send(bytesOf(before + document, after));
      expect(bench.read.map(readText)).toEqual(sent.map(readText));
      expect(bench.scanner.hints()).toEqual([]);
    });

    test('reads a document whose end is nothing but silence, with and without an identifier before it', async () => {
      const { send, read, clock } = await readyBench();
      const sent = documents.filter((document) => !document.startsWith('TIEPDON'));
      for (const document of sent) {
        for (const before of ['', '\x02', ']Q1']) {
          await send(bytesOf(before + document, ''));
          clock.advance(longestPauseInCodeMs);
        }
      }
      expect(read).toEqual(sent.flatMap((document) => [document, document, document]));
    });

    test('takes no slip for whole that only fell silent: cut off, it would be somebody else’s appointment', async () => {
      const { send, read, scanner, clock } = await readyBench();
      const slip = documents.find((document) => document.startsWith('TIEPDON')) ?? '';
      for (const cut of [slip.length - 9, slip.length - 1, slip.length]) {
        await send(bytesOf(slip.slice(0, cut), ''));
        clock.advance(longestPauseInCodeMs);
      }
      expect([read, scanner.hints()]).toEqual([Array(3).fill('(unfinished)'), ['scanner-sends-no-ending']]);
      await send(bytesOf(slip, '\r'));
      expect([read.at(-1), scanner.hints()]).toEqual([slip, []]);
    });

    test('never joins half a card with the next patient’s, wherever it was cut', async () => {
      const { send, read, clock } = await readyBench();
      const [card = '', other = ''] = documents;
      for (const cut of [3, 12, 13, 25, 40, card.length - 9, card.length - 3]) {
        await send(bytesOf(card.slice(0, cut), ''));
        clock.advance(1_000);
        await send(bytesOf(other, '\r'));
      }
      expect(read.filter((each) => each !== '(unfinished)')).toEqual(Array(7).fill(other));
    });

    test('tells a technician that nothing ends the codes, until something does', async () => {
      const { send, scanner, clock } = await readyBench();
      await send(bytesOf('8934563138165', ''));
      clock.advance(longestPauseInCodeMs);
      expect(scanner.hints()).toEqual(['scanner-sends-no-ending']);
      await send(bytesOf('8934563138165', '\r'));
      expect(scanner.hints()).toEqual([]);
    });

    test('tells a technician of a prefix that cannot be taken off, until it is gone', async () => {
      const { send, read, scanner } = await readyBench();
      const [card = ''] = documents;
      await send(bytesOf(`KIOSK-${card}`, '\r'));
      expect([read, scanner.hints()]).toEqual([['(wrapped)'], ['scanner-adds-prefix']]);
      await send(bytesOf(card, '\r'));
      expect(scanner.hints()).toEqual([]);
    });

    test('tells a technician of a wrong speed or parity, until a code is read', async () => {
      const { send, read, scanner } = await readyBench();
      const [card = ''] = documents;
      // Seven bits and even parity, heard as eight bits.
      const parity = (byte: number) => byte | ((byte.toString(2).split('1').length - 1) % 2 ? 0x80 : 0);
      await send(Uint8Array.from(bytesOf(card, ''), parity));
      await send(bytesOf('', '\r'));
      expect([read, scanner.hints()]).toEqual([['(garbled)'], ['wrong-line-settings']]);
      await send(bytesOf(card, '\r'));
      expect(scanner.hints()).toEqual([]);
    });

    test('costs no handle, no file descriptor and no timer to be unplugged and plugged in again, 72 times', async () => {
      const bench = await readyBench();
      const aLongTimeMs = 60_000;
      bench.clock.advance(aLongTimeMs);
      const timers = bench.clock.pending();
      const before = heldByProcess();
      for (let round = 0; round < 72; round++) {
        await bench.unplug();
        await conditionReached(bench, 'absent');
        await bench.plugIn();
        await conditionReached(bench, 'ready');
      }
      await bench.send(bytesOf('whole', '\r'));
      bench.clock.advance(aLongTimeMs);
      expect({ read: bench.read, timers: bench.clock.pending(), held: await heldSince(before) }).toEqual({
        read: ['whole'],
        timers,
        held: { handles: 0, descriptors: 0 },
      });
    });

    test('is absent once it is closed, says nothing more, and its port is free for others', async () => {
      const { scanner, clock, open } = await readyBench();
      const heard: DeviceCondition[] = [];
      scanner.onCondition((condition) => heard.push(condition));
      await scanner.close();
      const other = await open();
      expect({ condition: scanner.condition(), heard, timers: clock.pending(), other: other.ok }).toEqual({
        condition: 'absent',
        heard: [],
        timers: 0,
        other: true,
      });
      if (other.ok) await other.value.close();
    });
  });
}

/** A line that a bench can look at: how many bytes have reached the driver. */
export function countReadBytes(open: OpenTransport): {
  readonly open: OpenTransport;
  /** Resolves when `count` further bytes have been read. */
  further(count: number): Promise<void>;
} {
  let read = 0;
  const waiting = new Set<() => void>();
  return {
    async open() {
      const opened = await open();
      if (!opened.ok) return opened;
      const { value: transport } = opened;
      const onData = (listener: (bytes: Uint8Array) => void) =>
        transport.onData((bytes) => {
          listener(bytes);
          read += bytes.length;
          for (const look of waiting) look();
        });
      return { ok: true, value: { ...transport, onData } };
    },
    further(count) {
      const until = read + count;
      return new Promise((resolve) => {
        const look = () => {
          if (read < until) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
  };
}

/** So many turns of the event loop are the wires' alone: a busy machine hands a lost line over late, and no time has passed by then. */
const turnsOfWires = 2_000;

/**
 * Lets the wires work, and time pass where they do not bring it about, until the driver says so. Time first would end half a code
 * (`longestPauseInCodeMs`) before the driver has heard that its line is gone.
 */
async function conditionReached({ scanner, clock }: ScannerBench, condition: DeviceCondition): Promise<void> {
  for (let turn = 0; scanner.condition() !== condition; turn += 1) {
    if (condition !== 'absent' || turn > turnsOfWires) clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function bytesOf(code: string, end: string): Uint8Array {
  return new TextEncoder().encode(code + end);
}

function textFrom(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
