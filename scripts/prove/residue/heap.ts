import { once } from 'node:events';
import WebSocket from 'ws';
import * as z from 'zod';

/** What V8 tells of itself, over Chromium's or Node's inspector (Chrome DevTools Protocol, HeapProfiler). */
export interface Inspected {
  send(method: HeapMethod, params?: Readonly<Record<string, boolean>>): Promise<unknown>;
  onChunk(listener: (chunk: string) => void): void;
}

export type HeapMethod =
  | 'HeapProfiler.enable'
  | 'HeapProfiler.collectGarbage'
  | 'HeapProfiler.takeHeapSnapshot'
  | 'HeapProfiler.disable';

/** To be given to V8: otherwise a snapshot cuts its strings off behind 1,024 letters, and whoever stands behind them is not seen. */
export const wholeStrings = '--heap-snapshot-string-limit=100000000';

const snapshotWords = z.object({ strings: z.array(z.string()) });

/** Every string that is alive after a collection, names of properties and sources among them, one a line. */
export async function liveStrings(inspected: Inspected): Promise<Buffer> {
  const chunks: string[] = [];
  let isHeard = false;
  inspected.onChunk((chunk) => {
    if (!isHeard) chunks.push(chunk);
  });
  await inspected.send('HeapProfiler.enable');
  await inspected.send('HeapProfiler.collectGarbage');
  await inspected.send('HeapProfiler.collectGarbage');
  await inspected.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await inspected.send('HeapProfiler.disable');
  isHeard = true;
  return Buffer.from(snapshotWords.parse(JSON.parse(chunks.join(''))).strings.join('\n'));
}

const inspectorMessage = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.object({ chunk: z.string().optional() }).optional(),
});

/** Of a Node process, by the address that it prints with `--inspect`. */
export async function inspectNode(url: string): Promise<Inspected & { close(): void }> {
  const socket = new WebSocket(url, { maxPayload: 0 });
  await once(socket, 'open');
  const answers = new Map<number, () => void>();
  const listeners: ((chunk: string) => void)[] = [];
  let asked = 0;
  socket.on('message', (data) => {
    const { id, method, params } = inspectorMessage.parse(JSON.parse(String(data)));
    if (id !== undefined) answers.get(id)?.();
    if (method === 'HeapProfiler.addHeapSnapshotChunk') for (const listener of listeners) listener(params?.chunk ?? '');
  });
  return {
    send(method, params = {}) {
      asked += 1;
      const id = asked;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise<void>((resolve) => answers.set(id, resolve));
    },
    onChunk: (listener) => void listeners.push(listener),
    close: () => socket.close(),
  };
}
