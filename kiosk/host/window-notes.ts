import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { PatientPageState } from '#kiosk/bridge/server.ts';

/** Whether the patient's page is on a screen, as far as the host can know. */
export interface WindowHealth {
  readonly page: 'connected' | 'absent';
  /** Since a page was last heard; since the host's start when none was. */
  readonly silentSeconds: number;
  /** A page had been there and has been gone for more than 30 s: patients look at something else, or at nothing. */
  readonly isLost: boolean;
  /** ISO 8601. */
  readonly lastTapAt?: string;
  /** How often its owner had to open the window anew since the host started. */
  readonly restarts: number;
  readonly lastRestart?: WindowOpening;
}

export interface WindowNotes {
  /** The window's owner opens it. */
  opening(why: WindowOpening): void;
  health(): WindowHealth;
}

/** A page that reloads, or a window that is opened anew, is back long before. */
export const lostAfterSeconds = 30;

export interface WindowNotesParts {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly page: () => PatientPageState;
  readonly log: Log;
}

export function createWindowNotes({ clock, page, log }: WindowNotesParts): WindowNotes {
  const startedAt = clock.monotonic();
  let hasOpened = false;
  let restarts = 0;
  let lastRestart: WindowOpening | undefined;

  return {
    opening(why) {
      // The owner's own first start is none; when it comes again, or where a page had been, an owner had ended.
      const isFirst = why === 'started' && !hasOpened && page().lastHeardAt === undefined;
      hasOpened = true;
      if (isFirst) return;
      restarts += 1;
      lastRestart = why;
      log('window-opened-anew', { reason: why });
    },
    health() {
      const { isConnected, lastHeardAt, lastTapAt } = page();
      const now = clock.monotonic();
      const silentMs = now - (lastHeardAt ?? startedAt);
      return {
        page: isConnected ? 'connected' : 'absent',
        silentSeconds: Math.floor(silentMs / 1_000),
        isLost: !isConnected && lastHeardAt !== undefined && silentMs > lostAfterSeconds * 1_000,
        ...(lastTapAt === undefined ? {} : { lastTapAt: new Date(clock.now() - (now - lastTapAt)).toISOString() }),
        restarts,
        ...(lastRestart ? { lastRestart } : {}),
      };
    },
  };
}
