/**
 * What is known of blood pressure at rest, as the bench assumes it: fixed before its first run and no result of it. `confirmed`: two
 * independent sources agree in size; `single`: one source; `unknown`: nobody was found who says it. Pressures in mmHg.
 */
export interface Known<Value> {
  readonly value: Value;
  readonly certainty: 'confirmed' | 'single' | 'unknown';
  readonly sources: readonly string[];
}

export interface Pressure {
  readonly systolic: number;
  readonly diastolic: number;
}

const firstTwoDiffer =
  'J Hypertens 2022, doi 10.1097/HJH.0000000000003065: 77,520 adults, automated monitor, a minute apart; systolic or diastolic of the ' +
  'first two differ by 5 or more in 65.2 %, by 10 or more in 25.2 %';
const halfAMinuteApart =
  'Within-visit blood pressure variability in an unselected adult population, May 2017: 77,549 adults, three readings; coefficient of ' +
  'variation systolic 4.1–4.2 ± 3.3 %, diastolic 4.6–4.7 ± 4.0–4.1 %';
const nhanes =
  'NHANES 2017–2018 (CDC, public domain), oscillometric, five minutes of rest: over 4,783 adults with three readings the second and ' +
  'third differ with an SD of 6.5, which is a within-visit SD of 4.6; first less second 0.2, second less third 0.1';
const peru =
  'Healthcare 2022; 10: 209, national health survey of Peru 2019, oscillometric: first less second reading systolic 2.4 (men) and 2.2 ' +
  '(women), diastolic 0.8 and 0.7';
const youngWomen =
  'Can the pressor response accompanying blood pressure measurement be limited in young normotensive women: 148 women, Omron 907: first ' +
  'less second 2.3/1.0, second less third 1.6/1.6';
const review =
  'Kallioinen et al., J Hypertens 2017; 35: 421–441 (review of 328 studies): insufficient rest +4.2 to +11.6 systolic, +1.8 to +4.3 ' +
  'diastolic';
const bestRest =
  'Brady et al., Hypertension 2021; 78: 1511–1519 (113 adults, crossover): means after 0, 2 and 5 minutes of rest 127/74, 127/74, ' +
  '128/75; from 140 systolic on readings without rest differ by more than the margin of 2';

export const literature = {
  /** The SD of readings of one person around their own level, after rest and without the effect of being measured. */
  withinVisitSd: {
    value: { systolic: 5.0, diastolic: 3.7 },
    certainty: 'confirmed',
    sources: [firstTwoDiffer, nhanes, halfAMinuteApart],
  },
  /** How far systolic and diastolic of one reading go up and down together. */
  withinVisitCorrelation: { value: 0.5, certainty: 'unknown', sources: [] },
  /** What being measured adds to the first, the second and every further reading of a sitting, on average. */
  alerting: {
    value: [
      { systolic: 3.1, diastolic: 1.6 },
      { systolic: 0.8, diastolic: 0.8 },
      { systolic: 0, diastolic: 0 },
    ],
    certainty: 'confirmed',
    sources: [peru, youngWomen, nhanes],
  },
  /** What the lack of rest adds, at the low end of what was found. */
  withoutRest: { value: { systolic: 4.2, diastolic: 1.8 }, certainty: 'single', sources: [review] },
  /** The high end, and a trial that found nothing on average: how much of the first row is the rest alone. */
  withoutRestAtMost: { value: { systolic: 11.6, diastolic: 4.3 }, certainty: 'single', sources: [review] },
  withoutRestAtLeast: { value: { systolic: 0, diastolic: 0 }, certainty: 'single', sources: [bestRest] },
  /**
   * Pressure at rest of the adults who sit down: a mean with which, at this SD, 22 % are at or over 140/90 as measured, which is 25.1 %
   * of the first source less those that medicine keeps below.
   */
  populationMean: {
    value: { systolic: 124, diastolic: 78 },
    certainty: 'confirmed',
    sources: [
      'Pham Thai Son et al., J Hum Hypertens 2012 (9,832 adults from 25 years, eight provinces of Viet Nam, automatic monitor): 25.1 % at ' +
        'or over 140/90 or treated; 29.6 % of them treated, 36.3 % of those below',
      'Chinese Nutrition and Health Surveillance 2010–2012 (120,428 adults): mean 122/78',
    ],
  },
  populationSd: {
    value: { systolic: 17, diastolic: 10.5 },
    certainty: 'confirmed',
    sources: [
      'WHO MONICA, tables 6.1.2 and 6.1.3, ages 35–64: systolic 16–19, diastolic 10–11',
      'NHANES 2017–2018 (CDC): systolic 19.7 over all adults',
    ],
  },
  populationCorrelation: { value: 0.7, certainty: 'unknown', sources: [] },
} as const satisfies Record<string, Known<unknown>>;

/** The check of the table: what the first two readings of the simulated people must show, too. */
export const firstTwoDifferBy10 = { share: 0.252, source: firstTwoDiffer };
