import * as z from 'zod';
import { type BrokenRule, notUnique, repeated, uniquePrefixes } from './site-rules.ts';

/**
 * What no single field of a hub's file can promise: names that are unique, number series that never meet, places, services and counters
 * that fit together, nobody who would wait where nobody calls. Looked at beside the schema, on whatever could be read, so that every
 * mistake is told at once.
 */
export function brokenHubRules(file: unknown): readonly BrokenRule[] {
  const draft = tolerantFile.parse(file);
  return [
    uniqueIds,
    uniquePrefixes,
    placesOfServices,
    countersOfPlaces,
    everyServiceIsCalled,
    oneChairEach,
    placesOfKiosks,
    eachOnce,
    quietTimes,
  ].flatMap((rule) => rule(draft));
}

const text = z.string().optional().catch(undefined);
const texts = z.array(text).catch([]);
const voice = z
  .object({ quiet: z.array(z.object({ from: text, to: text }).catch({ from: undefined, to: undefined })).catch([]) })
  .catch({ quiet: [] });
const noService = { code: undefined, prefix: undefined, priorityPrefix: undefined };
const noPlace = { id: undefined, services: [], languages: [], voice: { quiet: [] } };
const noCounter = { id: undefined, place: undefined, services: [], kiosk: undefined };
const noKiosk = { id: undefined, place: undefined };
const nothing = { services: [], places: [], counters: [], kiosks: [] };

const tolerantFile = z
  .object({
    services: z.array(z.object({ code: text, prefix: text, priorityPrefix: text }).catch(noService)).catch([]),
    places: z.array(z.object({ id: text, services: texts, languages: texts, voice }).catch(noPlace)).catch([]),
    counters: z.array(z.object({ id: text, place: text, services: texts, kiosk: text }).catch(noCounter)).catch([]),
    kiosks: z.array(z.object({ id: text, place: text }).catch(noKiosk)).catch([]),
  })
  .catch(nothing);

type Draft = z.infer<typeof tolerantFile>;

function uniqueIds({ services, places, counters, kiosks }: Draft): readonly BrokenRule[] {
  const lists = [
    { list: 'services', key: 'code', names: services.map(({ code }) => code) },
    { list: 'places', key: 'id', names: places.map(({ id }) => id) },
    { list: 'counters', key: 'id', names: counters.map(({ id }) => id) },
    { list: 'kiosks', key: 'id', names: kiosks.map(({ id }) => id) },
  ];
  return lists.flatMap(({ list, key, names }) =>
    repeated(names).map(({ at, first }) => notUnique(list, at, key, first)),
  );
}

function placesOfServices({ services, places }: Draft): readonly BrokenRule[] {
  const codes = services.map(({ code }) => code);
  return places.flatMap((place, at) =>
    place.services.flatMap((code, nth) =>
      code === undefined || codes.includes(code)
        ? []
        : [{ path: ['places', at, 'services', nth], kind: 'no-such-hub-service' as const, values: {} }],
    ),
  );
}

function countersOfPlaces({ services, places, counters }: Draft): readonly BrokenRule[] {
  const codes = services.map(({ code }) => code);
  return counters.flatMap((counter, at): readonly BrokenRule[] => {
    const placeAt = places.findIndex(({ id }) => id !== undefined && id === counter.place);
    const place = places[placeAt];
    const ofServices = counter.services.flatMap((code, nth): readonly BrokenRule[] => {
      const path = ['counters', at, 'services', nth];
      if (code === undefined) return [];
      if (!codes.includes(code)) return [{ path, kind: 'no-such-hub-service', values: {} }];
      // A chair measures for whoever waits, wherever that is.
      return !place || counter.kiosk !== undefined || place.services.includes(code)
        ? []
        : [{ path, kind: 'service-of-another-place', values: { place: `places[${placeAt}]` } }];
    });
    const isNowhere = counter.place !== undefined && !place;
    return [...(isNowhere ? [noSuchPlace('counters', at)] : []), ...ofServices];
  });
}

function everyServiceIsCalled({ services, counters }: Draft): readonly BrokenRule[] {
  const called = new Set(counters.flatMap(({ kiosk, services }) => (kiosk === undefined ? services : [])));
  return services.flatMap(({ code }, at) =>
    code === undefined || called.has(code)
      ? []
      : [{ path: ['services', at, 'code'], kind: 'nobody-calls-service' as const, values: {} }],
  );
}

function oneChairEach({ counters }: Draft): readonly BrokenRule[] {
  return repeated(counters.map(({ kiosk }) => kiosk)).map(({ at, first }) => notUnique('counters', at, 'kiosk', first));
}

function placesOfKiosks({ places, kiosks }: Draft): readonly BrokenRule[] {
  const ids = places.map(({ id }) => id);
  return kiosks.flatMap(({ place }, at) =>
    place === undefined || ids.includes(place) ? [] : [noSuchPlace('kiosks', at)],
  );
}

function noSuchPlace(list: string, at: number): BrokenRule {
  return { path: [list, at, 'place'], kind: 'no-such-place', values: {} };
}

function eachOnce({ places, counters }: Draft): readonly BrokenRule[] {
  const lists = [
    ...places.flatMap(({ services, languages }, at) => [
      { path: ['places', at, 'services'], entries: services },
      { path: ['places', at, 'languages'], entries: languages },
    ]),
    ...counters.map(({ services }, at) => ({ path: ['counters', at, 'services'], entries: services })),
  ];
  return lists.flatMap(({ path, entries }) =>
    repeated(entries).map(({ at }) => ({ path: [...path, at], kind: 'named-twice' as const, values: {} })),
  );
}

/** Whoever wants no voice at all sets its volume to 0. */
function quietTimes({ places }: Draft): readonly BrokenRule[] {
  return places.flatMap(({ voice: { quiet } }, at) =>
    quiet.flatMap(({ from, to }, nth) =>
      from === undefined || from !== to
        ? []
        : [{ path: ['places', at, 'voice', 'quiet', nth, 'to'], kind: 'no-quiet-time' as const, values: {} }],
    ),
  );
}
