import type { Language } from '#config/agreements/language.ts';
import type { Arrow } from '#config/catalogues/arrows.ts';
import type { DeskReason, TicketRemark } from '#config/catalogues/outcomes.ts';
import type { IdentityDocument } from '#drivers/contract/identity.ts';
import type { ChipOnScreen } from '#kiosk/questions/chip-on-screen.ts';
import type { AnswerTo, QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import type { CallOnScreen } from './call-words.ts';
import type { KioskProblem } from './console/kiosk-problem.ts';
import type { MeasuringScreen, RestQuestion } from './measuring-words.ts';

export type { Arrow } from '#config/catalogues/arrows.ts';
export type { DeskReason, TicketRemark } from '#config/catalogues/outcomes.ts';
export type { ChipOnScreen } from '#kiosk/questions/chip-on-screen.ts';
export type { CallOnScreen } from './call-words.ts';

/**
 * The words between host and patient page.
 *
 * Host → page: whole snapshots, so that a page that has just been reloaded needs one and no history. Page → host:
 * commands that name the session and the screen that the finger was looking at (law 5).
 */
export const bridgeVersion = 6;

export interface Snapshot {
  /** Grows by one with each snapshot of a host process. */
  readonly revision: number;
  /** `none` while nobody is being served. */
  readonly session: string;
  readonly language: Language;
  /** What the language button offers, without the current one. */
  readonly otherLanguages: readonly Language[];
  readonly siteName: string;
  readonly timeZone: string;
  /** True prints a discreet "test" mark on every screen: the profile is `demo`. */
  readonly test: boolean;
  /** True when a scanner types into the page; its bursts are to be sent as `typed-code`. */
  readonly scannerTypes: boolean;
  /** True when a device that measures types into the page: short bursts are to be sent, too, those that end with a key. */
  readonly measureTypes?: true | undefined;
  readonly screen: Screen;
  /** Laid over the screen; the screen's own buttons cannot be reached meanwhile. */
  readonly overlay: Overlay | undefined;
  /** A strip of words that disappears by itself. */
  readonly notice: Notice | undefined;
  /** Somebody was measured in danger here, and nobody has said by name that they come: how loud the kiosk rings. Left out: not at all. */
  readonly ring?: RingLevel | undefined;
  readonly canGoBack: boolean;
  readonly canStartOver: boolean;
}

/** A finger never types so many keys without a pause; every card has more. */
export const shortestCode = 12;
/** `36.6` has four; less is no measurement. */
export const shortestMeasured = 4;

/** Louder each minute; `3` is full volume. */
export type RingLevel = 1 | 2 | 3;

/** The session word of a snapshot that serves nobody. */
export const noSession = 'none';

export type Screen = ScreenOf<QuestionId> | PlainScreen;

/** Every screen that asks no question of `kiosk/questions`. */
export type PlainScreen =
  /** `serves` tells which invitation to draw: a card for a number, a ticket for a measurement, or both. */
  | {
      readonly show: 'attract';
      readonly scanner: 'ready' | 'unavailable';
      readonly serves: Serves;
      readonly openCall: OpenCall;
      /** Whoever has no card chooses among other ways; absent: their number comes at once. */
      readonly otherWays?: boolean | undefined;
      /** `serves: 'vitals'`: whom the hospital has called here to be measured. */
      readonly invited?: { readonly number: string } | undefined;
    }
  /** The code could not be used. Friendly, says how to hold the card. */
  | {
      readonly show: 'scan-again';
      readonly why: ScanAgainReason;
      readonly serves: Serves;
      readonly openCall: OpenCall;
      readonly otherWays?: boolean | undefined;
    }
  | { readonly show: 'please-wait' }
  /** The appointment slip is known; whose it is says a card, or nobody. */
  | {
      readonly show: 'scan-card-too';
      readonly scanner: 'ready' | 'unavailable';
      /** Left out: the slip of an appointment was shown. `family`: somebody of the same family was served just now. */
      readonly after?: 'family' | undefined;
      readonly otherWays?: boolean | undefined;
    }
  /** No card is scanned: which other way? Just a number is always one. */
  | { readonly show: 'choose-way-in'; readonly ways: readonly WayIn[] }
  /** A phone or a passport under the scanner. `isSlow`: nothing was read for a while, so the other way is pointed out. */
  | {
      readonly show: 'show-to-scanner';
      readonly what: 'phone' | 'passport';
      readonly scanner: 'ready' | 'unavailable';
      readonly isSlow: boolean;
    }
  /** `typed`: what stands there already. `wrong`: what the host found. `of: 'passport'` has letters everywhere. */
  | {
      readonly show: 'type-number';
      readonly of: 'card' | 'passport';
      readonly forms: readonly NumberForm[];
      readonly typed: string;
      readonly wrong: NumberTrouble | undefined;
    }
  /** `groups` are masked by the host after a while. */
  | { readonly show: 'say-number-back'; readonly of: NumberedDocument; readonly groups: readonly string[] }
  /** A name, typed. `alphabet: 'latin'`: of a passport. */
  | {
      readonly show: 'who-are-you';
      readonly alphabet: 'vietnamese' | 'latin';
      readonly typed: string;
      readonly canUsePhone: boolean;
    }
  | { readonly show: 'when-born'; readonly thisYear: number; readonly oldest: number }
  | { readonly show: 'phone-number' }
  | {
      readonly show: 'confirm-identity';
      readonly person: PersonOnScreen;
      readonly remarks: readonly Remark[];
      /** The latest number that this person has today: it may be shown instead of asking anew. Left out: none. */
      readonly numberToday?: NumberOnScreen;
      readonly chip: ChipOnScreen;
      /** Left out: nobody is asked whether they stand here for themselves. */
      readonly whose?: WhoseCard | undefined;
    }
  /** A sign of an emergency was said, which one is not; `call`: how the call fares, where a system of the hospital takes calls. */
  | {
      readonly show: 'go-to-emergency';
      readonly directions: string | undefined;
      readonly call: CallOnScreen | undefined;
      /** The patient's, who has it already; left out: there is none yet, and it may be asked for. */
      readonly number?: string | undefined;
    }
  | { readonly show: 'take-ticket'; readonly ticket: TicketOnScreen; readonly remark?: TicketRemark | undefined }
  /** The number is stored, and the way leads to a room of one's own; the ticket's place is that room. */
  | { readonly show: 'go-to-isolation'; readonly ticket: TicketOnScreen }
  /** The number is stored; somebody at the desk has to look at something. */
  | { readonly show: 'go-to-desk'; readonly why: DeskReason; readonly desk: string; readonly ticket: TicketOnScreen }
  /** A number of today that may be given up; `give-up-surely` asks once more, with its answers in each other's places. */
  | { readonly show: 'your-number'; readonly of: NumberOnScreen }
  | { readonly show: 'give-up-surely'; readonly number: string }
  /** It is called by nobody any more. */
  | { readonly show: 'number-given-up'; readonly number: string }
  /** How it went, in one tap; goes by itself. `number`: the patient's, said again. */
  | { readonly show: 'survey'; readonly number: string; readonly isThanked: boolean }
  | MeasuringScreen
  | LobbyScreen
  /** `why: 'staff'`: somebody works on the kiosk. `repair`: where whoever looks after it finds what to do; `undefined` where no phone gets there. */
  | {
      readonly show: 'out-of-service';
      readonly why: 'trouble' | 'staff';
      readonly desk: string;
      readonly openCall: OpenCall;
      readonly repair: string | undefined;
      /** A kiosk that does not open: a word for whoever looks after it. */
      readonly doesNotOpen?: KioskProblem['kind'] | undefined;
    }
  /**
   * Nobody has set this kiosk up. `code` is `undefined` once it was used or is too old; `isBegun`: whoever goes on signs in by name;
   * `fingerprint` where the console speaks TLS.
   */
  | {
      readonly show: 'set-up';
      readonly code: string | undefined;
      readonly isBegun: boolean;
      readonly address: string;
      readonly fingerprint: string | undefined;
    };

/**
 * For staff, behind a gesture that no patient makes (`open-lobby`). The pad takes the lobby's PIN; `attempt` grows with each one that
 * was not right. What the menu offers never opens the console.
 */
export type LobbyScreen =
  | {
      readonly show: 'lobby-pad';
      readonly attempt: number;
      readonly tells: 'nothing' | 'wrong' | 'locked-out' | 'busy' | 'not-noted';
      /** While it is locked; 0 otherwise. */
      readonly secondsLeft: number;
    }
  | {
      readonly show: 'lobby-menu';
      readonly service: 'in' | 'out';
      readonly print: LobbyPrint;
      readonly scan: LobbyScan;
      /** The last act could not be noted, so it was not done. */
      readonly isRefused: boolean;
    }
  /**
   * Before the menu, while somebody is in a crisis here: who has come? `by`: who has said that they come. `isRefused`: the last name
   * was none.
   */
  | {
      readonly show: 'lobby-crisis';
      readonly number: string;
      readonly by: string | undefined;
      /** How many others here wait for somebody as well; left out: nobody. */
      readonly others?: number | undefined;
      readonly isRefused: boolean;
    };

/** `none`: not asked for. `no-printer`: the site file has none. `sent`: this printer cannot say that paper came out. */
export type LobbyPrint =
  | 'none'
  | 'no-printer'
  | 'printing'
  | 'printed'
  | 'sent'
  | 'no-paper'
  | 'cover-open'
  | 'cutter-error'
  | 'printer-error'
  | 'no-answer'
  | 'absent';

/** What the next code was, never what it said. `trouble`: what came from the scanner was no whole code. */
export type LobbyScan = 'none' | 'no-scanner' | 'waiting' | 'ticket' | 'document' | 'other' | 'trouble';

export const lobbyActs = ['test-print', 'test-scan', 'restart', 'out-of-service', 'in-service'] as const;
export type LobbyAct = (typeof lobbyActs)[number];

/** Whether somebody at this kiosk has called for a person who is not there yet. Nobody's name: whoever comes next reads it. */
export type OpenCall = 'none' | 'help' | 'emergency';

export type ScreenName = Screen['show'];

/** How somebody says who they are without a card under the scanner. */
export const waysIn = ['number', 'phone', 'passport', 'name'] as const;
export type WayIn = (typeof waysIn)[number];

/** A number that can be typed: so many characters, the first ones letters: any two of an insurance card, or those of the site. */
export interface NumberForm {
  readonly of: 'old-identity-card' | 'social-insurance' | 'citizen-card' | 'insurance-card' | 'patient-code';
  readonly length: number;
  readonly letters: 'none' | 'any-two' | { readonly are: string };
}

/** As `TypedNumberProblem` of the documents: `nobodys` is nothing but zeros. */
export type NumberTrouble =
  | { readonly kind: 'empty' | 'letters' | 'signs' | 'nobodys' }
  | { readonly kind: 'missing' | 'too-many'; readonly count: number };

export type Serves = 'check-in' | 'vitals' | 'both';

/**
 * - `foreign`, `damaged`, `oversized`: as the card reader says.
 * - `scanner-trouble`: the card may well be right; the reader or its settings are not.
 * - `ticket-of-another-day`: a ticket of another day or another hospital.
 * - `ticket-wanted`: a card on a kiosk that only measures: it needs the ticket.
 * - `appointment-elsewhere`: an appointment slip of another hospital.
 */
export type ScanAgainReason =
  | 'foreign'
  | 'damaged'
  | 'oversized'
  | 'scanner-trouble'
  | 'ticket-of-another-day'
  | 'ticket-wanted'
  | 'appointment-elsewhere';

/** What the patient can do about a measurement that gave nothing. */
/** The kinds of paper that bear a number. */
export type NumberedDocument = Exclude<IdentityDocument['kind'], 'undocumented'>;

/**
 * - `anybodys`: theirs, or that of whom they have come with.
 * - `childs`: surely a child's. `others`: they have said that it is not theirs.
 */
export type WhoseCard = 'anybodys' | 'childs' | 'others';

export interface PersonOnScreen {
  /** `undefined` when the card's text was damaged. */
  readonly fullName: string | undefined;
  /** `15/08/1948`, `08/1948` or `1948`. */
  readonly birth: string | undefined;
  /** Masked by the host: `027 •••• •• 123`. */
  readonly numbers: readonly { readonly of: NumberedDocument; readonly masked: string }[];
  /** Masked: `••• ••• 567`; absent unless it was typed in place of papers. */
  readonly phone?: string | undefined;
  /** Nothing was read: what is missing was never there to be read. */
  readonly isTold?: boolean | undefined;
}

/** What a card tells the patient beyond who they are. Dates are `dd/mm/yyyy`. */
export type Remark =
  | { readonly kind: 'insurance-valid'; readonly until: string | undefined }
  /** `on`: as on the card; `undefined` when the hospital says it without a date. */
  | { readonly kind: 'insurance-expired'; readonly on: string | undefined }
  | { readonly kind: 'insurance-not-yet-valid'; readonly from: string }
  /** The hospital has checked the card. */
  | { readonly kind: 'insurance-checked' }
  | { readonly kind: 'insurance-validity-not-readable' }
  /** The hospital's answer asks for a person. */
  | { readonly kind: 'insurance-to-check' }
  | { readonly kind: 'name-does-not-match' }
  | { readonly kind: 'birth-does-not-match' }
  /** The hospital's record under this number is somebody else's. */
  | { readonly kind: 'hospital-knows-another' }
  /** It still counted today; the new one is to be brought. */
  | { readonly kind: 'new-card-issued' }
  /** Registered at another facility: a referral letter counts. */
  | { readonly kind: 'other-facility' }
  | { readonly kind: 'citizen-card-expired'; readonly on: string }
  | { readonly kind: 'passport-expired'; readonly on: string }
  | { readonly kind: 'priority'; readonly ground: 'age-75' | 'under-6'; readonly certain: boolean }
  | { readonly kind: 'text-damaged' };

/** A number of today and where it counts. */
export interface NumberOnScreen {
  readonly number: string;
  readonly serviceName: string;
  readonly room: string;
  readonly floor: string | undefined;
}

export interface TicketOnScreen {
  /** `A012` */
  readonly number: string;
  readonly priority: boolean;
  readonly serviceName: string;
  readonly room: string;
  readonly floor: string | undefined;
  readonly directions: string | undefined;
  readonly slot: 'below' | 'left' | 'right';
  /** What the ticket's QR says; holds no personal data. */
  readonly code: string;
  readonly paper: PaperOnScreen;
  /** True when this document already had this number today. */
  readonly again: boolean;
  /** The number that this one stands for, after a change of service. */
  readonly replaces: string | undefined;
  /** Whether another service may be chosen in place of this one. */
  readonly canChangeService: boolean;
  /** Whether this number may be given up. Left out: no. */
  readonly canGiveUp?: true;
  /** Whether somebody else of the same family may go on at once. */
  readonly canGoOnWithFamily: boolean;
  /** Whether one can be measured here, now. */
  readonly canMeasure: boolean;
  /** It is not blood pressure alone. */
  readonly measuresMore?: true;
  /** Whether nothing need be printed: the code may be taken by phone. Left out: no. */
  readonly canTakeByPhone?: boolean;
  /** Which way to go from the kiosk, where the site file says it. */
  readonly arrow?: Arrow;
  /** Address of the picture of the way, where the site has one that can be shown. */
  readonly map?: string;
  /** Whether a copy may be asked for now. */
  readonly canReprint: boolean;
  /** The patient has said "done" and the page waits for the paper. */
  readonly leaving: boolean;
}

/**
 * - `held`: printing begins in a moment, unless the patient takes the number by phone.
 * - `printing`: on its way.
 * - `printed`: in the slot.
 * - `not-printed`: remember or photograph the number.
 * - `perhaps-printed`: look into the slot; otherwise remember the number.
 * - `on-phone`: the patient has said that the code is on their phone; nothing is printed unless they ask.
 * - `kept`: nothing is printed now, because this number has been on paper before.
 */
export type PaperOnScreen = 'held' | 'printing' | 'printed' | 'not-printed' | 'perhaps-printed' | 'kept' | 'on-phone';

export type Overlay =
  /** "Are you still there?" `secondsLeft` is from the moment of the snapshot; the page counts down by itself. */
  | { readonly show: 'idle-warning'; readonly secondsLeft: number }
  /**
   * Somebody else has laid a card or a ticket: is the patient of this screen still there? Without an answer it is the other one's
   * turn. `number`: it is on this screen only, so it is said again.
   */
  | { readonly show: 'next-waits'; readonly secondsLeft: number; readonly number: string | undefined }
  /** The longest time of one turn is up. `number`: it is on this screen only, so it is said again. */
  | { readonly show: 'time-is-up'; readonly secondsLeft: number; readonly number: string | undefined }
  /**
   * Where to find a person; `call` tells how the call fares where a system of the hospital takes calls. `secondsLeft`: the sheet
   * also asks whether somebody is still there; it stays as it is.
   */
  | {
      readonly show: 'help';
      readonly desk: string;
      readonly call: CallOnScreen | undefined;
      readonly secondsLeft: number | undefined;
    };

export type Notice =
  | 'somebody-elses-card'
  | 'other-card-added'
  | 'appointment-added'
  | 'code-not-usable'
  | 'please-wait-for-ticket'
  | 'please-wait-for-measurement'
  /** A card on the chip reader, whose QR was not scanned yet. */
  | 'scan-code-first'
  /** The number that is there stays. */
  | 'service-not-changed'
  /** It counts as before. */
  | 'number-not-given-up'
  /** It takes nobody now: another one, or the desk. */
  | 'service-not-open'
  /** A person is being called for; the next one's card waits. */
  | 'please-wait-for-help'
  | 'chip-read'
  | 'chip-card-taken'
  | 'chip-not-read'
  | 'chip-of-other-card'
  | 'chip-not-usable'
  | 'chip-does-not-match';

/** Every command carries what the finger was looking at. */
export interface CommandContext {
  readonly session: string;
  readonly screen: ScreenName;
}

export interface Commands {
  /**
   * Start or go on without any card: on `attract`, `scan-again` and `scan-card-too`, and where something could be told of oneself
   * (`choose-way-in`, `who-are-you`, `phone-number`): just a number.
   */
  readonly 'start-without-papers': CommandContext;
  /** On `attract`: I am whom you have called. `number`: the one that the finger was looking at. */
  readonly 'come-as-invited': CommandContext & { readonly number: string };
  readonly 'choose-way-in': CommandContext & { readonly way: WayIn };
  /** On `show-to-scanner`: it does not read. */
  readonly 'give-up-scan': CommandContext;
  readonly 'type-number': CommandContext & { readonly text: string };
  /** On `say-number-back`: it is right. */
  readonly 'confirm-number': CommandContext;
  readonly 'tell-name': CommandContext & { readonly text: string };
  /** On `who-are-you`: rather a phone number. */
  readonly 'prefer-phone': CommandContext;
  /** `null`: whoever does not know it. */
  readonly 'tell-birth-year': CommandContext & { readonly year: number | null };
  readonly 'tell-phone': CommandContext & { readonly text: string };
  /** `by`: who says so, where the screen asks. */
  readonly 'confirm-identity': CommandContext & { readonly by?: 'patient' | 'companion' | undefined };
  /** On `confirm-identity`: the number of today that stands there. */
  readonly 'show-number': CommandContext;
  /** To the question that the screen asks. */
  readonly answer: CommandContext & { readonly answer: AnswerTo<QuestionId> };
  /** "Done" on the ticket and desk screens. */
  readonly finish: CommandContext;
  readonly 'print-copy': CommandContext;
  /** The code is on the patient's phone: nothing is printed. */
  readonly 'take-by-phone': CommandContext;
  /** On `survey`: 1 very dissatisfied … 5 very satisfied. */
  readonly 'give-opinion': CommandContext & { readonly score: 1 | 2 | 3 | 4 | 5 };
  /** "Choose another clinic": this number is given back when the next one is chosen. */
  readonly 'change-service': CommandContext;
  /** "I do not want to be seen any more": on the ticket where `canGiveUp`, on `your-number`, and once more on `give-up-surely`. */
  readonly 'give-up-number': CommandContext;
  readonly 'keep-number': CommandContext;
  /** "The next one of my family": on the ticket and desk screens, where `canGoOnWithFamily`. */
  readonly 'family-goes-on': CommandContext;
  /** From the ticket to the measurement. */
  readonly measure: CommandContext;
  /** On `go-to-emergency`: a number all the same. */
  readonly 'want-number': CommandContext;
  /** "Begin" and "try again". */
  readonly 'start-measuring': CommandContext;
  readonly 'stop-measuring': CommandContext;
  /** On `resting`: to the question that stands there. `skip` says nothing. */
  readonly 'answer-while-resting': CommandContext & {
    readonly question: RestQuestion;
    readonly answer: 'yes' | 'no' | 'skip';
  };
  /** On `show-reading` and `not-measured`: the next device. */
  readonly 'measure-next': CommandContext;
  /** On `show-reading`, where `paper` is offered. */
  readonly 'print-reading': CommandContext;
  readonly 'go-back': CommandContext;
  readonly 'start-over': CommandContext;
  readonly 'call-for-help': CommandContext;
  readonly 'close-help': CommandContext;
  /** In the help sheet: somebody is in danger. */
  readonly 'call-emergency': CommandContext;
  /** In the help sheet, where `canCallOff`: whoever stands here needs no help any more. */
  readonly 'call-off-help': CommandContext;
  /** "I'm still here", on the idle warning, on `next-waits` and on a help sheet that asks. */
  readonly stay: CommandContext;
  /** What a scanner typed that pretends to be a keyboard, or a thermometer. Heard on any screen: a scan has no finger behind it. */
  readonly 'typed-code': CommandContext & {
    readonly text: string;
    /** Default: by a key, such as Enter. */
    readonly ended?: 'by-key' | 'by-silence' | undefined;
    /** `slow`: as slowly as a person types; taken only when it is a whole document. Default: a burst. */
    readonly pace?: 'burst' | 'slow' | undefined;
  };
  readonly 'choose-language': CommandContext & { readonly language: Language };
  /** A touch that hits no button, so that a slow reader is not timed out. At most one a second. */
  readonly touched: CommandContext;
  /** The gesture in the corners: staff want the pad. Heard on any screen; nothing happens while there is no lobby PIN. */
  readonly 'open-lobby': CommandContext;
  /** A key of the pad, whichever: somebody is there. */
  readonly 'lobby-key': CommandContext;
  readonly 'lobby-pin': CommandContext & { readonly pin: string };
  readonly 'lobby-act': CommandContext & { readonly act: LobbyAct };
  /** On `lobby-crisis`: whoever gives their name is with the patient. `''`: whoever has said so before. */
  readonly 'end-crisis': CommandContext & { readonly name: string };
  readonly 'close-lobby': CommandContext;
  /** The page has met a bug and loads itself anew. Heard on any screen. */
  readonly 'page-failed': CommandContext & { readonly what: PageFailure };
}

/** Where the bug showed: while a screen was drawn, in a script, or in a promise. Never the error's own words. */
export type PageFailure = 'drawing' | 'script' | 'promise';

export type CommandName = keyof Commands;

/** Heard, or not heard. Never data: what changed comes back by snapshot, the one way facts reach the page. */
export interface CommandProblem {
  readonly kind: 'stale' | 'not-understood' | 'not-now' | 'link-down';
}

export type HostMessage =
  | { readonly kind: 'hello'; readonly bridge: number }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** Comes every `heartbeat.everyMs`; the page answers with `pong` at once. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'heard'; readonly id: number }
  | { readonly kind: 'not-heard'; readonly id: number; readonly problem: CommandProblem };

export type PageMessage = {
  readonly [Name in CommandName]: { readonly id: number; readonly command: Name; readonly input: Commands[Name] };
}[CommandName];

/** The page's whole answer to a ping. Not a timer of its own: browsers slow those down where nobody looks. */
export const pong = '{"kind":"pong"}';

/** How a hung program on the other end of an open socket is noticed, by either side. */
export const heartbeat = { everyMs: 2_000, silentMs: 6_000 } as const;

/** WebSocket close codes that the page knows. */
export const closeCodes = {
  /** A newer page has taken over: one patient page at a time. */
  takenOver: 4001,
  /** The page has not answered for `heartbeat.silentMs`. */
  silent: 4002,
} as const;
