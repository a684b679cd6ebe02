import { textIn } from '#config/agreements/language.ts';
import type { Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { openStandInPage, type StandInPage } from './stand-in-page.ts';
import type { World } from './world.ts';

/** Of a kiosk that does not open: patients are sent to the desk, and whoever looks after it reads in a word what it is. */
export function openOutOfServicePage(
  {
    site: { site, kiosk, profile },
    masterKey,
    trouble,
  }: {
    readonly site: SiteFile;
    readonly masterKey: Uint8Array | undefined;
    readonly trouble: () => KioskProblem | undefined;
  },
  world: World,
): Promise<Result<StandInPage, KioskProblem>> {
  const [first = 'vi', ...others] = kiosk.languages;
  return openStandInPage(
    {
      ...kiosk,
      masterKey,
      languages: [first, ...others],
      frame: { siteName: site.name, timeZone: site.timeZone, test: profile === 'demo' },
      desk: (language) => textIn(language, site.desk),
      screen: (language) => ({
        show: 'out-of-service',
        why: 'trouble',
        desk: textIn(language, site.desk),
        openCall: 'none',
        repair: world.repairAddress?.(),
        doesNotOpen: trouble()?.kind,
      }),
      health: () => ({ status: 'out-of-service', doesNotOpen: trouble() }),
    },
    world,
  );
}
