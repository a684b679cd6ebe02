import type { ClaimedMessage } from '../store/message-queue.ts';

/**
 * Law 15: a rejection counts against a message only when another visit was accepted meanwhile, which is since the message's
 * own last attempt. In memory only: after a restart the first attempt of each message compares with nothing.
 *
 * A hospital that takes a message at the third attempt, although others passed in between, is one whose answers say little:
 * every message then gets as many more attempts as that one needed.
 */
export interface Comparison {
  accepted(message: Pick<ClaimedMessage, 'messageId' | 'rejections'>): void;
  /** Whether this rejection counts. */
  rejected(messageId: number): boolean;
  /** So many that counted send a message to a person. */
  patience(): number;
}

/**
 * With the pauses of a message that is not taken (1, 2, 4, 8, 16, 32 s) at least a minute, in which others were accepted between
 * any two of its attempts.
 */
export const leastPatience = 6;
const mostPatience = 40;

export function createComparison(): Comparison {
  let acceptances = 0;
  let patience = leastPatience;
  /** By message: how many acceptances there had been at its last attempt. */
  const tried = new Map<number, number>();
  return {
    accepted({ messageId, rejections }) {
      acceptances += 1;
      tried.delete(messageId);
      patience = Math.min(mostPatience, Math.max(patience, leastPatience + 3 * rejections));
    },
    rejected(messageId) {
      const before = tried.get(messageId);
      tried.set(messageId, acceptances);
      return before !== undefined && acceptances > before;
    },
    patience: () => patience,
  };
}
