import type { SimulatedPatient } from '../contract/simulator.ts';

/**
 * People who do not exist, whose pressure behaves as people's does: it is raised when they sit down, falls while they rest, and is
 * never the same twice. Pure: chance and time are given. Pressures in mmHg. What is assumed, and where it comes from:
 *
 * - Being there, and having walked, raises pressure, and that falls to a half in 5.8 (systolic) and 5.5 (diastolic) minutes of
 *   quiet sitting: 55 untreated hypertensives, −11.6/−4.3 in 16 minutes (Sala et al., Am J Hypertens 2006; 19: 713,
 *   doi:10.1016/j.amjhyper.2005.08.021, SINGLE), which is 13.6/5.0 at the moment of sitting down. Of white-coat hypertension the
 *   office is 20/10 or more above (its usual definition); of calm people and how they differ: choices of ours. A trial found nothing
 *   below 140 on average (Brady et al., Hypertension 2021; 78: 1511, doi:10.1161/HYPERTENSIONAHA.121.17496).
 * - Readings of one visit have an SD of 5.0/3.7, half of it together (77,520 adults of whom 25.2 % differ by 10 or more between
 *   the first two, doi:10.1097/HJH.0000000000003065; NHANES 2017–2018; the half is a choice of ours). With an irregular heart twice
 *   as much, and with an arm that moves, too: choices of ours, since no source was found that gives a number.
 * - By age and sex: the slopes are round numbers that lead to a mean of 124/78 of adults (choices of ours).
 */
export interface SeatedPatient {
  readonly ageYears: number;
  readonly sex: 'female' | 'male';
  /** @param restedMs how long they have sat quietly when the cuff measures. */
  reading(restedMs: number): PatientReading;
}

export type PatientReading =
  | {
      readonly kind: 'values';
      readonly systolic: number;
      readonly diastolic: number;
      readonly mean: number;
      readonly pulse: number;
      readonly irregular: boolean;
      readonly moved: boolean;
    }
  /** The arm moved so much that the cuff found nothing. */
  | { readonly kind: 'moved-too-much' };

interface Pressure {
  readonly systolic: number;
  readonly diastolic: number;
}

interface PatientType {
  readonly ages: readonly [from: number, to: number];
  /** Above what their age and sex have; a crisis is as it is. */
  readonly above: Pressure;
  /** At the moment of sitting down. */
  readonly raisedBy: Pressure;
  readonly spread: number;
  readonly pulse: number;
  readonly irregular: boolean;
  readonly moves: boolean;
}

const usual: PatientType = {
  ages: [25, 60],
  above: { systolic: -4, diastolic: -2 },
  raisedBy: { systolic: 6, diastolic: 2.5 },
  spread: 1,
  pulse: 70,
  irregular: false,
  moves: false,
};

export const patientTypes = {
  calm: usual,
  'white-coat': { ...usual, raisedBy: { systolic: 26, diastolic: 12 }, pulse: 76 },
  high: {
    ...usual,
    ages: [45, 80],
    above: { systolic: 28, diastolic: 14 },
    raisedBy: { systolic: 13.6, diastolic: 5 },
    pulse: 78,
  },
  crisis: {
    ...usual,
    ages: [50, 70],
    above: { systolic: 78, diastolic: 50 },
    raisedBy: { systolic: 13.6, diastolic: 5 },
    pulse: 96,
  },
  'irregular-heart': {
    ...usual,
    ages: [65, 85],
    above: { systolic: 0, diastolic: 2 },
    spread: 2,
    pulse: 88,
    irregular: true,
  },
  'moving-arm': { ...usual, spread: 2, moves: true },
} as const satisfies Readonly<Record<SimulatedPatient, PatientType>>;

export const patientNames = [
  'calm',
  'white-coat',
  'high',
  'crisis',
  'irregular-heart',
  'moving-arm',
] as const satisfies readonly SimulatedPatient[];

export const halfLifeMinutes: Pressure = { systolic: 5.8, diastolic: 5.5 };
const withinVisitSd: Pressure = { systolic: 5, diastolic: 3.7 };
const together = 0.5;
const personsSd: Pressure = { systolic: 5, diastolic: 3 };
/** Of the readings with an arm that moves, so many fail; the others are too high. */
const movesTooMuch = 0.3;
const movingAdds: Pressure = { systolic: 6, diastolic: 4 };

/** Somebody sits down. `random` in [0, 1), and the next readings take from it, too. */
export function seat(type: SimulatedPatient, random: () => number): SeatedPatient {
  const { ages, above, raisedBy, spread, pulse, irregular, moves }: PatientType = patientTypes[type];
  const [from, to] = ages;
  const ageYears = Math.round(from + (to - from) * random());
  const sex = random() < 0.5 ? 'female' : 'male';
  const resting = around(plus(ofAge(ageYears, sex), above), personsSd, 1, random);
  return {
    ageYears,
    sex,
    reading(restedMs) {
      const minutes = Math.max(0, restedMs) / 60_000;
      const left = (half: number) => 2 ** (-minutes / half);
      const raised = {
        systolic: raisedBy.systolic * left(halfLifeMinutes.systolic),
        diastolic: raisedBy.diastolic * left(halfLifeMinutes.diastolic),
      };
      const shown = around(plus(resting, raised), withinVisitSd, spread, random);
      const beats = pulse + 8 * left(halfLifeMinutes.systolic) + 3 * spread * normal(random);
      if (moves && random() < movesTooMuch) return { kind: 'moved-too-much' };
      const { systolic, diastolic } = moves ? plus(shown, movingAdds) : shown;
      return {
        kind: 'values',
        ...whole(systolic, diastolic),
        pulse: Math.round(Math.min(Math.max(beats, 45), 160)),
        irregular,
        moved: moves,
      };
    },
  };
}

/** Round numbers: systolic rises with age, diastolic until the middle of life, men's is a little higher before. */
function ofAge(ageYears: number, sex: SeatedPatient['sex']): Pressure {
  const men = sex === 'male' && ageYears < 60 ? 1 : 0;
  return {
    systolic: 112 + 0.45 * (ageYears - 25) + 4 * men,
    diastolic: 70 + 0.3 * (Math.min(ageYears, 55) - 25) - 0.2 * Math.max(0, ageYears - 55) + 2 * men,
  };
}

/** As a monitor shows it, in whole mmHg: whatever chance did, diastolic < mean < systolic. */
function whole(systolic: number, diastolic: number): Pressure & { readonly mean: number } {
  const high = Math.round(Math.min(Math.max(systolic, 80), 250));
  const low = Math.round(Math.min(Math.max(diastolic, 45), high - 20));
  return { systolic: high, diastolic: low, mean: Math.round(low + (high - low) / 3) };
}

function plus(one: Pressure, other: Pressure): Pressure {
  return { systolic: one.systolic + other.systolic, diastolic: one.diastolic + other.diastolic };
}

function around(middle: Pressure, sd: Pressure, spread: number, random: () => number): Pressure {
  const [one, other] = [normal(random), normal(random)];
  return {
    systolic: middle.systolic + spread * sd.systolic * one,
    diastolic: middle.diastolic + spread * sd.diastolic * (together * one + Math.sqrt(1 - together ** 2) * other),
  };
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
