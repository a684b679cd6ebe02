import type { BrowserWindowConstructorOptions } from 'electron';
import type { ElectronApi } from './main.ts';

/**
 * Electron's surface as far as the shell touches it, written down by hand: it keeps what it was told and lets a test play
 * Chromium's part. Electron itself cannot be imported without its binary.
 */
export interface RecordedElectron {
  readonly api: ElectronApi;
  readonly told: string[];
  readonly windows: BrowserWindowConstructorOptions[];
  /** Calls what the shell has hung on an event of the page; returns whether it was prevented. */
  page(event: string, details?: object, ...rest: readonly unknown[]): boolean;
  download(): boolean;
  app(event: string): void;
  /** Somebody closes the window; returns whether it was prevented. */
  closeWindow(): boolean;
  /** Answers of the permission handlers and of the window-open handler. */
  ask(): {
    readonly request: boolean | undefined;
    readonly check: unknown;
    readonly device: unknown;
    readonly open: unknown;
  };
  /** Resolves with the next address that is loaded. */
  nextLoad(): Promise<string>;
}

type Listener = (...args: readonly unknown[]) => unknown;

export function recordElectron(settings: { readonly hasLock: boolean }): RecordedElectron {
  const told: string[] = [];
  const windows: BrowserWindowConstructorOptions[] = [];
  const listeners = {
    app: new Map<string, Listener[]>(),
    page: new Map<string, Listener[]>(),
    session: new Map<string, Listener[]>(),
    window: new Map<string, Listener[]>(),
  };
  const handlers = new Map<string, Listener>();
  const loads: string[] = [];
  const waiting: ((url: string) => void)[] = [];

  const on = (of: Map<string, Listener[]>) => (event: string, listener: Listener) => {
    of.set(event, [...(of.get(event) ?? []), listener]);
  };
  const emit = (of: Map<string, Listener[]>, event: string, details: object, rest: readonly unknown[]): boolean => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    for (const listener of of.get(event) ?? []) listener({ ...details, preventDefault }, ...rest);
    return prevented;
  };
  const keep = (name: string) => (handler: Listener) => void handlers.set(name, handler);

  const webContents = {
    on: on(listeners.page),
    loadURL: async (url: string) => {
      const waiter = waiting.shift();
      if (waiter) waiter(url);
      else loads.push(url);
    },
    setWindowOpenHandler: keep('open'),
    setVisualZoomLevelLimits: async (least: number, most: number) => void told.push(`zoom ${least} to ${most}`),
    forcefullyCrashRenderer: () => told.push('renderer killed'),
    toggleDevTools: () => told.push('developer tools'),
    session: {
      on: on(listeners.session),
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    },
  };
  function BrowserWindow(options: BrowserWindowConstructorOptions) {
    windows.push(options);
    return { webContents, on: on(listeners.window), isDestroyed: () => false, focus: () => told.push('focus') };
  }
  const app = {
    on: on(listeners.app),
    quit: () => told.push('quit'),
    whenReady: async () => undefined,
    commandLine: { appendSwitch: (name: string, value?: string) => void told.push(`${name}: ${value ?? ''}`) },
    requestSingleInstanceLock: () => settings.hasLock,
  };
  const Menu = { setApplicationMenu: (menu: unknown) => told.push(menu === null ? 'no menu' : 'a menu') };

  const powerSaveBlocker = { start: (kind: string) => told.push(kind) };

  return {
    api: { app, BrowserWindow, Menu, powerSaveBlocker } as unknown as ElectronApi,
    told,
    windows,
    page: (event, details = {}, ...rest) => emit(listeners.page, event, details, rest),
    download: () => emit(listeners.session, 'will-download', {}, []),
    app: (event) => void emit(listeners.app, event, {}, []),
    closeWindow: () => emit(listeners.window, 'close', {}, []),
    ask: () => {
      let request: boolean | undefined;
      const answer = (granted: boolean) => {
        request = granted;
      };
      handlers.get('request')?.(undefined, 'media', answer);
      return {
        request,
        check: handlers.get('check')?.(),
        device: handlers.get('device')?.(),
        open: handlers.get('open')?.({ url: 'x' }),
      };
    },
    nextLoad: () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const loaded = loads.shift();
      if (loaded === undefined) waiting.push(resolve);
      else resolve(loaded);
      return promise;
    },
  };
}
