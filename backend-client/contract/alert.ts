import type { AlertId, CallerId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';

/** Somebody at a kiosk needs a person. Holds nothing about who: the place is enough to go there. */
export interface Alert {
  readonly alertId: AlertId;
  readonly kind: AlertKind;
  readonly kioskId: string;
  /** Where the kiosk stands, in words from the site file; '' when the site file does not say. */
  readonly place: string;
  /** Epoch ms. */
  readonly raisedAt: number;
  /** 0 at first; grows by one each time nobody acknowledged in time (60 s). */
  readonly escalation: number;
  /** As on the paper, where the call is about a number: `isolation`, `crisis-reading` and `high-reading`. */
  readonly ticketNumber?: string | undefined;
}

/**
 * `crisis-reading`: whoever has this number was measured twice from the site's line of danger on, and sits at the kiosk; the values stand
 * nowhere. `high-reading`: they were measured so once, and not again; somebody is wanted, without haste. `isolation`: whoever has this number was sent to the room for whoever may be infectious; somebody is wanted there, and why stands
 * nowhere. The last two are no patient's: a system of the hospital has accepted nothing for
 * long while something waits for it; the daily self-test has found a part that does not do its work.
 */
export type AlertKind =
  | 'help-wanted'
  | 'emergency'
  | 'crisis-reading'
  | 'high-reading'
  | 'isolation'
  | 'hospital-standing'
  | 'self-test-failed';

/** What the kiosk itself calls for: nobody waits at it, so it is told once, and its end. */
export type OwnCallKind = 'hospital-standing' | 'self-test-failed';

/** What somebody at the kiosk calls for. */
export type CallKind = Exclude<AlertKind, OwnCallKind | 'isolation' | ReadingCallKind>;

/** What is called for whoever has a number, by what was measured. */
export type ReadingCallKind = 'crisis-reading' | 'high-reading';

/** One call as the kiosk keeps it. */
export interface StoredAlert {
  readonly alertId: AlertId;
  readonly kind: AlertKind;
  /** Epoch ms. */
  readonly raisedAt: number;
  /** Where the call is about a number. */
  readonly ticketNumber?: string | undefined;
  readonly escalation: number;
  /** The escalation that an endpoint has; `undefined` while none has any. */
  readonly delivered: number | undefined;
  /** Who is coming. */
  readonly acknowledgedBy: string | undefined;
  /** How it ended; `undefined` while it is open. */
  readonly ended: AlertEnding | undefined;
  /** Nobody is coming yet, and nobody has called it off. */
  readonly isOpen: boolean;
}

/** One call as the screens see it. */
export interface CallAtKiosk extends StoredAlert {
  /** Everybody whose call it is, as far as this run of the host knows; empty for those of an earlier one. */
  readonly callers: ReadonlySet<CallerId>;
  /** Somebody has said that they are coming, so lately that they may still be walking. */
  readonly onTheWay: boolean;
}

/**
 * - `answered`: a named person said that they are coming, here or at another channel. The one way in which an emergency or a crisis ends.
 * - `called-off`: whoever called for help said that nobody is needed any more; or a system of the hospital stands no longer.
 * - `nobody-came`: a call for help that was open for a whole day, or one to a room for four hours, or until too many newer ones came.
 */
export type AlertEnding = 'answered' | 'called-off' | 'nobody-came';

/** `caller`: the patient who called. `person`: somebody who gave a name. `kiosk`: nobody; the kiosk saw that it is over. */
export type EndedBy = 'caller' | 'person' | 'kiosk';

/** That a call is over, for whoever was called and need not come. Holds nothing about who called. */
export interface AlertEnd {
  readonly alertId: AlertId;
  readonly ended: AlertEnding;
  readonly endedBy: EndedBy;
  /** Who is coming instead. */
  readonly by: string | undefined;
}

/** The way to whoever watches for alerts. Delivering is idempotent by `alertId` and `escalation`. */
export interface AlertChannel {
  readonly endpointId: string;
  deliver(alert: Alert): Promise<Result<'taken', AlertProblem>>;
  /** Asks who has acknowledged. `undefined`: nobody yet. The name is at most 80 characters. */
  acknowledgement(alertId: AlertId): Promise<Result<{ readonly by: string } | undefined, AlertProblem>>;
  /** Tells that a call is over; idempotent by `alertId`. `refused`: the other side has no use for it. */
  end(over: AlertEnd): Promise<Result<'taken', AlertProblem>>;
}

export interface AlertProblem {
  readonly kind: 'not-connected' | 'no-answer' | 'refused' | 'not-understood';
}
