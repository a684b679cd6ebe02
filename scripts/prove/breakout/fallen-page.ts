import { rmSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import type { SeenWindow } from './display/eyes.ts';
import { pagesWith } from './hostile-page.ts';
import { beside, type Deed, type Deeds } from './keys.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { lookAround, somethingLeft } from './sights.ts';
import { attempt, firstIf, gained, nothingGained, type Sight, type Tried } from './tried.ts';
import type { FallenTries } from './way.ts';

/**
 * Does every row's deeds on pages where nothing of ours swallows a key: while a page crashes, before its window's owner has
 * taken it away, and on a page that could not be loaded, which stands there for as long as the host is away.
 */
export async function tryOnFallenPages(
  kiosk: KioskOnTrial,
  rows: ReadonlyMap<number, Deeds>,
  isShort: boolean,
): Promise<FallenTries> {
  const tries = new Map<number, Tried[]>([...rows.keys()].map((row) => [row, []]));
  const groups = isShort ? [[...rows]] : [...rows].map((row) => [row]);
  for (const group of groups) {
    const tried = await tryWhileCrashing(
      kiosk,
      group.flatMap(([, deeds]) => firstIf(isShort, deeds)),
    );
    for (const [row] of group) tries.get(row)?.push(tried);
    if (tried.wayOut !== undefined) await kiosk.restore();
  }
  const mend = await failToLoad(kiosk);
  for (const [row, deeds] of rows) {
    for (const { did, act } of firstIf(isShort, deeds)) {
      tries.get(row)?.push(await tryOne(kiosk, `${did}, on a page that could not be loaded`, act));
    }
  }
  await mend();
  return tries;
}

function tryWhileCrashing(kiosk: KioskOnTrial, deeds: readonly Deed[]): Promise<Tried> {
  const files = kiosk.files();
  return attempt(
    `${deeds.map(({ did }) => did).join(', ')}, while a page crashes`,
    async () => {
      for (const { pid } of kiosk.window().renderers()) process.kill(pid, 'SIGKILL');
      for (const { act } of deeds) await act(kiosk.hands, kiosk);
    },
    () => lookAround(kiosk, files),
  );
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
async function failToLoad(kiosk: KioskOnTrial): Promise<() => Promise<void>> {
  const pages = await pagesWith(reloading);
  await kiosk.servePages(pages);
  await kiosk.openWindow();
  await titled(kiosk, 'loaded');
  await kiosk.hands.click(beside(kiosk.screen));
  await titled(kiosk, 'reloading');
  await kiosk.host().end('SIGKILL');
  await until(async () => (await kiosk.unlikeRest()) > 0.1);
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
  setTimeout(() => location.reload(), 2500);
}, true);
`;

async function titled(kiosk: KioskOnTrial, wanted: string): Promise<void> {
  await until(async () => (await kiosk.eyes.windows()).some(({ title }) => title.startsWith(wanted)));
}

const patienceMs = 60_000;

async function until(so: () => Promise<boolean>): Promise<void> {
  for (const startedAt = performance.now(); !(await so()); await pass(100)) {
    if (performance.now() - startedAt > patienceMs) throw new Error('The page did not fall');
  }
}
