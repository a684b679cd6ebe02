import { queuedStatusRequest } from './escpos-codec.ts';
import type { EscposLine } from './escpos-line.ts';
import type { PrintHistory } from './print-history.ts';
import type { Ending, Seen } from './print-procedure.ts';

/**
 * When an answer to `GS r 1` proves a ticket.
 *
 * The answer is one byte without a name. Where no ASB block can come, as many of them as requests went out prove the ticket.
 * Where blocks can come, a block whose first byte was lost on the way leaves up to three bytes that look just like it. So
 * there one byte proves nothing:
 *
 * 1. Whatever the printer says in one go has come when it has answered one more `DLE EOT`. More than one byte: doubt.
 * 2. A byte that stood alone is confirmed: a second `GS r 1`, behind the cut as well, and again exactly one byte.
 * 3. After a doubt everything that comes is thrown away until it is quiet, and the printer is asked anew. All requests of a
 *    ticket stand behind its cut, so nothing is lost by it but a quarter of a second.
 *
 * A wrong proof would need two blocks of which the line lost three bytes each, one behind the first request and one behind
 * the second, before the printer is through with the ticket. A doubt that does not end leaves the ticket `unknown`, and so does
 * paper that ends between the first answer and its confirmation.
 */

/** Waits of one proof, in milliseconds. */
export const proofDelays = {
  /** A printer that has not proven a sent ticket for so long is asked what is the matter, and again after as long. */
  explainAfterMs: 1_500,
  /** The proof comes within so long after the last byte was taken, or not at all. */
  provenWithinMs: 15_000,
  /** An idle printer answers a request in its queue within so long. */
  clearedWithinMs: 3_000,
  /** After the answer to such a request, nothing more comes for so long: the queue is empty. */
  clearQuietMs: 250,
} as const;

/** So often may the answers to one ticket be doubted. */
const mostDoubts = 16;

export interface TicketProof {
  /** Sends the request behind the cut and waits for what proves it. */
  prove(line: EscposLine): Promise<Ending>;
  /** Empties the queue: all earlier requests are answered, and nothing more will come from them. */
  clear(line: EscposLine): Promise<'cleared' | 'silent' | 'absent'>;
  /** Counts answers to earlier requests that came while nobody waited. */
  noteKeptReplies(line: EscposLine): void;
}

export interface TicketProofParts {
  readonly history: PrintHistory;
  look(line: EscposLine): Promise<Seen>;
}

export function createTicketProof({ history, look }: TicketProofParts): TicketProof {
  /** Also a printer that nobody switched it on for: some have it on from the factory. */
  function blocksCanCome(line: EscposLine): boolean {
    return history.automaticRequested() || line.automaticHeard() > 0;
  }

  async function answers(line: EscposLine, withinMs: number): Promise<number | 'silent' | 'lost'> {
    if (blocksCanCome(line)) return line.queuedReplies(withinMs);
    const first = await line.queuedReply(withinMs);
    return typeof first === 'number' ? 1 + line.forgetQueuedReplies() : first;
  }

  async function askAnew(line: EscposLine): Promise<Ending | undefined> {
    history.requestSent();
    const asked = await line.send(queuedStatusRequest);
    if (asked === 'taken') return undefined;
    return asked === 'lost' ? 'absent' : asked;
  }

  async function prove(line: EscposLine): Promise<Ending> {
    const { explainAfterMs, provenWithinMs, clearQuietMs } = proofDelays;
    // What came before the request goes out cannot be its answer.
    noteKeptReplies(line);
    const debt = history.owed();
    let wanted = debt + 1;
    let isConfirming = false;
    let doubts = 0;
    let last: Seen = 'silent';
    let heard = line.automaticHeard();
    const unsent = await askAnew(line);
    if (unsent) return unsent;

    /** What the answers mean, and what is still to be done: `undefined` to wait on. */
    async function judge(came: number): Promise<Ending | undefined> {
      if (!blocksCanCome(line)) {
        history.queuedAnswered(came);
        wanted -= came;
        return wanted <= 0 ? 'proven' : undefined;
      }
      wanted -= came;
      if (wanted > 0) return undefined;
      if (wanted === 0 && isConfirming) return 'proven';
      isConfirming = wanted === 0;
      if (wanted < 0) {
        doubts += 1;
        // Older answers may be among what is thrown away now, or not: it could never be told when they are through.
        if (debt > 0 || doubts > mostDoubts) return 'silent';
        const swallowed = await line.swallowQueuedReplies(clearQuietMs);
        if (swallowed === 'lost') return 'absent';
        if (swallowed === 'noise') return 'silent';
      }
      wanted = 1;
      heard = line.automaticHeard();
      return askAnew(line);
    }

    for (let waitedMs = 0; waitedMs < provenWithinMs; ) {
      const came = await answers(line, explainAfterMs);
      if (came === 'lost') return 'absent';
      if (typeof came === 'number') {
        const ending = await judge(came);
        if (ending) return ending;
        continue;
      }
      waitedMs += explainAfterMs;
      last = await look(line);
      if (line.keptQueuedReplies() > 0) continue;
      // Offline without a cause can pass: the feed button, a hot head.
      if (last !== 'fine' && last !== 'silent' && last !== 'printer-error') return last;
      // A block that lost bytes can have swallowed the answer.
      if (line.automaticHeard() === heard || debt > 0) continue;
      heard = line.automaticHeard();
      isConfirming = false;
      const failed = await askAnew(line);
      if (failed) return failed;
    }
    return last === 'printer-error' ? last : 'silent';
  }

  function noteKeptReplies(line: EscposLine): void {
    const kept = line.forgetQueuedReplies();
    if (!blocksCanCome(line)) history.queuedAnswered(kept);
  }

  return {
    prove,
    noteKeptReplies,

    async clear(line) {
      for (let round = 0; ; round++) {
        if (await askAnew(line)) return 'silent';
        const came = await answers(line, proofDelays.clearedWithinMs);
        if (came === 'silent') return 'silent';
        const swallowed = came === 'lost' ? came : await line.swallowQueuedReplies(proofDelays.clearQuietMs);
        if (swallowed === 'lost') return 'absent';
        if (swallowed === 'noise') return 'silent';
        // The first byte may have been one of a block; behind a second request come the answers.
        if (blocksCanCome(line) && round === 0) continue;
        history.settled();
        return 'cleared';
      }
    },
  };
}
