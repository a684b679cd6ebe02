import type { Clock } from '#config/agreements/clock.ts';
import { problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import { readAcknowledgement } from './ack.ts';
import { type MllpLine, openMllpLine } from './mllp-line.ts';

/**
 * A hospital that takes HL7 v2 over MLLP.
 *
 * Keeps one connection with one message in flight. Whatever arrives while nothing is in flight, or names another message,
 * is dropped. A connection whose answer did not come in time is closed, so that a late one cannot meet the next message.
 */
export interface MllpEndpointSettings {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** For connecting and, again, for the acknowledgement. */
  readonly ackTimeoutMs: number;
  readonly deduplicates: boolean;
  readonly clock: Clock;
}

type Delivery = Result<'accepted', DeliveryProblem>;

export function createMllpEndpoint({
  id,
  host,
  port,
  ackTimeoutMs,
  deduplicates,
  clock,
}: MllpEndpointSettings): Endpoint {
  let line: MllpLine | undefined;
  let sending = false;
  let stopped = false;
  let abandon: (() => void) | undefined;

  async function send(message: OutgoingMessage): Promise<Delivery> {
    if (sending) throw new Error(`Endpoint ${id} was given a message while another is in flight`);
    if (stopped) return notTaken('stopped');
    sending = true;
    const ready = await openLine();
    const delivery =
      ready && !stopped ? await exchange(ready, message) : notTaken(stopped ? 'stopped' : 'not-connected');
    sending = false;
    return delivery;
  }

  async function openLine(): Promise<MllpLine | undefined> {
    if (line && (await line.isStillOpen())) return line;
    void line?.close();
    if (stopped) return undefined;
    const opened = openMllpLine({ host, port, connectTimeoutMs: ackTimeoutMs, clock });
    line = opened;
    return (await opened.connected) && (await opened.isStillOpen()) ? opened : undefined;
  }

  function exchange(ready: MllpLine, message: OutgoingMessage): Promise<Delivery> {
    return new Promise((resolve) => {
      let heardNonsense = false;

      function finish(delivery: Delivery): void {
        cancelTimeout();
        abandon = undefined;
        ready.listen(undefined);
        resolve(delivery);
      }

      function giveUp(reason: DeliveryReason): void {
        void ready.close();
        finish(perhapsTaken(reason !== 'stopped' && heardNonsense ? 'answer-not-understood' : reason));
      }

      function read(frame: Uint8Array): void {
        const reading = readAcknowledgement(frame, message.controlId);
        switch (reading.kind) {
          case 'answered':
            finish(reading.result);
            break;
          case 'not-understood':
            heardNonsense = true;
            break;
          case 'foreign':
            break;
          default:
            unreachable(reading);
        }
      }

      const cancelTimeout = clock.after(ackTimeoutMs, () => giveUp('no-answer'));
      abandon = () => giveUp('stopped');
      ready.listen({
        frame: read,
        noise: () => {
          heardNonsense = true;
        },
        closed: () => giveUp('line-broke'),
      });
      ready.write(message.bytes);
    });
  }

  async function close(): Promise<void> {
    stopped = true;
    abandon?.();
    await line?.close();
  }

  return { id, deduplicates, send, close };
}

/** Not one byte of the message has left. */
function notTaken(reason: 'not-connected' | 'stopped'): Delivery {
  return problem({ kind: 'transient', reason, counts: false });
}

/**
 * Bytes have left and no answer that could be read came back. It may be the line, and it may be this message that the
 * hospital chokes on: only its own retry is put off, so that other patients' messages go on.
 */
function perhapsTaken(reason: DeliveryReason): Delivery {
  return problem({ kind: 'ambiguous', reason, counts: reason !== 'stopped' });
}
