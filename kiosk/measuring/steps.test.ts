import { describe, expect, test } from 'vitest';
import { measuring } from '#config/settings/measuring-settings.ts';
import { withBodyMassIndex } from './body-mass-index.ts';
import { restQuestions, saidWith } from './rest-questions.ts';
import { measuringSteps } from './steps.ts';

const devices = [
  { id: 'scanner', kind: 'barcode-scanner' },
  { id: 'scale', kind: 'vital-signs' },
  { id: 'cuff', kind: 'blood-pressure-monitor' },
];
const idsOf = (order: readonly string[]) =>
  measuringSteps(measuring.parse({ order }), devices).map(({ deviceId }) => deviceId);

describe('the devices of a site', () => {
  test('are used in the order of the site file, or in the one that it names', () => {
    expect(idsOf([])).toEqual(['scale', 'cuff']);
    expect(idsOf(['cuff', 'scale'])).toEqual(['cuff', 'scale']);
    expect(idsOf(['cuff'])).toEqual(['cuff']);
  });

  test('are used once each, and only where they measure', () => {
    expect(idsOf(['cuff', 'scanner', 'nothing', 'cuff'])).toEqual(['cuff']);
  });

  test('without a protocol are the monitor alone', () => {
    expect(measuringSteps(undefined, devices)).toEqual([{ deviceId: 'cuff', takes: 'blood-pressure' }]);
    expect(measuringSteps(undefined, devices.slice(0, 2))).toEqual([]);
  });
});

describe('the body-mass index', () => {
  const weight = { of: 'body-weight', value: 52, unit: 'kg' };
  const height = { of: 'body-height', value: 155, unit: 'cm' };
  const index = { of: 'body-mass-index', value: 21.6, unit: 'kg/m2' };

  test('comes with whatever makes weight and height known', () => {
    expect(withBodyMassIndex([weight, height], [])).toEqual([weight, height, index]);
    expect(withBodyMassIndex([height], [weight])).toEqual([height, index]);
  });

  test('is of what was measured last', () => {
    expect(withBodyMassIndex([weight], [{ ...weight, value: 90 }, height]).at(-1)).toEqual(index);
  });

  test.each([
    ['nothing but a weight', [weight], []],
    ['something else', [{ of: 'glucose', value: 5, unit: 'mmol/L' }], [weight, height]],
    ['a weight in a unit of its own', [{ ...weight, unit: '[lb_av]' }, height], []],
    ['no height at all', [weight, { ...height, value: 0 }], []],
  ])('does not come with %s', (_what, taken, earlier) => {
    expect(withBodyMassIndex(taken, earlier)).toEqual(taken);
  });
});

test('what is said while resting goes with the readings; a sign of danger does not', () => {
  const all = restQuestions.reduce((said, question) => saidWith(said, question, true), {});
  expect(all).toEqual({ quietHalfHour: false, emptyBladder: false, medicineToday: true });
});
