/**
 * What the patient page knows: the latest snapshot, or that there is no host. Nothing else, and nothing of the session
 * before (law 7).
 */
import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { LinkState } from '#kiosk/bridge/client.ts';
import { noSession, type Screen, type Snapshot } from '#kiosk/bridge/words.ts';
import type { Point } from './input/last-tap.ts';
import { canBeDrawn, lateCode } from './late-code.ts';
import type { Step } from './parts/steps.tsx';
import type { QuestionScreen } from './question-views.ts';

export type View =
  | { readonly shows: 'link-down' }
  | { readonly shows: 'taken-over' }
  /** A bug: the page is about to be loaded anew. */
  | { readonly shows: 'failed' }
  | { readonly shows: 'snapshot'; readonly snapshot: Snapshot; readonly step: Step | undefined };

export interface PageModel {
  readonly view: ReadonlySignal<View>;
  /**
   * After a change of screen, where the finger was: what lies near is deaf for `settlingMs`, so that a trembling second tap
   * does not choose on a screen that nobody has read.
   */
  readonly settlingAround: ReadonlySignal<Point | undefined>;
  /** True for a moment after buttons came, went or moved: no finger can have meant what appeared under it. */
  readonly isShielded: ReadonlySignal<boolean>;
  showSnapshot(snapshot: Snapshot): void;
  /** Whatever could not be drawn until now can. */
  codeHasCome(): void;
  linkChanged(link: LinkState): void;
  /** From now on nothing else is shown, and nothing of a patient. */
  fail(): void;
}

export const settlingMs = 800;
export const shieldMs = 250;

export interface PageModelParts {
  readonly clock: Pick<Clock, 'after'>;
  /** `undefined` before the first. */
  readonly lastTap: () => Point | undefined;
  /** A screen is to be shown whose code is not there; what stands there stays until then. */
  readonly onCodeWanted: () => void;
}

export function createPageModel({ clock, lastTap, onCodeWanted }: PageModelParts): PageModel {
  const view = signal<View>({ shows: 'link-down' });
  const settlingAround = signal<Point | undefined>(undefined);
  const isShielded = signal(false);
  let lowerShield = (): void => {};
  let settled = (): void => {};
  /** The latest snapshot, when its screen cannot be drawn yet. */
  let waiting: Snapshot | undefined;

  const model: PageModel = {
    view,
    settlingAround,
    isShielded,
    showSnapshot(snapshot) {
      waiting = undefined;
      if (!canBeDrawn(snapshot.screen)) {
        waiting = snapshot;
        onCodeWanted();
        return;
      }
      show({ shows: 'snapshot', snapshot, step: stepOf(snapshot, view.peek()) });
    },
    codeHasCome() {
      if (waiting) model.showSnapshot(waiting);
    },
    linkChanged(link) {
      waiting = undefined;
      switch (link) {
        case 'up':
          return;
        case 'down':
        case 'other-version':
          show({ shows: 'link-down' });
          return;
        case 'taken-over':
          show({ shows: 'taken-over' });
          return;
        default:
          unreachable(link);
      }
    },
    fail() {
      waiting = undefined;
      show({ shows: 'failed' });
    },
  };
  return model;

  function show(next: View): void {
    batch(() => {
      const before = view.peek();
      if (before.shows === 'failed') return;
      if (screenOf(next) !== screenOf(before)) beginSettling();
      if (buttonsOf(next) !== buttonsOf(before)) raiseShield();
      view.value = next;
    });
  }

  function beginSettling(): void {
    settled();
    settlingAround.value = lastTap();
    settled = clock.after(settlingMs, () => {
      settlingAround.value = undefined;
    });
  }

  function raiseShield(): void {
    lowerShield();
    isShielded.value = true;
    lowerShield = clock.after(shieldMs, () => {
      isShielded.value = false;
    });
  }
}

/** Before the code of the questions is there, none is shown. */
function asksQuestion(screen: Screen): screen is QuestionScreen {
  return lateCode.peek()?.isQuestion(screen) ?? false;
}

/** Two views with the same answer are the same screen, whatever stands on it. */
function screenOf(view: View): string {
  if (view.shows !== 'snapshot') return view.shows;
  const { session, screen, overlay } = view.snapshot;
  return `${session} ${lateCode.peek()?.nameWithStage(screen) ?? screen.show} ${overlay?.show ?? ''}`;
}

/** Two views with the same answer have the same buttons in the same places. */
function buttonsOf(view: View): string {
  if (view.shows !== 'snapshot') return view.shows;
  const { screen, overlay } = view.snapshot;
  const call = overlay?.show === 'help' ? JSON.stringify(overlay.call) : '';
  const asks = overlay?.show === 'help' && overlay.secondsLeft !== undefined ? 'still there' : '';
  return [screenOf(view), call, asks, ...offersOf(screen)].join(' ');
}

/** What makes a button of the same screen come, go or move. */
function offersOf(screen: Screen): readonly (string | number | boolean)[] {
  if (asksQuestion(screen)) return lateCode.peek()?.offersOfQuestion(screen) ?? [];
  switch (screen.show) {
    case 'take-ticket':
    case 'go-to-desk':
    case 'go-to-isolation': {
      const {
        canMeasure,
        canChangeService,
        canReprint,
        canTakeByPhone = false,
        canGoOnWithFamily,
        canGiveUp = false,
        leaving,
      } = screen.ticket;
      return [canMeasure, canChangeService, canReprint, canTakeByPhone, canGoOnWithFamily, canGiveUp, leaving];
    }
    case 'confirm-identity':
      return [screen.chip === 'none', screen.numberToday === undefined];
    case 'survey':
      return [screen.isThanked];
    case 'get-ready':
      return [screen.monitor, screen.next ?? 'none'];
    case 'resting':
      return [screen.question ?? 'none'];
    case 'crisis':
      return [screen.call?.is ?? 'none'];
    case 'not-measured':
      return [screen.canTryAgain, screen.next ?? 'none'];
    case 'show-to-scanner':
      return [screen.isSlow];
    case 'attract':
    case 'scan-again':
    case 'scan-card-too':
    case 'choose-way-in':
    case 'type-number':
    case 'say-number-back':
    case 'who-are-you':
    case 'when-born':
    case 'phone-number':
    case 'please-wait':
    case 'measuring':
    case 'go-to-emergency':
    case 'your-number':
    case 'give-up-surely':
    case 'number-given-up':
    case 'out-of-service':
    case 'set-up':
    case 'lobby-pad':
      return [];
    case 'lobby-crisis':
      return [screen.by === undefined];
    case 'show-reading':
      return [screen.next ?? 'none', screen.paper ?? 'none'];
    case 'lobby-menu':
      return [screen.service];
    default:
      return unreachable(screen);
  }
}

/** Waiting is no step of its own: it belongs to the step that the same session was at. */
function stepOf({ session, screen }: Snapshot, before: View): Step | undefined {
  if (session === noSession) return undefined;
  if (asksQuestion(screen)) return lateCode.peek()?.stepOfQuestion(screen);
  switch (screen.show) {
    case 'scan-card-too':
    case 'choose-way-in':
    case 'show-to-scanner':
    case 'type-number':
    case 'say-number-back':
    case 'who-are-you':
    case 'when-born':
    case 'phone-number':
    case 'confirm-identity':
    case 'go-to-emergency':
      return 1;
    case 'take-ticket':
    case 'go-to-desk':
    case 'survey':
    case 'go-to-isolation':
    case 'your-number':
    case 'give-up-surely':
    case 'number-given-up':
      return 3;
    case 'get-ready':
    case 'resting':
    case 'measuring':
    case 'show-reading':
    case 'not-measured':
    case 'crisis':
      return 'measuring';
    case 'please-wait':
      return before.shows === 'snapshot' && before.snapshot.session === session ? before.step : 2;
    case 'attract':
    case 'scan-again':
    case 'out-of-service':
    case 'set-up':
    case 'lobby-pad':
    case 'lobby-menu':
    case 'lobby-crisis':
      return undefined;
    default:
      return unreachable(screen);
  }
}
