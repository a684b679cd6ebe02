import type { OverviewState, OverviewTopics } from '#kiosk/bridge/console/overview-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** What the overview shows of the kiosk that runs. */
export function overviewPart(rooms: () => KioskRooms | undefined): ConsolePart<object, OverviewTopics> {
  return {
    calls: {},
    topics: {
      overview() {
        const kiosk = rooms();
        return kiosk && overviewOf(kiosk);
      },
    },
  };
}

function overviewOf({ site, devices, health, byStaff, countsToday, paper, history }: KioskRooms): OverviewState {
  return {
    byStaff: byStaff.standing() !== undefined,
    today: countsToday(),
    paper: devices.printer && paper(),
    siteFile: health().siteFile,
    systems: site.hospital.map(({ id }) => ({ id, ...history(id) })),
  };
}
