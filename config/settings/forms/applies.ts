import type { SiteFile } from '../site-file.ts';

/** `restart`: the change counts when the kiosk has been started again. `at-once`: it counts as soon as it is saved. */
export type Applies = 'at-once' | 'restart';

/**
 * When a change counts, by the longest beginning of its pattern; complete by type for what stands at the top. The host reads
 * its site once, when it starts: what is marked `at-once` is nothing that a running kiosk uses.
 */
const appliesByField = {
  $schema: 'at-once',
  profile: 'restart',
  site: 'restart',
  kiosk: 'restart',
  management: 'restart',
  devices: 'restart',
  services: 'restart',
  hospital: 'restart',
  lookUps: 'restart',
  standingAfterMinutes: 'restart',
  extends: 'restart',
} as const satisfies Record<keyof SiteFile | 'extends', Applies>;

export function appliesOf(pattern: string): Applies {
  const table: Readonly<Record<string, Applies>> = appliesByField;
  const beginnings = pattern.split(/(?=[.[])/).map((_, at, parts) => parts.slice(0, parts.length - at).join(''));
  for (const beginning of beginnings) if (Object.hasOwn(table, beginning)) return table[beginning] ?? 'restart';
  return 'restart';
}
