import type { DriverName } from '#config/settings/device-settings.ts';
import { accuniqBp500 } from './accuniq-bp500/accuniq-bp500.ts';
import { andTm2657 } from './and-tm2657/and-tm2657.ts';
import { omronHbp9020 } from './omron-hbp9020/omron-hbp9020.ts';
import { omronHbp9030 } from './omron-hbp9030/omron-hbp9030.ts';
import type { MonitorDriver } from './pressure-monitor.ts';
import { suntechOem } from './suntech-oem/suntech-oem.ts';

export type MonitorName = DriverName<'blood-pressure-monitor'>;

/** Every monitor that a site file can name, a folder of this room each. */
export const monitors = {
  'and-tm2657': andTm2657,
  'omron-hbp9030': omronHbp9030,
  'omron-hbp9020': omronHbp9020,
  'accuniq-bp500': accuniqBp500,
  'suntech-oem': suntechOem,
} as const satisfies Readonly<Record<MonitorName, MonitorDriver>>;
