import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { createMllpFraming, mllpFrame } from '../hl7v2/mllp-framing.ts';
import { type Hl7Message, parseMessage } from '../hl7v2/parse.ts';
import { hl7Timestamp } from '../hl7v2/timestamp.ts';
import { buildAcknowledgement } from './acknowledgement.ts';
import type { Arrivals } from './arrivals.ts';
import type { Arrival, HisMode } from './words.ts';

/** The hospital's end of the cable: real framing, real acknowledgements, and faults on command. */
export interface MllpReceiver {
  readonly server: Server;
  setMode(mode: HisMode): void;
  /** Without the port, which the server knows. */
  counts(): ReceiverCounts;
  clearCounts(): void;
  close(): Promise<void>;
}

export interface ReceiverCounts {
  readonly mode: HisMode;
  readonly connections: number;
  readonly received: number;
  readonly repeated: number;
  readonly notUnderstood: number;
}

/** More than one hospital's kiosks; a test that forgets to close is noticed. */
const mostConnections = 200;

export function createMllpReceiver(arrivals: Arrivals, clock: Clock, changed: () => void): MllpReceiver {
  const lines = new Set<Socket>();
  const noCounts = { received: 0, repeated: 0, notUnderstood: 0 };
  let counts = noCounts;
  let mode: HisMode = { kind: 'answer' };
  let lastAcknowledgement = 0;

  const server = createServer((line) => {
    const framing = createMllpFraming();
    lines.add(line);
    line.setNoDelay(true);
    // A kiosk that goes away is ordinary; 'close' follows.
    line.on('error', () => {});
    line.on('close', () => {
      lines.delete(line);
      changed();
    });
    line.on('data', (chunk) => {
      for (const frame of framing.push(chunk).frames) take(line, frame);
    });
    changed();
  });
  server.maxConnections = mostConnections;

  function take(line: Socket, frame: Uint8Array): void {
    const parsed = parseMessage(frame);
    counts = { ...counts, received: counts.received + 1 };
    if (parsed.ok) {
      const arrival = arrivals.receive(parsed.value, frame, clock.now());
      if (arrival.receivedTimes > 1) counts = { ...counts, repeated: counts.repeated + 1 };
      react(line, parsed.value, arrival);
    } else {
      counts = { ...counts, notUnderstood: counts.notUnderstood + 1 };
    }
    changed();
  }

  function react(line: Socket, message: Hl7Message, arrival: Arrival): void {
    switch (mode.kind) {
      case 'answer':
        answer(line, message, arrival, 'AA');
        break;
      case 'refuse-ae':
        answer(line, message, arrival, 'AE');
        break;
      case 'refuse-ar':
        answer(line, message, arrival, 'AR');
        break;
      case 'slow':
        answerLater(line, message, arrival, mode.seconds * 1000);
        break;
      case 'stop-answering':
        noteSilence(arrival);
        break;
      case 'drop-connection':
        noteSilence(arrival);
        line.destroy();
        break;
      default:
        unreachable(mode);
    }
  }

  /** A message that was accepted or refused for good gets its stored answer again, whatever the switch says. */
  function answer(line: Socket, message: Hl7Message, arrival: Arrival, code: 'AA' | 'AE' | 'AR'): void {
    const stored = arrivals.finalAcknowledgement(arrival.number);
    const acknowledgement = stored ?? acknowledge(message, code);
    if (!stored) arrivals.noteAnswer(arrival.number, code, acknowledgement);
    line.write(mllpFrame(acknowledgement));
  }

  function answerLater(line: Socket, message: Hl7Message, arrival: Arrival, ms: number): void {
    const cancel = clock.after(ms, () => {
      line.off('close', giveUp);
      answer(line, message, arrival, 'AA');
    });
    const giveUp = () => {
      cancel();
      noteSilence(arrival);
    };
    line.once('close', giveUp);
  }

  function noteSilence(arrival: Arrival): void {
    if (!arrivals.finalAcknowledgement(arrival.number)) arrivals.noteAnswer(arrival.number, 'none');
  }

  function acknowledge(message: Hl7Message, code: 'AA' | 'AE' | 'AR'): Uint8Array {
    lastAcknowledgement += 1;
    const controlId = `HIS${String(lastAcknowledgement).padStart(8, '0')}`;
    return buildAcknowledgement(message, { code, controlId, sentAt: hl7Timestamp(clock.now(), 'Asia/Ho_Chi_Minh') });
  }

  return {
    server,
    setMode(next) {
      mode = next;
      changed();
    },
    counts: () => ({ ...counts, mode, connections: lines.size }),
    clearCounts() {
      counts = noCounts;
      changed();
    },
    close() {
      for (const line of lines) line.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
