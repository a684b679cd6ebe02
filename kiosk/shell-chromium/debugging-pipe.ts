import type { Readable, Writable } from 'node:stream';

/**
 * Chromium's DevTools protocol over `--remote-debugging-pipe`: JSON messages that end in NUL, in on file descriptor 3 and
 * out on 4 (content/browser/devtools/devtools_pipe_handler.cc). Only the parent process holds the other ends, and Chromium
 * ends when they close.
 */
export interface DebuggingPipe {
  /** Resolves with the command's result; `undefined` when Chromium refuses it or has ended. */
  ask(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface PipeEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** More than any message about targets needs; a longer one is dropped, and the next is read again. */
const longestMessage = 1_048_576;

export function createDebuggingPipe(
  toChromium: Writable,
  fromChromium: Readable,
  onEvent: (event: PipeEvent) => void,
): DebuggingPipe {
  const waiting = new Map<number, (result: Readonly<Record<string, unknown>> | undefined) => void>();
  let lastId = 0;
  let isOpen = true;
  const read = splitMessages((text) => {
    const message = recordFrom(text);
    if (!message) return;
    const { id, method, result, params } = message;
    if (typeof id === 'number') {
      waiting.get(id)?.(isRecord(result) ? result : undefined);
      waiting.delete(id);
    } else if (typeof method === 'string') onEvent({ method, params: isRecord(params) ? params : {} });
  });
  const close = () => {
    isOpen = false;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
  };
  fromChromium.on('data', read).on('close', close).on('error', close);
  // A browser that has ended is told of by its process.
  toChromium.on('error', close);

  return {
    ask: (method, params = {}, sessionId) =>
      new Promise((resolve) => {
        if (!isOpen) return resolve(undefined);
        lastId += 1;
        waiting.set(lastId, resolve);
        toChromium.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
      }),
  };
}

/** Cuts the stream at each NUL, however it was split. */
export function splitMessages(onMessage: (text: string) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let isTooLong = false;
  const keep = (piece: Buffer) => {
    length += piece.length;
    isTooLong ||= length > longestMessage;
    if (isTooLong) pieces = [];
    else pieces.push(piece);
  };
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      keep(chunk.subarray(from, end));
      if (!isTooLong) onMessage(Buffer.concat(pieces).toString('utf8'));
      pieces = [];
      length = 0;
      isTooLong = false;
      from = end + 1;
    }
    keep(chunk.subarray(from));
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isRecord(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
