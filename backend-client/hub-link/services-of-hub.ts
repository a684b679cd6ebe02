import { isDeepStrictEqual } from 'node:util';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { type ServiceSettings, service as serviceSchema } from '#config/settings/service-settings.ts';
import type { HubWord } from './hub-word.ts';

type Services = readonly ServiceSettings[];
type Theirs = NonNullable<HubWord['services']>[number];

/**
 * The services of a kiosk as its hub has them (design §14): letters of the numbers, room, floor and hours are the hub's word; which ones are
 * offered here, what they are called and how they look is the kiosk's own. The way there is the kiosk's while it leads to the same room: a
 * drawing of the way to another one would send patients astray. What the hub does not know, and what cannot be used, stays as it is.
 *
 * How many numbers are left is asked for each time: `quotaFrom`.
 */
export function servicesAsHubHas(services: Services, theirs: HubWord['services']): Services {
  return services.map((service) => {
    const there = theirs?.find(({ code }) => code === service.code);
    if (!there) return service;
    const read = serviceSchema.safeParse(asThere(service, there, mayClose(services, service)));
    return read.success ? read.data : service;
  });
}

function asThere(service: ServiceSettings, there: Theirs, closes: boolean) {
  const { arrow, mapFile, floor, directions, priorityPrefix, ...own } = service;
  const isSameRoom = there.room === service.room;
  // What follows from the prefix is left out, unless the site file says the same.
  const isUsual = there.priorityPrefix === `U${there.prefix}` && there.priorityPrefix !== priorityPrefix;
  return {
    ...own,
    prefix: there.prefix,
    ...known('priorityPrefix', isUsual ? undefined : there.priorityPrefix),
    room: there.room,
    ...known('floor', there.floor ?? (isSameRoom ? floor : undefined)),
    ...known('directions', isSameRoom ? (directions ?? there.directions) : there.directions),
    ...(isSameRoom ? { ...known('arrow', arrow), ...known('mapFile', mapFile) } : {}),
    hours: closes ? there.hours : [],
  };
}

/** Whoever finds a service closed or full gets a number for the desk: where there is none, nothing closes (law 1), and a desk never does. */
function mayClose(services: Services, { helpChoosing }: ServiceSettings): boolean {
  return !helpChoosing && services.some((each) => each.helpChoosing);
}

/**
 * How many numbers of a service this kiosk may have given on a day: what the hub had left when it spoke last, and what it knew of then that
 * this kiosk had given; on a day of which it has not spoken yet, all of them. `undefined`: as many as come.
 */
export function quotaFrom(
  services: Services,
  { services: theirs, day: spokenOn }: Pick<HubWord, 'services' | 'day'>,
  code: string,
  today: BusinessDay,
): number | undefined {
  const service = services.find((each) => each.code === code);
  const there = theirs?.find((each) => each.code === code);
  if (!service || !there) return service?.quota;
  if (!mayClose(services, service)) return undefined;
  const { quota, quotaLeft, givenHere } = there;
  return spokenOn === today && quotaLeft !== undefined && givenHere !== undefined ? quotaLeft + givenHere : quota;
}

/** Codes of services that the hub has otherwise, or not at all: whoever wrote the file should know; none before its first word. */
export function servicesUnlike(services: Services, theirs: HubWord['services']): readonly string[] {
  if (!theirs) return [];
  return services.flatMap((service) => {
    const there = theirs.find(({ code }) => code === service.code);
    const isAlike =
      there !== undefined &&
      there.prefix === service.prefix &&
      there.priorityPrefix === (service.priorityPrefix ?? `U${service.prefix}`) &&
      there.room === service.room &&
      there.quota === service.quota &&
      isDeepStrictEqual(there.hours, service.hours);
    return isAlike ? [] : [service.code];
  });
}

function known<Key extends string, Value>(key: Key, value: Value | undefined) {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
