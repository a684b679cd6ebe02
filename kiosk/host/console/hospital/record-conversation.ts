import { AsyncLocalStorage } from 'node:async_hooks';
import { listenToWires, type WireNote } from '#backend-client/connection/wire-notes.ts';

/** Which conversation whatever runs belongs to. */
const conversation = new AsyncLocalStorage<symbol>();

const mostNotes = 40;
const mostBytes = 64 * 1024;

/** As it crossed the wire; of a long one the beginning. */
export interface Recorded extends WireNote {
  readonly leftOut: number;
}

/**
 * What crosses the wires of one conversation, and nothing of the patients who are told of meanwhile. Connections are its own: it must
 * open them inside.
 */
export async function recordConversation<Value>(
  act: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly notes: readonly Recorded[] }> {
  const own = Symbol('conversation');
  const notes: Recorded[] = [];
  const stop = listenToWires((note) => {
    if (conversation.getStore() !== own || notes.length >= mostNotes) return;
    notes.push({
      ...note,
      bytes: note.bytes.slice(0, mostBytes),
      leftOut: Math.max(0, note.bytes.length - mostBytes),
    });
  });
  try {
    return { value: await conversation.run(own, act), notes };
  } finally {
    stop();
  }
}
