import type { Clock } from '#config/agreements/clock.ts';
import type { OpenTransport, Transport } from '../contract/transport.ts';
import { fullStatusRequest, type PrinterProfile } from './custom-kiosk.ts';
import { nothingRead, type RealTimeQuestion, readStatus, realTimeRequest } from './escpos-status.ts';
import { createReplyInbox, type Reply } from './reply-inbox.ts';

/** Waits of the conversation with a printer, in milliseconds. */
export const lineDelays = {
  /** A printer that knows `DLE EOT` answers within some 20 ms; a serial device server may add 100. */
  answerWithinMs: 500,
  /** After an answer that came late: so long must nothing more come before the next question is put. */
  quietMs: 250,
  /** The system took no byte for so long: the printer holds the line back (flow control, closed TCP window). */
  takenWithinMs: 10_000,
} as const;

/** Small enough that each step of a slow serial line fits into `takenWithinMs`: 4.3 s at 9,600 baud. */
const bytesPerWrite = 4096;

/** The conversation over one line that stands: it ends with the line, and the next line starts a fresh one. */
export interface EscposLine {
  /** Asks one `DLE EOT`, one at a time, and never takes the late answer of an earlier question for this one's. */
  ask(question: RealTimeQuestion): Promise<Reply>;
  /** The full status of a kiosk printer as `kioskStatusFrom` takes it. One that keeps silent is not asked again on this line. */
  askFull(): Promise<Reply>;
  /** `stuck`: the system did not take the bytes in time, and some of them may still leave. */
  send(bytes: Uint8Array): Promise<'taken' | 'stuck' | 'lost'>;
  /** The next byte that looks like an answer to a `GS r 1`, of whichever job. */
  queuedReply(withinMs: number): Promise<Reply>;
  /**
   * The same, and whatever else of its kind the printer said up to an answer to a question that is put now: how many.
   * A printer says a block of bytes in one go, so what belongs to that first byte has come then.
   */
  queuedReplies(withinMs: number): Promise<number | 'silent' | 'lost'>;
  /** How many of them have come that nobody waited for. */
  keptQueuedReplies(): number;
  /** The same number. They are forgotten. */
  forgetQueuedReplies(): number;
  /** Forgets what comes until nothing came for `quietMs`, and says how many that were; `noise` when that does not end. */
  swallowQueuedReplies(quietMs: number): Promise<number | 'noise' | 'lost'>;
  /** How many ASB blocks, whole or in pieces, have come on this line. Only whether it grows matters. */
  automaticHeard(): number;
  /** The line is gone or given up. */
  end(): void;
}

export interface EscposLineSettings {
  /** Default `epson`. */
  readonly profile?: PrinterProfile;
  /** Called with the four bytes of each ASB block as soon as its last byte is there. */
  onAutomaticStatus?(block: Uint8Array): void;
}

/** Answers that nobody asked for. A few are late or double; more is a printer that babbles. */
const mostUnasked = 4;

export function createEscposLine(
  transport: Transport,
  clock: Clock,
  { profile = 'epson', onAutomaticStatus = () => {} }: EscposLineSettings = {},
): EscposLine {
  const full = createReplyInbox(clock);
  let givesFull = profile === 'custom-kiosk';
  const realTime = createReplyInbox(clock);
  const queued = createReplyInbox(clock);
  let reading = nothingRead;
  let automaticHeard = 0;
  /** False while an unanswered question could still be answered. */
  let inStep = true;

  const unsubscribe = transport.onData((bytes) => {
    const step = readStatus(reading, bytes, profile === 'custom-kiosk');
    reading = step.reading;
    automaticHeard += step.broken;
    for (const reply of step.replies) {
      if (reply.kind === 'real-time') realTime.put(reply.byte);
      if (reply.kind === 'queued') queued.put(reply.byte);
      if (reply.kind === 'full') full.put(numberFrom(reply.bytes));
      if (reply.kind === 'automatic' || reply.kind === 'doubtful') automaticHeard += 1;
      if (reply.kind === 'automatic') onAutomaticStatus(reply.bytes);
    }
  });

  async function exchange(question: RealTimeQuestion): Promise<Reply> {
    realTime.empty();
    const sent = await send(realTimeRequest(question));
    if (sent === 'lost') return 'lost';
    const reply = sent === 'taken' ? await realTime.take(lineDelays.answerWithinMs) : 'silent';
    if (reply === 'silent') inStep = false;
    return reply;
  }

  async function askFull(): Promise<Reply> {
    if (!givesFull) return 'silent';
    full.empty();
    const sent = await send(fullStatusRequest);
    if (sent === 'lost') return 'lost';
    const reply = sent === 'taken' ? await full.take(lineDelays.answerWithinMs) : 'silent';
    if (reply === 'silent') givesFull = false;
    return reply;
  }

  /** Which question an answer belongs to does not show. So: ask anything, and swallow what comes until it is quiet. */
  async function getInStep(): Promise<Reply> {
    const first = await exchange(1);
    if (typeof first !== 'number') return first;
    const swallowed = await realTime.swallow(lineDelays.quietMs);
    if (swallowed === 'lost') return 'lost';
    // One that speaks without end answers nothing.
    if (swallowed === 'noise') return 'silent';
    inStep = true;
    return first;
  }

  async function ask(question: RealTimeQuestion): Promise<Reply> {
    if (realTime.empty() > mostUnasked) inStep = false;
    if (!inStep) {
      const caughtUp = await getInStep();
      if (typeof caughtUp !== 'number') return caughtUp;
    }
    return exchange(question);
  }

  async function queuedReplies(withinMs: number): Promise<number | 'silent' | 'lost'> {
    const first = await queued.take(withinMs);
    if (typeof first !== 'number') return first;
    if ((await ask(1)) === 'lost') return 'lost';
    return 1 + queued.empty();
  }

  async function send(bytes: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    for (let from = 0; from < bytes.length; from += bytesPerWrite) {
      const outcome = await writeWithin(bytes.subarray(from, from + bytesPerWrite));
      if (outcome !== 'taken') return outcome;
    }
    return 'taken';
  }

  async function writeWithin(chunk: Uint8Array): Promise<'taken' | 'stuck' | 'lost'> {
    let callOff = () => {};
    const stuck = new Promise<'stuck'>((resolve) => {
      callOff = clock.after(lineDelays.takenWithinMs, () => resolve('stuck'));
    });
    const outcome = await Promise.race([transport.write(chunk), stuck]);
    callOff();
    if (outcome === 'stuck') return 'stuck';
    return outcome.ok ? 'taken' : 'lost';
  }

  return {
    ask,
    askFull,
    send,
    queuedReply: (withinMs) => queued.take(withinMs),
    queuedReplies,
    keptQueuedReplies: () => queued.kept(),
    forgetQueuedReplies: () => queued.empty(),
    swallowQueuedReplies: (quietMs) => queued.swallow(quietMs),
    automaticHeard: () => automaticHeard,
    end() {
      unsubscribe();
      realTime.end();
      full.end();
      queued.end();
    },
  };
}

/** Four bytes, the first one highest. */
function numberFrom(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

/**
 * Lets a driver give up a line that stands but is useless: the supervisor then hears that it is lost, and opens a new one.
 * A printer that was switched off and on leaves a TCP connection behind that swallows bytes for a quarter of an hour.
 */
export function droppable(open: OpenTransport): { readonly open: OpenTransport; drop(): void } {
  let drop = () => {};
  return {
    async open() {
      const opened = await open();
      if (!opened.ok) return opened;
      const transport = opened.value;
      const listeners = new Set<Parameters<Transport['onLost']>[0]>();
      drop = () => {
        drop = () => {};
        void transport.close();
        for (const listener of [...listeners]) listener({ kind: 'lost' });
      };
      const value: Transport = {
        ...transport,
        onLost(listener) {
          const unsubscribe = transport.onLost(listener);
          listeners.add(listener);
          return () => {
            listeners.delete(listener);
            unsubscribe();
          };
        },
      };
      return { ok: true, value };
    },
    drop: () => drop(),
  };
}
