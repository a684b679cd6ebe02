import type { Alerts } from '#backend-client/alerts/alerts.ts';
import type { Endpoint, EndpointMismatch } from '#backend-client/contract/delivery.ts';
import { hubId } from '#backend-client/hub-link/hub-system.ts';
import type { Outbox } from '#backend-client/outbox/outbox.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { AlertId, BusinessDay } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Health } from '../../health.ts';
import { type CheckInDownloads, createCheckInDownloads } from './check-in-downloads.ts';
import { decideMany } from './decide-many.ts';
import { type UpkeepParts, upkeepState } from './upkeep-state.ts';

export interface UpkeepNeeds {
  /** As it counts now: some of it changes while the kiosk runs. */
  readonly site: () => SiteFile;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<
    Store,
    | 'deadLetters'
    | 'decide'
    | 'decideSome'
    | 'letterGroups'
    | 'stranded'
    | 'queuedFor'
    | 'delayedFor'
    | 'visitsOf'
    | 'readableDays'
    | 'time'
    | 'expiredTickets'
    | 'takeExpired'
  >;
  readonly outbox: Pick<Outbox, 'circuits' | 'wake' | 'tryNow'>;
  readonly alerts: Pick<Alerts, 'list' | 'acknowledge'>;
  readonly endpoints: readonly Endpoint[];
  /** How often an answer named somebody else than whom this system was asked about. */
  readonly namedAnother: (endpointId: string) => number;
  readonly health: () => Health;
  /** How it stands with the hub; left out: there is none. */
  readonly hub?: () => UpkeepParts['hub'];
}

/** What a technician sees and decides of one kiosk. */
export interface Upkeep {
  state(): UpkeepState;
  /** False when what the act is about is no longer so. `by`: the name of the person who decides. */
  act(act: UpkeepAct, by: string): boolean;
  readonly checkIn: CheckInDownloads;
}

/** Asks each system once, at the start, whether it offers what the site file counts on. */
export function openUpkeep(needs: UpkeepNeeds): Upkeep {
  const { site, clock, log, store, outbox, alerts, endpoints, health } = needs;
  const mismatches = new Map<string, EndpointMismatch>();
  const checkIn = createCheckInDownloads({ store, site: () => site().site, clock, log });
  for (const endpoint of endpoints) void checkEndpoint(endpoint);

  return {
    state: () => {
      const now = health();
      return upkeepState({
        site: site(),
        health: now,
        storage: now.storage,
        circuits: outbox.circuits(),
        mismatches,
        queuedOf: store.queuedFor,
        delayedOf: store.delayedFor,
        namedAnother: needs.namedAnother,
        letters: store.deadLetters(),
        letterGroups: store.letterGroups(),
        stranded: store.stranded(),
        alerts: alerts.list(),
        time: store.time.status(),
        expired: store.expiredTickets(),
        checkInDays: checkIn.days(),
        hub: needs.hub?.(),
      });
    },
    act,
    checkIn,
  };

  async function checkEndpoint({ id, check }: Endpoint): Promise<void> {
    const checked = await check?.();
    if (!checked || checked.ok) return;
    mismatches.set(id, checked.problem);
    const { kind, missing } = checked.problem;
    log('endpoint-mismatch', { endpointId: id, reason: kind, missing: missing.join(' ') });
  }

  function isInSiteFile(endpointId: string): boolean {
    return site().hospital.some(({ id }) => id === endpointId) || (site().hub !== undefined && endpointId === hubId);
  }

  function act(wish: UpkeepAct, by: string): boolean {
    switch (wish.do) {
      case 'send-again':
      case 'render-anew':
      case 'settle-by-hand': {
        const decided = store.decide(wish.messageId, wish.do, by);
        if (!decided.ok || !decided.value) return false;
        log('technician-decided', { decision: wish.do, about: wish.messageId });
        outbox.wake();
        return true;
      }
      case 'send-all-again': {
        const { endpointId } = wish;
        const refused = { endpointId, state: 'refused', reason: undefined, decision: 'send-again' } as const;
        return decideMany({ kind: 'decide', ...refused }, by, needs);
      }
      case 'decide-all': {
        const { endpointId, state, reason, decision } = wish;
        // Made anew under another id, what may have arrived could not be told from a second patient.
        if (state === 'unsure' && decision === 'render-anew') return false;
        return decideMany({ kind: 'decide', endpointId, state, reason, decision }, by, needs);
      }
      case 'move-all':
        if (isInSiteFile(wish.endpointId) || !isInSiteFile(wish.to)) return false;
        return decideMany({ kind: 'move', endpointId: wish.endpointId, to: wish.to }, by, needs);
      case 'give-up-all':
        if (isInSiteFile(wish.endpointId)) return false;
        return decideMany({ kind: 'give-up', endpointId: wish.endpointId }, by, needs);
      case 'acknowledge-alert':
        // The page's reader has checked its shape.
        return alerts.acknowledge(wish.alertId as AlertId, by);
      case 'leave-day': {
        // The store looks whether there is such a day.
        const left = store.time.leave(wish.day as BusinessDay, by);
        if (!left.ok || !left.value) return false;
        log('day-left', { day: wish.day });
        return true;
      }
      case 'take-expired': {
        const taken = store.takeExpired(wish.count, by);
        if (!taken.ok || !taken.value) return false;
        log('expired-taken', { tickets: wish.count });
        return true;
      }
      case 'try-now': {
        const { endpointId } = wish;
        const tried = outbox.tryNow(endpointId);
        if (tried) log('endpoint-tried', { endpointId });
        return tried;
      }
      default:
        return unreachable(wish);
    }
  }
}
