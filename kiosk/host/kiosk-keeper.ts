import { createServer } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { Kiosk } from './kiosk.ts';
import type { Pages } from './open-pages.ts';
import type { SiteStanding } from './site-versions/last-good.ts';
import type { StandInPage } from './stand-in-page.ts';
import { frameOf } from './start-problem.ts';

/** How long a kiosk that does not open is left alone before it is tried again; twice as long each time. */
export const firstTryAgainMs = 5_000;
export const longestTryAgainMs = 60_000;

export interface SiteToOpen {
  readonly site: SiteFile;
  readonly standing: SiteStanding;
  /** It runs now. */
  readonly onRuns?: () => void;
}

/** A kiosk where one can be had, and in its place a page for patients while none can. */
export interface KioskKeeper {
  kiosk(): Kiosk | undefined;
  page(): Pick<Pages, 'port' | 'newLaunchUrl'> | undefined;
  /** Why none runs though there is a site for one. */
  trouble(): KioskProblem | undefined;
  /** Another site: the kiosk that runs is closed and the next one opened. What was there comes back when that fails, if it can. */
  reopen(next: SiteFile): Promise<Result<void, KioskProblem>>;
  /** What the page in its place shows has changed. */
  showAnew(): void;
  close(signal: string): Promise<void>;
}

interface Needs {
  /** `undefined`: none is written yet, or nothing of what is written can be used. */
  readonly first: SiteToOpen | undefined;
  readonly open: (
    toOpen: SiteToOpen,
    page: { readonly port: number | undefined; readonly free: () => Promise<void> },
  ) => Promise<Result<Kiosk, KioskProblem>>;
  /** For patients of a kiosk that is not there; `site`: of the one that does not open. */
  readonly openPage: (
    site: SiteFile | undefined,
    trouble: () => KioskProblem | undefined,
    port: number | undefined,
  ) => Promise<Result<StandInPage, KioskProblem>>;
  /** The site as it is written, when it reads: somebody may have mended it. */
  readonly written: () => SiteToOpen | undefined;
  readonly clock: Pick<Clock, 'after'>;
  readonly onBug: (error: unknown) => void;
}

/**
 * Whatever keeps a kiosk from opening, the program stays: patients are sent to the desk, the console says why, and it is tried again by
 * itself, at longer and longer distances, with the site as it is written by then. Everything is done one after the other, whoever asks,
 * and what one of them throws is a bug of that one alone.
 */
export async function keepKiosk(needs: Needs): Promise<KioskKeeper> {
  const { open, openPage, written, clock, onBug } = needs;
  let kiosk: Kiosk | undefined;
  let page: StandInPage | undefined;
  let pageFor: SiteFile | undefined;
  let trouble: KioskProblem | undefined;
  /** What should run. */
  let wanted = needs.first;
  let port: number | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let waitMs = firstTryAgainMs;
  let isClosing = false;
  let callOff = () => {};

  if (wanted) await openOrStandIn([wanted]);
  else await standIn();
  return {
    kiosk: () => kiosk,
    page: () => kiosk ?? page,
    trouble: () => trouble,
    reopen: (site) => inTurn(() => change({ site, standing: { runs: 'as-written' } })),
    showAnew: () => page?.show(),
    async close(signal) {
      isClosing = true;
      callOff();
      await queue;
      await kiosk?.close(signal);
      await page?.close();
    },
  };

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = queue.then(work);
    // Whoever asked hears of a bug; whoever comes next begins anew.
    queue = done.catch(() => {});
    return done;
  }

  async function change(next: SiteToOpen): Promise<Result<void, KioskProblem>> {
    if (isClosing) return problem({ kind: 'ending' });
    callOff();
    waitMs = firstTryAgainMs;
    const before = kiosk && wanted && { site: kiosk.siteNow(), standing: wanted.standing };
    await closeKiosk();
    return openOrStandIn(before ? [next, before] : [next]);
  }

  /** Nobody of the console looks at one that lets go. */
  async function closeKiosk(): Promise<void> {
    const closing = kiosk;
    if (!closing) return;
    port = closing.port;
    kiosk = undefined;
    await guarded(async () => ok(await closing.close('site-file')));
  }

  /** The first of them that opens; the answer is of the first. */
  async function openOrStandIn(sites: readonly SiteToOpen[]): Promise<Result<void, KioskProblem>> {
    let answer: Result<void, KioskProblem> | undefined;
    for (const each of sites) {
      if (isClosing) return problem({ kind: 'ending' });
      const opened = await guarded(() => open(each, { port, free: closePage }));
      answer ??= opened.ok ? ok(undefined) : opened;
      if (!opened.ok) continue;
      kiosk = opened.value;
      port = kiosk.port;
      wanted = each;
      trouble = undefined;
      waitMs = firstTryAgainMs;
      await closePage();
      each.onRuns?.();
      return answer;
    }
    wanted = sites[0] ?? wanted;
    if (answer && !answer.ok) trouble = answer.problem;
    await standIn();
    tryLater();
    return answer ?? problem({ kind: 'ending' });
  }

  function tryLater(): void {
    if (!isClosing) callOff = clock.after(waitMs, tryAgain);
    waitMs = Math.min(longestTryAgainMs, waitMs * 2);
  }

  function tryAgain(): void {
    void inTurn(async () => {
      if (isClosing || kiosk || !wanted) return;
      const next = written() ?? wanted;
      // The devices are left in peace while somebody else has the port.
      if (trouble?.kind !== 'listen' || isAnother(next) || page?.port === trouble.port || (await isFree(trouble)))
        await openOrStandIn([next]);
      else tryLater();
    }).catch(onBug);
  }

  function isAnother({ site }: SiteToOpen): boolean {
    return !isDeepStrictEqual(site, wanted?.site);
  }

  async function standIn(): Promise<void> {
    // Whoever looks at it is not sent away at each try.
    if (page && isDeepStrictEqual(pageFor, wanted?.site)) {
      page.show();
      return;
    }
    await closePage();
    pageFor = wanted?.site;
    const opened = await guarded(() => openPage(pageFor, () => trouble, port));
    page = opened.ok ? opened.value : undefined;
    port = page?.port ?? port;
  }

  async function closePage(): Promise<void> {
    const closing = page;
    page = undefined;
    await closing?.close();
  }

  /** A bug in a kiosk is no reason to take the console away, which is where somebody reads of it. */
  async function guarded<Value>(
    work: () => Promise<Result<Value, KioskProblem>>,
  ): Promise<Result<Value, KioskProblem>> {
    try {
      return await work();
    } catch (error) {
      onBug(error);
      return problem({ kind: 'bug', at: frameOf(error) });
    }
  }
}

function isFree({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
