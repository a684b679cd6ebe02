import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { ClaimedMessage, DeliveryNote, MessageQueue } from '../store/message-queue.ts';

/** What a crash can make the hospital get twice, under the same ids: so many acceptances, and no older than so many ms. */
export const mostUnnoted = 64;
const unnotedForMs = 50;

/** An answer that is not on disk yet. */
export interface Answered {
  readonly message: ClaimedMessage;
  readonly note: DeliveryNote;
  readonly tookMs: number;
  readonly leaveAloneMs: number;
}

export interface UnnotedNeeds {
  readonly store: Pick<MessageQueue, 'noteDeliveries'>;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers of one system in the order in which they came. Only those that came together with the last say anything else than accepted. */
export class UnnotedAnswers {
  readonly #needs: UnnotedNeeds;
  #waiting: Answered[] = [];
  #callOffNoting = () => {};
  /** The disk did not take them. */
  #diskRefused = false;
  #abandoned = false;

  constructor(needs: UnnotedNeeds) {
    this.#needs = needs;
  }

  /** It is noted soon, with others. */
  add(answer: Answered): void {
    const { clock } = this.#needs;
    if (this.#waiting.length === 0) this.#callOffNoting = clock.after(unnotedForMs, () => this.noteNow());
    this.#waiting.push(answer);
  }

  isToBeNotedNow(): boolean {
    const isFull = this.#waiting.length >= mostUnnoted;
    return this.#diskRefused || isFull || this.#waiting.some(({ note }) => note.state !== 'accepted');
  }

  /** Whether all are on disk. They are kept in memory until the disk takes them. */
  noteNow(): boolean {
    this.#callOffNoting();
    if (this.#waiting.length === 0 || this.#abandoned) return true;
    const notes = this.#waiting.map(({ message: { messageId }, note }) => ({ messageId, note }));
    this.#diskRefused = !this.#needs.store.noteDeliveries(notes).ok;
    if (this.#diskRefused) return false;
    const noted = this.#waiting;
    this.#waiting = [];
    for (const answer of noted) logAnswer(this.#needs.log, this.#needs.endpointId, answer);
    return true;
  }

  /** The store is touched no more. */
  abandon(): void {
    this.#abandoned = true;
    this.#callOffNoting();
  }

  isAbandoned(): boolean {
    return this.#abandoned;
  }
}

function logAnswer(log: Log, endpointId: string, { message, note, tookMs, leaveAloneMs }: Answered): void {
  const { controlId, attempts } = message;
  switch (note.state) {
    case 'accepted':
      log('delivery-accepted', { endpointId, controlId, attempts, tookMs });
      return;
    case 'queued': {
      const retryInMs = note.counts === 'nothing' ? leaveAloneMs : Math.max(note.retryInMs, leaveAloneMs);
      log('delivery-delayed', { endpointId, controlId, attempts, reason: note.reason, retryInMs });
      return;
    }
    case 'refused':
      log('delivery-refused', { endpointId, controlId, attempts, reason: note.reason });
      return;
    case 'unsure':
      log('delivery-unsure', { endpointId, controlId, attempts, reason: note.reason });
      return;
    default:
      unreachable(note);
  }
}
