import type { Result } from '#config/agreements/result.ts';
import type { SiteReading } from '#config/settings/read-site-file.ts';
import { type SiteFile, siteFile, usualConsolePort } from '#config/settings/site-file.ts';
import { takenAtOnce, waitsForRestart } from '#config/settings/taken-at-once.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { Applying } from '#kiosk/bridge/console/settings-words.ts';
import type { Kiosk } from '../kiosk.ts';

/** Brings a saved site to the kiosk that runs: at once where that is possible, else as soon as nobody is being served. */
export interface SavedTaker {
  take(saved: SiteReading): void;
  /** Somebody does not want to wait. False: nothing waits. */
  now(): boolean;
  state(): Applying;
  stop(): void;
}

interface Needs {
  /** The kiosk that runs; `undefined` while it is being set up, or being opened. */
  readonly kiosk: () => Pick<Kiosk, 'rooms' | 'takeOver' | 'onceAtRest'> | undefined;
  readonly reopen: (site: SiteFile) => Promise<Result<void, KioskProblem>>;
  /** Whether the kiosk that runs must be opened anew whatever was changed: it runs another site than the written one. */
  readonly runsAnother: () => boolean;
  /** From now on this is what runs. */
  readonly onRuns: (saved: SiteReading) => void;
}

export function createSavedTaker({ kiosk, reopen, runsAnother, onRuns }: Needs): SavedTaker {
  let wanted: SiteReading | undefined;
  let isOpening = false;
  let refused: KioskProblem | undefined;
  let callOff = () => {};

  return {
    take(saved) {
      callOff();
      refused = undefined;
      const running = kiosk();
      const waits = running === undefined || runsAnother() || needsOpening(running.rooms.site, saved.site);
      running?.takeOver(saved.site);
      wanted = waits ? saved : undefined;
      if (!waits) onRuns(saved);
      else if (running) callOff = running.onceAtRest(open);
      else open();
    },
    now() {
      if (!wanted || isOpening) return false;
      open();
      return true;
    },
    state() {
      if (isOpening) return { is: 'opening' };
      if (refused !== undefined) return { is: 'refused', why: refused };
      return { is: wanted ? 'waits-for-rest' : 'settled' };
    },
    stop: () => callOff(),
  };

  function open(): void {
    callOff();
    if (!isOpening) void openWanted();
  }

  async function openWanted(): Promise<void> {
    isOpening = true;
    try {
      while (wanted) {
        const next: SiteReading = wanted;
        const opened = await reopen(next.site);
        refused = opened.ok ? undefined : opened.problem;
        if (opened.ok) onRuns(next);
        // Somebody may have saved again in the meantime.
        if (wanted === next) wanted = undefined;
      }
    } finally {
      isOpening = false;
    }
  }
}

/** What belongs to the program and not to the kiosk in it: the console's listener, and where staff and audit log lie. */
const ofProgram = /^(management|kiosk\.dataDir)(?![A-Za-z])/;

/** Places that count only when the program has been started again; `started`: `undefined` when it was started to be set up. */
export function waitsForProgram(started: SiteFile | undefined, saved: SiteFile): readonly string[] {
  const before = started ?? {
    ...saved,
    management: siteFile.shape.management.parse({ listen: { port: usualConsolePort } }),
  };
  return waitsForRestart(before, saved).flatMap(({ path }) => (ofProgram.test(path) ? [path] : []));
}

function needsOpening(running: SiteFile, saved: SiteFile): boolean {
  return waitsForRestart(takenAtOnce(running, saved), saved).some(({ path }) => !ofProgram.test(path));
}
