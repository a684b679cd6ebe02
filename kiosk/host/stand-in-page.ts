import type { Language } from '#config/agreements/language.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { createBridgeServer } from '#kiosk/bridge/server.ts';
import { noSession, type Screen, type Snapshot } from '#kiosk/bridge/words.ts';
import { openPages, type Pages } from './open-pages.ts';
import type { World } from './world.ts';

/** What patients see while no kiosk runs: one screen, in their language, on the page where the kiosk would be. */
export interface StandInPage extends Pages {
  /** Something that the screen shows has changed. */
  show(): void;
}

interface Needs {
  readonly dataDir: string;
  /** Where the kiosk's page would be; any free port of this machine where that cannot be had. */
  readonly listen: SiteFile['kiosk']['listen'];
  /** Signs the page's cookie; `undefined`: a key of this process alone. */
  readonly masterKey: Uint8Array | undefined;
  readonly languages: readonly [Language, ...Language[]];
  readonly frame: Pick<Snapshot, 'siteName' | 'timeZone' | 'test'>;
  readonly screen: (language: Language) => Screen;
  /** Where somebody who taps Help is sent. */
  readonly desk?: (language: Language) => string;
  /** For `/healthz`. */
  readonly health: () => object;
}

export async function openStandInPage(needs: Needs, world: World): Promise<Result<StandInPage, KioskProblem>> {
  const { dataDir, listen, languages, frame, screen, desk } = needs;
  const { clock, randomBytes } = world;
  let [language] = languages;
  let isHelpOpen = false;
  let revision = 0;
  const bridge = createBridgeServer({
    clock,
    onSilent: () => {},
    onCommand(message) {
      if (message.command === 'choose-language') language = message.input.language;
      else if (message.command === 'call-for-help') isHelpOpen = true;
      else if (message.command === 'close-help') isHelpOpen = false;
      else return problem({ kind: 'stale' });
      show();
      return ok('heard');
    },
  });
  show();
  const parts = {
    masterKey: needs.masterKey ?? randomBytes(32),
    clock,
    log: () => {},
    connectPage: bridge.connect,
    health: () => ({ version: world.version, devices: [], ...needs.health() }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: '' }),
    onWindowOpening: () => {},
  };
  const usual = await openPages({ dataDir, listen }, world, parts);
  const pages = usual.ok ? usual : await openPages({ dataDir, listen: { host: '127.0.0.1', port: 0 } }, world, parts);
  return pages.ok ? ok({ ...pages.value, show }) : pages;

  function show(): void {
    revision += 1;
    bridge.show({
      revision,
      session: noSession,
      language,
      otherLanguages: languages.filter((each) => each !== language),
      ...frame,
      scannerTypes: false,
      screen: screen(language),
      // Nobody can be called from here: the sheet says where to go.
      overlay:
        isHelpOpen && desk
          ? { show: 'help', desk: desk(language), call: undefined, secondsLeft: undefined }
          : undefined,
      notice: undefined,
      canGoBack: false,
      canStartOver: false,
    });
  }
}
