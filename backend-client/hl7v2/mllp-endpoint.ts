import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import { createHarmlessFirst, probeUnanswered } from '../connection/harmless-first.ts';
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
  /** The hospital takes one message on each connection. Without it: found out. */
  readonly onePerConnection?: boolean;
  /**
   * Asked before a message goes where repeats are not dropped, over the connection that the message takes. Each with an MSH-10 of
   * its own. Without it: never asked.
   */
  readonly harmless?: () => Uint8Array;
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

/** How long a hospital that ends its lines may take to do so after an answer. */
const settleMs = 100;

export function createMllpEndpoint(settings: MllpEndpointSettings): Endpoint {
  const { id, host, port, tlsOptions, ackTimeoutMs, deduplicates, clock, enhanced } = settings;
  const mode: AcknowledgementMode = enhanced ? 'enhanced' : 'original';
  const heartbeat = settings.heartbeat && createHeartbeat({ ...settings.heartbeat, ackTimeoutMs, clock });
  let line: MllpLine | undefined;
  let sending = false;
  let stopped = false;
  /** Messages that this line has brought an answer to. */
  let carried = 0;
  /** The hospital has ended a line after an answer, just when the next message was to follow. */
  let endsLines = settings.onePerConnection ?? false;
  const { harmless } = settings;
  const first = harmless && !deduplicates ? createHarmlessFirst(() => question(harmless()), clock) : undefined;
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
   * messages already, being wrong costs one repeat, and from then on each message has a connection of its own.
   */
  function mayGoOn(ready: MllpLine): boolean {
    return deduplicates && !endsLines && !heartbeat && carried >= 2 && ready.isTalking();
  }

  async function openAndSend(message: OutgoingMessage): Promise<Delivery> {
    await heartbeat?.rest();
    const opened = await openLine();
    const against = opened.ready && !stopped ? await first?.ask() : undefined;
    // The answer to the question may have been the last one on its line.
    const { ready, connected } = first && opened.ready && !against ? await openLine() : opened;
    if (ready && !stopped && !against) {
      const delivery = await exchange(ready, message);
      first?.note(delivery);
      return delivery;
    }
    sending = false;
    return against && !stopped ? problem(against) : notTaken(stopped ? 'stopped' : connected);
  }

  /** Any frame is an answer. The line is then given a moment: some hospitals end it after each one. */
  async function question(bytes: Uint8Array): Promise<Result<'answered', DeliveryProblem>> {
    const asked = line;
    if (!asked) return problem(probeUnanswered);
    const answered = Promise.withResolvers<boolean>();
    const cancelTimeout = clock.after(ackTimeoutMs, () => answered.resolve(false));
    abandon = () => answered.resolve(false);
    asked.listen({ frame: () => answered.resolve(true), noise: () => {}, closed: () => answered.resolve(false) });
    asked.write(bytes);
    const heard = await answered.promise;
    cancelTimeout();
    asked.listen(undefined);
    if (!heard) {
      abandon = undefined;
      void asked.close();
      return problem(probeUnanswered);
    }
    await new Promise<void>((resolve) => {
      abandon = resolve;
      clock.after(settleMs, resolve);
    });
    abandon = undefined;
    carried += 1;
    return ok('answered');
  }

  async function openLine(): Promise<{
    readonly ready?: MllpLine;
    readonly connected: Exclude<MllpConnected, 'connected'>;
  }> {
    if (line && (await line.isStillOpen())) return { ready: line, connected: 'not-connected' };
    const endedAfterAnswer = line !== undefined && carried > 0;
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
    // Who answers on the new one need not be who answered on the last.
    if (!endedAfterAnswer) first?.distrust();
    const connected = await opened.connected;
    if (connected !== 'connected') return { connected };
    return (await opened.isStillOpen())
      ? { ready: opened, connected: 'not-connected' }
      : { connected: 'not-connected' };
  }

  function exchange(ready: MllpLine, message: OutgoingMessage): Promise<Delivery> {
    return new Promise((resolve) => {
      const followedAnAnswer = carried > 0;
      let heardNonsense = false;
      let isCommitted = false;

      function finish(delivery: Delivery): void {
        cancelTimeout();
        abandon = undefined;
        ready.listen(undefined);
        sending = false;
        if (endsLines) ready.end();
        else if (!stopped) heartbeat?.watch(ready);
        resolve(delivery);
      }

      function giveUp(reason: DeliveryReason): void {
        void ready.close();
        if (reason === 'line-broke' && followedAnAnswer) endsLines = true;
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
            // Said once, it is news; a hospital that says nothing else must not hold the line for ever.
            if (isCommitted) break;
            isCommitted = true;
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
