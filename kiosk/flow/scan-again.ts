import { unreachable } from '#config/agreements/result.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { EventOf, Scan } from './events.ts';
import type { ScanAgainReason } from './state.ts';

/**
 * Why a scan begins nobody's turn at this kiosk; `undefined`: it does. What begins no turn asks nobody to go, either.
 *
 * A ticket opens a measurement, or is given up where it came from, on the day and in the hospital that gave it, when it is not made up.
 */
export function whyScanAgain(settings: FlowSettings, scan: Scan): ScanAgainReason | undefined {
  const { facilityCode, offersCheckIn, offersMeasuring } = settings;
  switch (scan.type) {
    case 'card-read':
      // Whoever has a number today is known by the card as well, where somebody can say so.
      if (!offersCheckIn) return offersMeasuring && isKnownByCard(settings, scan) ? undefined : 'ticket-wanted';
      return scan.identity.document.kind === 'passport' && !settings.checkIn.waysIn.passport ? 'foreign' : undefined;
    case 'appointment-read':
      if (!offersCheckIn) return 'ticket-wanted';
      return scan.appointment.facilityCode === facilityCode ? undefined : 'appointment-elsewhere';
    case 'ticket-read': {
      const { ticket, standing, today, visit } = scan;
      // Its number may be given up here.
      const isOfUse = offersMeasuring || (visit !== undefined && settings.numbersCanBeGivenUp);
      if (!isOfUse) return 'foreign';
      if (ticket.facilityCode !== facilityCode || ticket.day !== today) return 'ticket-of-another-day';
      return standing === 'unknown' ? 'foreign' : undefined;
    }
    default:
      return unreachable(scan);
  }
}

function isKnownByCard({ findsNumbersElsewhere }: FlowSettings, { numbersToday = [] }: EventOf<'card-read'>): boolean {
  return findsNumbersElsewhere || numbersToday.length > 0;
}
