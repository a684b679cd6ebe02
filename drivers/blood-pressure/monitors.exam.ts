import { monitorNames } from '#config/settings/device-settings.ts';
import { fromFolders } from '../simulator-control/from-folder.ts';
import type { ExaminedMonitor } from './examined-monitor.exam.ts';
import type { CreateMonitorDialect } from './monitor-body.simulator.ts';
import type { MonitorName } from './monitors.ts';

/** What each monitor's own folder brings along for the exam, by its name in a site file. */
export const examinedMonitor = await fromFolders<ExaminedMonitor, MonitorName>(
  import.meta.url,
  monitorNames,
  'examined',
);
export const dialectOf = await fromFolders<CreateMonitorDialect, MonitorName>(
  import.meta.url,
  monitorNames,
  'simulated',
);
