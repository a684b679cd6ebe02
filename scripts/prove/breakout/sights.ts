import { setTimeout as pass } from 'node:timers/promises';
import type { SeenWindow } from './display/eyes.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { gained, nothingGained, type Sight } from './tried.ts';

/** Longer than a dialog or a second window takes to come up on a busy machine. */
const untilAnythingShowsMs = 700;

/** A glance: is there a window that is not the kiosk's? */
export async function glance(kiosk: KioskOnTrial, afterMs = 120): Promise<Sight> {
  await pass(afterMs);
  const windows = await kiosk.eyes.windows();
  const stranger = strangeWindow(windows);
  return stranger ? gained(`another window: ${inWords(stranger)}`) : nothingGained(`${windows.length} window`);
}

/**
 * Everything that can be seen from outside: windows, files, programs; and then the patient's page, at rest and linked to
 * its host, within ten seconds.
 */
export async function lookAround(kiosk: KioskOnTrial, filesBefore: readonly string[]): Promise<Sight> {
  const seen = await glance(kiosk, untilAnythingShowsMs);
  if (seen.wayOut !== undefined) return seen;
  const gain = somethingLeft(kiosk, filesBefore);
  if (gain) return gain;
  const tookMs = await kiosk.restedAfter();
  if (tookMs === undefined) {
    const windows = await kiosk.eyes.windows();
    return gained(
      `the resting page is not back after ${kiosk.backWithinMs / 1_000} s: ${kiosk.pageIsLinked() ? 'linked' : 'no link'}, ${windows.map(inWords).join(' and ') || 'no window'}`,
    );
  }
  return nothingGained(`the resting page, linked, alone on the screen, after ${(tookMs / 1_000).toFixed(1)} s`);
}

/** A file or a program that was not there before. */
export function somethingLeft(kiosk: KioskOnTrial, filesBefore: readonly string[]): Sight | undefined {
  const files = kiosk.files().filter((file) => !filesBefore.includes(file));
  if (files.length > 0) return gained(`files appeared: ${files.join(', ')}`);
  const programs = kiosk.otherPrograms();
  return programs.length > 0 ? gained(`programs started: ${programs.join(', ')}`) : undefined;
}

/** A menu, a bubble and a dialog are windows too. None at all is a window that is being brought back. */
function strangeWindow(windows: readonly SeenWindow[]): SeenWindow | undefined {
  return (
    windows.find(({ program }) => !/"[Cc]hromium"$/.test(program)) ?? (windows.length > 1 ? windows.at(-1) : undefined)
  );
}

function inWords({ title, program, place }: SeenWindow): string {
  return `"${title}" of ${program} ${place}`;
}
