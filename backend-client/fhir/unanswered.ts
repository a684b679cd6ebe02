import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { OutgoingMessage } from '../contract/delivery.ts';
import type { Refusal } from './delivery-answer.ts';
import type { Questions } from './questions.ts';
import { type Token, tokenList } from './search.ts';

/**
 * Messages whose answer was lost, at a server whose search may lag. There a condition (`If-None-Exist`) may not see what the first
 * attempt wrote, and a second one would write everything twice. So such a message goes out again when its Provenance is found, or
 * when the search has had time to catch up.
 */
export interface Unanswered {
  /** Whether it may go out now. */
  mayGo(
    message: Pick<OutgoingMessage, 'messageId' | 'attempts'>,
    tag: Token | undefined,
  ): Promise<Result<'go', Refusal>>;
  /** Whether what these messages may have written could be there without being seen. */
  mayBeUnseen(messageIds: readonly number[]): boolean;
  /** `lost`: it may have been taken. */
  note(messageId: number, fate: 'settled' | 'lost' | 'not-taken'): void;
  /** What a search for a record of ours said that was written a moment ago. `true` when that is news. */
  searchFound(isFound: boolean): boolean;
}

/** AWS HealthLake, and HAPI behind a cache: seconds, at most a minute. */
const learnedLagMs = 90_000;
const mostNoted = 1_000;

export function createUnanswered(
  questions: Pick<Questions, 'search'>,
  clock: Pick<Clock, 'now'>,
  searchLagMs: number,
): Unanswered {
  /** As the site file says; at least a while once the search was seen not to show what was written. */
  let lagMs = searchLagMs;
  /** Since when the last attempt of a message is lost; `undefined` after one that was provably not taken. */
  const fates = new Map<number, number | undefined>();

  return {
    async mayGo({ messageId, attempts }, tag) {
      // Tried before this program began: nobody knows how that went.
      if (!fates.has(messageId)) fates.set(messageId, attempts > 1 ? clock.now() : undefined);
      const since = fates.get(messageId);
      if (since === undefined || !isWithin(since, lagMs) || !tag) return ok('go');
      const found = await questions.search('Provenance', [
        ['_tag', tokenList([tag])],
        ['_elements', 'id'],
        ['_count', '1'],
      ]);
      if (!found.ok) return found;
      const { records, refused } = found.value;
      const waits = !refused && records.length === 0;
      return waits ? problem(notSeenYet) : ok('go');
    },
    // Whether this search lags may not be known yet; the other message is asked about again soon anyway.
    mayBeUnseen: (messageIds) =>
      messageIds.some((each) => isWithin(fates.get(each) ?? Number.NEGATIVE_INFINITY, Math.max(lagMs, learnedLagMs))),
    note(messageId, fate) {
      const before = fates.get(messageId);
      fates.delete(messageId);
      // What may have been taken once stays so, however a later attempt ended.
      if (fate !== 'settled') fates.set(messageId, fate === 'lost' ? clock.now() : before);
      const [oldest] = fates.keys();
      if (fates.size > mostNoted && oldest !== undefined) fates.delete(oldest);
    },
    searchFound(isFound) {
      const isNews = !isFound && lagMs < learnedLagMs;
      if (isNews) lagMs = learnedLagMs;
      return isNews;
    },
  };

  function isWithin(since: number, ms: number): boolean {
    return Math.abs(clock.now() - since) < ms;
  }
}

/** About one message only: the others go on. */
export const notSeenYet: Refusal = {
  delivery: { kind: 'transient', reason: 'http-conflict-409', counts: true },
  status: 0,
  issues: [],
};
