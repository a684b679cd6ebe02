import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { monitorNames, vitalSignsNames } from '#config/settings/device-settings.ts';
import type { DeviceAccount } from './device-account.ts';
import { soakPressureDriver } from './pressure-patients.ts';
import { soakVitalSignsDriver } from './vital-signs-patients.ts';

/** The measuring devices' half of `npm run soak -- devices`: so many patients through each of them, one after the other. */
export async function soakMonitors({
  seed,
  patients,
  say,
}: {
  seed: number;
  patients: number;
  say: (line: string) => void;
}): Promise<{ broken: string[]; lines: string[] }> {
  const broken: string[] = [];
  const lines: string[] = [];
  const note = (account: DeviceAccount) => {
    broken.push(...account.broken);
    lines.push(...account.lines());
    say(`${account.device}: ${account.measured} measured, ${account.broken.length} broken promises`);
  };
  for (const driver of monitorNames) note(await soakPressureDriver(driver, patients, createSeededRandom(seed)));
  for (const driver of vitalSignsNames) note(await soakVitalSignsDriver(driver, patients, createSeededRandom(seed)));
  return { broken, lines };
}
