import type { Clock } from '#config/agreements/clock.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import type { HostLink } from '#kiosk/shell-electron/host-link.ts';
import type { Browser } from './chromium.ts';

export interface WindowParts {
  readonly host: HostLink;
  readonly openBrowser: () => Promise<Browser>;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** A demo: somebody who closes the window means it. */
  readonly windowed: boolean;
  /** One sentence for the technician's journal. */
  readonly say: (sentence: string) => void;
}

export interface OwnedWindow {
  /** Resolves when the window has been given up: after `stop`, or when somebody closed a demo's. */
  readonly ended: Promise<void>;
  stop(): void;
}

const askHostEveryMs = 500;
const lookEveryMs = 1_000;
const silentAfterSeconds = 10;
/** A window that stood this long was well; the next trouble is a new one. */
const steadyAfterMs = 20_000;
const backOffsMs = [0, 500, 1_000, 2_000, 4_000] as const;

/** At once, then slower, never slower than 4 s: together with a start the patient's page is back within 10 s. */
export function backOffMs(failures: number): number {
  return backOffsMs[Math.min(failures, backOffsMs.length - 1)] ?? 0;
}

/** Keeps one window with the patient's page open, whatever becomes of browser, page or host. Never gives up. */
export function ownWindow({ host, openBrowser, clock, windowed, say }: WindowParts): OwnedWindow {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<'stopped'>();
  let isStopped = false;
  return { ended: run(), stop: () => stop('stopped') };

  async function run(): Promise<void> {
    void stopped.then(() => {
      isStopped = true;
    });
    let why: WindowOpening = 'started';
    let failures = 0;
    for (;;) {
      // Also a browser that is up before its host waits here, and shows no error meanwhile.
      if (!(await untilAnswered(() => host.launchUrl(), stopped))) return;
      const browser = await openBrowser();
      const openedAt = clock.monotonic();
      const next = await life(browser, why);
      await browser.end();
      if (next === 'stopped') return;
      if (windowed && next === 'browser-ended' && browser.wasClosed()) return;
      why = next;
      failures = clock.monotonic() - openedAt >= steadyAfterMs ? 0 : failures + 1;
      say(sentences[why]);
      await Promise.race([pause(backOffMs(failures - 1)), stopped]);
      if (isStopped) return;
    }
  }

  /** From the start of a browser until it is of no use any more. */
  async function life(browser: Browser, why: WindowOpening): Promise<WindowOpening | 'stopped'> {
    const over = Promise.race([browser.broken, stopped]);
    // A fresh one: the browser may have taken longer to start than an address lives.
    const address = await untilAnswered(() => host.launchUrl(why), over);
    if (address === undefined) return over;
    // A browser that hangs may never have shown it.
    await Promise.race([browser.show(address), over]);
    const watch = watchPage(browser);
    const next = await Promise.race([over, watch.lost]);
    watch.stop();
    return next;
  }

  async function untilAnswered(
    ask: () => Promise<string | undefined>,
    over: Promise<unknown>,
  ): Promise<string | undefined> {
    let isOver = false;
    void over.then(() => {
      isOver = true;
    });
    for (;;) {
      const answer = await Promise.race([ask(), over.then(() => undefined)]);
      if (answer !== undefined || isOver) return isOver ? undefined : answer;
      await Promise.race([pause(askHostEveryMs), over]);
      if (isOver) return undefined;
    }
  }

  /** A host that does not answer is no fault of the window: its page says so by itself, and is given time to come back. */
  function watchPage(browser: Browser): { readonly lost: Promise<WindowOpening>; readonly stop: () => void } {
    const { promise: lost, resolve } = Promise.withResolvers<WindowOpening>();
    let hadTimeSince = clock.monotonic();
    let servedDocuments = browser.documents();
    let isOver = false;
    let callOff = clock.after(lookEveryMs, look);
    return {
      lost,
      stop: () => {
        isOver = true;
        callOff();
      },
    };

    function look(): void {
      void host.page().then((page) => {
        if (isOver) return;
        const now = clock.monotonic();
        if (page === undefined) hadTimeSince = now;
        else servedDocuments = browser.documents();
        // A document that nobody served is the browser's error page, whose keys are the browser's own.
        if (browser.documents() > servedDocuments) return resolve('page-refused');
        const hadTime = now - hadTimeSince >= silentAfterSeconds * 1_000;
        if (page && hadTime && !page.isConnected && page.silentSeconds >= silentAfterSeconds) resolve('page-silent');
        else callOff = clock.after(lookEveryMs, look);
      });
    }
  }

  function pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(ms, resolve);
    return promise;
  }
}

const sentences: Readonly<Record<WindowOpening, string>> = {
  started: 'The window is opened.',
  'browser-ended': 'Chromium has ended: closed, crashed or killed. The window is opened anew.',
  'browser-hung': 'Chromium has not answered for 10 s. It is killed, and the window is opened anew.',
  'page-crashed': 'The process of the page has ended. The window is opened anew.',
  'page-silent': 'No page has answered the kiosk for 10 s. The window is opened anew.',
  'page-refused': 'The kiosk’s address opened an error. The window is opened anew with a fresh address.',
  'page-left': 'The page was closed or went elsewhere. The window is opened anew.',
};
