import type { Language, LocalizedText } from '#config/agreements/language.ts';

/**
 * The words between hub and board. `GET /live/board/<place>` (WebSocket, no sign-in) brings whole snapshots, so that a board which is
 * opened late or comes back has what it missed, and answers each sign of life. The page tells `BoardSays`.
 */
export type BoardHears = BoardSnapshot | SignOfLifeAnswer;

export interface BoardSnapshot {
  /** Grows within one line; over the next line it begins anew. */
  readonly revision: number;
  readonly test: boolean;
  readonly siteName: string;
  readonly timeZone: string;
  /** Epoch ms by the hub's clock, which the board shows. */
  readonly now: number;
  readonly place: { readonly id: string; readonly name: LocalizedText };
  readonly languages: readonly Language[];
  /** The latest first, at most four; a call that was undone is gone. */
  readonly called: readonly BoardCall[];
  /** One line of each counter where somebody is served, in the order of the settings. */
  readonly serving: readonly { readonly counter: LocalizedText; readonly number: string }[];
  /** Numbers that come next, without a promise. */
  readonly next: readonly string[];
  /** Ranges that can be believed, in minutes; of the others nothing stands here. */
  readonly waits: readonly { readonly service: LocalizedText; readonly from: number; readonly to: number | 'over' }[];
  readonly notices: readonly LocalizedText[];
  /** Addresses under this origin. */
  readonly pictures: readonly string[];
  /** What this board is to play now, if it is the speaker of its place; anything else it plays stops. */
  readonly speech: Speech | undefined;
  /** The call that is spoken in this place now, by whichever board; `null`: none. */
  readonly speaking: string | null;
  /** It is the one that speaks. */
  readonly isSpeaker: boolean;
  /** Nothing speaks here, or the latest call could not be spoken: the board flashes larger. */
  readonly isVoiceless: boolean;
  /** Calls of the last minutes that were heard to their end: told again to a hub that takes over. */
  readonly spoken: readonly string[];
}

export interface BoardCall {
  /** No two are alike: the same number called again is another one. */
  readonly call: string;
  readonly number: string;
  readonly counter: LocalizedText;
  /** As on its door, for `data-room`. */
  readonly room: string;
  /** "Tầng 1 · rẽ phải cạnh quầy thuốc". */
  readonly way?: LocalizedText;
  readonly at: number;
  /** 1 for the first call. */
  readonly count: number;
}

export interface Speech {
  readonly call: string;
  /** No two are alike: the same call is tried again after a failure. */
  readonly attempt: number;
  /** Addresses of clips, one after the other. */
  readonly clips: readonly string[];
  /** 0 to 1. */
  readonly volume: number;
}

/** `here` is the number of the sign of life that is answered. */
export interface SignOfLifeAnswer {
  readonly here: number;
}

export type BoardSays =
  /** First of all, over each new line: what was spoken as this board knows it. `ended`: by itself, and no hub has confirmed it. */
  | { readonly heard: readonly string[]; readonly ended: readonly string[] }
  /** Every second. `speaker`: it can sound. */
  | { readonly here: number; readonly speaker: boolean }
  /** All clips of this attempt were played to their end. */
  | { readonly spoken: string; readonly attempt: number }
  | { readonly failed: string; readonly attempt: number };

/** A board is silent so long after it sent the last sign of life that was answered: by then the hub may let another one sound. */
export const boardLeaseMs = 2_500;
export const signOfLifeEveryMs = 1_000;
