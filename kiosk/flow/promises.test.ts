import { describe, expect, test } from 'vitest';
import { places } from './places.ts';
import { questionIds } from './plan.ts';
import { promisesOfCare } from './promises/care.ts';
import { promisesOfFamilies } from './promises/families.ts';
import { promisesOfHelp } from './promises/help.ts';
import { promisesOfMeasuring } from './promises/measuring.ts';
import { promisesOfNumbers } from './promises/numbers-and-papers.ts';
import type { Promises, Watch } from './promises/promise.ts';
import { promisesOfQuestionsAndRest } from './promises/questions-and-rest.ts';
import { type Move, type Walk, walkOf } from './promises/random-walk.ts';
import { promisesOfSurveys } from './promises/surveys-and-phones.ts';
import { promisesOfTurns } from './promises/whose-turn.ts';
import { promisesOfPurposes } from './promises/why-somebody-comes.ts';
import { createWorld, type WalkStep } from './promises/world.ts';

/**
 * What a patient is promised, whatever everybody else does: tried on random walks, all of them on each. `PROMISE_WALKS` says how many,
 * `PROMISE_SEED` from which one on; the number of a walk is its seed.
 */
const walks = Number(process.env.PROMISE_WALKS ?? 1500);
const firstSeed = Number(process.env.PROMISE_SEED ?? Date.now() % 1_000_000_000);

const all: Promises = {
  ...promisesOfTurns,
  ...promisesOfCare,
  ...promisesOfHelp,
  ...promisesOfNumbers,
  ...promisesOfQuestionsAndRest,
  ...promisesOfFamilies,
  ...promisesOfSurveys,
  ...promisesOfPurposes,
  ...promisesOfMeasuring,
};

interface Broken {
  readonly seed: number;
  readonly why: string;
}

/** Walks once, watched by everybody who is asked; the first complaint of each. */
function complaintsIn({ site, moves }: Walk, watches: ReadonlyMap<string, Watch>, see?: (step: WalkStep) => void) {
  const complaints = new Map<string, string>();
  const world = createWorld(site, (step) => {
    see?.(step);
    for (const [name, watch] of watches) {
      const why = complaints.has(name) ? undefined : watch.each?.(step);
      if (why !== undefined) complaints.set(name, why);
    }
  });
  for (const move of moves) world.move(move);
  for (const [name, watch] of watches) {
    const why = complaints.has(name) ? undefined : watch.end?.(world.copy(), { site, moves });
    if (why !== undefined) complaints.set(name, why);
  }
  return complaints;
}

const reached = new Map<string, number>();

function placeOf({ after }: WalkStep): string {
  return after.at === 'asking' ? `asking ${after.question}` : after.at;
}

function walkAll(): ReadonlyMap<string, Broken> {
  const broken = new Map<string, Broken>();
  for (let seed = firstSeed; seed < firstSeed + walks; seed++) {
    const watches = new Map(Object.entries(all).map(([name, watch]) => [name, watch()]));
    const complaints = complaintsIn(walkOf(seed), watches, (step) => {
      reached.set(placeOf(step), (reached.get(placeOf(step)) ?? 0) + 1);
    });
    for (const [name, why] of complaints) if (!broken.has(name)) broken.set(name, { seed, why });
  }
  return broken;
}

/** The same walk without whatever is not needed to break the promise. */
function shortened(name: string, seed: number): string {
  const { site, moves } = walkOf(seed);
  const breaks = (fewer: readonly Move[]): string | undefined => {
    const watch = all[name]?.();
    return watch && complaintsIn({ site, moves: fewer }, new Map([[name, watch]])).get(name);
  };
  let rest = moves;
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < rest.length; ) {
      const fewer = rest.toSpliced(at, size);
      if (breaks(fewer) === undefined) at += size;
      else rest = fewer;
    }
  }
  const seen: string[] = [];
  const watch = all[name]?.();
  if (watch) {
    complaintsIn({ site, moves: rest }, new Map([[name, watch]]), (step) => {
      const { event } = step;
      seen.push(`${event.type === 'timer-elapsed' ? event.timer : event.type} → ${placeOf(step)}`);
    });
  }
  const folded = seen.filter((each, at) => each !== seen[at - 1]);
  return `${breaks(rest)}\n${folded.join('\n')}`;
}

const broken = walkAll();

describe(`on ${walks} random walks from ${firstSeed} on`, () => {
  test.each(Object.keys(all))('%s', (name) => {
    const found = broken.get(name);
    expect(found && `walk ${found.seed}: ${shortened(name, found.seed)}`).toBeUndefined();
  });

  test('every place and every question was reached', () => {
    const wanted = [...Object.keys(places).filter((at) => at !== 'asking'), ...questionIds.map((id) => `asking ${id}`)];
    const counts = Object.fromEntries(wanted.map((place) => [place, reached.get(place) ?? 0]));
    process.stdout.write(
      `${walks} random walks from ${firstSeed} on reached ${JSON.stringify(counts, undefined, 2)}\n`,
    );
    // A walk or two would do to try it; that each is hard to reach is known then, and not by luck.
    expect(Object.entries(counts).filter(([, count]) => count < Math.min(20, walks / 100))).toEqual([]);
  });
});
