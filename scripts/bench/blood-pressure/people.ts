import { literature, type Pressure } from './literature.ts';

/** Somebody whose pressure at rest is known: what endless readings of this visit, rested and unexcited, would average. Not rounded. */
export interface Person {
  readonly resting: Pressure;
  /** The next reading of this visit, whole mmHg as a monitor shows it; the first is number 1. */
  reading(number: number, withoutRest?: Pressure): Pressure;
}

/** Nobody's error of device, cuff or posture, and no day but this one: those are the same for one reading and for three. */
export function personOf(random: () => number): Person {
  const { populationMean, populationSd, populationCorrelation, withinVisitSd, withinVisitCorrelation } = literature;
  const resting = around(populationMean.value, populationSd.value, populationCorrelation.value);

  function around(mean: Pressure, sd: Pressure, correlation: number): Pressure {
    const [one, other] = twoNormal(random);
    return {
      systolic: mean.systolic + sd.systolic * one,
      diastolic: mean.diastolic + sd.diastolic * (correlation * one + Math.sqrt(1 - correlation ** 2) * other),
    };
  }

  return {
    resting,
    reading(number, withoutRest = { systolic: 0, diastolic: 0 }) {
      const alerted = literature.alerting.value[number - 1] ?? { systolic: 0, diastolic: 0 };
      const shown = around(resting, withinVisitSd.value, withinVisitCorrelation.value);
      return {
        systolic: Math.round(shown.systolic + alerted.systolic + withoutRest.systolic),
        diastolic: Math.round(shown.diastolic + alerted.diastolic + withoutRest.diastolic),
      };
    },
  };
}

/** Two independent standard normal numbers (Box and Muller). */
function twoNormal(random: () => number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const angle = 2 * Math.PI * random();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
