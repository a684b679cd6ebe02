import type { Language, LocalizedText } from '#config/agreements/language.ts';

/**
 * The words between hub and board. `GET /live/board/<place>` (WebSocket, no sign-in) brings whole snapshots, so that a board which is
 * opened late or comes back has what it missed. The page says `{ speaker: true }` when it can sound, and `{ spoken: <call> }` when a clip
 * has ended; the hub has one speaker per place.
 */
export interface BoardSnapshot {
  readonly revision: number;
  readonly test: boolean;
  readonly siteName: string;
  readonly timeZone: string;
  readonly now: number;
  readonly place: { readonly id: string; readonly name: LocalizedText };
  readonly languages: readonly Language[];
  /** The latest first, at most four; a call that was undone is gone. */
  readonly called: readonly BoardCall[];
  /** One line of each room that serves. */
  readonly serving: readonly { readonly counter: LocalizedText; readonly number: string }[];
  /** Numbers that come next, without a promise. */
  readonly next: readonly string[];
  /** Ranges that can be believed, in minutes; of the others nothing stands here. */
  readonly waits: readonly { readonly service: LocalizedText; readonly from: number; readonly to: number | 'over' }[];
  readonly notices: readonly LocalizedText[];
  /** Addresses under this origin. */
  readonly pictures: readonly string[];
  /** What this board is to play now, if it is the speaker of its place. */
  readonly speech: Speech | undefined;
}

export interface BoardCall {
  /** Grows with every call and recall of the day; the same number called again is another one. */
  readonly call: string;
  readonly number: string;
  readonly counter: LocalizedText;
  /** As on its door, for `data-room`. */
  readonly room: string;
  readonly at: number;
  /** 1 for the first call. */
  readonly count: number;
}

export interface Speech {
  readonly call: string;
  /** Addresses of clips, one after the other; empty: there is no voice, and the board flashes. */
  readonly clips: readonly string[];
  /** 0 to 1. */
  readonly volume: number;
}
