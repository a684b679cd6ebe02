import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measuring } from '../settings/measuring-settings.ts';
import { type Pressure, pressureClasses, pressureClassOf } from './pressure-classes.ts';

const pressure = (systolic: number, diastolic: number): Pressure => ({ systolic, diastolic });
const section = measuring.unwrap();
const usualBorders = section.parse({});

const anyPressure = fc.record({
  systolic: fc.integer({ min: 0, max: 350 }),
  diastolic: fc.integer({ min: 0, max: 250 }),
});
/** What a site file can hold. */
const anyBorders = fc
  .record({
    line: fc.record({ systolic: fc.integer({ min: 161, max: 260 }), diastolic: fc.integer({ min: 50, max: 160 }) }),
    crisis: fc.record({ systolic: fc.integer({ min: 161, max: 260 }), diastolic: fc.integer({ min: 50, max: 160 }) }),
  })
  .map((borders) => section.parse(borders));
const rankOf = (of: ReturnType<typeof pressureClassOf>) => (of ? pressureClasses.indexOf(of) : -1);

test('the classes begin where their sources say, at either number', () => {
  const classes: readonly (readonly [systolic: number, diastolic: number, name: (typeof pressureClasses)[number]])[] = [
    [89, 70, 'low'],
    [110, 59, 'low'],
    [90, 60, 'usual'],
    [134, 84, 'usual'],
    [135, 60, 'raised'],
    [120, 85, 'raised'],
    [149, 94, 'raised'],
    [150, 80, 'high'],
    [130, 95, 'high'],
    [179, 109, 'high'],
    [180, 70, 'very-high'],
    [140, 110, 'very-high'],
    // A high number beside a low one is no low pressure.
    [140, 55, 'raised'],
  ];
  for (const [systolic, diastolic, name] of classes) {
    expect(pressureClassOf(pressure(systolic, diastolic), usualBorders), `${systolic}/${diastolic}`).toBe(name);
  }
});

test('every pressure has a class, whatever borders a site sets, and a higher one never a lower class', () => {
  fc.assert(
    fc.property(anyPressure, anyBorders, fc.nat(60), fc.nat(60), (one, borders, more, moreToo) => {
      const name = pressureClassOf(one, borders);
      expect(pressureClasses).toContain(name);
      const higher = pressure(one.systolic + more, one.diastolic + moreToo);
      expect(rankOf(pressureClassOf(higher, borders))).toBeGreaterThanOrEqual(rankOf(name));
    }),
  );
});

test('a site moves the borders: "raised" begins at its line, "very high" at its crisis', () => {
  fc.assert(
    fc.property(anyBorders, anyPressure, (borders, one) => {
      const reaches = ({ systolic, diastolic }: Pressure) => one.systolic >= systolic || one.diastolic >= diastolic;
      const rank = rankOf(pressureClassOf(one, borders));
      expect(rank === pressureClasses.indexOf('very-high')).toBe(reaches(borders.crisis));
      expect(rank >= pressureClasses.indexOf('raised')).toBe(reaches(borders.line) || reaches(borders.crisis));
    }),
  );
});

test('nothing is judged that was measured without a protocol', () => {
  fc.assert(
    fc.property(anyPressure, (one) => {
      expect(pressureClassOf(one, undefined)).toBeUndefined();
    }),
  );
});
