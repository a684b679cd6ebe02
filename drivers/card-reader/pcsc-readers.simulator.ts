import { duplexPair } from 'node:stream';
import { cutLines, lineFrom, type PcscCommand, type PcscReport } from '../transport/pcsc-messages.ts';
import type { SpawnPcsc } from '../transport/pcsc-process.ts';

/**
 * The process that holds PC/SC, without PC/SC: readers made of memory, with a cable that can be pulled and a process that can
 * crash or hang. It speaks `pcsc-messages.ts` over a stream, as the real one does.
 */
export interface SimulatedPcsc {
  readonly spawnPcsc: SpawnPcsc;
  /** Processes that were started so far, and those that live. */
  readonly processes: { readonly started: number; readonly living: number };
  /** On the first reader, unless another one is named. */
  lay(card: LaidCard, onChange?: () => void, reader?: string): LaidOnReader;
  /** All readers at once. */
  unplug(): void;
  plugIn(): void;
  /** The process that lives ends without a word. */
  crash(): void;
  /** Bytes that are not in the book, as a broken addon would print them. */
  babble(bytes: Uint8Array): void;
}

/** What a reader asks of a card. */
export interface LaidCard {
  /** Power on, off or reset: the chip forgets its session. */
  onPower(): void;
  /** `undefined`: the card was torn out, or says nothing. Without a status word: the reader did not pass it on. */
  onApdu(command: Uint8Array): Promise<Uint8Array | undefined>;
}

export interface LaidOnReader {
  /** The reader has noticed it. */
  isReached(): boolean;
  remove(): void;
}

const oneReader = 'Simulated Reader 00 00';

export function createSimulatedPcsc(readers: readonly string[] = [oneReader]): SimulatedPcsc {
  const [firstReader = oneReader] = readers;
  let process:
    | { readonly say: (report: PcscReport) => void; end(): void; readonly write: (bytes: Uint8Array) => void }
    | undefined;
  let pluggedIn = true;
  const cards = new Map<string, LaidCard>();
  let connected: string | undefined;
  /** Commands that wait for a card, and on which reader. */
  const waiting = new Map<number, string>();
  const processes = { started: 0, living: 0 };

  const spawnPcsc: SpawnPcsc = () => {
    const [ours, theirs] = duplexPair();
    let rest: Uint8Array = new Uint8Array();
    processes.started += 1;
    processes.living += 1;
    const own = {
      say: (report: PcscReport) => void ours.write(lineFrom(report)),
      write: (bytes: Uint8Array) => void ours.write(bytes),
      end: () => void ours.destroy(),
    };
    process = own;
    ours.on('data', (chunk: Uint8Array) => {
      const step = cutLines(rest, chunk);
      rest = step.rest;
      for (const line of step.lines) void perform(JSON.parse(line));
    });
    ours.on('error', () => {});
    ours.on('close', () => {
      processes.living -= 1;
      if (process === own) process = undefined;
      theirs.destroy();
    });
    own.say({ type: 'started', service: true });
    if (pluggedIn) for (const reader of readers) own.say({ type: 'reader', reader, hasCard: cards.has(reader) });
    return {
      stream: theirs,
      kill() {
        return new Promise((resolve) => {
          if (ours.closed) return resolve();
          ours.once('close', () => resolve());
          ours.destroy();
        });
      },
    };
  };

  async function perform(command: PcscCommand): Promise<void> {
    const { id } = command;
    if (command.do === 'disconnect') return process?.say({ type: 'done', id, response: '' });
    if (!pluggedIn) return process?.say({ type: 'failed', id, problem: 'reader-gone' });
    if (command.do === 'connect') connected = command.reader;
    const reader = connected ?? firstReader;
    const card = cards.get(reader);
    if (!card) return process?.say({ type: 'failed', id, problem: command.do === 'connect' ? 'no-card' : 'card-gone' });
    if (command.do === 'connect') {
      card.onPower();
      return process?.say({ type: 'done', id, response: '' });
    }
    waiting.set(id, reader);
    const response = await card.onApdu(Buffer.from(command.apdu, 'base64'));
    if (response === undefined || !waiting.delete(id)) return;
    // As the real process says it, and as a reader does that passes no command of such a length on.
    if (response.length < 2) return process?.say({ type: 'failed', id, problem: 'card-gone' });
    process?.say({ type: 'done', id, response: Buffer.from(response).toString('base64') });
  }

  function failWaiting(reader: string): void {
    for (const [id, each] of waiting) {
      if (each !== reader) continue;
      process?.say({ type: 'failed', id, problem: 'card-gone' });
      waiting.delete(id);
    }
  }

  return {
    spawnPcsc,
    processes,
    lay(laid, _, reader = firstReader) {
      cards.set(reader, laid);
      if (pluggedIn) process?.say({ type: 'reader', reader, hasCard: true });
      return {
        isReached: () => pluggedIn && cards.get(reader) === laid,
        remove() {
          if (cards.get(reader) !== laid) return;
          cards.delete(reader);
          failWaiting(reader);
          if (pluggedIn) process?.say({ type: 'reader', reader, hasCard: false });
        },
      };
    },
    unplug() {
      pluggedIn = false;
      waiting.clear();
      for (const reader of readers) process?.say({ type: 'reader-removed', reader });
    },
    plugIn() {
      pluggedIn = true;
      for (const reader of readers) process?.say({ type: 'reader', reader, hasCard: cards.has(reader) });
    },
    crash: () => process?.end(),
    babble: (bytes) => process?.write(bytes),
  };
}
