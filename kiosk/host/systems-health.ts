import type { StrandedMessages, WaitingMessages } from '#backend-client/contract/store.ts';
import type { SystemHealth } from './health.ts';

interface Parts {
  /** Of the site file. */
  readonly endpoints: readonly { readonly id: string }[];
  readonly waiting: readonly WaitingMessages[];
  readonly stranded: readonly StrandedMessages[];
  readonly standing: readonly string[];
  readonly now: number;
}

/** What waits for each system of the hospital, and for how long. */
export function systemsHealth({ endpoints, waiting, stranded, standing, now }: Parts): readonly SystemHealth[] {
  const minutesSince = (since: number | undefined) =>
    since === undefined ? 0 : Math.max(0, Math.floor((now - since) / 60_000));
  const known = endpoints.map(({ id }) => {
    const waits = waiting.find(({ endpointId }) => endpointId === id);
    return {
      id,
      waiting: waits?.count ?? 0,
      oldestMinutes: minutesSince(waits?.since),
      stands: standing.includes(id),
      inSiteFile: true,
    };
  });
  const left = stranded.map(({ endpointId, count, since }) => ({
    id: endpointId,
    waiting: count,
    oldestMinutes: minutesSince(since),
    stands: false,
    inSiteFile: false,
  }));
  return [...known, ...left];
}
