import type { AlertId } from '#config/agreements/ids.ts';
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
}

/** `crisis-reading` is raised by the measuring protocol. */
export type AlertKind = 'help-wanted' | 'emergency' | 'crisis-reading';

/** One call as the kiosk keeps it. */
export interface StoredAlert {
  readonly alertId: AlertId;
  readonly kind: AlertKind;
  /** Epoch ms. */
  readonly raisedAt: number;
  readonly escalation: number;
  /** When it was raised or last escalated; epoch ms. */
  readonly escalatedAt: number;
  /** The escalation that an endpoint has; `undefined` while none has any. */
  readonly delivered: number | undefined;
  /** Who is coming. */
  readonly acknowledgedBy: string | undefined;
  /** Since when; epoch ms. */
  readonly acknowledgedAt: number | undefined;
  /** Nobody is coming yet, and nobody has called it off. */
  readonly isOpen: boolean;
}

/** The way to whoever watches for alerts. Delivering is idempotent by `alertId` and `escalation`. */
export interface AlertChannel {
  readonly endpointId: string;
  deliver(alert: Alert): Promise<Result<'taken', AlertProblem>>;
  /** Asks who has acknowledged. `undefined`: nobody yet. The name is at most 80 characters. */
  acknowledgement(alertId: AlertId): Promise<Result<{ readonly by: string } | undefined, AlertProblem>>;
}

export interface AlertProblem {
  readonly kind: 'not-connected' | 'no-answer' | 'refused' | 'not-understood';
}
