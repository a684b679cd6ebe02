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

/** AWS HealthLake and HAPI behind a cache: seconds, at most a minute. */
const catchesUpMs = 90_000;
const mostNoted = 1_000;

export function createUnanswered(questions: Pick<Questions, 'search'>, clock: Pick<Clock, 'now'>): Unanswered {
  let search: 'unknown' | 'prompt' | 'lags' = 'unknown';
  /** Since when the last attempt of a message is lost; `undefined` after one that was provably not taken. */
  const fates = new Map<number, number | undefined>();

  return {
    async mayGo({ messageId, attempts }, tag) {
      // Tried before this program began: nobody knows how that went.
      if (!fates.has(messageId)) fates.set(messageId, attempts > 1 ? clock.now() : undefined);
      const since = fates.get(messageId);
      if (since === undefined || search === 'prompt' || !tag) return ok('go');
      const found = await questions.search('Provenance', [
        ['_tag', tokenList([tag])],
        ['_elements', 'id'],
        ['_count', '1'],
      ]);
      if (!found.ok) return found;
      const { records, refused } = found.value;
      const waits = !refused && records.length === 0 && Math.abs(clock.now() - since) < catchesUpMs;
      return waits ? problem(notSeenYet) : ok('go');
    },
    mayBeUnseen: (messageIds) =>
      search !== 'prompt' && messageIds.some((each) => Math.abs(clock.now() - (fates.get(each) ?? 0)) < catchesUpMs),
    note(messageId, fate) {
      const before = fates.get(messageId);
      fates.delete(messageId);
      // What may have been taken once stays so, however a later attempt ended.
      if (fate !== 'settled') fates.set(messageId, fate === 'lost' ? clock.now() : before);
      const [oldest] = fates.keys();
      if (fates.size > mostNoted && oldest !== undefined) fates.delete(oldest);
    },
    searchFound(isFound) {
      const before = search;
      search = isFound && before !== 'lags' ? 'prompt' : isFound ? before : 'lags';
      return search === 'lags' && before !== 'lags';
    },
  };
}

/** About one message only: the others go on. */
export const notSeenYet: Refusal = {
  delivery: { kind: 'transient', reason: 'http-conflict-409', counts: true },
  status: 0,
  issues: [],
};
