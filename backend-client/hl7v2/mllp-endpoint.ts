import type { Clock } from '#config/agreements/clock.ts';
import { problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import { type AcknowledgementMode, readAcknowledgement } from './ack.ts';
import { createHeartbeat } from './heartbeat.ts';
import { type MllpAddress, type MllpConnected, type MllpLine, openMllpLine } from './mllp-line.ts';

/**
 * A hospital that takes HL7 v2 over MLLP.
 *
 * Keeps one connection with one message in flight. Whatever arrives while nothing is in flight, or names another message,
 * is dropped. A connection whose answer did not come in time is closed, so that a late one cannot meet the next message.
 */
export interface MllpEndpointSettings extends MllpAddress {
  readonly id: string;
  /** For connecting and, again, for each acknowledgement. */
  readonly ackTimeoutMs: number;
  readonly deduplicates: boolean;
  readonly clock: Clock;
  /** Without it: original mode. */
  readonly enhanced?: EnhancedMode;
  /** Without it: TCP keep-alive only. */
  readonly heartbeat?: HeartbeatSettings;
}

/**
 * HL7 v2.5.1 §2.9.3. The message counts as accepted when the application acknowledgement (AA) is here. A CA alone says
 * that the hospital has stored it, not that a doctor will ever see it: when nothing follows, the message may have arrived,
 * and is sent again under the same MSH-10 or shown to a person, as with any other silence.
 */
export interface EnhancedMode {
  /** The CA that the hospital's own application acknowledgement asks for. */
  acknowledge(controlId: string): Uint8Array;
}

export interface HeartbeatSettings {
  readonly afterMs: number;
  /** Each with an MSH-10 of its own. */
  message(): Uint8Array;
}

type Delivery = Result<'accepted', DeliveryProblem>;

export function createMllpEndpoint(settings: MllpEndpointSettings): Endpoint {
  const { id, host, port, tlsOptions, ackTimeoutMs, deduplicates, clock, enhanced } = settings;
  const mode: AcknowledgementMode = enhanced ? 'enhanced' : 'original';
  const heartbeat = settings.heartbeat && createHeartbeat({ ...settings.heartbeat, ackTimeoutMs, clock });
  let line: MllpLine | undefined;
  let sending = false;
  let stopped = false;
  /** Messages that this line has brought an answer to. */
  let carried = 0;
  /** The hospital has ended a line between an answer and the message that followed at once. */
  let endsLines = false;
  let abandon: (() => void) | undefined;

  function send(message: OutgoingMessage): Promise<Delivery> {
    if (sending) throw new Error(`Endpoint ${id} was given a message while another is in flight`);
    if (stopped) return Promise.resolve(notTaken('stopped'));
    sending = true;
    return line && mayGoOn(line) ? exchange(line, message) : openAndSend(message);
  }

  /**
   * Whether the next message may follow the answer at once. A hospital that ends its line after one message, or after a
   * few, is found out by asking the network before each message; where repeats are dropped and the line has carried two
   * messages already, being wrong costs one repeat, and from then on the network is asked each time.
   */
  function mayGoOn(ready: MllpLine): boolean {
    return deduplicates && !endsLines && !heartbeat && carried >= 2 && ready.isTalking();
  }

  async function openAndSend(message: OutgoingMessage): Promise<Delivery> {
    await heartbeat?.rest();
    const { ready, connected } = await openLine();
    if (ready && !stopped) return exchange(ready, message);
    sending = false;
    return notTaken(stopped ? 'stopped' : connected);
  }

  async function openLine(): Promise<{
    readonly ready?: MllpLine;
    readonly connected: Exclude<MllpConnected, 'connected'>;
  }> {
    if (line && (await line.isStillOpen())) return { ready: line, connected: 'not-connected' };
    void line?.close();
    if (stopped) return { connected: 'not-connected' };
    const opened = openMllpLine({
      host,
      port,
      ...(tlsOptions ? { tlsOptions } : {}),
      connectTimeoutMs: ackTimeoutMs,
      clock,
    });
    line = opened;
    carried = 0;
    const connected = await opened.connected;
    if (connected !== 'connected') return { connected };
    return (await opened.isStillOpen())
      ? { ready: opened, connected: 'not-connected' }
      : { connected: 'not-connected' };
  }

  function exchange(ready: MllpLine, message: OutgoingMessage): Promise<Delivery> {
    return new Promise((resolve) => {
      const followedAtOnce = ready.isTalking();
      let heardNonsense = false;

      function finish(delivery: Delivery): void {
        cancelTimeout();
        abandon = undefined;
        ready.listen(undefined);
        sending = false;
        if (!stopped) heartbeat?.watch(ready);
        resolve(delivery);
      }

      function giveUp(reason: DeliveryReason): void {
        void ready.close();
        if (reason === 'line-broke' && followedAtOnce) endsLines = true;
        finish(perhapsTaken(reason !== 'stopped' && heardNonsense ? 'answer-not-understood' : reason));
      }

      function read(frame: Uint8Array): void {
        const reading = readAcknowledgement(frame, message.controlId, mode);
        switch (reading.kind) {
          case 'answered':
            if (enhanced && reading.owed !== undefined) ready.write(enhanced.acknowledge(reading.owed));
            carried += 1;
            finish(reading.result);
            break;
          case 'committed':
            cancelTimeout();
            cancelTimeout = clock.after(ackTimeoutMs, () => giveUp('no-answer'));
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

      let cancelTimeout = clock.after(ackTimeoutMs, () => giveUp('no-answer'));
      abandon = () => giveUp('stopped');
      ready.listen({
        frame: read,
        noise: () => {
          heardNonsense = true;
        },
        closed: (why) => (why === 'tls-refused' ? finish(notTaken(why)) : giveUp(why)),
      });
      ready.write(message.bytes);
    });
  }

  async function close(): Promise<void> {
    stopped = true;
    abandon?.();
    heartbeat?.stop();
    await line?.close();
  }

  return { id, deduplicates, send, close };
}

/** Not one byte of the message has been read by the hospital. */
function notTaken(reason: 'not-connected' | 'tls-refused' | 'stopped'): Delivery {
  return problem({ kind: reason === 'tls-refused' ? 'settings' : 'transient', reason, counts: false });
}

/**
 * Bytes have left and no answer that could be read came back. It may be the line, and it may be this message that the
 * hospital chokes on: only its own retry is put off, so that other patients' messages go on.
 */
function perhapsTaken(reason: DeliveryReason): Delivery {
  return problem({ kind: 'ambiguous', reason, counts: reason !== 'stopped' });
}
