import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { speedSwitches } from '#kiosk/shell-electron/speed-switches.ts';

export interface ChromiumSettings {
  readonly file: string;
  /** The launcher's own folder, mode 0700. */
  readonly privateDir: string;
  /** A demo: an ordinary window that leaves room for the dev dock. Otherwise the whole screen. */
  readonly windowed: boolean;
  /** `1080,1920`: for a bare X server, where no window manager makes the window as large as the screen. */
  readonly size: string | undefined;
  readonly isRoot: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ChromiumCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly profileDir: string;
  readonly temporaryDir: string;
  /** Has to be there as an empty file before Chromium starts. */
  readonly noCrashReports: string;
}

/** Holds no address: every user of the machine can read a process's arguments, and its own user its environment. */
export function chromiumCommand(settings: ChromiumSettings): ChromiumCommand {
  const { file, privateDir, windowed, size, isRoot } = settings;
  const profileDir = join(privateDir, 'profile');
  const temporaryDir = join(privateDir, 't');
  return {
    file,
    profileDir,
    temporaryDir,
    noCrashReports: join(profileDir, 'config', configFolderOf(file), 'Crash Reports'),
    args: [
      ...switches,
      `--user-data-dir=${profileDir}`,
      // Chromium's sandbox refuses to run as root.
      ...(isRoot ? ['--no-sandbox'] : []),
      ...(windowed
        ? [`--app=${emptyPage}`, `--window-size=${size ?? '1280,800'}`]
        : ['--kiosk', ...(size ? [`--window-size=${size}`, '--window-position=0,0'] : []), 'about:blank']),
    ],
    env: environmentFor(settings, profileDir, temporaryDir),
  };
}

/** Nothing that Chromium would write, ask or fetch by itself. Each was looked up in Debian's Chromium 156. */
const switches = [
  // fd 3 and 4: the launcher hands the address over, hears of a crash, and Chromium ends with the launcher.
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--hide-crash-restore-bubble',
  '--noerrdialogs',
  '--deny-permission-prompts',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-extensions',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-domain-reliability',
  // A kiosk rings for whoever is in danger, also on a page that was loaded anew and that no finger has touched.
  '--autoplay-policy=no-user-gesture-required',
  // No keyring of the desktop asks for a password.
  '--password-store=basic',
  '--use-mock-keychain',
  ...speedSwitches.map((each) => `--${each.switch}=${each.value}`),
];

/**
 * Crash dumps are memory with a patient in it. Chromium 156 writes them whatever `--disable-breakpad` or
 * `--disable-crash-reporter` say, and loads no page under `--disable-crashpad-for-testing`; a file where its folder should
 * be keeps them away.
 */
function configFolderOf(file: string): string {
  if (/edge/i.test(file)) return 'microsoft-edge';
  return /chrome/i.test(basename(file)) ? 'google-chrome' : 'chromium';
}

/** `--app` takes no about:blank. */
const emptyPage = 'data:text/html,';

const passedOn = ['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE', 'LANG', 'LC_ALL'];

/** `TMPDIR/org.chromium.Chromium.XXXXXX/SingletonSocket` has to fit sockaddr_un, 108 bytes (unix(7)). */
const longestTemporaryDir = 60;

function environmentFor({ env }: ChromiumSettings, profileDir: string, temporaryDir: string): Record<string, string> {
  const given = Object.entries(env).flatMap(([name, value]) =>
    passedOn.includes(name) && value !== undefined ? [[name, value] as const] : [],
  );
  const authority = env.XAUTHORITY ?? (env.HOME && join(env.HOME, '.Xauthority'));
  return {
    ...Object.fromEntries(given),
    ...(authority && existsSync(authority) ? { XAUTHORITY: authority } : {}),
    HOME: profileDir,
    XDG_CONFIG_HOME: join(profileDir, 'config'),
    XDG_CACHE_HOME: join(profileDir, 'cache'),
    ...(temporaryDir.length <= longestTemporaryDir ? { TMPDIR: temporaryDir } : {}),
  };
}
