import { ok } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport } from '../contract/transport.ts';

/** A line that somebody else's keyboard is: what was typed into the page comes in at one end, and nothing goes out. */
export interface TypedLine {
  readonly open: OpenTransport;
  /** A text without its end, which the page has heard. Nobody may be listening. */
  type(text: string): void;
}

export function createTypedLine(): TypedLine {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  return {
    async open() {
      return ok({
        // A keyboard is told nothing.
        write: async () => ok('taken'),
        onData(listener: (bytes: Uint8Array) => void) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        onLost: (_: (problem: LineProblem) => void) => () => {},
        async close() {},
      });
    },
    type(text) {
      const bytes = new TextEncoder().encode(`${text}\r`);
      for (const listener of [...listeners]) listener(bytes);
      bytes.fill(0);
    },
  };
}
