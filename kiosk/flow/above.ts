import type { CallerId } from '#config/agreements/ids.ts';
import type { Language } from '#config/agreements/language.ts';
import type { Scan } from './events.ts';

/** What lies over every place: whose turn it is, and the frame. */
export interface Above {
  readonly turn: Turn;
  readonly frame: Frame;
}

/**
 * Whose turn it is: nobody's, one person's, a person's whom a stranger has interrupted, or one of a family's, after another. Everything that depends on it is
 * decided here: what a scan of one's own card, one's other card or somebody else's means, when "are you still here?" is asked, and
 * when a number that is only on the screen may go.
 */
export interface Turn {
  /** Counts what people do and where that leads. A timer belongs to one count; a later one means nothing to it. */
  readonly count: number;
  /** "Are you still here?" has been asked since this count. */
  readonly asked: number | undefined;
  /** Whoever comes next, if the person of this turn does not say that they are still here. */
  readonly next: NextInLine | undefined;
  /** What the person did in this turn, so that a child cannot hold the kiosk for ever. */
  readonly acts: number;
  /** Touches beside buttons among it. */
  readonly touches: number;
  /** The count with which it began. */
  readonly began: number;
  /** Its longest time has passed since this count. `isSaid`: and the screen says so, wherever one may leave. */
  readonly over: { readonly since: number; readonly isSaid: boolean } | undefined;
  /** Numbers given without any papers, one after the other, over all turns. */
  readonly noPapersInRow: number;
  /** How many of the same family were served before this one, in a row; 0 outside a family. */
  readonly familyBefore: number;
}

export interface NextInLine {
  readonly scan: Scan;
  /** The count in which they came. */
  readonly since: number;
}

export const nobodysTurn: Turn = {
  count: 0,
  asked: undefined,
  next: undefined,
  acts: 0,
  touches: 0,
  began: 0,
  over: undefined,
  noPapersInRow: 0,
  familyBefore: 0,
};

/**
 * What lies over every place: the language, the help sheet and a notice. It survives every move but the patient's own, so that
 * neither a reading, nor the hospital's answer, nor the end of a session takes a call for help from the screen.
 */
export interface Frame {
  readonly language: Language;
  /** The help sheet is open. */
  readonly help: HelpSheet | undefined;
  readonly notice: NoticeShown | undefined;
  /** Counts the notices, so that each gets its own time. */
  readonly notices: number;
}

export interface HelpSheet {
  readonly caller: CallerId;
  readonly isEmergency: boolean;
  /** Whoever called is still the one at the screen, as far as anybody knows: the same turn. */
  readonly isCallers: boolean;
}

export interface NoticeShown {
  readonly words: NoticeWords;
  /** Which one it is. */
  readonly count: number;
}

export type NoticeWords =
  | 'please-wait-for-measurement'
  | 'please-wait-for-ticket'
  | 'please-wait-for-help'
  | 'somebody-elses-card'
  | 'other-card-added'
  | 'appointment-added'
  | 'code-not-usable'
  | 'scan-code-first'
  | 'service-not-changed'
  | 'number-not-given-up'
  | 'service-not-open'
  | ChipNotice;

/**
 * - `chip-card-taken`: it was lifted too early; laid again, it is read again.
 * - `chip-not-read`: lift it and lay it again.
 * - `chip-of-other-card`: the number of the scanned card does not open it.
 * - `chip-not-usable`: nothing more is tried; the visit goes on without.
 * - `chip-does-not-match`: the desk has to look at the card.
 */
export type ChipNotice =
  | 'chip-read'
  | 'chip-card-taken'
  | 'chip-not-read'
  | 'chip-of-other-card'
  | 'chip-not-usable'
  | 'chip-does-not-match';
