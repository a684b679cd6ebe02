import { ok, problem } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';

/** A wire made of memory, for what a real one decides by itself: how the bytes are cut into reads. */
export interface MemoryWire {
  readonly open: OpenTransport;
  /** Each array is one read of the driver. */
  deliver(...reads: readonly Uint8Array[]): void;
  cut(): void;
  /** How often it was opened. */
  opened(): number;
  /** Listeners for bytes and for its loss, of all the times that it was opened. */
  listening(): readonly [bytes: number, loss: number];
}

/** `onWrite` hears what the driver sends. */
export function createMemoryWire(onWrite: (bytes: Uint8Array) => void): MemoryWire {
  const dataListeners = new Set<(bytes: Uint8Array) => void>();
  const lossListeners = new Set<(problem: LineProblem) => void>();
  let opened = 0;

  function createTransport(): Transport {
    let isOpen = true;
    return {
      async write(bytes) {
        if (!isOpen) return problem({ kind: 'lost' });
        onWrite(bytes);
        return ok('taken');
      },
      onData(listener) {
        dataListeners.add(listener);
        return () => void dataListeners.delete(listener);
      },
      onLost(listener) {
        lossListeners.add(listener);
        return () => void lossListeners.delete(listener);
      },
      async close() {
        isOpen = false;
      },
    };
  }

  return {
    async open() {
      opened += 1;
      return ok(createTransport());
    },
    deliver(...reads) {
      for (const read of reads) for (const listener of [...dataListeners]) listener(read);
    },
    cut() {
      for (const listener of [...lossListeners]) listener({ kind: 'lost' });
    },
    opened: () => opened,
    listening: () => [dataListeners.size, lossListeners.size],
  };
}
