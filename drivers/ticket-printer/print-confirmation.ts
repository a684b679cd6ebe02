import type { PrintProblem } from '../contract/ticket-printer.ts';
import type { EscposLine, QueuedReplies } from './escpos-line.ts';
import type { PrintHistory } from './print-history.ts';

/**
 * When answers to `GS r 1` prove a ticket.
 *
 * An answer is one byte without a name, and much else looks like it: what is left of an ASB block whose first byte was lost,
 * a status that a printer sends unasked, the glitch on a serial line when a printer is switched on, the late answer to an
 * earlier ticket, the echo of a half-duplex line, the greeting of a device server. So no single byte proves anything:
 *
 * 1. Behind the cut stand three requests. Exactly three whole answers must come in one go, and nothing with them that a
 *    sound line does not say. (`isWholeQueuedAnswer`; whatever belongs to them has come when one more `DLE EOT` is answered.)
 * 2. They are confirmed: two more requests, exactly two answers.
 * 3. After a doubt everything that comes is thrown away until it is quiet, and it begins anew. All requests of a ticket stand
 *    behind its cut, so nothing is lost by that but a quarter of a second. But in the end as many answers must have come as
 *    requests went out: a printer that was switched off and on in mid-ticket behind a device server answers the new requests
 *    and never the old ones.
 *
 * Paper that has ended in the answer proves nothing: the ticket may be on it or not. A doubt that does not end leaves the
 * ticket `unknown`, and so does paper that ends between the answers and their confirmation.
 *
 * What remains: bytes that by chance are whole answers, come in the right number at both moments, and make up for the answers that
 * a printer lost. And a device server that answers for the printer; where the site file says what the serial line behind it
 * can carry, an answer that is too early is none. And a printer that is switched off and on while a slow line still carries its
 * ticket: the rest of it, cut and requests, reaches a printer that is well.
 */

/** Waits of one proof, in milliseconds. */
export const confirmationDelays = {
  /** A printer that has not proven a sent ticket for so long is asked what is the matter, and again after as long. */
  explainAfterMs: 1_500,
  /** The proof comes within so long after the last byte was across, or not at all. */
  provenWithinMs: 15_000,
  /** An idle printer answers a request in its queue within so long. */
  clearedWithinMs: 3_000,
  /** The same behind the zeros of a recovery, which take 9.6 s at 9,600 baud. */
  clearedBehindRecoveryMs: 13_000,
  /** After the answers to such requests, nothing more comes for so long: the queue is empty. */
  clearQuietMs: 250,
} as const;

const requestsBehindCut = 3;
const requestsToConfirm = 2;

/** A serial line may be a few percent faster than its name. */
const clockOfLineIsOff = 0.1;

/** So often may the answers to one ticket be doubted. */
const mostDoubts = 16;
/** So often is an idle printer asked whether its queue is empty before it counts as one that says anything. */
const mostClearings = 3;

/** How the sending of a ticket ended: one of the three proofs, or why there is none. */
export type Ending = 'proven' | 'well' | 'taken' | 'stuck' | 'silent' | PrintProblem['kind'];

/** `fine` is also a low roll. */
export type Seen = 'fine' | 'silent' | PrintProblem['kind'];

export interface PrintConfirmationParts {
  readonly history: PrintHistory;
  /** No answer can be earlier than the bytes in front of it: what comes before that is not the printer's. */
  readonly lineIsCertain: boolean;
  look(line: EscposLine): Promise<Seen>;
  /** Answers came sooner than the line can have carried the ticket. */
  onTooEarly(): void;
}

/** Sends the requests behind the cut and waits for what proves the ticket in front of them. */
export function proveTicket(line: EscposLine, parts: PrintConfirmationParts): Promise<Ending> {
  return new TicketProof(line, parts).prove();
}

/** The proof of one ticket. */
class TicketProof {
  readonly #line: EscposLine;
  readonly #parts: PrintConfirmationParts;
  /** So many answers to earlier requests may still come; they stand in front. */
  readonly #debt: number;
  readonly #acrossInMs: number;
  readonly #doubtfulBefore: number;
  /** Requests that went out or are owed, and the answers that came. */
  #asked: number;
  #answered = 0;
  /** So many answers are waited for now. */
  #wanted: number;
  #doubts = 0;
  #isConfirming = false;
  #paperHasEnded = false;

  constructor(line: EscposLine, parts: PrintConfirmationParts) {
    this.#line = line;
    this.#parts = parts;
    this.#debt = parts.history.owed();
    this.#acrossInMs = line.onTheWayMs();
    this.#doubtfulBefore = line.doubtfulAnswers();
    this.#wanted = this.#debt + requestsBehindCut;
    this.#asked = this.#wanted;
  }

  async prove(): Promise<Ending> {
    const { history } = this.#parts;
    history.ticketSent();
    return (await request(this.#line, requestsBehindCut, history)) ?? this.#waitForAnswers();
  }

  async #waitForAnswers(): Promise<Ending> {
    const { explainAfterMs, provenWithinMs } = confirmationDelays;
    const { history, look } = this.#parts;
    const line = this.#line;
    let last: Seen = 'silent';
    for (let waitedMs = 0; waitedMs < provenWithinMs; ) {
      const withinMs = explainAfterMs + line.onTheWayMs();
      const came = await line.queuedReplies(this.#wanted, withinMs, history.knowsRealTime());
      if (came === 'lost') return 'absent';
      if (came !== 'silent') {
        const ending = await this.#judge(came);
        if (ending) return ending;
        continue;
      }
      waitedMs += explainAfterMs;
      last = await look(line);
      if (line.hasQueuedReplies()) continue;
      // Offline without a cause can pass: the feed button, a hot head.
      if (last !== 'fine' && last !== 'silent' && last !== 'printer-error') return last;
    }
    return last === 'printer-error' ? last : 'silent';
  }

  /** What the answers mean, and what is still to be done: `undefined` to wait on. */
  async #judge({ count, paperEnded, isClean }: QueuedReplies): Promise<Ending | undefined> {
    const { lineIsCertain, onTooEarly, look } = this.#parts;
    const isTooEarly = lineIsCertain && this.#line.onTheWayMs() > this.#acrossInMs * clockOfLineIsOff;
    if (isTooEarly) onTooEarly();
    else this.#answered += count;
    const isWhole = isClean && !isTooEarly;
    this.#wanted -= count;
    if (isWhole && this.#wanted > 0 && this.#debt > 0 && !this.#isConfirming) return undefined;
    if (!isWhole || this.#wanted !== 0) return this.#doubt();
    this.#paperHasEnded ||= paperEnded;
    const perhaps = this.#line.doubtfulAnswers() - this.#doubtfulBefore;
    if (this.#isConfirming && this.#paperHasEnded) return endOfPaper(await look(this.#line));
    if (this.#isConfirming) return this.#answered + perhaps >= this.#asked ? 'proven' : 'silent';
    this.#isConfirming = true;
    return this.#askAnew(requestsToConfirm);
  }

  async #doubt(): Promise<Ending | undefined> {
    this.#doubts += 1;
    // Older answers may be among what is thrown away now, or not: it could never be told when they are through.
    if (this.#debt > 0 || this.#doubts > mostDoubts) return 'silent';
    const swallowed = await this.#line.swallowQueuedReplies(confirmationDelays.clearQuietMs);
    if (swallowed === 'lost') return 'absent';
    if (swallowed === 'noise') return 'silent';
    this.#answered += swallowed;
    this.#isConfirming = false;
    this.#paperHasEnded = false;
    return this.#askAnew(requestsBehindCut);
  }

  async #askAnew(count: number): Promise<Ending | undefined> {
    this.#wanted = count;
    this.#asked += count;
    return request(this.#line, count, this.#parts.history);
  }
}

/** Empties the queue: all earlier requests are answered, and nothing more will come from them. */
export async function clearQueue(
  line: EscposLine,
  history: PrintHistory,
  withinMs: number,
  isCalledOff: () => boolean,
): Promise<'cleared' | 'silent' | 'absent'> {
  for (let round = 0; round < mostClearings; round++) {
    const cleared = await clearOnce(line, history, withinMs, isCalledOff);
    if (cleared !== 'again') return cleared;
  }
  return 'silent';
}

async function clearOnce(
  line: EscposLine,
  history: PrintHistory,
  withinMs: number,
  isCalledOff: () => boolean,
): Promise<'cleared' | 'silent' | 'absent' | 'again'> {
  const marked = history.knowsRealTime();
  const [owed, owesTicket] = [history.owed(), history.owesTicket()];
  const kept = line.forgetQueuedReplies();
  if (await request(line, requestsBehindCut, history)) return 'silent';
  const first = await line.queuedReplies(requestsBehindCut, withinMs + line.onTheWayMs(), marked);
  if (first === 'silent') return 'silent';
  if (first === 'lost') return 'absent';
  // The answers to earlier requests stand in front.
  const isExact = owed === 0 && first.isClean && first.count === requestsBehindCut;
  const swallowed = isExact ? 0 : await line.swallowQueuedReplies(confirmationDelays.clearQuietMs);
  if (swallowed === 'lost') return 'absent';
  if (swallowed === 'noise' || isCalledOff()) return 'silent';
  if (first.count + swallowed < requestsBehindCut) return 'again';
  if (await request(line, requestsToConfirm, history)) return 'silent';
  const second = await line.queuedReplies(requestsToConfirm, confirmationDelays.clearedWithinMs, marked);
  if (second === 'lost') return 'absent';
  if (second === 'silent') return 'silent';
  if (!second.isClean || second.count !== requestsToConfirm) return 'again';
  history.settled();
  // A printer that lost requests was switched off and on, and what it had of the ticket hangs in the slot.
  if (owesTicket && kept + first.count + swallowed < owed + requestsBehindCut) history.brokeInTicket();
  return 'cleared';
}

async function request(line: EscposLine, count: number, history: PrintHistory): Promise<Ending | undefined> {
  history.requestsSent(count);
  const asked = await line.requestQueued(count);
  if (asked === 'taken') return undefined;
  return asked === 'lost' ? 'absent' : asked;
}

/** The answer says that paper has ended; what the printer says of itself may name the reason. */
function endOfPaper(seen: Seen): Ending {
  return seen === 'fine' || seen === 'silent' ? 'no-paper' : seen;
}
