import type { DayCounts } from '#backend-client/store/day-counts.ts';
import type { KioskOverview } from '#kiosk/bridge/console/overview-words.ts';
import type { Health } from '../../health.ts';
import type { PaperLeft } from '../../paper-roll.ts';
import type { SystemHistory } from '../../systems-history.ts';

interface Parts {
  readonly byStaff: boolean;
  readonly today: DayCounts;
  /** `undefined`: no printer. */
  readonly paper: PaperLeft | undefined;
  readonly siteFile: Health['siteFile'];
  readonly inVain: KioskOverview['inVain'];
  readonly systems: readonly string[];
  readonly history: (systemId: string) => SystemHistory;
}

export function overviewState({ systems, history, ...parts }: Parts): KioskOverview {
  return { ...parts, systems: systems.map((id) => ({ id, ...history(id) })) };
}
