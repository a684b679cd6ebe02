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

export interface PrintConfirmation {
  /** Sends the requests behind the cut and waits for what proves it. */
  prove(line: EscposLine): Promise<Ending>;
  /** Empties the queue: all earlier requests are answered, and nothing more will come from them. */
  clear(line: EscposLine, withinMs: number, isCalledOff?: () => boolean): Promise<'cleared' | 'silent' | 'absent'>;
}

export interface PrintConfirmationParts {
  readonly history: PrintHistory;
  /** No answer can be earlier than the bytes in front of it: what comes before that is not the printer's. */
  readonly lineIsCertain: boolean;
  look(line: EscposLine): Promise<Seen>;
  /** Answers came sooner than the line can have carried the ticket. */
  onTooEarly(): void;
}

export function createPrintConfirmation({
  history,
  lineIsCertain,
  look,
  onTooEarly,
}: PrintConfirmationParts): PrintConfirmation {
  async function request(line: EscposLine, count: number): Promise<Ending | undefined> {
    history.requestsSent(count);
    const asked = await line.requestQueued(count);
    if (asked === 'taken') return undefined;
    return asked === 'lost' ? 'absent' : asked;
  }

  async function prove(line: EscposLine): Promise<Ending> {
    const { explainAfterMs, provenWithinMs, clearQuietMs } = confirmationDelays;
    const debt = history.owed();
    let wanted = debt + requestsBehindCut;
    let [asked, answered, doubts] = [wanted, 0, 0];
    let [isConfirming, paperHasEnded] = [false, false];
    const acrossInMs = line.onTheWayMs();
    const doubtfulBefore = line.doubtfulAnswers();
    let last: Seen = 'silent';
    history.ticketSent();
    const unsent = await request(line, requestsBehindCut);
    if (unsent) return unsent;

    async function askAnew(count: number): Promise<Ending | undefined> {
      wanted = count;
      asked += count;
      return request(line, count);
    }

    /** What the answers mean, and what is still to be done: `undefined` to wait on. */
    async function judge({ count, paperEnded, isClean }: QueuedReplies): Promise<Ending | undefined> {
      const isTooEarly = lineIsCertain && line.onTheWayMs() > acrossInMs * clockOfLineIsOff;
      if (isTooEarly) onTooEarly();
      else answered += count;
      const isWhole = isClean && !isTooEarly;
      wanted -= count;
      if (isWhole && wanted > 0 && debt > 0 && !isConfirming) return undefined;
      if (!isWhole || wanted !== 0) return doubt();
      paperHasEnded ||= paperEnded;
      const perhaps = line.doubtfulAnswers() - doubtfulBefore;
      if (isConfirming && paperHasEnded) return endOfPaper(await look(line));
      if (isConfirming) return answered + perhaps >= asked ? 'proven' : 'silent';
      isConfirming = true;
      return askAnew(requestsToConfirm);
    }

    async function doubt(): Promise<Ending | undefined> {
      doubts += 1;
      // Older answers may be among what is thrown away now, or not: it could never be told when they are through.
      if (debt > 0 || doubts > mostDoubts) return 'silent';
      const swallowed = await line.swallowQueuedReplies(clearQuietMs);
      if (swallowed === 'lost') return 'absent';
      if (swallowed === 'noise') return 'silent';
      answered += swallowed;
      [isConfirming, paperHasEnded] = [false, false];
      return askAnew(requestsBehindCut);
    }

    for (let waitedMs = 0; waitedMs < provenWithinMs; ) {
      const came = await line.queuedReplies(wanted, explainAfterMs + line.onTheWayMs(), history.knowsRealTime());
      if (came === 'lost') return 'absent';
      if (came !== 'silent') {
        const ending = await judge(came);
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

  return {
    prove,

    async clear(line, withinMs, isCalledOff = () => false) {
      for (let round = 0; round < mostClearings; round++) {
        const marked = history.knowsRealTime();
        const [owed, owesTicket] = [history.owed(), history.owesTicket()];
        const kept = line.forgetQueuedReplies();
        if (await request(line, requestsBehindCut)) return 'silent';
        const first = await line.queuedReplies(requestsBehindCut, withinMs + line.onTheWayMs(), marked);
        if (first === 'silent') return 'silent';
        if (first === 'lost') return 'absent';
        // The answers to earlier requests stand in front.
        const isExact = owed === 0 && first.isClean && first.count === requestsBehindCut;
        const swallowed = isExact ? 0 : await line.swallowQueuedReplies(confirmationDelays.clearQuietMs);
        if (swallowed === 'lost') return 'absent';
        if (swallowed === 'noise' || isCalledOff()) return 'silent';
        if (first.count + swallowed < requestsBehindCut) continue;
        if (await request(line, requestsToConfirm)) return 'silent';
        const second = await line.queuedReplies(requestsToConfirm, confirmationDelays.clearedWithinMs, marked);
        if (second === 'lost') return 'absent';
        if (second === 'silent') return 'silent';
        if (!second.isClean || second.count !== requestsToConfirm) continue;
        history.settled();
        // A printer that lost requests was switched off and on, and what it had of the ticket hangs in the slot.
        if (owesTicket && kept + first.count + swallowed < owed + requestsBehindCut) history.brokeInTicket();
        return 'cleared';
      }
      return 'silent';
    },
  };
}

/** The answer says that paper has ended; what the printer says of itself may name the reason. */
function endOfPaper(seen: Seen): Ending {
  return seen === 'fine' || seen === 'silent' ? 'no-paper' : seen;
}
