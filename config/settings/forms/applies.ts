import type { SiteFile } from '../site-file.ts';

/** `restart`: the change counts when the kiosk has been started again. `at-once`: it counts as soon as it is saved. */
export type Applies = 'at-once' | 'restart';

/**
 * When a change counts, by the longest beginning of its pattern; complete by type for what stands at the top. The host takes
 * over just what is marked `at-once` (`takenAtOnce`): what is only drawn, counted or said, never what stands in the store or on a
 * wire. Entries of lists are never marked: they are counted by their place.
 */
const appliesByField = {
  $schema: 'at-once',
  profile: 'restart',
  site: 'restart',
  'site.name': 'at-once',
  'site.desk': 'at-once',
  'site.kioskPlace': 'at-once',
  kiosk: 'restart',
  'kiosk.selfTestAt': 'at-once',
  'kiosk.ticketSlot': 'at-once',
  management: 'restart',
  devices: 'restart',
  services: 'restart',
  checkIn: 'restart',
  hospital: 'restart',
  hub: 'restart',
  lookUps: 'restart',
  measuring: 'restart',
  standingAfterMinutes: 'at-once',
  extends: 'restart',
} as const satisfies Record<keyof SiteFile | 'extends', Applies> & Record<string, Applies>;

export function appliesOf(pattern: string): Applies {
  const table: Readonly<Record<string, Applies>> = appliesByField;
  const beginnings = pattern.split(/(?=[.[])/).map((_, at, parts) => parts.slice(0, parts.length - at).join(''));
  for (const beginning of beginnings) if (Object.hasOwn(table, beginning)) return table[beginning] ?? 'restart';
  return 'restart';
}
