import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { savePicture } from './display/eyes.ts';
import { tryOnFallenPages } from './fallen-page.ts';
import { keyRowNumbers } from './keys.ts';
import { type KioskOnTrial, openKioskOnTrial } from './kiosk-on-trial.ts';
import { couldNotBeTried, judge, type Outcome } from './tried.ts';
import type { FallenTries, Trial, Way } from './way.ts';
import { type RowNumber, ways } from './ways.ts';
import { type HostOnTrial, openHostOnTrial } from './wire/host-on-trial.ts';

export interface BreakoutPlan {
  readonly rows: readonly RowNumber[];
  readonly isShort: boolean;
  readonly say: (line: string) => void;
  /** Where pictures of the screen are left. */
  readonly pictures: string | undefined;
}

export interface RowResult {
  readonly row: RowNumber;
  readonly way: string;
  readonly chromium: Outcome;
  readonly electron: Outcome;
}

export interface Bench {
  readonly kiosk: KioskOnTrial;
  readonly host: () => Promise<HostOnTrial>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const kiosk = await openKioskOnTrial();
  let host: Promise<HostOnTrial> | undefined;
  return {
    kiosk,
    host: () => (host ??= openHostOnTrial()),
    async close() {
      await (await host)?.close();
      await kiosk.close();
    },
  };
}

/** Longer than an address may live. */
const oldMs = 61_000;

export async function tryRows({ kiosk, host }: Bench, { rows, isShort, say, pictures }: BreakoutPlan): Promise<readonly RowResult[]> {
  let fallen: Promise<FallenTries> | undefined;
  const trial: Trial = {
    ...{ kiosk, host, isShort },
    onFallenPages: () => (fallen ??= tryOnFallenPages(kiosk, keyRowNumbers)),
    oldAddress: isShort || !rows.includes(38) ? undefined : addressThatAges(host),
  };
  const picture = async (name: string) => {
    if (pictures !== undefined) savePicture(await kiosk.eyes.picture(), join(pictures, `${name}.png`));
  };
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  await picture('at-rest');
  const results: RowResult[] = [];
  for (const row of rows) {
    const { way, chromium, electron }: Way = ways[row];
    const startedAt = performance.now();
    const outcome = await outcomeOf(chromium, trial);
    await picture(`row-${row}-${outcome.is}`);
    results.push({ row, way, chromium: outcome, electron: electronOutcome(electron) });
    say(`${inWords(row, way, outcome)} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  }
  return results;
}

async function outcomeOf(chromium: Way['chromium'], trial: Trial): Promise<Outcome> {
  if ('notHere' in chromium) return { is: 'not-applicable', because: chromium.notHere };
  try {
    return judge(await chromium(trial));
  } catch (error) {
    const outcome = couldNotBeTried(error);
    await trial.kiosk.servePages(undefined);
    await trial.kiosk.restore();
    return outcome;
  }
}

function electronOutcome(electron: Way['electron']): Outcome {
  const because =
    'test' in electron
      ? `Electron's binary is not on this machine; unit test: ${electron.test}`
      : `Electron's binary is not on this machine; ${electron.notHere}`;
  return { is: 'not-applicable', because };
}

function addressThatAges(host: Bench['host']): () => Promise<URL> {
  const startedAt = performance.now();
  const address = host().then((trial) => trial.freshAddress());
  return async () => {
    const asked = await address;
    await pass(Math.max(0, oldMs - (performance.now() - startedAt)));
    return asked;
  };
}

function inWords(row: RowNumber, way: string, outcome: Outcome): string {
  const head = `${String(row).padStart(2)} ${way}: `;
  switch (outcome.is) {
    case 'held':
      return `${head}held, ${outcome.tries.length} tries`;
    case 'open':
      return `${head}OPEN: ${outcome.why}`;
    case 'not-applicable':
      return `${head}not applicable here, because ${outcome.because}`;
  }
}
