import type { Duplex } from 'node:stream';
import { ok, problem } from '#config/agreements/result.ts';
import type { LineProblem, Transport } from '../contract/transport.ts';

/**
 * More than this many bytes that the system does not take means that nobody reads at the other end. The largest thing
 * we send, a ticket of 576 × 2000 dots, has 144,000 bytes.
 */
const longestBacklogBytes = 4 * 1024 * 1024;

const lost: LineProblem = { kind: 'lost' };

/**
 * What a TCP socket and a serial port have in common once they are open.
 *
 * `release` closes the stream and resolves when the port is free again; it is called once, after `close` or after a loss.
 * The stream rests until somebody listens, so that no byte falls between opening and the first listener.
 */
export function transportOver(stream: Duplex, release: () => Promise<void>): Transport {
  const dataListeners = new Set<(bytes: Uint8Array) => void>();
  const lossListeners = new Set<(problem: LineProblem) => void>();
  const unfinishedWrites = new Set<() => void>();
  let standing: 'open' | 'lost' | 'closed' = 'open';
  let released: Promise<void> | undefined;

  stream.pause();
  stream.on('data', (bytes: Uint8Array) => {
    for (const listener of dataListeners) listener(bytes);
    bytes.fill(0);
  });
  // The error's text says nothing that `lost` does not; the listener also keeps a late one from ending the process.
  stream.on('error', onBroken);
  stream.on('end', onBroken);
  stream.on('close', onBroken);

  function onBroken(): void {
    if (standing !== 'open') return;
    standing = 'lost';
    void letGo();
    for (const listener of lossListeners) listener(lost);
    lossListeners.clear();
  }

  function letGo(): Promise<void> {
    dataListeners.clear();
    for (const giveUp of unfinishedWrites) giveUp();
    released ??= release();
    return released;
  }

  return {
    write(bytes) {
      if (stream.writableLength + bytes.length > longestBacklogBytes) onBroken();
      if (standing !== 'open') return Promise.resolve(problem(lost));
      return new Promise((resolve) => {
        const giveUp = () => {
          unfinishedWrites.delete(giveUp);
          resolve(problem(lost));
        };
        unfinishedWrites.add(giveUp);
        stream.write(bytes, (error) => {
          // Node reports a write that was cut short by destroying the socket as a success; `giveUp` came first then.
          if (error) return giveUp();
          unfinishedWrites.delete(giveUp);
          resolve(ok('taken'));
        });
      });
    },

    onData(listener) {
      if (standing !== 'open') return () => {};
      dataListeners.add(listener);
      stream.resume();
      return () => void dataListeners.delete(listener);
    },

    onLost(listener) {
      if (standing === 'closed') return () => {};
      if (standing === 'lost') return tellLate(listener);
      lossListeners.add(listener);
      // A stream at rest does not notice its end, and who only writes has no other listener.
      stream.resume();
      return () => void lossListeners.delete(listener);
    },

    close() {
      standing = 'closed';
      lossListeners.clear();
      return letGo();
    },
  };

  function tellLate(listener: (problem: LineProblem) => void): () => void {
    let wanted = true;
    queueMicrotask(() => {
      if (wanted && standing === 'lost') listener(lost);
    });
    return () => {
      wanted = false;
    };
  }
}
