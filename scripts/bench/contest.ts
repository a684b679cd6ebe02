import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One way to do a piece of work: ours, or a peer's. */
export interface Contender {
  readonly name: string;
  /** Does it so many times and resolves when it is done. The result is looked at, so that nothing is optimised away. */
  run(times: number): unknown;
  /** Lays out what so many need. Not counted. */
  prepare?(times: number): unknown;
}

/** The same work again and again; its results are added up so that it cannot be left out. */
export function repeat(work: () => { readonly length: number }): Contender['run'] {
  return (times) => {
    let sum = 0;
    for (let count = 0; count < times; count++) sum += work().length;
    return sum;
  };
}

export interface Measured {
  readonly name: string;
  /** Per second of processor time, all threads together: the middle one of all rounds. */
  readonly perSecond: number;
}

export interface Rounds {
  readonly count: number;
  readonly roundMs: number;
}

/**
 * Measures contenders side by side: all are warmed up, then each round lets every one of them work for the same time, and
 * the middle round counts. Processor time is counted and not the time on the wall: whatever else the machine does at the
 * moment is nobody's merit.
 */
export async function contest(contenders: readonly Contender[], { count, roundMs }: Rounds): Promise<Measured[]> {
  const batches = new Map<Contender, number>();
  for (const contender of contenders) {
    // Memory is cleared before a round and costs the first hundreds of messages after it up to a fifth (measured); what must be
    // prepared is cleared up after each preparation, so it works a whole round in one stretch, as the others do.
    batches.set(contender, await batchOf(contender, contender.prepare ? 16 * roundMs : roundMs / 4));
  }
  const speeds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < count; round++) {
    for (const contender of contenders) {
      speeds.get(contender)?.push(await speedOf(contender, batches.get(contender) ?? 1, roundMs));
    }
  }
  return contenders.map((contender) => ({ name: contender.name, perSecond: middle(speeds.get(contender) ?? []) }));
}

/** How often it is done in so many milliseconds, roughly; also the warm-up. */
async function batchOf(contender: Contender, forMs: number): Promise<number> {
  const shortMs = forMs / 8;
  let times = 1;
  for (;;) {
    await contender.prepare?.(times);
    const startedAt = performance.now();
    await contender.run(times);
    if (performance.now() - startedAt >= shortMs) return times;
    times *= 2;
  }
}

async function speedOf(contender: Contender, batch: number, roundMs: number): Promise<number> {
  let done = 0;
  let tookMs = 0;
  while (tookMs < roundMs) {
    if (contender.prepare) await contender.prepare(batch);
    if (contender.prepare || done === 0) collectGarbage();
    const begun = process.cpuUsage();
    await contender.run(batch);
    done += batch;
    const { user, system } = process.cpuUsage(begun);
    tookMs += (user + system) / 1000;
  }
  return (done * 1000) / tookMs;
}

/** What one contender leaves lying about is not cleared away in the next one's time. */
const collectGarbage = exposedCollector();

function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => void collect() : () => {};
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
