import type { Clock } from '#config/agreements/clock.ts';

/** One byte of answer, or why there is none: the printer kept silent for the time given, or the line is gone. */
export type Reply = number | 'silent' | 'lost';

/** Answers of one kind, in the order they came. At most one reader waits at a time. */
export interface ReplyInbox {
  put(byte: number): void;
  /** The oldest answer, now or within `withinMs`. */
  take(withinMs: number): Promise<Reply>;
  /** How many have come that nobody has taken. */
  kept(): number;
  /** Throws away what has come and says how many that were. */
  empty(): number;
  /** Throws away what comes until nothing came for `quietMs`, and says how many that were; `noise` when that does not end. */
  swallow(quietMs: number): Promise<number | 'noise' | 'lost'>;
  /** True: whoever waits has waited long enough, and nobody waits until it is false again. */
  giveUp(isGivenUp: boolean): void;
  /** The line is gone: every reader gets `lost`, now and later. */
  end(): void;
}

/** Nobody asks more often than this without reading; a printer that babbles must not fill the memory. */
const mostKept = 64;

/** What speaks longer than this without a pause, or so often, is no answer. */
const endless = { afterMs: 3_000, answers: 4_096 };

export function createReplyInbox(clock: Clock): ReplyInbox {
  let kept: number[] = [];
  let giveToReader: ((reply: Reply) => void) | undefined;
  let ended = false;
  let isGivenUp = false;

  function take(withinMs: number): Promise<Reply> {
    const oldest = kept.shift();
    if (ended) return Promise.resolve('lost');
    if (oldest !== undefined) return Promise.resolve(oldest);
    if (isGivenUp) return Promise.resolve('silent');
    return new Promise((resolve) => {
      const callOffTimeout = clock.after(withinMs, () => giveToReader?.('silent'));
      giveToReader = (reply) => {
        callOffTimeout();
        giveToReader = undefined;
        resolve(reply);
      };
    });
  }

  return {
    put(byte) {
      if (giveToReader) giveToReader(byte);
      else if (!ended && kept.length < mostKept) kept.push(byte);
    },

    take,

    kept: () => kept.length,

    empty() {
      const count = kept.length;
      kept = [];
      return count;
    },

    async swallow(quietMs) {
      const since = clock.now();
      for (let count = 0; count < endless.answers && clock.now() - since < endless.afterMs; count++) {
        const next = await take(quietMs);
        if (next === 'silent') return count;
        if (next === 'lost') return 'lost';
      }
      return 'noise';
    },

    giveUp(is) {
      isGivenUp = is;
      if (is) giveToReader?.('silent');
    },

    end() {
      ended = true;
      kept = [];
      giveToReader?.('lost');
    },
  };
}
