import { rmSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import type { SeenWindow } from './display/eyes.ts';
import { beside, type Deeds } from './keys.ts';
import { backWithinMs, type KioskOnTrial } from './kiosk-on-trial.ts';
import { somethingLeft } from './sights.ts';
import { pagesWith } from './hostile-page.ts';
import { attempt, firstIf, gained, nothingGained, type Sight, type Tried } from './tried.ts';
import type { FallenTries } from './way.ts';

/**
 * Pages that are not ours. A crashed one its owner would take away at once: so it is held still, and the policies stand
 * alone. One that could not be loaded stands there while the host is away, since no window could do better then.
 */
export const fallenPages = ['a page that has crashed', 'a page that could not be loaded'] as const;
export type FallenPage = (typeof fallenPages)[number];

/** Does every row's deeds on fallen pages, where nothing of ours swallows a key. */
export async function tryOnFallenPages(
  kiosk: KioskOnTrial,
  rows: ReadonlyMap<number, Deeds>,
  isShort: boolean,
): Promise<FallenTries> {
  const tries = new Map<number, Tried[]>([...rows.keys()].map((row) => [row, []]));
  for (const page of fallenPages) {
    const mend = await fall(kiosk, page);
    for (const [row, deeds] of rows) {
      for (const { did, act } of firstIf(isShort, deeds)) {
        tries.get(row)?.push(await tryOne(kiosk, `${did}, on ${page}`, act));
      }
    }
    await mend();
  }
  await kiosk.restore();
  return tries;
}

async function tryOne(kiosk: KioskOnTrial, did: string, act: Deeds[0]['act']): Promise<Tried> {
  const before = await kiosk.eyes.windows();
  const files = kiosk.files();
  return attempt(
    did,
    () => act(kiosk.hands, kiosk),
    async () => {
      await pass(100);
      return (await newWindow(kiosk, before)) ?? somethingLeft(kiosk, files) ?? nothingGained('no window');
    },
  );
}

/** Its owner closes a second window as soon as it hears of it; one that stays is somebody's. */
async function newWindow(kiosk: KioskOnTrial, before: readonly SeenWindow[]): Promise<Sight | undefined> {
  const strangers = async () =>
    (await kiosk.eyes.windows()).filter(({ id }) => !before.some((known) => known.id === id));
  const [stranger] = await strangers();
  if (!stranger) return undefined;
  const startedAt = performance.now();
  while (performance.now() - startedAt < ownerClosesWithinMs) {
    if ((await strangers()).length === 0) {
      return nothingGained(`a window that its owner closed after ${Math.round(performance.now() - startedAt)} ms`);
    }
    await pass(50);
  }
  return gained(`another window: "${stranger.title}" of ${stranger.program}`);
}

const ownerClosesWithinMs = 2_000;

/** Resolves with what makes it good again. */
async function fall(kiosk: KioskOnTrial, page: FallenPage): Promise<() => Promise<void>> {
  if (page === 'a page that has crashed') {
    const owner = kiosk.window().pid;
    process.kill(owner, 'SIGSTOP');
    for (const { pid } of kiosk.window().renderers()) process.kill(pid, 'SIGKILL');
    await fallen(kiosk);
    return async () => {
      process.kill(owner, 'SIGCONT');
      await kiosk.restore();
    };
  }
  const pages = await pagesWith(reloading);
  await kiosk.servePages(pages);
  await kiosk.openWindow();
  await titled(kiosk, 'loaded');
  await kiosk.hands.click(beside(kiosk.screen));
  await titled(kiosk, 'reloading');
  await kiosk.host().end('SIGKILL');
  await fallen(kiosk);
  return async () => {
    rmSync(pages, { recursive: true, force: true });
    await kiosk.servePages(undefined);
    await kiosk.restore();
  };
}

/** A page that loads itself anew, as ours does after a bug, and finds no host. */
const reloading = `
addEventListener('load', () => setTimeout(() => { document.title = 'loaded'; }, 300));
addEventListener('mouseup', () => {
  document.title = 'reloading';
  setTimeout(() => location.reload(), 1500);
}, true);
`;

async function titled(kiosk: KioskOnTrial, wanted: string): Promise<void> {
  await until(async () => (await kiosk.eyes.windows()).some(({ title }) => title.startsWith(wanted)));
}

async function fallen(kiosk: KioskOnTrial): Promise<void> {
  await until(async () => (await kiosk.unlikeRest()) > 0.1 && (await kiosk.eyes.windows()).every(({ title }) => title !== 'reloading'));
}

async function until(so: () => Promise<boolean>): Promise<void> {
  for (const startedAt = performance.now(); !(await so()); await pass(100)) {
    if (performance.now() - startedAt > 2 * backWithinMs) throw new Error('The page did not fall');
  }
}
