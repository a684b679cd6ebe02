import { type MeasuringSettings, measuring } from '#config/settings/measuring-settings.ts';
import { firstTwoDifferBy10, literature, type Pressure } from './blood-pressure/literature.ts';
import { isRaised, type Ratio, ratioOf, shareOf } from './blood-pressure/misclassified.ts';
import { type Assumed, asInLiterature, type Person, personOf } from './blood-pressure/people.ts';
import { qualityOf } from './blood-pressure/quality.ts';
import { byProtocol, restedOnce, type Sat, unrested } from './blood-pressure/sittings.ts';
import type { Row, Section } from './table.ts';

/** At most so many times as many told wrongly as by one rested reading. */
const promised = 0.75;

interface Plan {
  readonly people: number;
  /** So many of them on the kiosk itself. */
  readonly stored: number;
  readonly seed: number;
}

/**
 * How many people a kiosk tells wrongly whether their pressure is raised, by one reading without rest, by one after rest, and by the
 * protocol, in synthetic people whose pressure at rest is known. What is assumed of them stands in `blood-pressure/literature.ts`.
 */
export async function benchBloodPressure(plan: Plan): Promise<{
  readonly sections: readonly Section[];
  readonly ratio: Ratio;
  readonly withoutQuality: number;
  readonly isKept: boolean;
}> {
  const settings = settingsOf({});
  const { line, rule, readings } = settings;
  const without = (rest: Pressure) => tellAll(plan, 1, line, (person) => unrested(person, rest));
  const { once, protocol, ratio } = beside(plan, settings);
  const quality = await qualityOf(plan.stored, plan.seed);
  const isKept = ratio.value <= promised && quality.without === 0;
  const restRow = (rest: Pressure, whose: string) =>
    rowOf(`rest worth ${rest.systolic}/${rest.diastolic} mmHg (${whose})`, without(rest));
  const otherwise = (what: string, other: Partial<Assumed>, otherSettings = settings): Row => ({
    what,
    speed: said(beside(plan, otherSettings, { ...asInLiterature, ...other }).ratio),
  });
  const sections = [
    {
      title: `${plan.people} people, seed ${plan.seed}: told wrongly at the line ${line.systolic}/${line.diastolic} (95 % interval)`,
      rows: [
        rowOf('one reading without rest', without(literature.withoutRest.value)),
        rowOf('one reading after rest', once),
        rowOf(`the protocol (${rule}, ${readings} readings and a further one)`, protocol),
        {
          what: `the protocol beside one after rest, at most ${promised} times`,
          speed: `${said(ratio)}: ${ratio.value <= promised ? 'kept' : 'NOT kept'}`,
        },
      ],
    },
    {
      title: 'the rest alone: one reading without it, as the sources differ on what it is worth',
      rows: [
        restRow(literature.withoutRestAtLeast.value, 'Brady 2021: nothing on average'),
        restRow(literature.withoutRest.value, 'Kallioinen 2017, the least'),
        restRow(literature.withoutRestAtMost.value, 'Kallioinen 2017, the most'),
      ],
    },
    {
      title: 'the protocol beside one after rest, were it otherwise',
      rows: [
        otherwise('being measured adds nothing (NHANES)', { alerting: [] }),
        otherwise('readings scatter by 4.6/3.4 mmHg (NHANES)', { withinVisitSd: { systolic: 4.6, diastolic: 3.4 } }),
        otherwise('readings scatter by 6.4/4.7 mmHg (May 2017)', { withinVisitSd: { systolic: 6.4, diastolic: 4.7 } }),
        otherwise('by the rule aha', {}, settingsOf({ rule: 'aha' })),
        otherwise('three readings', {}, settingsOf({ readings: 3 })),
      ],
    },
    {
      title: `${plan.stored} of them on the kiosk's own flow, measuring and store, with a TM-2657 on the wire`,
      rows: [
        {
          what: 'stored without quality, at most 0',
          speed: `${quality.without} of ${quality.readings} readings and ${quality.means} means: ${quality.without === 0 ? 'kept' : 'NOT kept'}`,
        },
      ],
    },
    { title: 'what the table of assumptions is checked by', rows: [firstTwoRow(plan)] },
  ];
  return { sections, ratio, withoutQuality: quality.without, isKept };
}

function settingsOf(said: Partial<Pick<MeasuringSettings, 'rule' | 'readings'>>): MeasuringSettings {
  const settings = measuring.parse(said);
  if (!settings) throw new Error('a section that is there has its defaults');
  return settings;
}

interface Told {
  readonly isRight: boolean;
  readonly isRaised: boolean;
  readonly readings: number;
}

function tellAll(
  { people, seed }: Plan,
  visit: number,
  line: Pressure,
  way: (person: Person) => Sat,
  assumed?: Assumed,
): readonly Told[] {
  return Array.from({ length: people }, (_, index) => {
    const person = personOf(seed + index, visit, assumed);
    const { told, readings } = way(person);
    const raised = isRaised(line, told);
    return { isRight: raised === isRaised(line, person.resting), isRaised: raised, readings };
  });
}

/** The same people, each measured both ways. */
function beside(plan: Plan, settings: MeasuringSettings, assumed?: Assumed) {
  const once = tellAll(plan, 2, settings.line, restedOnce, assumed);
  const protocol = tellAll(plan, 3, settings.line, (person) => byProtocol(settings, person), assumed);
  const both = once.filter((each, at) => !each.isRight && protocol[at]?.isRight === false).length;
  return { once, protocol, ratio: ratioOf(wrong(protocol).length, wrong(once).length, both) };
}

function wrong(all: readonly Told[]): readonly Told[] {
  return all.filter(({ isRight }) => !isRight);
}

function rowOf(what: string, all: readonly Told[]): Row {
  const inVain = wrong(all).filter((each) => each.isRaised).length;
  const missed = wrong(all).length - inVain;
  const readings = all.reduce((sum, each) => sum + each.readings, 0) / all.length;
  return {
    what,
    speed: `${shareOf(wrong(all).length, all.length)}; in vain ${inVain}, missed ${missed}; ${readings.toFixed(2)} readings`,
  };
}

function said({ value, from, to }: Ratio): string {
  return `${value.toFixed(3)} (${from.toFixed(3)}–${to.toFixed(3)})`;
}

function firstTwoRow({ people, seed }: Plan): Row {
  let apart = 0;
  for (let index = 0; index < people; index++) {
    const person = personOf(seed + index, 4);
    const [one, other] = [person.reading(1), person.reading(2)];
    const [systolic, diastolic] = [one.systolic - other.systolic, one.diastolic - other.diastolic];
    if (Math.max(Math.abs(systolic), Math.abs(diastolic)) >= 10) apart += 1;
  }
  return {
    what: 'the first two readings differ by 10 mmHg or more',
    speed: `${shareOf(apart, people)}; seen: ${(firstTwoDifferBy10.share * 100).toFixed(1)} % of 77,520`,
  };
}
