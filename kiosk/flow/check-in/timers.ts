import { delays } from '#config/agreements/delays.ts';
import type { CheckInState, FlowSettings } from './state.ts';

export type TimerName =
  | 'rest'
  | 'scan-again'
  | 'hospital'
  | 'idle'
  | 'idle-countdown'
  | 'ticket'
  | 'reading'
  | 'notice'
  | 'store-probe';

/** A timer is a fact of the state, not an order: the host runs exactly those that the present state has. */
export interface Timer {
  readonly timer: TimerName;
  readonly turn: number;
  readonly ms: number;
}

export function timersOf(state: CheckInState, settings: FlowSettings): readonly Timer[] {
  const main = mainTimerOf(state, settings);
  const { notice } = state;
  return [
    ...(main ? [{ ...main, turn: state.turn }] : []),
    ...(notice ? [{ timer: 'notice' as const, turn: notice.turn, ms: delays.noticeMs }] : []),
  ];
}

function mainTimerOf(state: CheckInState, settings: FlowSettings): Omit<Timer, 'turn'> | undefined {
  if (state.overlay === 'idle-warning') return { timer: 'idle-countdown', ms: delays.idleCountdownMs };
  switch (state.at) {
    case 'waiting-for-card': {
      const disturbed = state.overlay !== undefined || state.language !== settings.restingLanguage;
      if (disturbed) return { timer: 'rest', ms: delays.untilIdleWarningMs };
      return { timer: 'store-probe', ms: delays.storeCheckMs };
    }
    case 'asking-to-scan-again':
      return { timer: 'scan-again', ms: state.overlay ? delays.untilIdleWarningMs : delays.scanAgainMs };
    // The host answers within its deadline; this timer is for a host that has a bug.
    case 'waiting-for-hospital':
      return { timer: 'hospital', ms: delays.hospitalMs };
    case 'asking-for-card':
    case 'confirming-identity':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return { timer: 'idle', ms: delays.untilIdleWarningMs };
    // The store answers at once and the printer's answer is bounded by its driver.
    case 'storing-visit':
      return undefined;
    // The monitor's driver ends every measurement, and every wait for one, in its own time; neither is idleness.
    case 'measuring':
    case 'storing-reading':
      return undefined;
    case 'sitting-down':
    case 'not-measured':
      return { timer: 'idle', ms: delays.untilIdleWarningMs };
    case 'showing-reading':
      return { timer: 'reading', ms: delays.readingMs };
    case 'showing-ticket':
      if (state.ticket.paper === 'printing') return undefined;
      return {
        timer: 'ticket',
        ms: state.ticket.paper === 'printed' ? delays.printedTicketMs : delays.unprintedTicketMs,
      };
    case 'out-of-service':
      return { timer: 'store-probe', ms: delays.storeProbeMs };
  }
}
