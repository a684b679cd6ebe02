import { setTimeout as pass } from 'node:timers/promises';
import { difference, type SeenWindow } from './display/eyes.ts';
import type { Deeds } from './keys.ts';
import { backWithinMs, type KioskOnTrial } from './kiosk-on-trial.ts';
import { somethingLeft } from './sights.ts';
import { attempt, gained, nothingGained, type Sight, type Tried } from './tried.ts';
import type { FallenTries } from './way.ts';

/** Pages that are not ours. Their owner would take them away; here it is held still, so that the policies stand alone. */
export const fallenPages = ['a page that has crashed', 'a page that could not be loaded'] as const;
export type FallenPage = (typeof fallenPages)[number];

/** Does every row's deeds on fallen pages, where nothing of ours swallows a key. */
export async function tryOnFallenPages(kiosk: KioskOnTrial, rows: ReadonlyMap<number, Deeds>): Promise<FallenTries> {
  const tries = new Map<number, Tried[]>([...rows.keys()].map((row) => [row, []]));
  for (const page of fallenPages) {
    await kiosk.restore();
    const owner = kiosk.window().pid;
    process.kill(owner, 'SIGSTOP');
    await fall(kiosk, page);
    for (const [row, deeds] of rows) {
      for (const { did, act } of deeds) tries.get(row)?.push(await tryOne(kiosk, `${did}, on ${page}`, act));
    }
    process.kill(owner, 'SIGCONT');
    await kiosk.startHost();
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
      return newWindow(before, await kiosk.eyes.windows()) ?? somethingLeft(kiosk, files) ?? nothingGained('no window');
    },
  );
}

function newWindow(before: readonly SeenWindow[], now: readonly SeenWindow[]): Sight | undefined {
  const stranger = now.find(({ id }) => !before.some((known) => known.id === id));
  return stranger ? gained(`another window: "${stranger.title}" ${stranger.place}`) : undefined;
}

async function fall(kiosk: KioskOnTrial, page: FallenPage): Promise<void> {
  if (page === 'a page that could not be loaded') await kiosk.host().end('SIGKILL');
  for (const { pid } of kiosk.window().renderers()) process.kill(pid, 'SIGKILL');
  await until(async () => (await kiosk.unlikeRest()) > 0.1);
  if (page === 'a page that has crashed') return;
  const crashed = await kiosk.eyes.picture();
  await kiosk.hands.press('F5');
  await until(async () => difference(await kiosk.eyes.picture(), crashed) > 0.005);
}

async function until(fell: () => Promise<boolean>): Promise<void> {
  for (const startedAt = performance.now(); !(await fell()); await pass(100)) {
    if (performance.now() - startedAt > backWithinMs) throw new Error('The page did not fall');
  }
}
