import type { BrowserWindow, BrowserWindowConstructorOptions, Event, Input, WebContents } from 'electron';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { HostLink } from './host-link.ts';
import { speedSwitches } from './speed-switches.ts';

/**
 * A locked window around the host: one page of one origin, and no way out of it. It decides nothing; what the patient
 * sees comes from the host, in Electron as in Chromium. Whatever ends the page or the window, it comes back.
 */
export function runShell(electron: ElectronApi, { host, windowed, monotonic, after }: ShellSettings): void {
  const { app, BrowserWindow, Menu, powerSaveBlocker } = electron;
  for (const each of speedSwitches) app.commandLine.appendSwitch(each.switch, each.value);
  // A demo has a window of its own for each kiosk; a kiosk has one.
  if (!windowed && !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let isQuitting = false;
  let window: BrowserWindow | undefined;
  Menu.setApplicationMenu(null);
  app.on('before-quit', () => {
    isQuitting = true;
  });
  // Alt+F4 of a demo ends it; a kiosk's window that is gone in spite of its guard is opened again.
  app.on('window-all-closed', () => {
    if (windowed || isQuitting) app.quit();
    else openWindow('browser-ended');
  });
  app.on('will-quit', () => host.stop());
  app.on('second-instance', () => window?.focus());
  void app.whenReady().then(() => {
    if (!windowed) powerSaveBlocker.start('prevent-display-sleep');
    openWindow('started');
  });

  function openWindow(why: WindowOpening): void {
    const opened = new BrowserWindow(windowOptions(windowed));
    window = opened;
    const contents = opened.webContents;
    let origin: string | undefined;
    let failures = 0;
    let loadedAt = monotonic();
    /** The host is being asked, or will be: one reason to load again is enough. */
    let isLoading = false;
    lock(contents, windowed, () => origin);
    opened.on('close', (event) => {
      if (!windowed && !isQuitting) event.preventDefault();
    });
    contents.on('render-process-gone', () => loadAfterBackOff('page-crashed'));
    // A renderer that hangs answers no load either; killed, it is told of as gone.
    contents.on('unresponsive', () => contents.forcefullyCrashRenderer());
    contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
      if (isMainFrame && code !== loadAborted) loadAfterBackOff('page-refused');
    });
    // The host was started anew and does not know this window: it needs a fresh token.
    contents.on('did-navigate', (_event, _url, status) => {
      if (status >= 400) loadAfterBackOff('page-refused');
    });
    load(why);
    watchSilence();

    function load(because: WindowOpening): void {
      isLoading = true;
      void host.launchUrl(because).then((url) => {
        if (opened.isDestroyed()) return undefined;
        if (url === undefined) {
          after(askHostEveryMs, () => load(because));
          return undefined;
        }
        isLoading = false;
        loadedAt = monotonic();
        origin = new URL(url).origin;
        // A failure is told by did-fail-load.
        return contents.loadURL(url).catch(() => undefined);
      });
    }

    /** At once after a page that stood for long, then slower: a page that crashes at its start must not eat the machine. */
    function loadAfterBackOff(because: WindowOpening): void {
      if (isLoading) return;
      isLoading = true;
      failures = monotonic() - loadedAt >= steadyAfterMs ? 0 : failures + 1;
      const ms = backOffsMs[Math.min(failures, backOffsMs.length - 1)] ?? 0;
      if (ms === 0) load(because);
      else after(ms, () => load(because));
    }

    /** The host says whether a page answers it. A host that does not answer is no fault of the page. */
    function watchSilence(hadTimeSince = monotonic()): void {
      after(lookEveryMs, () => {
        if (opened.isDestroyed()) return;
        void host.page().then((page) => {
          const since = Math.max(page === undefined ? monotonic() : hadTimeSince, loadedAt);
          const hadTime = monotonic() - since >= silentAfterSeconds * 1_000;
          if (page && hadTime && !page.isConnected && page.silentSeconds >= silentAfterSeconds) {
            loadAfterBackOff('page-silent');
          }
          watchSilence(since);
        });
      });
    }
  }
}

/** What the shell needs of Electron, so that a test can hand it a recording of the same. */
export type ElectronApi = Pick<typeof import('electron'), 'app' | 'BrowserWindow' | 'Menu' | 'powerSaveBlocker'>;

export interface ShellSettings {
  readonly host: HostLink;
  /** A demo: an ordinary window with developer tools, so that the dev dock fits beside it. */
  readonly windowed: boolean;
  readonly monotonic: () => number;
  readonly after: (ms: number, call: () => void) => void;
}

const askHostEveryMs = 1_000;
const lookEveryMs = 2_000;
const silentAfterSeconds = 10;
/** A page that stood this long was well; the next trouble is a new one. */
const steadyAfterMs = 20_000;
const backOffsMs = [0, 500, 1_000, 2_000, 4_000] as const;
/** Chromium's ERR_ABORTED: another load has replaced this one. */
const loadAborted = -3;

export function windowOptions(windowed: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    kiosk: !windowed,
    fullscreen: !windowed,
    autoHideMenuBar: true,
    backgroundColor: '#f4f8f6',
    webPreferences: {
      // Without "persist:" the session lives in memory and dies with the window (law 7).
      partition: 'kiosk',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: windowed,
    },
  };
}

function lock(contents: WebContents, windowed: boolean, origin: () => string | undefined): void {
  const { session } = contents;
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());

  const stayHome = (details: Event<{ url: string }>) => {
    if (URL.parse(details.url)?.origin !== origin()) details.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('before-input-event', (event, input) => {
    if (!isShortcut(input)) return;
    event.preventDefault();
    if (windowed && opensDevTools(input)) contents.toggleDevTools();
  });
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1));
}

/** Print, save, zoom, close, address bar, help, full screen: whatever a keyboard can ask of a browser. */
function isShortcut({ control, meta, alt, key }: Input): boolean {
  return control || meta || alt || /^F\d+$|^Browser|^Launch|^(ContextMenu|PrintScreen|Help|Find)$/.test(key);
}

function opensDevTools({ type, key }: Input): boolean {
  return type === 'keyDown' && key === 'F12';
}
