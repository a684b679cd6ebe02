import type { Clock } from '#config/agreements/clock.ts';
import { problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem, DeliveryReason, OutgoingMessage } from '../contract/delivery.ts';
import { type AcknowledgementMode, readAcknowledgement } from './ack.ts';
import type { MllpLine } from './mllp-line.ts';

/**
 * HL7 v2.5.1 §2.9.3. The message counts as accepted when the application acknowledgement (AA) is here. A CA alone says
 * that the hospital has stored it, not that a doctor will ever see it: when nothing follows, the message may have arrived,
 * and is sent again under the same MSH-10 or shown to a person, as with any other silence.
 */
export interface EnhancedMode {
  /** The CA that the hospital's own application acknowledgement asks for. */
  acknowledge(controlId: string): Uint8Array;
}

export type Delivery = Result<'accepted', DeliveryProblem>;

interface ExchangeSettings {
  readonly ackTimeoutMs: number;
  readonly clock: Clock;
  /** Without it: original mode. */
  readonly enhanced?: EnhancedMode;
}

interface Ended {
  readonly by: 'answer' | DeliveryReason;
  readonly delivery: Delivery;
}

/** One message over a line that stands, until it is answered or given up. Begins at once. */
export class MllpExchange {
  readonly #line: MllpLine;
  readonly #controlId: string;
  readonly #settings: ExchangeSettings;
  readonly #mode: AcknowledgementMode;
  readonly #end: (ended: Ended) => void;
  #cancelTimeout: () => void;
  #heardNonsense = false;
  #isCommitted = false;
  /** When the line is the next message's. */
  readonly ended: Promise<Ended>;

  constructor(line: MllpLine, { controlId, bytes }: OutgoingMessage, settings: ExchangeSettings) {
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.#line = line;
    this.#controlId = controlId;
    this.#settings = settings;
    this.#mode = settings.enhanced ? 'enhanced' : 'original';
    this.ended = promise;
    this.#end = resolve;
    this.#cancelTimeout = this.#untilNoAnswer();
    line.listen({
      frame: (frame) => this.#read(frame),
      noise: () => {
        this.#heardNonsense = true;
      },
      closed: (why) => (why === 'tls-refused' ? this.#finish(why, notTaken(why)) : this.giveUp(why)),
    });
    line.write(bytes);
  }

  giveUp(reason: DeliveryReason): void {
    void this.#line.close();
    const told = reason !== 'stopped' && this.#heardNonsense ? 'answer-not-understood' : reason;
    this.#finish(reason, perhapsTaken(told));
  }

  #read(frame: Uint8Array): void {
    const reading = readAcknowledgement(frame, this.#controlId, this.#mode);
    switch (reading.kind) {
      case 'answered': {
        const { enhanced } = this.#settings;
        if (enhanced && reading.owed !== undefined) this.#line.write(enhanced.acknowledge(reading.owed));
        this.#finish('answer', reading.result);
        break;
      }
      case 'committed':
        // Said once, it is news; a hospital that says nothing else must not hold the line for ever.
        if (this.#isCommitted) break;
        this.#isCommitted = true;
        this.#cancelTimeout();
        this.#cancelTimeout = this.#untilNoAnswer();
        break;
      case 'not-understood':
        this.#heardNonsense = true;
        break;
      case 'foreign':
        break;
      default:
        unreachable(reading);
    }
  }

  #untilNoAnswer(): () => void {
    const { clock, ackTimeoutMs } = this.#settings;
    return clock.after(ackTimeoutMs, () => this.giveUp('no-answer'));
  }

  #finish(by: Ended['by'], delivery: Delivery): void {
    this.#cancelTimeout();
    this.#line.listen(undefined);
    this.#end({ by, delivery });
  }
}

/** Not one byte of the message has been read by the hospital. */
export function notTaken(reason: 'not-connected' | 'tls-refused' | 'stopped'): Result<never, DeliveryProblem> {
  return problem({ kind: reason === 'tls-refused' ? 'settings' : 'transient', reason, counts: false });
}

/**
 * Bytes have left and no answer that could be read came back. It may be the line, and it may be this message that the
 * hospital chokes on: only its own retry is put off, so that other patients' messages go on.
 */
function perhapsTaken(reason: DeliveryReason): Delivery {
  return problem({ kind: 'ambiguous', reason, counts: reason !== 'stopped' });
}
