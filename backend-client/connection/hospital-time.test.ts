import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { listenToHospitalTime, noteHospitalTime, readHospitalTime } from './hospital-time.ts';

const vietnam = 'Asia/Ho_Chi_Minh';
const eightTwelve = Date.parse('2026-11-22T01:12:05Z');

describe("a hospital's time", () => {
  test.each([
    ['http-date', 'Sun, 22 Nov 2026 01:12:05 GMT', true],
    ['hl7', '20261122081205+0700', true],
    ['hl7', '20261122011205.123-0000', true],
    ['hl7', '20261121201205-0500', true],
    ['hl7', '20261122081205', false],
  ] as const)('is read from %s %s', (form, text, isZoned) => {
    expect(readHospitalTime({ form, text }, vietnam)).toEqual({ at: eightTwelve, isZoned });
  });

  test.each(['', '2026', '20261122', '20261322081205', '20260231081205', '20261122251205', 'null', '00000000000000'])(
    'is not guessed from %j',
    (text) => {
      for (const form of ['hl7', 'http-date'] as const)
        expect(readHospitalTime({ form, text }, vietnam)).toBeUndefined();
    },
  );

  test('is the moment that its clock showed, with and without its zone', () => {
    const minute = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2090, 0, 1) / 60_000 });
    fc.assert(
      fc.property(minute, fc.constantFrom(vietnam, 'UTC', 'Europe/Paris', 'Asia/Kathmandu'), (minutes, zone) => {
        const at = minutes * 60_000;
        const { year, month, day, hour, minute: min, offsetMinutes } = localTimeAt(at, zone);
        const two = (value: number) => String(value).padStart(2, '0');
        const local = `${year}${two(month)}${two(day)}${two(hour)}${two(min)}`;
        const away = Math.abs(offsetMinutes);
        const offset = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}${two(away % 60)}`;
        expect(readHospitalTime({ form: 'hl7', text: local + offset }, zone)).toEqual({ at, isZoned: true });
        // The hour that comes twice in autumn is one of the two.
        const read = readHospitalTime({ form: 'hl7', text: local }, zone);
        expect([0, 3_600_000]).toContain(Math.abs((read?.at ?? 0) - at));
      }),
    );
  });

  test('whatever stands there, reading it never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readHospitalTime({ form: 'hl7', text }, vietnam);
        readHospitalTime({ form: 'http-date', text }, vietnam);
      }),
    );
  });

  test('is told to whoever listens, and costs nothing otherwise', () => {
    const heard: string[] = [];
    const stop = listenToHospitalTime(({ address }) => heard.push(address));
    noteHospitalTime(() => ({ form: 'hl7', address: 'his:2575', text: '' }));
    stop();
    noteHospitalTime(() => {
      throw new Error('nobody listens');
    });
    expect(heard).toEqual(['his:2575']);
  });
});
