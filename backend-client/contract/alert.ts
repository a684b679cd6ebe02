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

/**
 * - `raised`: stored; no endpoint has taken it yet. `delivered`: an endpoint has it.
 * - `acknowledged`: a named person is coming. `closed`: the patient called it off, or it is older than a day.
 */
export type AlertState =
  | { readonly is: 'raised' }
  | { readonly is: 'delivered'; readonly at: number }
  | { readonly is: 'acknowledged'; readonly by: string; readonly at: number }
  | { readonly is: 'closed'; readonly at: number };

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
