import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { service } from '#config/settings/service-settings.ts';
import { quotaFrom, servicesAsHubHas, servicesUnlike } from './services-of-hub.ts';
import { contactAnswer } from './wire.ts';

const today = '2026-11-30' as BusinessDay;
const morning = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '11:30' }];
const own = [
  { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101', arrow: 'left', quota: 30 },
  { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: 'P.205' },
  { code: 'tiep-don', hisCode: 'TD', name: { vi: 'Tiếp đón' }, prefix: 'T', room: 'Quầy 1', helpChoosing: true },
].map((each) => service.parse(each));
const readServices = (services: readonly object[]) => contactAnswer.shape.services.parse(services);
const noi = { code: 'noi', hisCode: 'K01', name: { vi: 'Nội' }, prefix: 'N', priorityPrefix: 'UN', room: 'P.301' };

test("letters, room and hours are the hub's word; the name is the kiosk's, and no arrow leads to the old room", () => {
  const [there, mat] = servicesAsHubHas(own, readServices([{ ...noi, hours: morning, floor: { vi: 'Tầng 3' } }]));
  expect(there).toMatchObject({ prefix: 'N', room: 'P.301', floor: { vi: 'Tầng 3' }, hours: morning });
  expect(there?.name).toEqual({ vi: 'Khám Nội' });
  expect(there?.arrow).toBeUndefined();
  expect(mat).toBe(own[1]);
  const [same] = servicesAsHubHas(own, readServices([{ ...noi, room: 'P.101' }]));
  expect(same).toMatchObject({ arrow: 'left', hours: [] });
});

test('before its first word, and for a service that it does not have, the site file counts', () => {
  expect(servicesAsHubHas(own, undefined)).toEqual(own);
  expect(servicesAsHubHas(own, [])).toEqual(own);
  expect(quotaFrom(own, {}, 'noi', today)).toBe(30);
});

test('a hub that says the same changes nothing, so that no kiosk is opened anew for it', () => {
  const full = service.parse({
    ...{ ...own[0], priorityPrefix: 'UA', floor: { vi: 'Tầng 1' }, directions: { vi: 'Rẽ trái' }, hours: morning },
  });
  const there = { ...noi, prefix: 'A', priorityPrefix: 'UA', room: 'P.101', hours: morning, quota: 30, quotaLeft: 3 };
  const desk = own.slice(2);
  expect(servicesAsHubHas([full, ...desk], readServices([there]))).toEqual([full, ...desk]);
  const [usual] = servicesAsHubHas(own, readServices([{ ...there, prefix: 'ABC', priorityPrefix: 'UABC' }]));
  expect(usual).toMatchObject({ prefix: 'ABC' });
  expect(usual?.priorityPrefix).toBeUndefined();
});

test('the desk never closes, and where no desk is offered nothing does', () => {
  const words = readServices([
    { ...noi, hours: morning, quota: 9 },
    { ...noi, code: 'tiep-don', prefix: 'T', priorityPrefix: 'UT', room: 'Quầy 1', hours: morning, quota: 9 },
  ]);
  expect(servicesAsHubHas(own, words).map(({ hours }) => hours.length)).toEqual([1, 0, 0]);
  const noDesk = own.slice(0, 2);
  expect(servicesAsHubHas(noDesk, words).map(({ hours }) => hours.length)).toEqual([0, 0]);
  expect(quotaFrom(noDesk, { services: words }, 'noi', today)).toBeUndefined();
  expect(quotaFrom(own, { services: words }, 'tiep-don', today)).toBeUndefined();
});

test('of a quota this kiosk gives what it has given and what the hub has left; on the next day all of it', () => {
  const services = readServices([{ ...noi, quota: 100, quotaLeft: 12, givenHere: 40 }]);
  expect(quotaFrom(own, { services, day: today }, 'noi', today)).toBe(52);
  expect(quotaFrom(own, { services, day: today }, 'noi', '2026-12-01' as BusinessDay)).toBe(100);
  expect(quotaFrom(own, { services: readServices([noi]), day: today }, 'noi', today)).toBeUndefined();
});

test('what differs is told to the technician by its code', () => {
  const alike = { ...noi, prefix: 'A', priorityPrefix: 'UA', room: 'P.101', quota: 30 };
  expect(servicesUnlike(own, undefined)).toEqual([]);
  expect(servicesUnlike(own.slice(0, 1), readServices([alike]))).toEqual([]);
  for (const other of [{ prefix: 'C' }, { priorityPrefix: 'X' }, { room: 'P.9' }, { quota: 31 }, { hours: morning }])
    expect(servicesUnlike(own.slice(0, 1), readServices([{ ...alike, ...other }]))).toEqual(['noi']);
  expect(servicesUnlike(own, readServices([alike]))).toEqual(['mat', 'tiep-don']);
});

test('whatever a hub says, what comes of it is a service that a site file could have', () => {
  const anything = fc.record({
    code: fc.constantFrom('noi', 'mat', 'tiep-don', 'other'),
    hisCode: fc.string({ maxLength: 20 }),
    name: fc.record({ vi: fc.string({ maxLength: 80 }) }),
    prefix: fc.stringMatching(/^[A-Z]{1,3}$/),
    priorityPrefix: fc.stringMatching(/^[A-Z]{1,4}$/),
    room: fc.string({ maxLength: 40 }),
    hours: fc.array(
      fc.record({ days: fc.subarray(['mon', 'sun']), from: fc.string({ maxLength: 5 }), to: fc.constant('24:00') }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 5 }), (said) => {
      const made = servicesAsHubHas(own, readServices(said));
      expect(made.map(({ code }) => code)).toEqual(own.map(({ code }) => code));
      for (const each of made) expect(service.safeParse(each).success).toBe(true);
    }),
  );
});
