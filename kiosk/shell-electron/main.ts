import type { BrowserWindowConstructorOptions, Event, Input, WebContents } from 'electron';
import type { HostLink } from './host-link.ts';

/**
 * A locked window around the host: one page of one origin, and no way out of it. It decides nothing; what the patient
 * sees comes from the host, in Electron as in Chromium.
 */
export function runShell({ app, BrowserWindow, Menu }: ElectronApi, { host, windowed, after }: ShellSettings): void {
  // A demo has a window of its own for each kiosk; a kiosk has one.
  if (!windowed && !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  Menu.setApplicationMenu(null);
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => host.stop());
  void app.whenReady().then(openWindow);

  function openWindow(): void {
    const window = new BrowserWindow(windowOptions(windowed));
    const contents = window.webContents;
    let origin: string | undefined;
    lock(contents, windowed, () => origin);
    contents.on('render-process-gone', load);
    contents.on('unresponsive', load);
    contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
      if (isMainFrame && code !== loadAborted) loadLater();
    });
    // The host was started anew and does not know this window: it needs a fresh token.
    contents.on('did-navigate', (_event, _url, status) => {
      if (status >= 400) loadLater();
    });
    app.on('second-instance', () => window.focus());
    load();

    function load(): void {
      void host.launchUrl().then((url) => {
        if (window.isDestroyed()) return undefined;
        if (url === undefined) return loadLater();
        origin = new URL(url).origin;
        // A failure is told by did-fail-load.
        return contents.loadURL(url).catch(() => undefined);
      });
    }

    function loadLater(): void {
      after(retryMs, load);
    }
  }
}

/** What the shell needs of Electron, so that a test can hand it a recording of the same. */
export type ElectronApi = Pick<typeof import('electron'), 'app' | 'BrowserWindow' | 'Menu'>;

export interface ShellSettings {
  readonly host: HostLink;
  /** A demo: an ordinary window with developer tools, so that the dev dock fits beside it. */
  readonly windowed: boolean;
  readonly after: (ms: number, call: () => void) => void;
}

const retryMs = 1000;
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
