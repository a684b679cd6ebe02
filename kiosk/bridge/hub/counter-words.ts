import type { AlertKind } from '#backend-client/contract/alert.ts';
import type { LocalizedText } from '#config/agreements/language.ts';

/**
 * The words between hub and counter page. `GET /live/counter/<id>` (WebSocket) brings whole snapshots: the first at once, then after each
 * change; `POST /api/counter/<id>/act` `{ actId, act }` does something, and the same `actId` again does nothing more, so a page that lost
 * its line sends what it does not know again.
 */
export interface CounterSnapshot {
  /** Grows with each change of a hub's day; a page shows no older one than it has. */
  readonly revision: number;
  readonly test: boolean;
  readonly siteName: string;
  readonly timeZone: string;
  /** Epoch ms by the hub's clock: waits are counted from it. */
  readonly now: number;
  readonly counter: {
    readonly id: string;
    readonly name: LocalizedText;
    readonly place: string;
    readonly isPaused: boolean;
  };
  /** Who sits here; `undefined`: nobody. */
  readonly sitting: { readonly name: string; readonly isYou: boolean } | undefined;
  readonly serving: CalledNumber | undefined;
  /** In the order in which they would be called, were nobody else to come; at most 200. */
  readonly waiting: readonly WaitingNumber[];
  readonly waitingCount: number;
  readonly absent: readonly LaidAside[];
  readonly parked: readonly LaidAside[];
  /** Of a hub that lost its log: told anew, and perhaps served. */
  readonly unknown: readonly LaidAside[];
  /** Called here and elsewhere in this place today, the latest first; at most 200. */
  readonly calledToday: readonly CalledToday[];
  /** The last act of this counter, while it can be undone. */
  readonly undo: { readonly actId: string; readonly act: CounterActName; readonly until: number } | undefined;
  readonly services: readonly { readonly code: string; readonly name: LocalizedText }[];
  readonly counters: readonly { readonly id: string; readonly name: LocalizedText }[];
  /** Somebody at a kiosk of this place needs a person. */
  readonly calls: readonly CallForPerson[];
}

export interface CalledNumber {
  readonly visitId: string;
  readonly number: string;
  /** `yyyy-mm-dd`, where it is not today's. */
  readonly day?: string;
  readonly serviceCode: string;
  readonly lane: LaneName;
  readonly since: number;
  readonly calls: number;
  readonly isLaneToBeConfirmed: boolean;
}

export interface WaitingNumber {
  readonly visitId: string;
  readonly number: string;
  readonly day?: string;
  readonly serviceCode: string;
  readonly lane: LaneName;
  readonly since: number;
  readonly flags: readonly WaitingFlag[];
}

/** `wanted-here`: transferred to this counter or whoever sits here. */
export type WaitingFlag = 'appointment' | 'late' | 'returned' | 'lane-to-be-confirmed' | 'yesterday' | 'wanted-here';
export type LaneName = 'ordinary' | 'priority' | 'emergency';

export interface LaidAside {
  readonly visitId: string;
  readonly number: string;
  readonly day?: string;
  readonly serviceCode: string;
  readonly lane: LaneName;
  readonly since: number;
  readonly reason?: string;
}

export interface CalledToday {
  readonly visitId: string;
  readonly number: string;
  readonly counter: string;
  readonly at: number;
  readonly stands: 'called' | 'finished' | 'absent' | 'parked' | 'waiting' | 'withdrawn';
}

export interface CallForPerson {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly place: string;
  readonly kioskId: string;
  readonly ticketNumber?: string;
  readonly since: number;
  /** Louder each minute. */
  readonly escalation: number;
}

/** What the page may ask for; `by` and `counter` are the session's and the address's. */
export type CounterActName =
  | 'sit-down'
  | 'leave-counter'
  | 'pause'
  | 'resume'
  | 'call-next'
  | 'recall'
  | 'call-this'
  | 'finish'
  | 'absent'
  | 'return'
  | 'park'
  | 'transfer'
  | 'quick-issue'
  | 'serve-without-ticket'
  | 'undo'
  | 'open-emergency'
  | 'confirm-lane'
  | 'withdraw'
  | 'sort-unknown';
