import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { EndReason, FlowStep } from './effects.ts';
import type { EventOf, FlowEvent, TimerName } from './events.ts';
import type { Place, Standing } from './state.ts';
import type { OthersCard } from './turn.ts';

/** What a place says about itself. One without a clock, a way back or a word about a stranger's card does not compile. */
export interface PlaceRow<At extends Place> {
  readonly waits: (state: Standing<At>, settings: FlowSettings) => Wait<At>;
  readonly back: 'none' | Move<At>;
  readonly leave: Leave | ((state: Standing<At>) => Leave);
  readonly othersCard: OthersCard | ((state: Standing<At>) => OthersCard);
  /**
   * What more knowledge does here: another card, the hospital's answer, the chip. `closed`: nothing is added any more, and nothing of
   * that is heard.
   */
  readonly facts: 'closed' | Move<At>;
  /** What is not here means nothing here. */
  readonly on: { readonly [Type in PlaceEvent['type']]?: Handler<At, Type> };
}

export type Wait<At extends Place> =
  /** The patient may have gone: "are you still here?" */
  | { readonly timer: TimerName; readonly ms: number; readonly after: 'ask' }
  /** What was shown was seen. */
  | { readonly timer: TimerName; readonly ms: number; readonly after: Extract<EndReason, 'finished'> }
  | {
      readonly timer: TimerName;
      readonly ms: number;
      readonly after: Move<At>;
      /** Runs since this count, whatever the patient does meanwhile. */
      readonly since?: number;
    }
  /** Its answer always comes, and in its own time. */
  | { readonly boundedBy: 'store' | 'printer' | 'monitor' | 'staff' };

/**
 * - `free`: whenever one likes.
 * - `owed`: a number or a reading is on its way; nobody ends the turn before it is known, even if nobody is looking.
 * - `done`: what was wanted is there; "done" ends the turn.
 * - `nobody`: nobody is being served.
 */
export type Leave = 'free' | 'owed' | 'done' | 'nobody';

/** Events that mean something in some places; the others mean the same everywhere and are not asked here. */
export type PlaceEvent = Exclude<
  FlowEvent,
  EventOf<
    | 'timer-elapsed'
    | 'help-called'
    | 'emergency-called'
    | 'help-called-off'
    | 'help-closed'
    | 'language-chosen'
    | 'stayed'
    | 'touched'
    | 'went-back'
    | 'started-over'
    | 'staff-came'
    | 'staff-left'
    | 'crisis-ended'
    | 'crisis-left'
    | 'hospital-answered'
    | 'chip-card-laid'
    | 'chip-reading'
    | 'chip-read'
    | 'chip-not-read'
    | 'temperature-measuring'
    | 'temperature-measured'
    | 'temperature-not-measured'
  >
>;

export type Move<At extends Place> = (settings: FlowSettings, state: Standing<At>) => FlowStep;

export type Handler<At extends Place, Type extends FlowEvent['type']> = (
  settings: FlowSettings,
  state: Standing<At>,
  event: EventOf<Type>,
) => FlowStep;
