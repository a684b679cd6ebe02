import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { literature, type Pressure } from './literature.ts';

/** Somebody whose pressure at rest is known: what endless readings of this visit, rested and unexcited, would average. Not rounded. */
export interface Person {
  readonly resting: Pressure;
  /** The next reading of this visit, whole mmHg as a monitor shows it; the first is number 1. */
  reading(number: number, withoutRest?: Pressure): Pressure;
}

/** What is assumed of a visit. */
export interface Assumed {
  readonly withinVisitSd: Pressure;
  /** Of the first, the second and further readings; nothing of those that are not named. */
  readonly alerting: readonly Pressure[];
}

export const asInLiterature: Assumed = {
  withinVisitSd: literature.withinVisitSd.value,
  alerting: literature.alerting.value,
};

const nothing: Pressure = { systolic: 0, diastolic: 0 };

/**
 * `who`: the seed of the person, `visit`: which of their visits, each with a luck of its own, so that nobody's good reading counts twice.
 * Nobody's error of device, cuff or posture, and no day but this one: those are the same for one reading and for three.
 */
export function personOf(who: number, visit: number, { withinVisitSd, alerting }: Assumed = asInLiterature): Person {
  const { populationMean, populationSd, populationCorrelation, withinVisitCorrelation } = literature;
  const birth = createSeededRandom(who);
  const luck = createSeededRandom(who + visit * 1_000_003);
  const resting = around(populationMean.value, populationSd.value, populationCorrelation.value, birth);
  return {
    resting,
    reading(number, withoutRest = nothing) {
      const alerted = alerting[number - 1] ?? nothing;
      const shown = around(resting, withinVisitSd, withinVisitCorrelation.value, luck);
      return {
        systolic: Math.round(shown.systolic + alerted.systolic + withoutRest.systolic),
        diastolic: Math.round(shown.diastolic + alerted.diastolic + withoutRest.diastolic),
      };
    },
  };
}

function around(mean: Pressure, sd: Pressure, correlation: number, random: () => number): Pressure {
  const [one, other] = twoNormal(random);
  return {
    systolic: mean.systolic + sd.systolic * one,
    diastolic: mean.diastolic + sd.diastolic * (correlation * one + Math.sqrt(1 - correlation ** 2) * other),
  };
}

/** Two independent standard normal numbers (Box and Muller). */
function twoNormal(random: () => number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
