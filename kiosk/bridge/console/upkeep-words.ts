import type { EndpointMismatch } from '#backend-client/contract/delivery.ts';
import type { Cure, KeptReason, WhoActs } from '#backend-client/contract/delivery-reasons.ts';
import type { DeadLetter, DelayedMessages, LetterGroup, StrandedMessages } from '#backend-client/contract/store.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { Capability, HospitalSettings } from '#config/settings/hospital-settings.ts';
import type { DeviceCondition, DeviceHint, DeviceKind, WhyAbsent } from '#drivers/contract/device.ts';

/**
 * The kiosk as its technician sees it, and the little that a person must decide. Holds no personal data: a message is named by ticket
 * number and control id. Topic `kiosk`.
 *
 * `GET /check-in/<day>?pass=…`, with a pass of `check-in/ask`, once and within a minute → that day's check-in file, which names
 * patients, as an attachment; 403 (nobody asked), 404 (nothing of the day can be read), 500 (the store cannot be read), 503 (others are
 * downloading). A file that breaks off is an answer that breaks off.
 */
export interface UpkeepTopics {
  readonly kiosk: UpkeepState;
}

export type UpkeepCalls = {
  'kiosk/act': { readonly asks: UpkeepAct; readonly answers: undefined; readonly problem: 'no-longer-so' };
  'check-in/ask': {
    readonly asks: { readonly day: string };
    readonly answers: { readonly pass: string };
    readonly problem: 'unknown-day' | 'too-many' | 'no-kiosk';
  };
  /** Of the newest download of that day. */
  'check-in/report': {
    readonly asks: { readonly day: string };
    readonly answers: CheckInReport;
    readonly problem: 'none';
  };
};

export interface UpkeepState {
  readonly kioskId: string;
  readonly siteName: string;
  readonly version: string;
  /** The profile is `demo`. */
  readonly test: boolean;
  readonly timeZone: string;
  readonly outOfService: boolean;
  readonly storage: { readonly freeBytes: number; readonly condition: 'ok' | 'low' | 'too-low' };
  /** What stands between the store and its file; anything but `ok` takes the kiosk out of service. */
  readonly store: 'ok' | 'disk-full' | 'not-writable' | 'file-lost' | 'damaged';
  /** `not-verified`: this kiosk cannot tell a ticket from one that somebody has made up. */
  readonly tickets: 'verified' | 'not-verified';
  readonly devices: readonly DeviceOnPage[];
  readonly endpoints: readonly EndpointOnPage[];
  /** The hub of the hospital; left out: this kiosk numbers alone. */
  readonly hub?: HubOnPage | undefined;
  /** Refused and unsure messages, oldest first; at most 200. */
  readonly letters: readonly LetterOnPage[];
  /** Of all refused and unsure messages, how many for which reason: what one word can decide together. */
  readonly letterGroups: readonly LetterGroupOnPage[];
  /** Messages of systems that the site file does not have any more. */
  readonly stranded: readonly StrandedOnPage[];
  /** Open alerts and those of the last day, newest first; at most 50. */
  readonly alerts: readonly AlertOnPage[];
  readonly time: TimeOnPage;
  readonly window: WindowOnPage;
  /** Visits that were erased before the hospital had them, until somebody has taken the list to the desk; oldest first. */
  readonly expired: readonly ExpiredOnPage[];
  /** Days of which something can still be read, newest first. */
  readonly checkInDays: readonly CheckInDayOnPage[];
}

/** How this kiosk stands with its hub. None of it withholds a number. */
export interface HubOnPage {
  /** `undefined`: it answers. */
  readonly trouble:
    | 'no-answer'
    | 'tls-refused'
    | 'file'
    | 'key-unknown'
    | 'key-revoked'
    | 'version'
    | 'profile'
    | 'slow-down'
    | 'not-deciding'
    | 'not-understood'
    | undefined;
  /** Of `file`: which one. */
  readonly file: string | undefined;
  /** What waits for it. */
  readonly queued: number;
  /** Numbers in stock, by series. */
  readonly left: readonly { readonly series: string; readonly left: number }[];
  readonly mark: string;
  readonly documentKey: 'none' | 'as-theirs' | 'other' | 'not-usable';
  /** Codes of services that the hub has otherwise, or not at all. */
  readonly servicesUnlike: readonly string[];
}

/** Whether patients see their page, and how its window fares. */
export interface WindowOnPage {
  /** `never`: none since the host's start. `away`: gone for a moment. `lost`: gone for more than 30 s. */
  readonly page: 'connected' | 'never' | 'away' | 'lost';
  readonly silentSeconds: number;
  /** Epoch ms. */
  readonly lastTapAt: number | undefined;
  readonly restarts: number;
  readonly lastRestart: WindowOpening | undefined;
}

/** What time it is and who says so. Moments are epoch ms, to the minute. */
export interface TimeOnPage {
  readonly now: number;
  /** `2026-11-26`: whose numbers are given. */
  readonly today: string;
  readonly trust: 'confirmed' | 'unconfirmed';
  readonly why:
    | 'kernel'
    | 'sources'
    | 'hospital'
    | 'last-moment'
    | 'first-start'
    | 'elapsed'
    | 'ahead'
    | 'behind'
    | 'contradicted'
    | 'leapt'
    | 'left';
  readonly machineClock: number;
  /** What the kiosk went on from at its start. */
  readonly lastMoment: number | undefined;
  readonly sources: readonly {
    /** `kernel`, or `hospital` and the name of its machine. */
    readonly source: string;
    readonly at: number;
    readonly says: 'agrees' | 'contradicts' | 'unclear';
  }[];
  /** Days that a person may call wrong. */
  readonly leavable: readonly string[];
}

export interface ExpiredOnPage {
  readonly ticketNumber: string;
  readonly day: string;
  readonly endpointId: string;
  readonly expiredOn: string;
}

export interface CheckInDayOnPage {
  /** `2026-11-26`. */
  readonly day: string;
  /** False: visits still come, and a file is not the whole day. */
  readonly isOver: boolean;
  /** The newest one since the kiosk's start that nobody called off. */
  readonly download: CheckInDownload | undefined;
}

export interface CheckInDownload {
  /** Epoch ms of its end. */
  readonly at: number;
  /** `nothing-left`: no visit can be read any more, and there is no file. `store-failed`: it broke off. */
  readonly ended: 'whole' | 'nothing-left' | 'store-failed';
}

/** What a person should know about a day's file. Names visits by ticket number, and nobody; columns as QĐ 4750 does. */
export interface CheckInReport {
  /** Of the day, in the file or not. */
  readonly visits: number;
  readonly rows: number;
  /** Not in the file: numbers that a visit has given up for another one, under which it stands. */
  readonly withdrawn: readonly string[];
  /** Not in the file: past their retention. */
  readonly erased: readonly string[];
  /** Not in the file: what is stored of them does not open. */
  readonly unreadable: readonly string[];
  /** To be completed before signing: what is empty, and what did not fit as it was. */
  readonly incomplete: readonly {
    readonly ticketNumber: string;
    readonly missing: readonly string[];
    readonly problems: readonly {
      readonly column: string;
      readonly problem: 'cut' | 'too-long' | 'not-a-code' | 'hour-wanted';
    }[];
  }[];
  /** Whether the day was over when it was read. */
  readonly isOver: boolean;
}

export interface DeviceOnPage {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly condition: DeviceCondition;
  /** Of a device that is absent. */
  readonly whyAbsent?: WhyAbsent | undefined;
  /** What should be mended though the device may work. */
  readonly hints: readonly DeviceHint[];
}

/** Why a delivery did not go well. */
export type ReasonOnPage = KeptReason;

export type CureOnPage = Cure;

/** What a system does not offer, seen at the start. */
export type MismatchOnPage = EndpointMismatch['kind'];

export interface DelayedOnPage extends DelayedMessages {
  readonly cure: CureOnPage | undefined;
}

export interface EndpointOnPage {
  readonly id: string;
  readonly protocol: HospitalSettings['protocol'];
  readonly capabilities: readonly Capability[];
  /** `open`: it is left alone for a while; `half-open`: one message tries. */
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Why it is left alone, or what it lacks; names of the protocol, never values. */
  readonly reason: string | undefined;
  /** What would cure the reason. */
  readonly cure: CureOnPage | undefined;
  /** Epoch ms. */
  readonly since: number | undefined;
  readonly queued: number;
  /** How long the oldest that waits has waited, in whole minutes. */
  readonly oldestMinutes: number;
  /** It has accepted nothing for long while something waits. */
  readonly stands: boolean;
  /** Answers since the kiosk's start that named somebody else than whom it was asked about; nothing of them was used. */
  readonly namedAnother: number;
  /** Tried, not taken, and tried again by itself; the reason of most of them. */
  readonly delayed: DelayedOnPage | undefined;
}

export type LetterOnPage = Omit<DeadLetter, 'visitId'>;
export type StrandedOnPage = StrandedMessages;

export interface LetterGroupOnPage extends LetterGroup {
  readonly whoActs: WhoActs;
}

export interface AlertOnPage {
  readonly alertId: string;
  readonly kind:
    | 'help-wanted'
    | 'emergency'
    | 'crisis-reading'
    | 'high-reading'
    | 'isolation'
    | 'hospital-standing'
    | 'self-test-failed';
  /** Of whoever was sent to the isolation room, or was measured in danger. */
  readonly ticketNumber?: string | undefined;
  readonly raisedAt: number;
  readonly escalation: number;
  /** `acknowledged` is over by a named person, the others after it by nobody's name; an emergency is never so. */
  readonly state: 'raised' | 'delivered' | 'acknowledged' | 'called-off' | 'nobody-came';
  /** Who came or is coming. */
  readonly by: string | undefined;
}

/** Whoever is signed in decides; their name is written down with it. */
export type UpkeepAct =
  /** The same bytes under the same id. */
  | { readonly do: 'send-again'; readonly messageId: number }
  /** After a mapping was corrected: new bytes, a new id, the same visit. */
  | { readonly do: 'render-anew'; readonly messageId: number }
  /** A person has entered it at the desk. */
  | { readonly do: 'settle-by-hand'; readonly messageId: number }
  /** Something was mended: all that this system refused goes out again, as it is. What may have arrived does not. */
  | { readonly do: 'send-all-again'; readonly endpointId: string }
  /** One word for all messages of one system with one reason. */
  | {
      readonly do: 'decide-all';
      readonly endpointId: string;
      readonly state: 'refused' | 'unsure';
      readonly reason: string;
      readonly decision: 'send-again' | 'render-anew' | 'settle-by-hand';
    }
  /** Of a system that the site file does not have any more: all is made anew for another one, or nobody is told. */
  | { readonly do: 'move-all'; readonly endpointId: string; readonly to: string }
  | { readonly do: 'give-up-all'; readonly endpointId: string }
  /** This person comes, or has come; the one way to end an emergency. */
  | { readonly do: 'acknowledge-alert'; readonly alertId: string }
  /** The clock was wrong: nothing more is looked up or counted as that day. Confirms no other time, and erases nothing. */
  | { readonly do: 'leave-day'; readonly day: string }
  /** The list of `expired` goes to the desk. `count`: as many as the person has seen. */
  | { readonly do: 'take-expired'; readonly count: number }
  /** Something was mended: whatever wait stands for this endpoint is over. Needs no name, since nothing is decided. */
  | { readonly do: 'try-now'; readonly endpointId: string };
