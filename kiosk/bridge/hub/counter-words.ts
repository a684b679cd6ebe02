import type { AlertKind } from '#backend-client/contract/alert.ts';
import type { LocalizedText } from '#config/agreements/language.ts';

/**
 * The words between hub and counter page. `GET /live/counter/<id>` (WebSocket) brings whole snapshots: the first at once, then after each
 * change; the page says `{ "touch": true }` while somebody is there. `POST /api/counter/<id>/act` takes `ActRequest` and does something;
 * the same `actId` again does nothing more, so a page that lost its line sends what it does not know again.
 */
export interface CounterSnapshot {
  /** Grows with each change of a hub's day; a page shows no older one than it has. */
  readonly revision: number;
  readonly test: boolean;
  readonly siteName: string;
  readonly timeZone: string;
  /** Epoch ms by the hub's clock: waits are counted from it. */
  readonly now: number;
  /** `yyyy-mm-dd`. */
  readonly day: string;
  readonly counter: {
    readonly id: string;
    readonly name: LocalizedText;
    readonly place: string;
    readonly isPaused: boolean;
    /** Our codes of what is called here. */
    readonly services: readonly string[];
  };
  /** Who sits here; `undefined`: nobody. */
  readonly sitting: { readonly name: string; readonly isYou: boolean } | undefined;
  readonly serving: CalledNumber | undefined;
  /** In the order in which they would be called, were nobody else to come; at most 200. */
  readonly waiting: readonly WaitingNumber[];
  readonly waitingCount: number;
  /** Of these and of `unknown` at most 200, the latest first. */
  readonly absent: readonly LaidAside[];
  readonly parked: readonly LaidAside[];
  /** Of a hub that lost its log: told anew, and perhaps served. */
  readonly unknown: readonly LaidAside[];
  readonly isRecovering: boolean;
  /** Called here and elsewhere in this place today, each number once, the latest first; at most 200: the others are found by search. */
  readonly calledToday: readonly CalledToday[];
  readonly calledCount: number;
  /** In the whole hospital, everybody who is not done with: what the end of the day takes away. */
  readonly openCount: number;
  /** Whoever comes back is called after so many others. */
  readonly returnAfter: number;
  /** The last act of this counter, while it can be undone. */
  readonly undo: { readonly actId: string; readonly act: CounterActName; readonly until: number } | undefined;
  readonly services: readonly { readonly code: string; readonly name: LocalizedText }[];
  readonly counters: readonly { readonly id: string; readonly name: LocalizedText }[];
  /** Who sits at some counter now: a number can be sent to a person. */
  readonly people: readonly { readonly id: string; readonly name: string; readonly counter: string }[];
  /** Somebody at a kiosk of this place needs a person. */
  readonly calls: readonly CallForPerson[];
}

/** `GET /api/counters`: what there is to sit at. */
export interface CounterList {
  readonly test: boolean;
  readonly siteName: string;
  readonly counters: readonly {
    readonly id: string;
    readonly name: LocalizedText;
    readonly place: LocalizedText;
    readonly sitting: string | undefined;
  }[];
}

/** `GET /api/counter/<id>/find?text=`: any number of this place, wherever it stands; at most 20. */
export interface FoundNumbers {
  readonly found: readonly CalledToday[];
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

/**
 * - `wanted-here`: transferred to this counter or whoever sits here.
 * - `at-chair`: asked to a kiosk that measures, or sitting there; the others are called first. `measured`: was measured there.
 */
export type WaitingFlag =
  | 'appointment'
  | 'late'
  | 'returned'
  | 'lane-to-be-confirmed'
  | 'yesterday'
  | 'wanted-here'
  | 'at-chair'
  | 'measured';
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
  readonly day?: string;
  readonly serviceCode: string;
  readonly lane: LaneName;
  /** Our short name of it; `undefined`: not called yet. */
  readonly counter: string | undefined;
  readonly at: number;
  readonly stands: StandsWhere;
}

export type StandsWhere = 'called' | 'finished' | 'absent' | 'parked' | 'waiting' | 'withdrawn' | 'closed' | 'unknown';

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
export type PageAct =
  | { readonly kind: 'sit-down'; readonly force: boolean }
  | { readonly kind: SimpleActName }
  | { readonly kind: 'call-this'; readonly visitId: string; readonly reason: CallReasonName }
  | { readonly kind: 'return'; readonly visitId: string; readonly after: number }
  | { readonly kind: 'park'; readonly reason: ParkReasonName }
  | { readonly kind: 'transfer'; readonly visitId: string; readonly to: TransferTo }
  | { readonly kind: 'quick-issue'; readonly serviceCode: string; readonly as: QuickIssueName }
  | { readonly kind: 'serve-without-ticket'; readonly serviceCode: string }
  | { readonly kind: 'undo'; readonly undoes: string }
  | { readonly kind: 'open-emergency'; readonly visitId: string }
  | { readonly kind: 'confirm-lane'; readonly visitId: string; readonly isRight: boolean }
  | { readonly kind: 'withdraw'; readonly visitId: string; readonly reason: 'given-up' | 'issued-by-mistake' }
  | { readonly kind: 'sort-unknown'; readonly visitId: string; readonly as: 'waits' | 'was-served' | 'is-gone' }
  /** Of a supervisor alone. */
  | { readonly kind: 'close-day'; readonly day: string }
  | { readonly kind: 'end-recovery' };

export const simpleActs = ['leave-counter', 'pause', 'resume', 'call-next', 'recall', 'finish', 'absent'] as const;
export type SimpleActName = (typeof simpleActs)[number];
export type CounterActName = PageAct['kind'];

export type TransferTo =
  | { readonly to: 'service'; readonly serviceCode: string }
  | { readonly to: 'counter'; readonly counter: string }
  | { readonly to: 'person'; readonly person: string };

export const callReasonNames = [
  'asked-by-doctor',
  'came-back',
  'needs-help',
  'wrong-order',
  'result-is-there',
] as const;
export type CallReasonName = (typeof callReasonNames)[number];
export const parkReasonNames = ['waits-for-result', 'fetches-paper', 'not-ready', 'pays-first'] as const;
export type ParkReasonName = (typeof parkReasonNames)[number];
export const quickIssueNames = ['ordinary', 'elderly', 'child', 'details-at-desk'] as const;
export type QuickIssueName = (typeof quickIssueNames)[number];

export interface ActRequest {
  /** 20 characters of Crockford base32, of the page. */
  readonly actId: string;
  readonly act: PageAct;
  /** Who was served here when the button was pressed: an act that would meet somebody else is refused. `null`: nobody. */
  readonly seen: string | null;
  /** Ms since the button was pressed. What has not been done by then is not done any more when it comes late. */
  readonly agoMs: number;
}

/** After this long an act that has not been done is given back. */
export const longestLateMs = 30_000;

/** 200, 409 and 503. `number`: of a quick issue. */
export type ActAnswer =
  | { readonly is: 'done'; readonly number?: string }
  | { readonly is: 'refused'; readonly why: CounterRefusal }
  | { readonly is: 'not-deciding' };

/** The hub's own refusals, and the page's: `too-late`, `looks-different` (somebody else is served by now), `not-allowed`, `not-noted`. */
export const counterRefusals = [
  'unknown-visit',
  'unknown-counter',
  'unknown-service',
  'not-your-counter',
  'counter-paused',
  'nobody-waits',
  'nobody-called',
  'called-elsewhere',
  'is-over',
  'not-in-that-pool',
  'number-taken',
  'visit-differs',
  'day-over',
  'too-late-to-undo',
  'recovering',
  'not-yours',
  'service-closed',
  'service-full',
  'too-late',
  'looks-different',
  'not-allowed',
  'not-noted',
] as const;
export type CounterRefusal = (typeof counterRefusals)[number];
