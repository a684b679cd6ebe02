import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { OverviewTopics } from '#kiosk/bridge/console/overview-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** What the overview shows of the kiosk that runs, or why none does. */
export function overviewPart(
  rooms: () => KioskRooms | undefined,
  doesNotOpen: () => KioskProblem | undefined,
): ConsolePart<object, OverviewTopics> {
  return { calls: {}, topics: { overview: () => rooms()?.overview(), 'does-not-open': doesNotOpen } };
}
