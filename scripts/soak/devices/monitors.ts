import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { monitorNames, vitalSignsNames } from '#config/settings/device-settings.ts';
import type { DeviceAccount } from './device-account.ts';
import { soakPressureDriver } from './pressure-patients.ts';
import { soakSittings } from './sittings.ts';
import { soakVitalSignsDriver } from './vital-signs-patients.ts';

/** Whoever sits down at once finds the cuff as the last one left it; while somebody rests another one may use it. */
const rests = [
  { restSeconds: 0, gapSeconds: 15 },
  { restSeconds: 60, gapSeconds: 60 },
];

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
  for (const [driver, rest] of monitorNames.flatMap((driver) => rests.map((rest) => [driver, rest] as const))) {
    const account = await soakSittings(driver, rest, Math.ceil(patients / rests.length), createSeededRandom(seed));
    note(account);
    lines.push(
      `${account.device}: ${account.measured} readings and ${account.means} means, each of whom it is stored with`,
    );
  }
  for (const driver of vitalSignsNames) note(await soakVitalSignsDriver(driver, patients, createSeededRandom(seed)));
  return { broken, lines };
}
