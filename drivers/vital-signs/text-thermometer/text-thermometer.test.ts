import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { VitalSignsEvent } from '../../contract/vital-signs.ts';
import { pushOnlyDelays } from '../../measuring/push-only.ts';
import { openVitalSignsDevice } from '../open-vital-signs-device.ts';
import { celsiusIn, textThermometer } from './text-thermometer.ts';

describe('a thermometer that tells its number as text', () => {
  test.each([
    ['36.6', 36.6],
    ['36,6', 36.6],
    ['36.6C', 36.6],
    ['36.60 c', 36.6],
    ['36.6 °C', 36.6],
    ['36.6ÂºC', 36.6],
    ['36.6â\x84\x83', 36.6],
    [' 36.6 ', 36.6],
    ['T: 36.6', 36.6],
    ['TEMP=36.6C', 36.6],
    ['Body Temp: 36.60', 36.6],
    ['97.9F', 36.61],
    ['100.4 F', 38],
  ])('%j is a temperature', (text, expected) => {
    expect(celsiusIn(text)).toBeCloseTo(expected, 2);
  });

  test.each([
    '366',
    '36',
    '36.',
    '.6',
    '36.6.1',
    '36.666',
    '1036.6',
    '-36.6',
    '36.6K',
    '36.6 37.2',
    'BN36.6',
    '36.6XYZ',
    '192.168',
    '079082123456',
    'DN4010199999999|4e67',
    'tiepdon:36.6',
    '',
  ])('%j is none', (text) => {
    expect(celsiusIn(text)).toBeUndefined();
  });

  test('no text throws or is read slowly, and whatever is longer than its record is none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), (text) => {
        const celsius = celsiusIn(text);
        if (text.length > 24) expect(celsius).toBeUndefined();
      }),
    );
    expect(celsiusIn(`${' '.repeat(3_000)}36.6`)).toBeUndefined();
  });

  test('every temperature of a person comes through, in every way that we know to write it', () => {
    const forms = fc.constantFrom('', 'C', ' C', '°C', 'c');
    fc.assert(
      fc.property(fc.integer({ min: 340, max: 430 }), fc.constantFrom('.', ','), forms, (tenths, point, unit) => {
        const text = `${Math.floor(tenths / 10)}${point}${tenths % 10}${unit}`;
        const record = textThermometer.read(new TextEncoder().encode(`${text}\r`));
        expect(record).toEqual({
          kind: 'result',
          quantities: [{ of: 'body-temperature', value: tenths / 10, unit: 'Cel' }],
          model: undefined,
        });
      }),
    );
  });

  test('a number that no person has is no reading but a second try', () => {
    for (const text of ['24.5', '33.9', '43.1', '99.9'])
      expect(textThermometer.read(new TextEncoder().encode(`${text}\r`))).toMatchObject({
        kind: 'failed',
        reason: 'sensor',
      });
  });
});

describe('a thermometer that types', () => {
  async function typing() {
    const clock = createHandCrankedClock();
    const settings = { id: 't', kind: 'vital-signs', driver: 'text-thermometer', simulated: false } as const;
    const device = openVitalSignsDevice({ ...settings, transport: { kind: 'keyboard' } }, { clock, random: () => 0 });
    const discarded: string[] = [];
    device.onDiscarded(({ why }) => discarded.push(why));
    const turn = async () => {
      for (let times = 0; times < 20; times++) await Promise.resolve();
    };
    await turn();
    const type = (text: string) => ('type' in device ? device.type(text) : undefined);
    return {
      device,
      discarded,
      type,
      async pass(ms: number) {
        clock.advance(ms);
        await turn();
      },
      async measure() {
        const events: VitalSignsEvent[] = [];
        const { stop } = device.measure((event) => events.push(event), 'patient');
        await turn();
        return {
          stop,
          told: () =>
            events.map((event) => (event.type === 'result' ? event.quantities.map(({ value }) => value) : event.type)),
        };
      },
    };
  }

  test('is this patient’s while they are measured, and nobody’s before and after', async () => {
    const { measure, type, pass, discarded, device } = await typing();
    expect(device.condition()).toBe('ready');
    expect(type('38.4')).toBe(true);
    const patient = await measure();
    await pass(pushOnlyDelays.drainMs);
    expect(patient.told()).toEqual(['measuring']);
    expect(type('36,6C')).toBe(true);
    expect(patient.told()).toEqual(['measuring', [36.6]]);
    type('39.9');
    expect([patient.told(), discarded]).toEqual([
      ['measuring', [36.6]],
      ['no-measurement-open', 'no-measurement-open'],
    ]);
  });

  test('what was typed in the moment in which the measurement was opened is the last patient’s', async () => {
    const { measure, type, pass, discarded } = await typing();
    const patient = await measure();
    type('38.4');
    await pass(pushOnlyDelays.drainMs);
    type('36.6');
    expect([patient.told(), discarded]).toEqual([['measuring', [36.6]], ['stale']]);
  });

  test('a scanner’s code that is typed while somebody is measured is left to the scanner', async () => {
    const { measure, type, pass } = await typing();
    const patient = await measure();
    await pass(pushOnlyDelays.drainMs);
    for (const code of ['079082123456', 'DN4010199999999|4e67|15/08/1990|1', '3660', '2026.11.30'])
      expect(type(code)).toBe(false);
    expect(patient.told()).toEqual(['measuring']);
  });
});
