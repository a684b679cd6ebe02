import { rmSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { pagesWith } from './hostile-page.ts';
import { beside, type Deed, type Deeds } from './keys.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { lookAround, somethingLeft } from './sights.ts';
import { attempt, firstIf, gained, type Sight, type Tried } from './tried.ts';
import type { FallenTries } from './way.ts';

/**
 * Does every row's deeds on pages where nothing of ours swallows a key: while a page crashes, before its window's owner has
 * taken it away, and on a page that could not be loaded because the host is away.
 */
export async function tryOnFallenPages(
  kiosk: KioskOnTrial,
  rows: ReadonlyMap<number, Deeds>,
  isShort: boolean,
  say: (line: string) => void,
): Promise<FallenTries> {
  const tries = new Map<number, Tried[]>([...rows.keys()].map((row) => [row, []]));
  const groups = isShort ? [[...rows]] : [...rows].map((row) => [row]);
  const deedsOf = (group: readonly (readonly [number, Deeds])[]) =>
    group.flatMap(([, deeds]) => firstIf(isShort, deeds));
  for (const group of groups) {
    const tried = await tryWhileCrashing(kiosk, deedsOf(group));
    for (const [row] of group) tries.get(row)?.push(tried);
    if (tried.wayOut !== undefined) await kiosk.restore();
    say(`while a page crashes, ${rowsOf(group)}: ${tried.saw}`);
  }
  for (const group of groups) {
    const tried = await tryUnloaded(kiosk, deedsOf(group));
    for (const [row] of group) tries.get(row)?.push(tried);
    say(`on a page that could not be loaded, ${rowsOf(group)}: ${tried.saw}`);
  }
  await kiosk.servePages(undefined);
  await kiosk.restore();
  return tries;
}

function rowsOf(group: readonly (readonly [number, Deeds])[]): string {
  return `keys of row ${group.map(([row]) => row).join(', ')}`;
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

async function tryUnloaded(kiosk: KioskOnTrial, deeds: readonly Deed[]): Promise<Tried> {
  const pages = await pagesWith(reloading);
  await kiosk.servePages(pages);
  await kiosk.openWindow();
  await titled(kiosk, 'loaded');
  const files = kiosk.files();
  const tried = await attempt(
    `${deeds.map(({ did }) => did).join(', ')}, on a page that could not be loaded`,
    async () => {
      await errorPage(kiosk);
      for (const { act } of deeds) await act(kiosk.hands, kiosk);
    },
    async () => {
      const gain = await windowsWithoutHost(kiosk);
      if (gain || somethingLeft(kiosk, files)) return gain ?? gained('something was left behind');
      await kiosk.servePages(undefined);
      return lookAround(kiosk, files);
    },
  );
  rmSync(pages, { recursive: true, force: true });
  return tried;
}

/** Its owner looks every other second: now and then it takes the page away before anybody could have pressed a key. */
async function errorPage(kiosk: KioskOnTrial): Promise<void> {
  for (let times = 0; times < 8; times += 1) {
    await kiosk.startHost();
    await titled(kiosk, 'loaded');
    await kiosk.hands.click(beside(kiosk.screen));
    await titled(kiosk, 'reloading');
    await kiosk.host().end('SIGKILL');
    await until(async () => (await kiosk.eyes.windows()).every(({ title }) => !title.startsWith('reloading')));
    if ((await kiosk.eyes.windows()).length > 0) return;
  }
  throw new Error('No error page stood long enough to be tried');
}

/** Without a host no window is better than an error page; its owner takes it away, and what was opened from it. */
async function windowsWithoutHost(kiosk: KioskOnTrial): Promise<Sight | undefined> {
  for (const startedAt = performance.now(); performance.now() - startedAt < kiosk.backWithinMs; await pass(100)) {
    if ((await kiosk.eyes.windows()).length === 0) return undefined;
  }
  const titles = (await kiosk.eyes.windows()).map(({ title }) => `"${title}"`);
  return gained(`still on the screen: ${titles.join(', ')}`);
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
  for (const startedAt = performance.now(); !(await so()); await pass(50)) {
    if (performance.now() - startedAt > patienceMs) throw new Error('The page did not fall');
  }
}
