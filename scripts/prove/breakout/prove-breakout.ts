import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { unreachable } from '#config/agreements/result.ts';
import { savePicture } from './display/eyes.ts';
import { type Endurance, endure } from './endurance.ts';
import { tryOnFallenPages } from './fallen-page.ts';
import { keyRowNumbers } from './keys.ts';
import { type KioskOnTrial, openKioskOnTrial } from './kiosk-on-trial.ts';
import { lookForResidue, type ResidueReport } from './residue.ts';
import { couldNotBeTried, judge, type Outcome, type Tries } from './tried.ts';
import { handsReachThePage } from './visit-by-hand.ts';
import { type FallenTries, type Way, windowLanes } from './way.ts';
import { type RowNumber, ways } from './ways.ts';
import { type HostOnTrial, openHostOnTrial } from './wire/host-on-trial.ts';

export interface BreakoutPlan {
  readonly rows: readonly RowNumber[];
  /** Fewer tries of each row, and the lanes beside each other, each with a kiosk of its own. */
  readonly isShort: boolean;
  /** How often renderer, launcher and host are ended; 0: not at all. */
  readonly falls: number;
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

export interface BreakoutResult {
  readonly rows: readonly RowResult[];
  readonly endurance: readonly Endurance[];
  readonly residue: ResidueReport | undefined;
}

/** What one kiosk does after the other; in the short form each has one of its own. */
const lanes = [...windowLanes, 'endurance'] as const;
type Lane = (typeof lanes)[number];

type Part = Partial<BreakoutResult> & Pick<BreakoutResult, 'rows'>;

export async function proveBreakout(plan: BreakoutPlan): Promise<BreakoutResult> {
  const { rows, isShort, pictures } = plan;
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  const fallen = Promise.withResolvers<FallenTries>();
  // Whoever needs them says so; nobody may.
  fallen.promise.catch(() => undefined);
  const kiosks = isShort ? lanes.map((lane) => [lane]) : [lanes];
  const parts = await Promise.all([tryOverTheWire(plan), ...kiosks.map((each) => tryOnKiosk(each, plan, fallen))]);
  const notHere = rows.flatMap((row) => {
    const { chromium }: Way = ways[row];
    return 'notHere' in chromium ? [resultOf(row, { is: 'not-applicable', because: chromium.notHere })] : [];
  });
  return {
    rows: [...parts.flatMap((part) => part.rows), ...notHere].toSorted((one, other) => one.row - other.row),
    endurance: parts.flatMap((part) => part.endurance ?? []),
    residue: parts.find((part) => part.residue)?.residue,
  };
}

/** Rows that need a window; one after the other on one kiosk. */
async function tryOnKiosk(
  lanes: readonly Lane[],
  plan: BreakoutPlan,
  fallen: PromiseWithResolvers<FallenTries>,
): Promise<Part> {
  const { isShort, say, falls, pictures } = plan;
  const tasks = plan.rows.flatMap((row) => {
    const { chromium }: Way = ways[row];
    return 'lane' in chromium && chromium.lane !== 'wire' && lanes.includes(chromium.lane)
      ? [{ row, tryIt: chromium.tryIt }]
      : [];
  });
  const needsFallen = lanes.includes('falls') && plan.rows.some((row) => keyRowNumbers.has(row));
  const isForLong = lanes.includes('endurance') && falls > 0;
  if (tasks.length === 0 && !needsFallen && !isForLong) return { rows: [] };
  const kiosk = await openKioskOnTrial(isShort);
  const picture = async (name: string) => {
    if (pictures !== undefined) savePicture(await kiosk.eyes.picture(), join(pictures, `${name}.png`));
  };
  const rows: RowResult[] = [];
  try {
    await picture(`${lanes.join('-')}-at-rest`);
    if (needsFallen) await tryOnFallenPages(kiosk, keyRowNumbers, isShort, say).then(fallen.resolve, fallen.reject);
    await kiosk.restoreIfGone();
    const reached = lanes.includes('hands') ? handsReachThePage(kiosk) : Promise.resolve();
    await reached.catch(() => undefined);
    const trial = { kiosk, isShort, onFallenPages: () => fallen.promise };
    for (const { row, tryIt } of tasks) {
      const result = await tried(row, say, async () => {
        await reached;
        await kiosk.restoreIfGone();
        return tryIt(trial);
      });
      rows.push(result);
      await picture(`row-${row}-${result.chromium.is}`);
    }
    if (!isForLong) return { rows };
    return { rows, endurance: await endure(kiosk, falls, say), residue: await residueOn(kiosk) };
  } finally {
    await kiosk.close();
  }
}

function residueOn(kiosk: KioskOnTrial): Promise<ResidueReport> {
  return lookForResidue(kiosk).catch((error: unknown) => ({ counts: [], tries: [], brokenOff: String(error) }));
}

/** Longer than an address may live. */
const oldMs = 61_000;

async function tryOverTheWire({ rows: asked, isShort, say }: BreakoutPlan): Promise<Part> {
  const tasks = asked.flatMap((row) => {
    const { chromium }: Way = ways[row];
    return 'lane' in chromium && chromium.lane === 'wire' ? [{ row, tryIt: chromium.tryIt }] : [];
  });
  if (tasks.length === 0) return { rows: [] };
  const host = await openHostOnTrial();
  const oldAddress = isShort || !asked.includes(38) ? undefined : await addressThatAges(host);
  const rows: RowResult[] = [];
  for (const { row, tryIt } of tasks) rows.push(await tried(row, say, () => tryIt({ host, isShort, oldAddress })));
  await host.close();
  return { rows };
}

async function addressThatAges(host: HostOnTrial): Promise<() => Promise<URL>> {
  const address = await host.freshAddress();
  const askedAt = performance.now();
  return async () => {
    await pass(Math.max(0, oldMs - (performance.now() - askedAt)));
    return address;
  };
}

async function tried(row: RowNumber, say: BreakoutPlan['say'], tryIt: () => Promise<Tries>): Promise<RowResult> {
  const startedAt = performance.now();
  const outcome = await tryIt().then(judge, couldNotBeTried);
  const result = resultOf(row, outcome);
  say(`${rowInWords(result)} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  return result;
}

function resultOf(row: RowNumber, chromium: Outcome): RowResult {
  const { way, electron }: Way = ways[row];
  const because = 'test' in electron ? `its shell's unit test stands for it: ${electron.test}` : electron.notHere;
  const noBinary = `Electron's binary is not on this machine; ${because}`;
  return { row, way, chromium, electron: { is: 'not-applicable', because: noBinary } };
}

export function rowInWords({ row, way, chromium }: RowResult): string {
  return `${String(row).padStart(2)} ${way}: ${outcomeInWords(chromium)}`;
}

export function outcomeInWords(outcome: Outcome): string {
  switch (outcome.is) {
    case 'held':
      return `held, ${outcome.tries.length} tries`;
    case 'open':
      return `OPEN: ${outcome.why}`;
    case 'not-applicable':
      return `not applicable here, because ${outcome.because}`;
    default:
      return unreachable(outcome);
  }
}

/** Everything that is open, as sentences; none is what the proof asks for. */
export function openIn({ rows, endurance, residue }: BreakoutResult): readonly string[] {
  const tries = [...endurance.flatMap((each) => each.tries), ...(residue?.tries ?? [])];
  return [
    ...rows.filter(({ chromium }) => chromium.is === 'open').map(rowInWords),
    ...endurance.flatMap(({ what, brokenOff }) =>
      brokenOff === undefined ? [] : [`${what}: broken off: ${brokenOff}`],
    ),
    ...(residue?.brokenOff === undefined ? [] : [`what is left of a patient: broken off: ${residue.brokenOff}`]),
    ...tries.flatMap(({ did, wayOut }) => (wayOut === undefined ? [] : [`${did}: ${wayOut}`])),
  ];
}
