import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { JsonObject } from '#config/settings/json.ts';
import { siteFile, usualConsolePort, usualPagePort } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { newSetUpCode, offerSetUpCode, setUpCodeAt, shownSetUpCode } from '#kiosk/staff/set-up-code.ts';
import type { SetUpRefusal } from '#kiosk/web/sign-in-routes.ts';
import type { ManagementPlace } from '../console/console.ts';
import { openStandInPage, type StandInPage } from '../stand-in-page.ts';
import type { World } from '../world.ts';

/** What a kiosk goes by that nobody has set up. */
export const unconfigured = {
  kioskId: 'kiosk',
  firstKioskId: 'kiosk-1',
  listen: { host: '127.0.0.1', port: usualPagePort },
  management: { listen: { host: '127.0.0.1', port: usualConsolePort }, allowedHosts: [] },
} satisfies { kioskId: string; firstKioskId: string; listen: object; management: ManagementPlace };

/** No kiosk ever ran in this folder: whoever stands before it may become its first person. */
export function isUntouched(dataDir: string): boolean {
  return ['store.sqlite', 'site-versions/last-good.json'].every((name) => !existsSync(join(dataDir, name)));
}

/** Where a site file that is no site yet, or none any more, wants the console. */
export function writtenPlace(written: JsonObject | undefined): ManagementPlace | undefined {
  if (written?.management === undefined) return undefined;
  return siteFile.shape.management.safeParse(written.management).data;
}

/** The screen of a kiosk that nobody has set up: a code, the console's address, and nothing else. */
export interface SetUp extends StandInPage {
  /** Once the console listens. */
  showConsole(place: { readonly address: string; readonly fingerprint: string | undefined }): void;
  offerCode(typed: string): Result<void, SetUpRefusal>;
}

export async function openSetUp(
  {
    dataDir,
    masterKey,
    isBegun,
  }: {
    readonly dataDir: string;
    readonly masterKey: Uint8Array | undefined;
    /** There is somebody who signs in by name, or there has been a kiosk: no code is offered. */
    readonly isBegun: () => boolean;
  },
  world: World,
): Promise<Result<SetUp, KioskProblem>> {
  const { clock, randomBytes } = world;
  let code = newSetUpCode(randomBytes, clock.monotonic());
  let place: { readonly address: string; readonly fingerprint: string | undefined } | undefined;
  const opened = await openStandInPage(
    {
      dataDir,
      // Nobody has said yet where this kiosk listens.
      listen: unconfigured.listen,
      masterKey,
      languages: ['vi', 'en'],
      frame: { siteName: '', timeZone: 'Asia/Ho_Chi_Minh', test: false },
      screen: () => ({
        show: 'set-up',
        code: isBegun() ? undefined : shownSetUpCode(code),
        isBegun: isBegun(),
        address: place?.address ?? '',
        fingerprint: place?.fingerprint,
      }),
      health: () => ({ status: 'set-up', outbox: noMessages }),
    },
    world,
  );
  if (!opened.ok) return opened;
  const page = opened.value;
  let callOff = () => {};
  lookAtTime();
  return ok({
    ...page,
    showConsole(next) {
      place = next;
      page.show();
    },
    offerCode(typed) {
      const offered = offerSetUpCode(code, typed, clock.monotonic());
      code = offered.state;
      page.show();
      return offered.answer === 'right' ? ok(undefined) : problem({ kind: offered.answer });
    },
    async close() {
      callOff();
      await page.close();
    },
  });

  /** A code whose time is over leaves the screen. */
  function lookAtTime(): void {
    code = setUpCodeAt(code, clock.monotonic());
    page.show();
    callOff = clock.after(1_000, lookAtTime);
  }
}

const noMessages = { queued: 0, refused: 0, unsure: 0 };
