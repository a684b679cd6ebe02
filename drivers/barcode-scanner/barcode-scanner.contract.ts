import { afterEach, describe, expect, test } from 'vitest';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { syntheticCards } from '../identity-documents/synthetic-cards.ts';
import { heldByProcess, heldSince } from '../supervisor/held-by-process.ts';
import { longestPauseInCodeMs } from './listening-scanner.ts';

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

/** Every driver of a scanner that ends its codes must pass this, over every wire that it is used on. */
export function barcodeScannerContract(wire: string, createBench: () => Promise<ScannerBench>): void {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });

  async function readyBench() {
    const bench = await createBench();
    cleanUps.push(bench.close);
    const read: string[] = [];
    bench.scanner.onScan((scan) => read.push(scan.kind === 'code' ? textFrom(scan.bytes) : '(oversized)'));
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
      expect(read).toEqual(['\ufffd\0\ufffdone', 'two']);
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
      expect(read).toEqual(['somebody else']);
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

/** Lets time pass, and the wires work, until the driver says so. */
async function conditionReached({ scanner, clock }: ScannerBench, condition: DeviceCondition): Promise<void> {
  while (scanner.condition() !== condition) {
    clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function bytesOf(code: string, end: string): Uint8Array {
  return new TextEncoder().encode(code + end);
}

function textFrom(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
