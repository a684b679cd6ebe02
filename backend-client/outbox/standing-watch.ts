import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { WaitingMessages } from '../contract/store.ts';
import type { Outbox } from './outbox.ts';

/**
 * A system stands when something has waited for it for so long and it has accepted nothing meanwhile. Measured by timers, since the
 * clock may be set meanwhile.
 */
export interface StandingWatch {
  start(): void;
  /** Ids of systems. */
  standing(): readonly string[];
  stop(): void;
}

interface Needs {
  readonly waiting: () => readonly WaitingMessages[];
  readonly outbox: Pick<Outbox, 'accepted'>;
  readonly endpoints: readonly { readonly id: string }[];
  /** Asked at each look: it may be changed while the kiosk runs. */
  readonly afterMinutes: () => number;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  /** The first system stands, or none stands any more. */
  readonly onChange: (anyStands: boolean) => void;
}

const lookEveryMs = 10_000;

export function watchStanding({
  waiting,
  outbox,
  endpoints,
  afterMinutes,
  clock,
  log,
  onChange,
}: Needs): StandingWatch {
  /** By system: so many looks in a row it has accepted nothing while something waited. */
  const looks = new Map<string, number>();
  const acceptedAt = new Map<string, number>();
  let standing: readonly string[] = [];
  let callOff = () => {};

  return { start: wait, standing: () => standing, stop: () => callOff() };

  function wait(): void {
    callOff = clock.after(lookEveryMs, () => {
      look();
      wait();
    });
  }

  function look(): void {
    const now = new Set(waiting().map(({ endpointId }) => endpointId));
    for (const { id } of endpoints) {
      const accepted = outbox.accepted(id);
      const moves = !now.has(id) || accepted !== (acceptedAt.get(id) ?? 0);
      acceptedAt.set(id, accepted);
      looks.set(id, moves ? 0 : (looks.get(id) ?? 0) + 1);
    }
    const before = standing;
    const minutes = afterMinutes();
    const afterLooks = (minutes * 60_000) / lookEveryMs;
    standing = endpoints.flatMap(({ id }) => ((looks.get(id) ?? 0) >= afterLooks ? [id] : []));
    for (const id of standing) if (!before.includes(id)) log('system-stands', { endpointId: id, minutes });
    for (const id of before) if (!standing.includes(id)) log('system-goes-on', { endpointId: id });
    if (before.length > 0 !== standing.length > 0) onChange(standing.length > 0);
  }
}
