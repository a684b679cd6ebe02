import type { AlertKind } from '#backend-client/contract/alert.ts';
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
