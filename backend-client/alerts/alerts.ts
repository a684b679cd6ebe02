import type { Clock } from '#config/agreements/clock.ts';
import { type AlertId, createAlertId, type RandomBytes, type SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { Alert, AlertChannel, AlertKind, StoredAlert } from '../contract/alert.ts';
import type { AlertStore } from '../store/store.ts';

/**
 * Calls for a person: stored, brought to whoever watches, repeated louder every minute until a named person says "I am
 * coming". Holds nothing about patients.
 */
export interface Alerts {
  /** Takes up what was open before a restart. */
  start(): void;
  /**
   * One call of a kind is open at a time; a second one changes nothing. Nor does one more help wanted by the same caller
   * within two minutes after somebody said that they are coming, or within one when it is not known whose it is; another
   * caller's counts at once, and an emergency is never taken for answered. The caller is kept in memory only.
   */
  raise(kind: AlertKind, caller: SessionId | undefined): void;
  /** Nobody is needed any more. */
  closeAll(): void;
  /** False when it is not open any more. */
  acknowledge(alertId: AlertId, by: string): boolean;
  /** Newest first: the open ones and those of the last day. */
  list(): readonly StoredAlert[];
  stop(): void;
}

interface Needs {
  readonly store: AlertStore;
  readonly channels: readonly AlertChannel[];
  readonly kiosk: { readonly id: string; readonly place: string };
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
}

export const escalateAfterMs = 60_000;
/** How long somebody who is coming may need to be there, in the eyes of who called them, and of who may not have. */
export const walkMs = { sameCaller: 120_000, perhapsSameCaller: 60_000 } as const;
/** How often an open call is looked at: brought again where it could not be, and asked about. */
export const lookEveryMs = 3_000;
const dayMs = 24 * 60 * 60 * 1000;

export function createAlerts({ store, channels, kiosk, clock, randomBytes, log, onChange }: Needs): Alerts {
  let callOff = () => {};
  let looking = false;
  let again = false;
  let stopped = false;
  let lastCaller: SessionId | undefined;
  return { start, raise, closeAll, acknowledge, list, stop };

  function start(): void {
    store.change((table) => table.closeOlderThan(clock.now() - dayMs, clock.now()));
    wake();
  }

  function raise(kind: AlertKind, caller: SessionId | undefined): void {
    if (kind === 'help-wanted') {
      if (isOnTheWayTo(caller)) return;
      lastCaller = caller;
    }
    const alertId = createAlertId(randomBytes);
    const raised = store.insert(alertId, kind);
    if (!raised.ok || !raised.value) return;
    log('alert-raised', { alertId, kind });
    onChange();
    wake();
  }

  function isOnTheWayTo(caller: SessionId | undefined): boolean {
    const isKnown = caller !== undefined && lastCaller !== undefined;
    if (isKnown && caller !== lastCaller) return false;
    const mostMs = isKnown ? walkMs.sameCaller : walkMs.perhapsSameCaller;
    const latest = list().find(({ kind }) => kind === 'help-wanted');
    const sinceMs = latest?.acknowledgedAt === undefined ? Number.NaN : clock.now() - latest.acknowledgedAt;
    return sinceMs >= 0 && sinceMs < mostMs;
  }

  function closeAll(): void {
    store.change((table) => table.closeAll(clock.now()));
    onChange();
  }

  function acknowledge(alertId: AlertId, by: string): boolean {
    const noted = store.change((table) => table.acknowledge(alertId, by, clock.now()));
    if (!noted.ok || !noted.value) return false;
    log('alert-acknowledged', { alertId, kind: list().find((each) => each.alertId === alertId)?.kind ?? 'unknown' });
    onChange();
    return true;
  }

  function list(): readonly StoredAlert[] {
    return store.list(clock.now() - dayMs);
  }

  function stop(): void {
    stopped = true;
    callOff();
  }

  /** At once, and then again as long as a call is open. */
  function wake(): void {
    again = looking;
    if (looking || stopped) return;
    callOff();
    looking = true;
    void look().finally(() => {
      looking = false;
      if (again) wake();
      else if (!stopped && open().length > 0) callOff = clock.after(lookEveryMs, wake);
    });
  }

  function open(): readonly StoredAlert[] {
    return list().filter(({ isOpen }) => isOpen);
  }

  async function look(): Promise<void> {
    for (const alert of open()) {
      await Promise.all(channels.map((channel) => bring(channel, escalated(alert))));
    }
  }

  function escalated(alert: StoredAlert): StoredAlert {
    const at = clock.now();
    if (at - alert.escalatedAt < escalateAfterMs) return alert;
    const { alertId, kind } = alert;
    store.change((table) => table.escalate(alertId, at));
    log('alert-escalated', { alertId, kind, escalation: alert.escalation + 1 });
    onChange();
    return { ...alert, escalation: alert.escalation + 1, escalatedAt: at };
  }

  /** Delivering the same escalation twice is harmless: the channel is idempotent by id and escalation. */
  async function bring(channel: AlertChannel, alert: StoredAlert): Promise<void> {
    const { alertId, kind, raisedAt, escalation } = alert;
    if (alert.delivered !== escalation) {
      const wire: Alert = { alertId, kind, kioskId: kiosk.id, place: kiosk.place, raisedAt, escalation };
      const delivered = await channel.deliver(wire);
      if (!delivered.ok || stopped) return;
      store.change((table) => table.noteDelivered(alertId, escalation));
      onChange();
    }
    const answer = await channel.acknowledgement(alertId);
    if (answer.ok && answer.value && !stopped) acknowledge(alertId, answer.value.by);
  }
}
