import type { Clock } from '#config/agreements/clock.ts';
import { type AlertId, createAlertId, type RandomBytes, type SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { AlertChannel, AlertEnding, AlertKind, StoredAlert } from '../contract/alert.ts';
import type { AlertTable } from '../store/alert-table.ts';
import type { AlertStore } from '../store/store.ts';
import { type Attendance, attendCall } from './attend-call.ts';

/**
 * Calls for a person: stored, brought to whoever watches, repeated louder every minute until a named person says "I am
 * coming"; whoever was called is told when the call is over. Holds nothing about patients. Waits are measured by timers, never
 * by the machine's clock, which may leap.
 */
export interface Alerts {
  /** Takes up what was open, or was not told to be over, before a restart. */
  start(): void;
  /**
   * One call of a kind is open at a time; a second one changes nothing. Nor does one more help wanted by the same caller
   * within two minutes after somebody said that they are coming, or within one when it is not known whose it is; another
   * caller's counts at once, and an emergency is never taken for answered. The caller is kept in memory only. A call that the
   * disk does not take is brought all the same.
   */
  raise(kind: AlertKind, caller: SessionId | undefined): void;
  /** No patient needs anybody any more. */
  closeAll(): void;
  /** The hospital's system has come back by itself. */
  closeStanding(): void;
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
/** Help that nobody came to for a day is not waited for any more. An emergency ends by a person only. */
export const mostHelpEscalations = 24 * 60;
const dayMs = 24 * 60 * 60 * 1000;

/** A call that is open, or that somebody has not been told to be over. */
interface AttendedCall {
  alert: StoredAlert;
  /** By endpoint. */
  readonly attendances: Map<string, Attendance>;
  callOffEscalation: () => void;
}

export function createAlerts({ store, channels, kiosk, clock, randomBytes, log, onChange }: Needs): Alerts {
  const attended = new Map<AlertId, AttendedCall>();
  const onTheWay = createWalk(clock);
  return { start, raise, closeAll, closeStanding, acknowledge, list, stop };

  function start(): void {
    const left = store.change((table) => table.unfinished());
    if (left.ok) for (const alert of left.value) attend(alert);
  }

  function raise(kind: AlertKind, caller: SessionId | undefined): void {
    if (openCalls().some(({ alert }) => alert.kind === kind)) return;
    if (kind === 'help-wanted') {
      if (onTheWay.isTo(caller)) return;
      onTheWay.begin(caller);
    }
    const alertId = createAlertId(randomBytes);
    const raisedAt = clock.now();
    // Of a system that stands nothing is stored: whether it does is seen anew after a start.
    if (kind !== 'hospital-standing') keep((table) => table.insert(alertId, kind, raisedAt));
    log('alert-raised', { alertId, kind });
    attend({
      alertId,
      kind,
      raisedAt,
      escalation: 0,
      delivered: undefined,
      acknowledgedBy: undefined,
      ended: undefined,
      isOpen: true,
    });
    onChange();
  }

  function closeAll(): void {
    closeThose(openCalls().filter(({ alert }) => alert.kind !== 'hospital-standing'));
  }

  function closeStanding(): void {
    closeThose(openCalls().filter(({ alert }) => alert.kind === 'hospital-standing'));
  }

  function closeThose(calls: readonly AttendedCall[]): void {
    for (const call of calls) {
      keep((table) => table.close(call.alert.alertId, 'called-off', clock.now()));
      end(call, 'called-off');
    }
    onChange();
  }

  function acknowledge(alertId: AlertId, by: string): boolean {
    const call = openCalls().find(({ alert }) => alert.alertId === alertId);
    if (!call) return false;
    const { kind } = call.alert;
    keep((table) => table.acknowledge(alertId, by, clock.now()));
    end(call, 'answered', by);
    if (kind === 'help-wanted') onTheWay.answered();
    log('alert-acknowledged', { alertId, kind });
    onChange();
    return true;
  }

  /** What memory knows is newer than what the disk could be told. */
  function list(): readonly StoredAlert[] {
    const stored = store.list(clock.now() - dayMs);
    const shown = new Map(
      [...stored, ...[...attended.values()].map(({ alert }) => alert)].map((alert) => [alert.alertId, alert]),
    );
    return [...shown.values()].sort((one, other) => other.raisedAt - one.raisedAt);
  }

  function stop(): void {
    for (const { attendances, callOffEscalation } of attended.values()) {
      callOffEscalation();
      for (const attendance of attendances.values()) attendance.stop();
    }
    attended.clear();
  }

  function openCalls(): readonly AttendedCall[] {
    return [...attended.values()].filter(({ alert }) => alert.isOpen);
  }

  function attend(alert: StoredAlert): void {
    const { alertId } = alert;
    const call: AttendedCall = { alert, attendances: new Map(), callOffEscalation: () => {} };
    attended.set(alertId, call);
    for (const channel of channels) {
      const attendance = attendCall({
        channel,
        clock,
        call: () => call.alert,
        wire: ({ kind, raisedAt, escalation }) => ({
          alertId,
          kind,
          kioskId: kiosk.id,
          place: kiosk.place,
          raisedAt,
          escalation,
        }),
        onDelivered: (escalation) => noteDelivered(call, escalation),
        onAnswer: (by) => void acknowledge(alertId, by),
        onDone: (told) => done(call, channel.endpointId, told),
      });
      call.attendances.set(channel.endpointId, attendance);
    }
    // Told once: nobody is waiting at the kiosk.
    if (alert.isOpen && alert.kind === 'hospital-standing') call.callOffEscalation = () => {};
    else if (alert.isOpen) waitToEscalate(call);
    else if (call.attendances.size === 0) forget(call);
    for (const attendance of call.attendances.values()) attendance.look();
  }

  function noteDelivered(call: AttendedCall, escalation: number): void {
    if (call.alert.delivered !== undefined && call.alert.delivered >= escalation) return;
    call.alert = { ...call.alert, delivered: escalation };
    keep((table) => table.noteDelivered(call.alert.alertId, escalation));
    onChange();
  }

  function waitToEscalate(call: AttendedCall): void {
    call.callOffEscalation = clock.after(escalateAfterMs, () => escalate(call));
  }

  function escalate(call: AttendedCall): void {
    const { alertId, kind, escalation } = call.alert;
    if (kind === 'help-wanted' && escalation >= mostHelpEscalations) {
      keep((table) => table.close(alertId, 'nobody-came', clock.now()));
      end(call, 'nobody-came');
      onChange();
      return;
    }
    call.alert = { ...call.alert, escalation: escalation + 1 };
    keep((table) => table.escalate(alertId, clock.now()));
    log('alert-escalated', { alertId, kind, escalation: escalation + 1 });
    waitToEscalate(call);
    for (const attendance of call.attendances.values()) attendance.look();
    onChange();
  }

  function end(call: AttendedCall, ended: AlertEnding, by?: string): void {
    call.callOffEscalation();
    call.alert = { ...call.alert, isOpen: false, ended, acknowledgedBy: by };
    if (call.attendances.size === 0) forget(call);
    for (const attendance of call.attendances.values()) attendance.look();
  }

  function done(call: AttendedCall, endpointId: string, told: boolean): void {
    if (!told) log('alert-end-not-told', { alertId: call.alert.alertId, endpointId });
    call.attendances.delete(endpointId);
    if (call.attendances.size === 0) forget(call);
  }

  function forget({ alert }: AttendedCall): void {
    attended.delete(alert.alertId);
    keep((table) => table.noteEndTold(alert.alertId));
  }

  /** A disk that takes nothing is the store's trouble, and is reported there: whoever called is heard all the same. */
  function keep(work: (table: AlertTable) => unknown): void {
    store.change(work);
  }
}

/** Whether somebody is still walking to whoever called last. */
function createWalk(clock: Clock) {
  let caller: SessionId | undefined;
  /** Long enough ago for the caller, and for whoever may have been the caller. */
  let walking: 'to-caller' | 'perhaps' | undefined;
  let callOff = () => {};

  return {
    isTo(asking: SessionId | undefined): boolean {
      const isKnown = asking !== undefined && caller !== undefined;
      if (isKnown) return walking !== undefined && asking === caller;
      return walking === 'perhaps';
    },
    begin(by: SessionId | undefined): void {
      callOff();
      caller = by;
      walking = undefined;
    },
    answered(): void {
      callOff();
      walking = 'perhaps';
      callOff = clock.after(walkMs.perhapsSameCaller, () => {
        walking = 'to-caller';
        callOff = clock.after(walkMs.sameCaller - walkMs.perhapsSameCaller, () => {
          walking = undefined;
        });
      });
    },
  };
}
