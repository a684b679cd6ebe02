import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import { isAsHighAsCrisis } from './crisis.ts';
import { meanOf, type PressureTaken } from './mean.ts';
import {
  mostTries,
  type NextInSitting,
  newSitting,
  nextInSitting,
  readingsPlanned,
  rested,
  type Sitting,
  withoutResult,
  withReading,
} from './sitting.ts';

const plan = (changed: Partial<MeasuringSettings> = {}): MeasuringSettings => ({
  restSeconds: 300,
  gapSeconds: 60,
  readings: 2,
  rule: 'esh',
  line: { systolic: 135, diastolic: 85 },
  crisis: { systolic: 180, diastolic: 110 },
  crisisPriority: true,
  questions: true,
  order: [],
  printResult: true,
  ...changed,
});

const at = (systolic: number, diastolic = 80): PressureTaken => ({ systolic, diastolic, pulse: 70 });

/** What the machine says until it wants nothing more, with these readings in their order. */
function sitThrough(settings: MeasuringSettings | undefined, readings: readonly PressureTaken[]) {
  let sitting: Sitting = newSitting;
  const said: NextInSitting[] = [];
  for (const reading of [...readings, undefined]) {
    let next = nextInSitting(settings, sitting);
    said.push(next);
    if (next.is === 'rest' || next.is === 'gap') {
      sitting = rested(sitting);
      next = nextInSitting(settings, sitting);
      said.push(next);
    }
    if (next.is !== 'measure' || !reading) break;
    sitting = withReading(sitting, reading);
  }
  return { said, sitting, last: said.at(-1) };
}

const kinds = (said: readonly NextInSitting[]) => said.map(({ is }) => is);

const anyReading = fc.record({
  systolic: fc.integer({ min: 90, max: 230 }),
  diastolic: fc.integer({ min: 50, max: 130 }),
  pulse: fc.integer({ min: 40, max: 160 }),
});
const anyPlan = fc
  .record({
    restSeconds: fc.constantFrom(0, 1, 300),
    gapSeconds: fc.constantFrom(15, 60),
    readings: fc.constantFrom(1, 2, 3),
    rule: fc.constantFrom('esh' as const, 'aha' as const),
  })
  .map(plan);

describe('a sitting by protocol', () => {
  test('is rest, a reading, a minute, a reading, and the mean', () => {
    const { said } = sitThrough(plan(), [at(140), at(132)]);
    expect(kinds(said)).toEqual(['rest', 'measure', 'gap', 'measure', 'done']);
    expect(said[0]).toEqual({ is: 'rest', seconds: 300 });
    expect(said[2]).toEqual({ is: 'gap', seconds: 60 });
    expect(said[3]).toEqual({ is: 'measure', number: 2, of: 2 });
    expect(said[4]).toMatchObject({ mean: { systolic: 136, diastolic: 80, of: [1, 2] } });
  });

  test.each([
    [10, 80, 2],
    [11, 80, 3],
    [-11, 80, 3],
    [0, 91, 3],
    [0, 90, 2],
  ])(
    'is a reading longer when the first two differ by more than 10 mmHg: %i above, diastolic %i',
    (by, diastolic, readings) => {
      const two = [at(130), at(130 + by, diastolic)];
      expect(readingsPlanned(plan(), two)).toBe(readings);
    },
  );

  test('takes a reading as high as a crisis again, and once only', () => {
    const once = sitThrough(plan(), [at(175), at(181), at(150), at(150)]);
    expect(kinds(once.said)).toEqual(['rest', 'measure', 'gap', 'measure', 'gap', 'measure', 'done']);
    expect(once.last).toMatchObject({ mean: { of: [2, 3] } });
  });

  test.each([
    ['by its systolic pressure', at(180, 90), at(190, 90)],
    ['by its diastolic pressure', at(150, 110), at(150, 112)],
    ['by one, then by the other', at(185, 90), at(150, 115)],
  ])('is a crisis after two readings in a row: %s', (_how, first, second) => {
    expect(sitThrough(plan({ readings: 3 }), [first, second, at(120)]).last).toMatchObject({ is: 'crisis' });
  });

  test('of one reading takes a second one only for a crisis', () => {
    const single = plan({ readings: 1 });
    expect(sitThrough(single, [at(150)]).last).toEqual({ is: 'done', mean: undefined });
    expect(sitThrough(single, [at(185), at(150), at(120)])).toMatchObject({
      sitting: { readings: [at(185), at(150)] },
      last: { is: 'done', mean: { systolic: 168 } },
    });
  });

  test('without a protocol is one reading without rest, however high it is', () => {
    expect(kinds(sitThrough(undefined, [at(210, 130)]).said)).toEqual(['measure', 'done']);
  });

  test('wants a person after three tries in a row, and not when one of them gave a reading', () => {
    const tried = (times: number, from: Sitting): Sitting =>
      Array.from({ length: times }).reduce<Sitting>((sitting) => withoutResult(sitting), from);
    const resting = rested(newSitting);
    expect(nextInSitting(plan(), tried(mostTries - 1, resting)).is).toBe('measure');
    expect(nextInSitting(plan(), tried(mostTries, resting)).is).toBe('person');
    const between = rested(withReading(tried(2, resting), at(120)));
    expect(nextInSitting(plan(), tried(2, between)).is).toBe('measure');
  });
});

test('whatever is read: readings + 1 at most and one for a crisis, none is lost, and each has rested before', () => {
  fc.assert(
    fc.property(anyPlan, fc.array(anyReading, { minLength: 6, maxLength: 6 }), (settings, readings) => {
      const { said, sitting, last } = sitThrough(settings, readings);
      const taken = sitting.readings;
      expect(taken).toEqual(readings.slice(0, taken.length));
      expect(said.filter(({ is }) => is === 'measure')).toHaveLength(taken.length);
      expect(kinds(said).filter((is) => is === 'rest')).toHaveLength(settings.restSeconds > 0 ? 1 : 0);
      expect(kinds(said).filter((is) => is === 'gap')).toHaveLength(taken.length - 1);

      const [first, second] = readings;
      if (!first || !second || !last) throw new Error('six readings');
      const isFurther =
        settings.readings > 1 &&
        (Math.abs(first.systolic - second.systolic) > 10 || Math.abs(first.diastolic - second.diastolic) > 10);
      const planned = settings.readings + (isFurther ? 1 : 0);
      const isHigh = (which: number) => isAsHighAsCrisis(settings, readings[which] ?? first);
      if (last.is === 'crisis') {
        expect([isHigh(taken.length - 1), isHigh(taken.length - 2)]).toEqual([true, true]);
        expect(taken.length).toBeLessThanOrEqual(planned + 1);
      } else {
        expect(last.is).toBe('done');
        expect(taken).toHaveLength(planned + (isHigh(planned - 1) ? 1 : 0));
      }
      // No two in a row went by unseen.
      taken.slice(1, -1).forEach((_, before) => {
        expect(isHigh(before) && isHigh(before + 1)).toBe(false);
      });
    }),
  );
});

test('the mean is of the last two by esh, of all by aha, whole, and lies among them', () => {
  const rules = fc.constantFrom('esh' as const, 'aha' as const);
  fc.assert(
    fc.property(rules, fc.array(anyReading, { minLength: 2, maxLength: 5 }), (rule, readings) => {
      const mean = meanOf(rule, readings);
      const counting = rule === 'esh' ? readings.slice(-2) : readings;
      if (!mean) throw new Error('two readings have a mean');
      expect(mean.of.map((number) => readings[number - 1])).toEqual(counting);
      for (const of of ['systolic', 'diastolic', 'pulse'] as const) {
        const values = counting.map((each) => each[of]);
        expect(Number.isInteger(mean[of])).toBe(true);
        expect(mean[of]).toBeGreaterThanOrEqual(Math.min(...values));
        expect(mean[of]).toBeLessThanOrEqual(Math.max(...values));
        expect(Math.abs(mean[of] - values.reduce((sum, each) => sum + each, 0) / values.length)).toBeLessThanOrEqual(
          0.5,
        );
      }
      const systolics = counting.map(({ systolic }) => systolic);
      expect(mean.spread.systolic).toBe(Math.max(...systolics) - Math.min(...systolics));
    }),
  );
});

test('one reading is no mean', () => {
  expect(meanOf('aha', [at(120)])).toBeUndefined();
  expect(meanOf('esh', [])).toBeUndefined();
});
