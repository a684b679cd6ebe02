import type { AlertKind } from '#backend-client/contract/alert.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { AlertId } from '#config/agreements/ids.ts';
import type { Caller } from '../queue/entry.ts';

/**
 * Calls for a person from the kiosks, which ring on the counters of the place. The kiosk holds them and tells them again until somebody
 * has answered: a hub that was started anew has them all within a minute.
 */
export interface CallsForPerson {
  /** Again with a higher escalation as long as nobody comes. An id that another kiosk has raised is its own. */
  raise(call: RaisedCall): void;
  /** By the kiosk that has raised it; of another one it is nothing. */
  end(kioskId: string, alertId: AlertId, by: string | undefined): void;
  /** Somebody who is signed in comes. `false`: it has ended meanwhile. */
  acknowledge(alertId: AlertId, by: Caller): boolean;
  /** Who comes; `undefined`: nobody yet, or not known here. */
  acknowledgedBy(kioskId: string, alertId: AlertId): string | undefined;
  /** Those that ring in this place, the oldest first. */
  ringing(place: string): readonly RaisedCall[];
  onChange(heard: () => void): () => void;
}

export interface RaisedCall {
  readonly alertId: AlertId;
  readonly kind: AlertKind;
  readonly kioskId: string;
  /** Where the kiosk stands, as its site file says. */
  readonly where: string;
  /** Of the hub's settings; `undefined`: rings everywhere. */
  readonly place: string | undefined;
  readonly raisedAt: number;
  readonly escalation: number;
  readonly ticketNumber: string | undefined;
}

/** More than kiosks of a hospital can call at a time; the oldest are forgotten, and told again by their kiosks. */
export const mostCalls = 400;
const louderEveryMs = 60_000;

interface KeptCall {
  readonly call: RaisedCall;
  /** By `monotonic`: a kiosk's clock makes nothing louder. */
  readonly heardAt: number;
  readonly comes: string | undefined;
}

/** In memory alone: kiosks hold their calls. */
export function createCallsForPerson(clock: Pick<Clock, 'monotonic' | 'after'>): CallsForPerson {
  const kept = new Map<AlertId, KeptCall>();
  const listening = new Set<() => void>();
  let callOff: (() => void) | undefined;

  function changed(): void {
    for (const heard of listening) heard();
    watch();
  }

  /** Each minute those that still ring are louder. */
  function watch(): void {
    const rings = [...kept.values()].some(({ comes }) => comes === undefined);
    if (!rings) {
      callOff?.();
      callOff = undefined;
      return;
    }
    callOff ??= clock.after(louderEveryMs, () => {
      callOff = undefined;
      changed();
    });
  }

  function ofKiosk(kioskId: string, alertId: AlertId): KeptCall | undefined {
    const there = kept.get(alertId);
    return there?.call.kioskId === kioskId ? there : undefined;
  }

  return {
    raise(call) {
      const before = kept.get(call.alertId);
      if (before && before.call.kioskId !== call.kioskId) return;
      kept.delete(call.alertId);
      kept.set(call.alertId, { call, heardAt: before?.heardAt ?? clock.monotonic(), comes: before?.comes });
      const [oldest] = kept.keys();
      if (kept.size > mostCalls && oldest !== undefined) kept.delete(oldest);
      changed();
    },
    end(kioskId, alertId) {
      if (ofKiosk(kioskId, alertId) && kept.delete(alertId)) changed();
    },
    acknowledge(alertId, by) {
      const before = kept.get(alertId);
      if (!before) return false;
      if (before.comes !== undefined) return true;
      kept.set(alertId, { ...before, comes: by.kind === 'person' ? by.name : by.id });
      changed();
      return true;
    },
    acknowledgedBy: (kioskId, alertId) => ofKiosk(kioskId, alertId)?.comes,
    ringing(place) {
      const now = clock.monotonic();
      return [...kept.values()]
        .filter(({ call, comes }) => comes === undefined && (call.place === undefined || call.place === place))
        .map(({ call, heardAt }) => ({
          ...call,
          escalation: Math.max(call.escalation, Math.floor((now - heardAt) / louderEveryMs)),
        }))
        .sort((one, other) => one.raisedAt - other.raisedAt);
    },
    onChange(heard) {
      listening.add(heard);
      return () => void listening.delete(heard);
    },
  };
}
