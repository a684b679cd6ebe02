import type { OverviewTopics } from '#kiosk/bridge/console/overview-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** What the overview shows of the kiosk that runs. */
export function overviewPart(rooms: () => KioskRooms | undefined): ConsolePart<object, OverviewTopics> {
  return { calls: {}, topics: { overview: () => rooms()?.overview() } };
}
