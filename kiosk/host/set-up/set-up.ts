import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#config/agreements/language.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { JsonObject } from '#config/settings/json.ts';
import { siteFile, usualConsolePort, usualPagePort } from '#config/settings/site-file.ts';
import { createBridgeServer } from '#kiosk/bridge/server.ts';
import { noSession, type Snapshot } from '#kiosk/bridge/words.ts';
import { newSetUpCode, offerSetUpCode, setUpCodeAt, shownSetUpCode } from '#kiosk/staff/set-up-code.ts';
import type { SetUpRefusal } from '#kiosk/web/sign-in-routes.ts';
import type { ManagementPlace } from '../console/console.ts';
import { openPages, type PagesParts } from '../open-pages.ts';
import type { KioskProblem } from '../start-sentences.ts';
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
export interface SetUp {
  readonly port: number;
  newLaunchUrl(): string;
  /** Once the console listens. */
  showConsole(place: { readonly address: string; readonly fingerprint: string | undefined }): void;
  offerCode(typed: string): Result<void, SetUpRefusal>;
  close(): Promise<void>;
}

const noMessages = { queued: 0, refused: 0, unsure: 0 };

export async function openSetUp(
  {
    dataDir,
    masterKey,
    isBegun,
  }: {
    readonly dataDir: string;
    readonly masterKey: Uint8Array;
    /** There is somebody who signs in by name, or there has been a kiosk: no code is offered. */
    readonly isBegun: () => boolean;
  },
  world: World,
): Promise<Result<SetUp, KioskProblem>> {
  const { clock, randomBytes } = world;
  let code = newSetUpCode(randomBytes, clock.monotonic());
  let place: { readonly address: string; readonly fingerprint: string | undefined } | undefined;
  let language: Language = 'vi';
  let revision = 0;
  const bridge = createBridgeServer({
    clock,
    onSilent: () => {},
    onCommand(message) {
      if (message.command !== 'choose-language') return problem({ kind: 'stale' });
      language = message.input.language;
      show();
      return ok('heard');
    },
  });
  let callOff = () => {};
  lookAtTime();

  const parts: PagesParts = {
    masterKey,
    clock,
    log: () => {},
    connectPage: bridge.connect,
    health: () => ({ status: 'set-up', version: world.version, devices: [], outbox: noMessages }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: '' }),
    onWindowOpening: () => {},
  };
  const { listen } = unconfigured;
  const usual = await openPages({ dataDir, listen }, world, parts);
  // Nobody has said yet where this kiosk listens, so any free port will do.
  const pages = usual.ok ? usual : await openPages({ dataDir, listen: { ...listen, port: 0 } }, world, parts);
  if (!pages.ok) {
    callOff();
    return pages;
  }
  return ok({
    port: pages.value.port,
    newLaunchUrl: pages.value.newLaunchUrl,
    showConsole(next) {
      place = next;
      show();
    },
    offerCode(typed) {
      const offered = offerSetUpCode(code, typed, clock.monotonic());
      code = offered.state;
      show();
      return offered.answer === 'right' ? ok(undefined) : problem({ kind: offered.answer });
    },
    async close() {
      callOff();
      await pages.value.close();
    },
  });

  /** A code whose time is over leaves the screen. */
  function lookAtTime(): void {
    code = setUpCodeAt(code, clock.monotonic());
    show();
    callOff = clock.after(1_000, lookAtTime);
  }

  function show(): void {
    revision += 1;
    const snapshot: Snapshot = {
      revision,
      session: noSession,
      language,
      otherLanguages: language === 'vi' ? ['en'] : ['vi'],
      siteName: '',
      timeZone: 'Asia/Ho_Chi_Minh',
      test: false,
      scannerTypes: false,
      screen: {
        show: 'set-up',
        code: isBegun() ? undefined : shownSetUpCode(code),
        isBegun: isBegun(),
        address: place?.address ?? '',
        fingerprint: place?.fingerprint,
      },
      overlay: undefined,
      notice: undefined,
      canGoBack: false,
      canStartOver: false,
    };
    bridge.show(snapshot);
  }
}
