import type { Clock } from '#config/agreements/clock.ts';
import { type AlertId, type CallerId, createAlertId, type RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type {
  AlertChannel,
  AlertEnding,
  AlertKind,
  CallAtKiosk,
  CallKind,
  OwnCallKind,
  ReadingCallKind,
  StoredAlert,
} from '../contract/alert.ts';
import type { AlertTable } from '../store/alert-table.ts';
import type { AlertStore } from '../store/store.ts';
import { type Attendance, attendCall, whoEnded } from './attend-call.ts';

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
/** How long somebody who is coming may need to be there. */
export const walkMs = 120_000;
/** Help that nobody came to for a day is not waited for any more. An emergency or a crisis ends by a person only. */
export const mostHelpEscalations = 24 * 60;
/** Calls to the room that are open at once: more are a kiosk that nobody answers, and the oldest has waited longest in vain. */
export const mostIsolations = 12;
/** Whoever has sat in that room, or was looked for by their number, for four hours was met, or has left. */
export const mostNumberEscalations = 4 * 60;
/** A call that more people have joined ends by a person only. */
const mostCallers = 50;
/** Ended calls of which it is still known who had called. */
const mostRemembered = 50;
const dayMs = 24 * 60 * 60 * 1000;

interface Call {
  alert: StoredAlert;
  readonly callers: Set<CallerId>;
  /** Somebody called before the restart, or so many have called that not each of them is known. */
  hasUnknownCallers: boolean;
  /** The escalation at which somebody called last. */
  lastCalledAt: number;
  onTheWay: boolean;
  /** By endpoint: who still has to learn something. */
  readonly attendances: Map<string, Attendance>;
  /** Until it grows louder; once it is answered, until whoever comes should be there. */
  callOffTimer: () => void;
}

/**
 * Calls for a person: stored, brought to whoever watches, repeated louder every minute until a named person says "I am
 * coming"; whoever was called is told when the call is over. Holds nothing about patients. Waits are measured by timers, never
 * by the machine's clock, which may leap.
 *
 * A call belongs to whoever called: nobody else can call it off, and nobody at all an emergency or a crisis.
 */
export class Alerts {
  readonly #store: AlertStore;
  readonly #channels: readonly AlertChannel[];
  readonly #kiosk: Needs['kiosk'];
  readonly #clock: Clock;
  readonly #randomBytes: RandomBytes;
  readonly #log: Log;
  readonly #onChange: () => void;
  /** The open ones, those that somebody has not been told to be over, and the last that are over; oldest first. */
  readonly #calls = new Map<AlertId, Call>();

  constructor({ store, channels, kiosk, clock, randomBytes, log, onChange }: Needs) {
    this.#store = store;
    this.#channels = channels;
    this.#kiosk = kiosk;
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.#log = log;
    this.#onChange = onChange;
  }

  /** Takes up what was open, or was not told to be over, before a restart. Whoever had called then is nobody now. */
  start(): void {
    const left = this.#store.change((table) => table.unfinished());
    if (left.ok) for (const alert of left.value) this.#attend(alert);
  }

  /**
   * One call of a kind is open at a kiosk: whoever calls while it is open joins it, and it stays open until everybody who has
   * joined has called off. Help for a caller for whom an emergency or a crisis is open, or to whom somebody has said within two
   * minutes that they are coming, calls nobody anew; another caller's counts at once, and an emergency or a crisis is never taken
   * for answered. A call that the disk does not take is brought all the same.
   */
  raise(kind: CallKind, caller: CallerId): void {
    const open = this.#openCall(kind);
    if (open) {
      this.#join(open, caller);
      return;
    }
    if (kind === 'help-wanted' && this.#isSomebodyComingTo(caller)) return;
    this.#call(kind, caller);
  }

  /**
   * Whoever has this number was measured in danger; one call of a kind and number. Twice: nothing ends it but a person's name. Once, and
   * not again: it ends after some hours, too.
   */
  raiseForReading(kind: ReadingCallKind, caller: CallerId, ticketNumber: string): void {
    const open = [...this.#calls.values()].find(
      ({ alert }) => alert.isOpen && alert.kind === kind && alert.ticketNumber === ticketNumber,
    );
    if (open) this.#join(open, caller);
    else this.#call(kind, caller, ticketNumber);
  }

  /**
   * Whoever has this number was sent to a room of their own; one call a number, repeated like any other until somebody says that they
   * come. It is nobody's at the kiosk: no sheet there shows it.
   */
  raiseIsolation(ticketNumber: string): void {
    const open = [...this.#calls.values()].filter(({ alert }) => alert.isOpen && alert.kind === 'isolation');
    if (open.some(({ alert }) => alert.ticketNumber === ticketNumber)) return;
    for (const call of open.slice(0, Math.max(0, open.length + 1 - mostIsolations))) this.#close(call, 'nobody-came');
    this.#call('isolation', undefined, ticketNumber);
  }

  /** This caller needs no help any more. Leaves everybody else's calls as they are, and every emergency. */
  callOff(caller: CallerId): void {
    const call = this.#openCall('help-wanted');
    if (!call?.callers.delete(caller)) return;
    if (call.callers.size === 0 && !call.hasUnknownCallers) this.#close(call, 'called-off');
    else this.#onChange();
  }

  /** The kiosk itself needs somebody; one call of a kind, however often it is said. */
  raiseOwn(kind: OwnCallKind): void {
    // Nothing is stored: what is wrong is seen anew after a start.
    if (!this.#openCall(kind)) this.#begin(createAlertId(this.#randomBytes), kind, this.#clock.now());
  }

  /** What was wrong is well again. */
  closeOwn(kind: OwnCallKind): void {
    const call = this.#openCall(kind);
    if (!call) return;
    this.#end(call, 'called-off', 'kiosk');
    this.#onChange();
  }

  /** A named person comes. False when it is not open any more, or without a name. */
  acknowledge(alertId: AlertId, by: string): boolean {
    return this.#answered(alertId, by, 'kiosk');
  }

  /** Newest first: the open ones and those of the last day. */
  list(): readonly CallAtKiosk[] {
    // What memory knows is newer than what the disk could be told.
    const shown = new Map<AlertId, CallAtKiosk>();
    for (const alert of this.#store.list(this.#clock.now() - dayMs)) {
      shown.set(alert.alertId, { ...alert, callers: nobody, onTheWay: false });
    }
    for (const { alert, callers, onTheWay } of this.#calls.values()) {
      shown.set(alert.alertId, { ...alert, callers, onTheWay });
    }
    return [...shown.values()].sort((one, other) => other.raisedAt - one.raisedAt);
  }

  stop(): void {
    for (const { attendances, callOffTimer } of this.#calls.values()) {
      callOffTimer();
      for (const attendance of attendances.values()) attendance.stop();
    }
    this.#calls.clear();
  }

  #call(kind: AlertKind, caller: CallerId | undefined, ticketNumber?: string): void {
    const alertId = createAlertId(this.#randomBytes);
    const raisedAt = this.#clock.now();
    this.#keep((table) => table.insert(alertId, kind, raisedAt, ticketNumber));
    this.#begin(alertId, kind, raisedAt, caller, ticketNumber);
  }

  #begin(alertId: AlertId, kind: AlertKind, raisedAt: number, caller?: CallerId, ticketNumber?: string): void {
    this.#log('alert-raised', { alertId, kind });
    const untold = { escalation: 0, delivered: undefined, acknowledgedBy: undefined, ended: undefined, isOpen: true };
    this.#attend({ alertId, kind, raisedAt, ...untold, ...(ticketNumber && { ticketNumber }) }, caller);
    this.#onChange();
  }

  #join(call: Call, caller: CallerId): void {
    call.lastCalledAt = call.alert.escalation;
    if (call.callers.has(caller)) return;
    if (call.callers.size < mostCallers) call.callers.add(caller);
    else call.hasUnknownCallers = true;
    this.#onChange();
  }

  #isSomebodyComingTo(caller: CallerId): boolean {
    return [...this.#calls.values()].some(
      ({ alert, callers, onTheWay }) =>
        callers.has(caller) && (onTheWay || (alert.isOpen && alert.kind !== 'help-wanted')),
    );
  }

  #close(call: Call, ended: Exclude<AlertEnding, 'answered'>): void {
    this.#keep((table) => table.close(call.alert.alertId, ended, this.#clock.now()));
    this.#end(call, ended, 'kiosk');
    this.#onChange();
  }

  /** `at`: where they said so, the kiosk or an endpoint. */
  #answered(alertId: AlertId, by: string, at: string): boolean {
    const call = this.#calls.get(alertId);
    if (!call?.alert.isOpen || by.trim() === '') return false;
    this.#answer(call, by, at);
    const isLesser = lesserThan[call.alert.kind] ?? [];
    // Whoever comes for the graver call comes for what the same people had called for before.
    for (const other of this.#calls.values()) {
      const { alert } = other;
      if (alert.isOpen && isLesser.includes(alert.kind) && isOfNobodyBut(call.callers, other))
        this.#answer(other, by, at);
    }
    this.#onChange();
    return true;
  }

  #answer(call: Call, by: string, at: string): void {
    this.#keep((table) => table.acknowledge(call.alert.alertId, by, this.#clock.now()));
    this.#end(call, 'answered', at, by);
    if (isOwn(call.alert.kind)) return;
    call.onTheWay = true;
    call.callOffTimer = this.#clock.after(walkMs, () => {
      call.onTheWay = false;
      this.#onChange();
    });
  }

  #openCall(kind: AlertKind): Call | undefined {
    return [...this.#calls.values()].find(({ alert }) => alert.isOpen && alert.kind === kind);
  }

  #attend(alert: StoredAlert, caller?: CallerId): void {
    const { alertId } = alert;
    const call: Call = {
      alert,
      callers: new Set(caller === undefined ? [] : [caller]),
      hasUnknownCallers: caller === undefined,
      lastCalledAt: 0,
      onTheWay: false,
      attendances: new Map(),
      callOffTimer: () => {},
    };
    this.#calls.set(alertId, call);
    for (const channel of this.#channels) {
      const { endpointId } = channel;
      const attendance = attendCall({
        channel,
        clock: this.#clock,
        call: () => call.alert,
        wire: ({ kind, raisedAt, escalation, ticketNumber }) => ({
          alertId,
          kind,
          kioskId: this.#kiosk.id,
          place: this.#kiosk.place,
          raisedAt,
          escalation,
          ...(ticketNumber === undefined ? {} : { ticketNumber }),
        }),
        onDelivered: (escalation) => this.#noteDelivered(call, escalation),
        onAnswer: (by) => void this.#answered(alertId, by, endpointId),
        onDone: (told) => this.#done(call, endpointId, told),
      });
      call.attendances.set(endpointId, attendance);
    }
    // Told once: nobody is waiting at the kiosk.
    if (alert.isOpen && !isOwn(alert.kind)) this.#waitToEscalate(call);
    else if (!alert.isOpen && call.attendances.size === 0) this.#noteEndTold(call);
    for (const attendance of call.attendances.values()) attendance.look();
  }

  #noteDelivered(call: Call, escalation: number): void {
    if (call.alert.delivered !== undefined && call.alert.delivered >= escalation) return;
    call.alert = { ...call.alert, delivered: escalation };
    this.#keep((table) => table.noteDelivered(call.alert.alertId, escalation));
    this.#onChange();
  }

  #waitToEscalate(call: Call): void {
    call.callOffTimer = this.#clock.after(escalateAfterMs, () => this.#escalate(call));
  }

  #escalate(call: Call): void {
    const { alertId, kind, raisedAt, escalation, ticketNumber } = call.alert;
    if (escalation - call.lastCalledAt >= mostEscalations(kind)) {
      this.#close(call, 'nobody-came');
      return;
    }
    call.alert = { ...call.alert, escalation: escalation + 1 };
    this.#keep((table) => {
      // The disk may not have taken it before.
      table.insert(alertId, kind, raisedAt, ticketNumber);
      table.escalate(alertId, this.#clock.now());
    });
    this.#log('alert-escalated', { alertId, kind, escalation: escalation + 1 });
    this.#waitToEscalate(call);
    for (const attendance of call.attendances.values()) attendance.look();
    this.#onChange();
  }

  #end(call: Call, ended: AlertEnding, at: string, by?: string): void {
    const { alertId, kind } = call.alert;
    call.callOffTimer();
    call.alert = { ...call.alert, isOpen: false, ended, acknowledgedBy: by };
    this.#log('alert-ended', { alertId, kind, ended, endedBy: whoEnded(kind, ended), at });
    if (call.attendances.size === 0) this.#noteEndTold(call);
    for (const attendance of call.attendances.values()) attendance.look();
  }

  #done(call: Call, endpointId: string, told: boolean): void {
    if (!told) this.#log('alert-end-not-told', { alertId: call.alert.alertId, endpointId });
    call.attendances.delete(endpointId);
    if (call.attendances.size === 0) this.#noteEndTold(call);
  }

  #noteEndTold({ alert: { alertId, kind } }: Call): void {
    this.#keep((table) => table.noteEndTold(alertId));
    if (isOwn(kind)) this.#calls.delete(alertId);
    const over = [...this.#calls.values()].filter(({ alert, attendances }) => !alert.isOpen && attendances.size === 0);
    for (const { alert } of over.slice(0, -mostRemembered)) this.#calls.delete(alert.alertId);
  }

  /** A disk that takes nothing is the store's trouble, and is reported there: whoever called is heard all the same. */
  #keep(work: (table: AlertTable) => unknown): void {
    this.#store.change(work);
  }
}

const nobody: ReadonlySet<CallerId> = new Set();

function isOfNobodyBut(callers: ReadonlySet<CallerId>, call: Call): boolean {
  return !call.hasUnknownCallers && [...call.callers].every((caller) => callers.has(caller));
}

/** What is answered with a call of the same people's. */
const lesserThan: { readonly [Kind in AlertKind]?: readonly AlertKind[] } = {
  emergency: ['help-wanted', 'crisis-reading', 'high-reading'],
  'crisis-reading': ['help-wanted', 'high-reading'],
  'high-reading': ['help-wanted'],
};

function isOwn(kind: AlertKind): kind is OwnCallKind {
  return kind === 'hospital-standing' || kind === 'self-test-failed';
}

/** What is not here ends by a person only. */
function mostEscalations(kind: AlertKind): number {
  if (kind === 'help-wanted') return mostHelpEscalations;
  return kind === 'isolation' || kind === 'high-reading' ? mostNumberEscalations : Number.POSITIVE_INFINITY;
}
