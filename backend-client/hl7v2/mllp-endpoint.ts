import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { createHarmlessFirst, type HarmlessFirst, probeUnanswered } from '../connection/harmless-first.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { type Delivery, type EnhancedMode, MllpExchange, notTaken } from './mllp-exchange.ts';
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

export interface HeartbeatSettings {
  readonly afterMs: number;
  /** Each with an MSH-10 of its own. */
  message(): Uint8Array;
}

/** How long a hospital that ends its lines may take to do so after an answer. */
const settleMs = 100;

export function createMllpEndpoint(settings: MllpEndpointSettings): Endpoint {
  const endpoint = new MllpEndpoint(settings);
  return {
    id: settings.id,
    deduplicates: settings.deduplicates,
    send: (message) => endpoint.send(message),
    close: () => endpoint.close(),
  };
}

interface Opened {
  readonly ready?: MllpLine;
  readonly connected: Exclude<MllpConnected, 'connected'>;
}

class MllpEndpoint {
  readonly #settings: MllpEndpointSettings;
  readonly #heartbeat: Heartbeat | undefined;
  readonly #harmlessFirst: HarmlessFirst | undefined;
  #line: MllpLine | undefined;
  /** Messages that this line has brought an answer to. */
  #carried = 0;
  /** The hospital has ended a line after an answer, just when the next message was to follow. */
  #endsLines: boolean;
  #sending = false;
  #stopped = false;
  #abandon: (() => void) | undefined;

  constructor(settings: MllpEndpointSettings) {
    const { ackTimeoutMs, clock, harmless, deduplicates } = settings;
    this.#settings = settings;
    this.#heartbeat = settings.heartbeat && createHeartbeat({ ...settings.heartbeat, ackTimeoutMs, clock });
    if (harmless && !deduplicates) this.#harmlessFirst = createHarmlessFirst(() => this.#question(harmless()), clock);
    this.#endsLines = settings.onePerConnection ?? false;
  }

  send(message: OutgoingMessage): Promise<Delivery> {
    if (this.#sending) throw new Error(`Endpoint ${this.#settings.id} was given a message while another is in flight`);
    if (this.#stopped) return Promise.resolve(notTaken('stopped'));
    this.#sending = true;
    return this.#line && this.#mayGoOn(this.#line) ? this.#exchange(this.#line, message) : this.#openAndSend(message);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#abandon?.();
    this.#heartbeat?.stop();
    await this.#line?.close();
  }

  /**
   * Whether the next message may follow the answer at once. A hospital that ends its line after one message, or after a
   * few, is found out by asking the network before each message; where repeats are dropped and the line has carried two
   * messages already, being wrong costs one repeat, and from then on each message has a connection of its own.
   */
  #mayGoOn(ready: MllpLine): boolean {
    const isCheap = this.#settings.deduplicates && this.#carried >= 2;
    return isCheap && !this.#endsLines && !this.#heartbeat && ready.isTalking();
  }

  async #openAndSend(message: OutgoingMessage): Promise<Delivery> {
    const first = this.#harmlessFirst;
    await this.#heartbeat?.rest();
    const opened = await this.#openLine();
    const against = opened.ready && !this.#stopped ? await first?.ask() : undefined;
    // The answer to the question may have been the last one on its line.
    const { ready, connected } = first && opened.ready && !against ? await this.#openLine() : opened;
    if (ready && !this.#stopped && !against) {
      const delivery = await this.#exchange(ready, message);
      first?.note(delivery);
      return delivery;
    }
    this.#sending = false;
    return against && !this.#stopped ? problem(against) : notTaken(this.#stopped ? 'stopped' : connected);
  }

  async #openLine(): Promise<Opened> {
    const { host, port, tlsOptions, ackTimeoutMs, clock } = this.#settings;
    const before = this.#line;
    if (before && (await before.isStillOpen())) return { ready: before, connected: 'not-connected' };
    const endedAfterAnswer = before !== undefined && this.#carried > 0;
    void before?.close();
    if (this.#stopped) return { connected: 'not-connected' };
    const tls = tlsOptions ? { tlsOptions } : {};
    const opened = openMllpLine({ host, port, ...tls, connectTimeoutMs: ackTimeoutMs, clock });
    this.#line = opened;
    this.#carried = 0;
    // Who answers on the new one need not be who answered on the last.
    if (!endedAfterAnswer) this.#harmlessFirst?.distrust();
    const connected = await opened.connected;
    if (connected !== 'connected') return { connected };
    return (await opened.isStillOpen())
      ? { ready: opened, connected: 'not-connected' }
      : { connected: 'not-connected' };
  }

  /** Any frame is an answer. The line is then given a moment: some hospitals end it after each one. */
  async #question(bytes: Uint8Array): Promise<Result<'answered', DeliveryProblem>> {
    const { clock, ackTimeoutMs } = this.#settings;
    const asked = this.#line;
    if (!asked) return problem(probeUnanswered);
    const answered = Promise.withResolvers<boolean>();
    const cancelTimeout = clock.after(ackTimeoutMs, () => answered.resolve(false));
    this.#abandon = () => answered.resolve(false);
    asked.listen({ frame: () => answered.resolve(true), noise: () => {}, closed: () => answered.resolve(false) });
    asked.write(bytes);
    const heard = await answered.promise;
    cancelTimeout();
    asked.listen(undefined);
    if (!heard) {
      this.#abandon = undefined;
      void asked.close();
      return problem(probeUnanswered);
    }
    await new Promise<void>((resolve) => {
      this.#abandon = resolve;
      clock.after(settleMs, resolve);
    });
    this.#abandon = undefined;
    this.#carried += 1;
    return ok('answered');
  }

  async #exchange(ready: MllpLine, message: OutgoingMessage): Promise<Delivery> {
    const followedAnAnswer = this.#carried > 0;
    const exchange = new MllpExchange(ready, message, this.#settings);
    this.#abandon = () => exchange.giveUp('stopped');
    const { by, delivery } = await exchange.ended;
    this.#abandon = undefined;
    this.#sending = false;
    if (by === 'answer') this.#carried += 1;
    if (by === 'line-broke' && followedAnAnswer) this.#endsLines = true;
    if (this.#endsLines) ready.end();
    else if (!this.#stopped) this.#heartbeat?.watch(ready);
    return delivery;
  }
}
