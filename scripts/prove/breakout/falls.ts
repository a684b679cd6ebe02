import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { killQuietly } from '#kiosk/shell-chromium/window-bench.ts';
import type { Chord } from './display/keycodes.ts';
import { freshPerson, type KioskOnTrial } from './kiosk-on-trial.ts';
import { glance, lookAround } from './sights.ts';
import { attempt, firstIf, gained, nothingGained, type Sight, tryEach } from './tried.ts';
import type { Try } from './way.ts';

/** A page may be silent for 10 s; then it has to be back as after any other fall. */
const silentMs = 15_000;

async function backAgain(kiosk: KioskOnTrial, withinMs: number): Promise<Sight> {
  const tookMs = await kiosk.restedAfter(withinMs);
  if (tookMs !== undefined) return nothingGained(`the resting page after ${(tookMs / 1_000).toFixed(1)} s`);
  const titles = (await kiosk.eyes.windows()).map(({ title }) => title).join(', ') || 'no window';
  return gained(`no patient page after ${withinMs / 1_000} s: ${titles}`);
}

/** Row 3. */
export const closingTheWindow: Try = async ({ kiosk }) => {
  const burst: readonly Chord[] = ['0', '2', '7', 'Alt+F4', '0', '4', '8', 'Enter'];
  const closing = [
    { did: 'Alt+F4', act: () => kiosk.hands.press('Alt+F4') },
    { did: "Alt+F4 inside a keyboard scanner's burst", act: () => kiosk.hands.type(burst, 4) },
  ] as const;
  return tryEach(closing, async ({ did, act }) => {
    const tried = await attempt(did, act, () => lookAround(kiosk, kiosk.files()));
    if (tried.wayOut !== undefined) await kiosk.restore();
    return tried;
  });
};

/** Row 28. What keys do on the crashed page is tried with each key's row. */
export const rendererCrashes: Try = ({ kiosk, isShort }) =>
  tryEach(firstIf<NodeJS.Signals>(isShort, ['SIGKILL', 'SIGSEGV', 'SIGABRT']), async (signal) => {
    const tried = await attempt(
      `renderer ended by ${signal}`,
      async () => {
        for (const { pid } of kiosk.window().renderers()) process.kill(pid, signal);
        await pass(200);
      },
      () => backAgain(kiosk, kiosk.backWithinMs),
    );
    if (tried.wayOut !== undefined) await kiosk.restore();
    return tried;
  });

/** Row 29. */
export const hangs: Try = async ({ kiosk, isShort }) => {
  const renderer = await attempt(
    'renderer stands still',
    async () => {
      for (const { pid } of kiosk.window().renderers()) process.kill(pid, 'SIGSTOP');
      await unlinked(kiosk);
    },
    () => backAgain(kiosk, silentMs + kiosk.backWithinMs),
  );
  if (renderer.wayOut !== undefined) await kiosk.restore();
  if (isShort) return [renderer];
  const browser = await attempt(
    'the whole browser stands still',
    async () => {
      const pid = kiosk.window().browser()?.pid;
      if (pid === undefined) throw new Error('There is no browser');
      process.kill(pid, 'SIGSTOP');
      for (const each of kiosk.window().renderers()) process.kill(each.pid, 'SIGSTOP');
      await unlinked(kiosk);
    },
    () => backAgain(kiosk, silentMs + kiosk.backWithinMs),
  );
  if (browser.wayOut !== undefined) await kiosk.restore();
  const host = await attempt(
    'host stands still',
    async () => process.kill(kiosk.host().pid, 'SIGSTOP'),
    async () => {
      const seen = await otherThanRest(kiosk, 15_000);
      const menu = await glance(kiosk);
      process.kill(kiosk.host().pid, 'SIGCONT');
      if (menu.wayOut !== undefined) return menu;
      if (!seen) return gained('the page goes on inviting patients while nobody listens');
      return backAgain(kiosk, silentMs + kiosk.backWithinMs);
    },
  );
  return [renderer, browser, host];
};

async function unlinked(kiosk: KioskOnTrial): Promise<void> {
  for (let waitedMs = 0; kiosk.pageIsLinked(); waitedMs += 100) {
    if (waitedMs > 15_000) throw new Error('The host never noticed that its page is silent');
    await pass(100);
  }
}

async function otherThanRest(kiosk: KioskOnTrial, withinMs: number): Promise<boolean> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < withinMs) {
    if ((await kiosk.unlikeRest()) > 0.05) return true;
    await pass(200);
  }
  return false;
}

/** Row 31: power lost, or an owner that was killed: nothing of it may be asked about at the next start. */
export const startAfterKill: Try = ({ kiosk, isShort }) =>
  tryEach(firstIf(isShort, ['window, owner and host', 'window and owner']), (what) =>
    attempt(
      `${what} killed with -9, started again`,
      async () => {
        const all = [
          kiosk.window().browser()?.pid,
          ...kiosk
            .window()
            .renderers()
            .map(({ pid }) => pid),
        ];
        await kiosk.window().kill('SIGKILL');
        for (const pid of all) if (pid !== undefined) killQuietly(pid);
        if (what === 'window, owner and host') await kiosk.host().end('SIGKILL');
        await kiosk.startHost();
        await kiosk.openWindow();
      },
      () => lookAround(kiosk, kiosk.files()),
    ),
  );

/** Row 32. */
export const windowBeforeHost: Try = async ({ kiosk }) => {
  await kiosk.host().end('SIGKILL');
  await kiosk.window().kill('SIGKILL');
  const waiting = await attempt(
    'window started while there is no host',
    () => kiosk.openWindow(),
    async () => {
      await pass(3_000);
      const titles = (await kiosk.eyes.windows()).map(({ title }) => title);
      return titles.length === 0 ? nothingGained('no window') : gained(`a window without a host: ${titles.join(', ')}`);
    },
  );
  const started = await attempt(
    'host started after its window',
    () => kiosk.startHost(),
    () => backAgain(kiosk, kiosk.backWithinMs),
  );
  const pressed = await attempt(
    'a card scanned then',
    () => kiosk.scan(freshPerson()),
    async () =>
      (await otherThanRest(kiosk, kiosk.backWithinMs)) ? nothingGained('the next screen') : gained('nothing happens'),
  );
  await kiosk.host().end('SIGKILL');
  await kiosk.restore();
  return [waiting, started, pressed];
};

/** Row 30: a page that loads and draws nothing. Its window's owner notices, and what is mended meanwhile comes by itself. */
export const whiteScreen: Try = async ({ kiosk }) => {
  const pages = mkdtempSync(join(tmpdir(), 'tiep-don-white-'));
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>white</title>');
  await kiosk.servePages(pages);
  const whites = await attempt(
    'a page without a script',
    () => kiosk.openWindow(),
    async () => {
      await pass(3_000);
      const seen = await glance(kiosk);
      if (seen.wayOut !== undefined) return seen;
      await kiosk.servePages(undefined);
      return backAgain(kiosk, silentMs + kiosk.backWithinMs);
    },
  );
  rmSync(pages, { recursive: true, force: true });
  if (whites.wayOut !== undefined) {
    await kiosk.servePages(undefined);
    await kiosk.restore();
  }
  return [whites];
};
